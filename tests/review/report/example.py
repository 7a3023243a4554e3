"""A review with numbers that nobody counted, for tests of what is made of one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from breathline.review.catalogue import MEASURES
from breathline.review.intervals import quantile, share
from breathline.review.result import ALL, Band, Curve, Curves, Estimate, Measure, Package, Review

_TIMES = {"first_breath_s": 95, "first_oxygen_s": 150, "first_naloxone_s": 140, "first_911_s": 210, "first_low_s": 70}
_AT = (0.1, 0.25, 0.5, 0.75, 0.9)


def example(responses: int = 143, drawn: int = 60) -> Review:
    """A review with every measure over all and in some groups.

    Args:
        responses: How many responses.
        drawn: How many curves.
    """
    chance = random.Random(7)
    about: dict[str, object] = {
        "responses": responses,
        "held_back": {"part_of_day": 31, "month": 0},
        "anonymity": {"k": 10, "limit": 10, "forced": False, "l_diversity": {"outcome": 3, "pathway": 2}},
    }
    return Review(
        kind="real",
        packages=[Package(Path("/data/export-2026"), "real", about)],
        responses=responses,
        events=responses * 1200,
        min_cell=10,
        measures=MEASURES,
        estimates=list(_estimates(responses, chance)),
        packs=[("bc", "9f31c0de" * 8, responses - 20), ("toronto", "", None)],
        curves=_curves(responses, drawn, chance),
    )


def _estimates(responses: int, chance: random.Random) -> Iterator[Estimate]:
    groups = [(ALL, ALL, responses), ("month", "2026-09", 61), ("month", "2026-10", 82), ("month", "", 4)]
    groups += [("pack", "bc", responses), ("pathway", "monitor_only", 50), ("pathway", "oxygen+breaths+naloxone", 93)]
    for by, group, count in groups:
        for measure in MEASURES:
            if measure.summary != "none":
                few = count < 10 or (measure.name == "outcome_died")
                found = _estimate(measure, count, chance)
                yield replace(
                    Estimate(measure.name, by, group, None, held_back=True) if few else found, by=by, group=group
                )


def _estimate(measure: Measure, count: int, chance: random.Random) -> Estimate:
    if measure.summary in {"share", "ratio"}:
        counted = round(count * chance.random())
        found = share(counted, count)
        return Estimate(measure.name, ALL, ALL, count, counted, found.value, found.low, found.high)
    if measure.unit == "%":
        return Estimate(measure.name, ALL, ALL, count, None, 78.0, 75.0, 81.0, 70.0, 86.0)
    middle = _TIMES.get(measure.name, 40) * (0.9 + 0.2 * chance.random())
    low, high, lower, upper = (middle * part for part in (0.86, 1.2, 0.6, 1.7))
    return Estimate(measure.name, ALL, ALL, count, None, middle, low, high, lower, upper)


def _curves(responses: int, drawn: int, chance: random.Random) -> Curves:
    curves = [_curve(f"r{number:04}", chance) for number in range(drawn)]
    at: dict[int, list[float]] = {}
    for curve in curves:
        for second, spo2 in zip(curve.seconds, curve.spo2, strict=True):
            at.setdefault(second, []).append(spo2)
    bands = [_band(second, sorted(values)) for second, values in sorted(at.items())]
    return Curves(responses, bands, curves)


def _band(second: int, ordered: list[float]) -> Band:
    if len(ordered) < 10:
        return Band(second, len(ordered), None)
    ten, quarter, half, upper, ninety = (quantile(ordered, at) for at in _AT)
    return Band(second, len(ordered), (ten, quarter, half, upper, ninety))


def _curve(response: str, chance: random.Random) -> Curve:
    start, end, nadir = chance.randrange(-110, -5), chance.randrange(120, 900), chance.uniform(55, 88)
    low_at, gap = chance.randrange(20, 110), chance.randrange(60, 300)
    points: list[tuple[int, float]] = []
    for second in range(start, end):
        if gap <= second < gap + 25:
            continue
        if second < low_at:
            value = 97 - (97 - nadir) * max(0.0, (second + 30) / (low_at + 30))
        else:
            value = nadir + (96 - nadir) * min(1.0, (second - low_at) / 150)
        points.append((second, min(100.0, value + chance.uniform(-0.8, 0.8))))
    return Curve(response, tuple(second for second, _ in points), tuple(spo2 for _, spo2 in points))
