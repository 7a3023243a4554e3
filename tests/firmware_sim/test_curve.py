"""A scripted curve: straight lines for numbers, steps for yes and no."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.truth import Truth

BEGIN = Point(t=0, spo2=96, pulse=80, perfusion=4)


def test_numbers_go_in_straight_lines_between_their_own_points() -> None:
    curve = Curve(point=(BEGIN, Point(t=10, pulse=90), Point(t=20, spo2=76)))

    assert curve.at(5) == Truth(91, 85, 4)
    assert curve.at(10) == Truth(86, 90, 4)
    assert curve.at(15) == Truth(81, 90, 4)


def test_before_the_first_and_after_the_last_point_everything_stays() -> None:
    curve = Curve(point=(BEGIN, Point(t=10, spo2=90, finger=False)))

    assert curve.at(-5) == curve.at(0) == Truth(96, 80, 4)
    assert curve.at(1000) == curve.at(10) == Truth(90, 80, 4, finger=False)


def test_yes_and_no_hold_until_a_point_changes_them() -> None:
    curve = Curve(point=(BEGIN, Point(t=5, breathing=False), Point(t=10, breathing=True, switched_on=False)))

    assert [curve.at(t).breathing for t in (0, 5, 9.9, 10)] == [True, False, False, True]
    assert [curve.at(t).switched_on for t in (0, 9.9, 10)] == [True, True, False]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ((Point(t=1, spo2=96, pulse=80, perfusion=4),), "first point must be at t = 0"),
        ((Point(t=0, spo2=96, perfusion=4),), "must be at t = 0 and give spo2, pulse and perfusion"),
        ((BEGIN, Point(t=0)), "later than the one before"),
    ],
)
def test_a_curve_that_does_not_begin_whole_or_goes_back_is_refused(points: tuple[Point, ...], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Curve(point=points)
