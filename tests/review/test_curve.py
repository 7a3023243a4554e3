"""The SpO2 curve's figures: absolute levels and time, counted at once, without a cap, without a moving baseline."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.review.making import Row, figures, vitals

from breathline.review.parts import curve  # isort: skip - after the check that the extra is installed

Point = tuple[float, float | None]
"""Seconds since the row before, and a live SpO2 or none."""


def of(points: Sequence[Row]) -> Row:
    return figures(curve.PART, {"one": points})["one"]


def shape(*spo2: float) -> list[Row]:
    return [vitals(t, value) for t, value in enumerate(spo2)]


def ramp(start: float, end: float, seconds: int) -> list[float]:
    return [start + (end - start) * i / seconds for i in range(seconds)]


SHAPES = {
    "apnoea ramp 97 to 90, 40 s": ([97.0] * 60 + ramp(97, 90, 40) + [90.0] * 2 + [97.0] * 60, 90.0, 0.0),
    "97 to 70 in 240 s, 300 s low, recovers": (
        [97.0] * 60 + ramp(97, 70, 240) + [70.0] * 300 + ramp(70, 97, 60) + [97.0] * 60, 70.0, 522.0,
    ),
    "97 to 60 in 600 s, never recovers": ([97.0] * 60 + ramp(97, 60, 600) + [60.0] * 120, 60.0, 605.0),
    "clipped on at 80": ([80.0] * 300, 80.0, 299.0),
}  # fmt: skip
"""The four on which measures made for sleep fail, with lowest SpO2 and seconds below 90 %."""


@pytest.mark.parametrize("name", SHAPES)
def test_the_shapes_of_overdoses_are_seen(name: str) -> None:
    spo2, lowest, below = SHAPES[name]
    found = of(shape(*spo2))
    assert found["lowest_spo2"] == pytest.approx(lowest)
    assert found["below_90_s"] == pytest.approx(below, abs=1.0)
    assert found["went_low"] == (below > 0)


def test_an_event_that_is_still_open_counts_at_once() -> None:
    found = of(shape(97, 97, 89, 88))
    assert (found["below_90_s"], found["first_low_s"], found["lowest_spo2"]) == (1.0, 2.0, 88.0)


def test_a_single_low_reading_is_seen_before_it_has_lasted() -> None:
    found = of(shape(79))
    assert (found["went_low"], found["lowest_spo2"], found["below_80_s"]) == (True, 79.0, 0.0)


def test_depth_times_time_is_counted_below_90_only() -> None:
    assert of(shape(80, 80, 95, 89, 97))["area_below_90"] == pytest.approx(10 + 10 + 1)


def test_a_row_stands_no_longer_than_the_box_was_on() -> None:
    assert of([vitals(0, 80), vitals(1, 80), vitals(600, 97)])["below_90_s"] == 1 + curve.STANDS_S


def test_nothing_but_a_live_number_counts() -> None:
    doubtful: Row = {"t": 1.0, "kind": "vitals", "spo2": 40.0, "trust": "doubtful", "cause": "motion"}
    found = of([vitals(0, 95), doubtful, vitals(2, 95)])
    assert (found["lowest_spo2"], found["below_90_s"], found["without_motion_s"]) == (95.0, 0.0, 1.0)


def test_without_a_live_number_the_curve_is_empty_and_says_why() -> None:
    found = of([vitals(0, None), vitals(1, None, "motion"), vitals(2, None, "motion"), vitals(3, None)])
    assert (found["usable"], found["lowest_spo2"], found["below_90_s"], found["went_low"]) == (False, None, None, None)
    assert (found["unusable_motion"], found["unusable_no_finger"]) == (True, False)


def test_a_minute_of_live_numbers_is_usable() -> None:
    both = {"short": shape(*[95.0] * 60), "long": shape(*[95.0] * 61)}
    found = figures(curve.PART, both)
    assert [found[name]["usable"] for name in ("short", "long")] == [False, True]
    assert found["long"]["unusable_motion"] is None


def by_hand(points: Sequence[Row]) -> Row:
    """The same by a loop that knows nothing of tables."""
    sums = dict.fromkeys(("measured", "live", "area", 90, 85, 80), 0.0)
    live = [row["spo2"] for row in points if row["trust"] == "live"]
    low = [row["t"] for row in points if row["trust"] == "live" and row["spo2"] < 90]
    for row, following in pairwise(points):
        seconds = min(following["t"] - row["t"], curve.STANDS_S)
        sums["measured"] += seconds
        if row["trust"] != "live":
            continue
        sums["live"] += seconds
        sums["area"] += max(0.0, 90 - row["spo2"]) * seconds
        for level in (90, 85, 80):
            sums[level] += seconds if row["spo2"] < level else 0.0
    return {
        "measured_s": sums["measured"],
        "live_s": sums["live"],
        "lowest_spo2": min(live, default=None),
        "first_low_s": min(low, default=None),
        "area_below_90": sums["area"] if live else None,
        **{f"below_{level}_s": sums[level] if live else None for level in (90, 85, 80)},
    }


POINTS = st.lists(st.tuples(st.floats(0.0, 9.0), st.none() | st.floats(1.0, 100.0)), min_size=1, max_size=30)


def rows_of(points: Sequence[Point]) -> list[Row]:
    t, rows = 0.0, []
    for after, spo2 in points:
        t += after
        rows.append(vitals(t, spo2))
    return rows


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(POINTS, min_size=20, max_size=30))
def test_any_curve_gives_what_a_plain_loop_gives(curves: list[list[Point]]) -> None:
    responses = {str(number): rows_of(points) for number, points in enumerate(curves)}
    found = figures(curve.PART, responses)
    for name, rows in responses.items():
        for figure, value in by_hand(rows).items():
            got = found[name][figure]
            assert got == value or math.isclose(got, value, rel_tol=1e-9, abs_tol=1e-9), (name, figure)
