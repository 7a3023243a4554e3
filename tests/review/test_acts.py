"""What was done and when; what was taken back was not done."""

from __future__ import annotations

import pytest

from tests.review.making import Row, act, answer, figures

from breathline.review.parts import acts, breath_gaps  # isort: skip - after the check that the extra is installed


def of(*rows: Row) -> Row:
    return figures(acts.PART, {"one": rows})["one"]


def gap(*rows: Row, until: float | None = None) -> float | None:
    found = figures(breath_gaps.PART, {"one": rows}, {"one": {"length_s": rows[-1]["t"] if until is None else until}})
    longest: float | None = found["one"]["longest_breath_gap_s"]
    return longest


def test_the_first_of_each_act_gives_its_time() -> None:
    found = of(
        act(0, "start"), act(12, "called_911"), act(20, "breaths_started", method="mask"), act(31.5, "oxygen_on"),
        act(64, "naloxone", dose_mg=4.0), act(70, "breath"), act(90, "called_911"),
    )  # fmt: skip
    assert [found[name] for name in ("first_911_s", "first_breath_s", "first_oxygen_s", "first_naloxone_s")] == [
        12.0, 20.0, 31.5, 64.0,
    ]  # fmt: skip
    assert (found["breaths"], found["bagging"], found["oxygen"], found["no_911"]) == (True, False, True, False)


def test_an_act_that_was_taken_back_was_not_done() -> None:
    found = of(act(5, "naloxone", undone=True, dose_mg=4.0), act(30, "breaths_started", undone=True), act(40, "airway"))
    assert (found["naloxone"], found["doses"], found["first_naloxone_s"], found["breaths"]) == (
        False,
        None,
        None,
        False,
    )


def test_doses_count_each_of_several_at_once_and_their_milligrams() -> None:
    found = of(
        act(10, "naloxone", dose_mg=4.0, count=2), act(130, "naloxone", dose_mg=4.0), act(190, "naloxone", dose_mg=0.4)
    )
    assert (found["doses"], found["naloxone_mg"]) == (4, pytest.approx(12.4))
    assert (found["second_dose_after_s"], found["shortest_dose_gap_s"]) == (120.0, 60.0)


def test_milligrams_that_are_not_known_leave_the_sum_empty() -> None:
    found = of(act(10, "naloxone"), act(130, "naloxone", dose_mg=4.0))
    assert (found["doses"], found["naloxone_mg"]) == (2, None)


def test_breaths_with_a_bag_are_a_fact_of_their_own() -> None:
    found = of(act(10, "breaths_started", method="bag"))
    assert (found["breaths"], found["bagging"]) == (False, True)


def test_the_longest_gap_lies_between_recorded_breaths() -> None:
    assert gap(act(0, "breath"), act(5, "breath"), act(17, "breath"), act(20, "breath"), act(21, "end")) == 12.0


def test_breaths_that_nobody_records_one_by_one_leave_no_gap() -> None:
    assert gap(act(0, "breaths_started"), act(300, "breaths_stopped"), answer(301, "yes")) is None


def test_stopping_and_beginning_again_is_a_gap_from_the_last_breath() -> None:
    assert (
        gap(act(0, "breaths_started"), act(60, "breaths_stopped"), act(95, "breaths_started"), act(99, "end")) == 35.0
    )
    assert gap(act(0, "breath"), act(10, "breaths_stopped"), act(30, "breaths_started"), act(99, "end")) == 30.0


def test_a_second_stop_does_not_shorten_the_gap() -> None:
    assert (
        gap(act(0, "breaths_started"), act(9, "breaths_stopped"), act(50, "breaths_stopped"), act(60, "breath")) == 51.0
    )


def test_a_gap_that_is_still_open_counts_up_to_the_last_row() -> None:
    assert gap(act(0, "breath"), act(5, "breath"), until=65.0) == 60.0


@pytest.mark.parametrize(
    "over", [answer(20, "yes"), answer(20, "yes", "responsive"), act(20, "help_here"), act(20, "handed_over")]
)
def test_there_is_no_gap_once_nobody_needs_our_breaths(over: Row) -> None:
    assert gap(act(0, "breath"), act(5, "breath"), over, act(300, "breath"), until=300.0) == 5.0


def test_an_undone_stop_is_no_gap() -> None:
    rows = (act(0, "breaths_started"), act(10, "breaths_stopped", undone=True), act(80, "airway"))
    assert gap(*rows) is None
