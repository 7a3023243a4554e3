"""Grades run straight from worst to best, whichever is larger."""

import pytest

from breathline.signal.grade import grade


@pytest.mark.parametrize(
    ("value", "worst", "best", "given"),
    [(0.5, 0.0, 1.0, 0.5), (3.0, 4.0, 2.0, 0.5), (9.0, 4.0, 2.0, 0.0), (-1.0, 4.0, 2.0, 1.0), (0.0, 0.0, 0.0, 0.0)],
)
def test_a_grade_lies_between_0_and_1(value: float, worst: float, best: float, given: float) -> None:
    assert grade(value, worst, best) == given
