import numpy as np
import pytest

from scoring.falls import Fall, crossings, delay, false_crossings, runs, shown_from, true_falls
from tests.benchmarks.courses import course, stretch, with_laid


def below(*parts: tuple[bool, int]) -> np.ndarray:
    return np.concatenate([np.full(seconds, low) for low, seconds in parts])


def test_a_run_ends_the_second_after_its_last() -> None:
    assert runs(below((False, 2), (True, 3), (False, 1), (True, 1))) == [Fall(2, 5), Fall(6, 7)]


def test_a_fall_begins_where_the_reading_goes_below_the_limit_to_stay() -> None:
    assert true_falls(course(stretch((95, 30), (89, 20), (95, 30))), 90) == [Fall(30, 50)]


def test_a_dip_shorter_than_ten_seconds_is_no_fall() -> None:
    assert true_falls(course(stretch((95, 30), (89, 9), (95, 30))), 90) == []


def test_a_return_within_ten_seconds_belongs_to_the_same_fall() -> None:
    assert true_falls(course(stretch((95, 30), (89, 12), (90, 9), (89, 3), (95, 30))), 90) == [Fall(30, 54)]


def test_a_later_return_is_a_fall_of_its_own() -> None:
    falls = true_falls(course(stretch((95, 30), (89, 12), (90, 10), (89, 12), (95, 30))), 90)

    assert falls == [Fall(30, 42), Fall(52, 64)]


def test_a_fall_that_never_recovers_counts() -> None:
    assert true_falls(course(stretch((95, 30), (89, 20))), 90) == [Fall(30, 50)]


def test_a_clip_put_on_below_the_limit_is_a_fall_from_the_first_second() -> None:
    assert true_falls(course(stretch((80, 20))), 90) == [Fall(0, 20)]


def test_a_fall_of_one_oximeter_alone_is_not_true() -> None:
    assert true_falls(course(stretch((95, 30), (85, 20)), truth=stretch((95, 50))), 90) == []


def test_the_fall_of_a_row_is_late_by_the_seconds_after_the_device_showed_it() -> None:
    assert delay(below((False, 34), (True, 16)), Fall(30, 50), shown=30) == 4


def test_a_row_that_is_low_already_is_not_late() -> None:
    assert delay(below((True, 50)), Fall(30, 50), shown=32) == 0


@pytest.mark.parametrize(("after_the_end", "late"), [(9, 29), (10, None)])
def test_a_fall_shown_too_long_after_its_end_is_missed(after_the_end: int, late: int | None) -> None:
    row = below((False, 50 + after_the_end), (True, 5))

    assert delay(row, Fall(30, 50), shown=30) == late


def test_the_device_shows_a_fall_from_its_first_second_without_an_artefact() -> None:
    fallen = course(stretch((95, 30), (88, 30)))
    disturbed = with_laid(fallen, ("", 25), ("dropout", 10), ("", 25))

    assert shown_from(fallen, Fall(30, 60), 90) == 30
    assert shown_from(disturbed, Fall(30, 60), 90) == 35


def test_nobody_is_asked_for_a_fall_the_device_never_showed() -> None:
    fallen = course(stretch((95, 30), (88, 30)))
    disturbed = with_laid(fallen, ("", 34), ("motion", 26))

    assert shown_from(disturbed, Fall(30, 60), 90) is None


def test_crossings_close_together_are_one() -> None:
    row = below((False, 5), (True, 1), (False, 9), (True, 1), (False, 10), (True, 1))

    assert crossings(row) == [5, 26]


def test_being_low_from_the_first_second_is_a_crossing() -> None:
    assert crossings(below((True, 3), (False, 30))) == [0]


@pytest.mark.parametrize(("truth", "false"), [(97.0, [20]), (92.0, [20]), (91.9, []), (88.0, [])])
def test_a_crossing_is_false_when_the_truth_is_clearly_above_the_limit(truth: float, false: list[int]) -> None:
    row = below((False, 20), (True, 3), (False, 20))

    assert false_crossings(row, np.full(43, truth), 90) == false


def test_a_crossing_just_before_a_true_fall_is_not_false() -> None:
    row = below((False, 20), (True, 30))

    assert false_crossings(row, stretch((97, 30), (89, 20)), 90) == []
    assert false_crossings(row, stretch((97, 31), (89, 19)), 90) == [20]
