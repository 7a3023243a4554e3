"""What Breathline must reach on the scoreboard, and whether it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.measure import LATE_S, LIMITS, Score
from scoring.rows import OURS, RAW
from scoring.speed import Cost
from scoring.tables import late, p95, table

QUICK_S = LATE_S
"""A row is a rival when 95 in 100 falls are shown within this time, in any set."""

MEDIAN_S = 1
TENTH = 0.1
SAMPLE_US = 20.0

Scores = Mapping[str, Score | None]
"""A set's scores by row."""


@dataclass(frozen=True)
class Target:
    """One thing to reach.

    Attributes:
        what: In words.
        measured: What came out.
        met: Whether that is enough; None where it could not be measured.
    """

    what: str
    measured: str
    met: bool | None


def targets(board: Mapping[str, Scores], costs: Mapping[str, Cost | None]) -> list[Target]:
    """All of them, for the sets that were run."""
    found = []
    for key, scores in board.items():
        found += [_missed(key, scores), *(_late(key, scores, limit) for limit in LIMITS)]
        if key.endswith("disturbed"):
            rivals = quick_rows(board, key)
            found += [found_ for limit in LIMITS for found_ in _false(key, scores, rivals, limit)]
            found.append(_error(key, scores, rivals))
    return [*found, *_speed(costs)]


def as_table(found: Sequence[Target]) -> str:
    """As Markdown."""
    words = {True: "yes", False: "NO", None: "not measured"}
    return table(("to reach", "measured", "reached"), [[one.what, one.measured, words[one.met]] for one in found])


def quick_rows(board: Mapping[str, Scores], key: str) -> list[str]:
    """The other rows that are quick in this set or the same one without artefacts."""
    plain = board.get(key.removesuffix("-disturbed"), {})
    return [
        name
        for name in board[key]
        if name != OURS and any(_is_quick(scores.get(name)) for scores in (board[key], plain))
    ]


def _is_quick(score: Score | None) -> bool:
    return score is not None and all(at.delays and p95(at.delays) <= QUICK_S for at in score.at.values())


def _ours(scores: Scores) -> Score:
    ours = scores[OURS]
    assert ours is not None  # noqa: S101 - the conditioner is always installed
    return ours


def _missed(key: str, scores: Scores) -> Target:
    ats = _ours(scores).at.values()
    missed = sum(at.missed for at in ats)
    return Target(
        f"{key}: no true fall missed", f"{missed} of {missed + sum(len(at.delays) for at in ats)}", missed == 0
    )


def _late(key: str, scores: Scores, limit: float) -> Target:
    delays = _ours(scores).at[limit].delays
    met = bool(delays) and float(np.median(delays)) <= MEDIAN_S and p95(delays) <= QUICK_S
    what = f"{key}: below {limit:.0f} late by at most {MEDIAN_S} s (median) and {QUICK_S} s (p95)"
    return Target(what, late(delays), met)


def _false(key: str, scores: Scores, rivals: Sequence[str], limit: float) -> list[Target]:
    ours = _ours(scores).false_per_hour(limit)
    others = {name: found.false_per_hour(limit) for name in rivals if (found := scores[name]) is not None}
    best = min(others, key=lambda name: others[name])
    raw = others[RAW]
    return [
        Target(
            f"{key}: false crossings of {limit:.0f} at most a tenth of raw",
            f"{ours:.2f} an hour against {raw:.2f}",
            ours <= TENTH * raw,
        ),
        Target(
            f"{key}: fewer of them than every other quick way",
            f"{ours:.2f}; the best other is {best}, {others[best]:.2f}",
            ours < others[best],
        ),
    ]


def _error(key: str, scores: Scores, rivals: Sequence[str]) -> Target:
    ours = _ours(scores).mae
    others = {name: found.mae for name in rivals if (found := scores[name]) is not None}
    best = min(others, key=lambda name: others[name])
    return Target(
        f"{key}: error (MAE) at or below every other quick way",
        f"{ours:.2f}; the best other is {best}, {others[best]:.2f}",
        ours <= others[best],
    )


def _speed(costs: Mapping[str, Cost | None]) -> list[Target]:
    ours = costs.get(OURS)
    if ours is None:
        return []
    found = [Target(f"a reading costs at most {SAMPLE_US:g} us (p99)", f"{ours.p99:.1f} us", ours.p99 <= SAMPLE_US)]
    pandas, bottleneck = (_batch(costs, name) for name in ("pandas rolling(9).median()", "median of 9, trailing"))
    what = "1000 h at once faster than pandas' rolling median"
    if ours.batch_s is None or pandas is None:
        return [*found, Target(what, "-", None)]
    measured = f"{ours.batch_s:.2f} s against {pandas:.2f} s"
    if bottleneck is not None:
        measured += f"; {ours.batch_s / bottleneck:.0f} times bottleneck.move_median"
    return [*found, Target(what, measured, ours.batch_s < pandas)]


def _batch(costs: Mapping[str, Cost | None], name: str) -> float | None:
    cost = costs.get(name)
    return None if cost is None else cost.batch_s
