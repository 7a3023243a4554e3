import numpy as np
import pytest

from scoring.causes import NOTHING, cause, laid
from scoring.facts import conditioned, line_slopes
from tests.benchmarks.courses import course, stretch, with_laid


def test_the_slope_of_a_straight_fall_is_its_own() -> None:
    slopes = line_slopes(97.0 - np.arange(120) / 15.0)

    assert np.all(np.isnan(slopes[:30]))
    assert slopes[30:] == pytest.approx(-4.0)


def test_every_second_has_vitals_also_without_a_frame() -> None:
    assert [vitals.t for vitals in conditioned(course(stretch((97, 5))))] == [0, 1, 2, 3, 4]


def test_the_cause_of_a_crossing_is_what_was_laid_over_it_or_last_before() -> None:
    disturbed = with_laid(course(stretch((97, 60))), ("", 10), ("motion", 10), ("", 40))

    assert cause(disturbed, 12) == "motion"
    assert cause(disturbed, 34) == "motion"
    assert cause(disturbed, 35) == NOTHING


def test_what_is_laid_over_is_counted_once_each_time() -> None:
    disturbed = with_laid(course(stretch((97, 60))), ("motion", 10), ("", 10), ("motion", 10), ("step", 30))

    assert laid([disturbed]) == {"motion": 2, "step": 1}
