"""The person, not the number: what SpO2 may ask for, and what it may never take away."""

from __future__ import annotations

import pytest

from breathline.events.model import AlarmId, AlarmState, PromptId, QuestionState
from breathline.words import ActionId, Cause, FaultId, QuestionId, Trust, Vitals
from tests.guidelines.rehearsal import (
    FIGURES,
    NO,
    YES,
    Rehearsal,
    alarms,
    breathing_again,
    doubtful,
    giving_breaths,
    gone,
    live,
    questions,
    started,
)

LOW = FIGURES.bounds[AlarmId.SPO2_LOW]
MISSING = FIGURES.bounds[AlarmId.NO_READING]


def awake_with_a_number() -> Rehearsal:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    response.answer(3.0, QuestionId.BREATHING, YES)
    response.vitals(live(4.0, 97.0))
    assert response.prompt() is PromptId.STAY
    return response


def test_a_low_number_asks_about_breathing_at_once_whatever_was_answered() -> None:
    response = awake_with_a_number()
    said = response.number(5.0, 5.0 + LOW.delay_s, 88.0)
    assert alarms(said) == [(AlarmId.SPO2_LOW, AlarmState.OCCURRED), (AlarmId.SPO2_LOW, AlarmState.SIGNALLED)]
    assert questions(said) == [(QuestionId.BREATHING, QuestionState.ASKED)]
    assert response.prompt() is PromptId.CHECK_BREATHING
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "SpO2 below 90"
    response.answer(12.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.CALL_911


def test_breathing_answered_while_it_is_low_is_asked_again_sooner() -> None:
    response = awake_with_a_number()
    response.number(5.0, 11.0, 88.0)
    response.answer(12.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.STAY
    said = response.number(13.0, 12.0 + FIGURES.ask, 88.0)
    assert questions(said) == [(QuestionId.BREATHING, QuestionState.ASKED)]


@pytest.mark.hazard("H-05")
def test_a_good_number_never_takes_the_breathing_question_away() -> None:
    response = giving_breaths()
    response.wait(16.0 + FIGURES.naloxone_ready)
    assert response.question() is QuestionId.BREATHING
    said = response.number(47.0, 400.0, 99.0)
    assert response.question() is QuestionId.BREATHING
    assert questions(said) == []


def test_a_low_number_asks_even_before_anything_was_answered() -> None:
    response = started()
    response.vitals(live(1.0, 75.0))
    assert response.question() is QuestionId.BREATHING
    assert response.prompt() is PromptId.CHECK_BREATHING


@pytest.mark.hazard("H-07")
@pytest.mark.parametrize("vitals", [doubtful(5.0, 60.0), gone(5.0), Vitals(5.0, None, None, Trust.STALE, Cause.MOTION)])
def test_a_number_that_is_not_live_raises_no_alarm_about_the_person(vitals: Vitals) -> None:
    response = awake_with_a_number()
    said = response.vitals(vitals)
    said += response.wait(60.0)
    raised = {alarm for alarm, _ in alarms(said)}
    assert raised <= {AlarmId.NO_READING, AlarmId.UNANSWERED}


def test_a_lost_number_alarms_and_says_look_at_the_person() -> None:
    response = awake_with_a_number()
    response.vitals(gone(5.0))
    said = response.wait(4.0 + MISSING.delay_s)
    assert alarms(said)[0] == (AlarmId.NO_READING, AlarmState.OCCURRED)
    assert questions(said) == [(QuestionId.BREATHING, QuestionState.ASKED)]
    assert response.prompt() is PromptId.CHECK_BREATHING
    assert response.situation.prompt is not None
    assert "no finger in the clip" in response.situation.prompt.reason


def test_vitals_that_stop_coming_are_a_lost_number_too() -> None:
    response = awake_with_a_number()
    response.wait(4.0 + MISSING.delay_s)
    assert AlarmId.NO_READING in response.alarms


@pytest.mark.hazard("H-04")
def test_a_doubtful_number_is_no_reading_and_names_its_cause() -> None:
    response = awake_with_a_number()
    for t in range(5, 12):
        response.vitals(doubtful(float(t), 95.0))
    assert AlarmId.NO_READING in response.alarms
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "not sure: finger is moving"


def test_after_the_look_the_clip_is_mended() -> None:
    response = awake_with_a_number()
    response.vitals(gone(5.0))
    response.wait(10.0)
    response.answer(11.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.FIX_READING
    response.wait(11.0 + FIGURES.step_patience)
    assert response.prompt() is PromptId.STAY


def test_a_number_that_goes_again_is_mended_again() -> None:
    response = awake_with_a_number()
    response.wait(10.0)
    response.answer(11.0, QuestionId.BREATHING, YES)
    response.wait(11.0 + FIGURES.step_patience)
    response.vitals(live(40.0, 97.0))
    assert AlarmId.NO_READING not in response.alarms
    response.wait(50.0)
    response.answer(51.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.FIX_READING


def test_a_number_lost_in_the_first_steps_does_not_disturb_them() -> None:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.wait(8.0)
    assert AlarmId.NO_READING in response.alarms
    assert response.prompt() is PromptId.STIMULATE
    assert response.question() is QuestionId.RESPONSIVE


def test_a_low_number_in_the_second_step_looks_before_it_calls() -> None:
    response = started()
    response.answer(2.0, QuestionId.RESPONSIVE, NO)
    assert response.prompt() is PromptId.CALL_911
    response.vitals(live(3.0, 70.0))
    assert response.prompt() is PromptId.CHECK_BREATHING
    response.answer(5.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.CALL_911


def test_a_lost_link_sounds_within_five_seconds_and_clears_when_it_is_back() -> None:
    response = awake_with_a_number()
    response.fault(5.0, FaultId.LINK_LOST)
    response.vitals(gone(5.0, Cause.LINK_LOST))
    said = response.wait(9.9)
    assert (AlarmId.LINK_LOST, AlarmState.SIGNALLED) in alarms(said)
    assert response.situation.unresolved == "The link to the clip is lost."
    response.fault(20.0, FaultId.LINK_LOST, present=False)
    assert AlarmId.LINK_LOST not in response.alarms
    assert response.situation.unresolved == ""
    response.vitals(live(21.0, 97.0))
    assert AlarmId.NO_READING not in response.alarms


def test_with_no_number_ever_the_guide_goes_on_without_a_technical_alarm() -> None:
    response = started()
    response.fault(0.5, FaultId.NO_OXIMETER)
    response.vitals(gone(1.0, Cause.NO_OXIMETER))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    said = response.wait(21.0)
    assert alarms(said) == []
    assert response.prompt() is PromptId.ATTACH_OXIMETER


def test_the_clip_off_on_purpose_ends_the_alarms_about_it() -> None:
    response = awake_with_a_number()
    response.fault(5.0, FaultId.LINK_LOST)
    response.vitals(live(6.0, 70.0))
    response.wait(15.0)
    assert {AlarmId.NO_READING, AlarmId.LINK_LOST, AlarmId.SPO2_VERY_LOW} <= set(response.alarms)
    said = response.act(16.0, ActionId.OXIMETER_OFF)
    assert (AlarmId.NO_READING, AlarmState.CLEARED) in alarms(said)
    assert (AlarmId.LINK_LOST, AlarmState.CLEARED) in alarms(said)
    assert (AlarmId.SPO2_VERY_LOW, AlarmState.CLEARED) in alarms(said)
    assert response.question() is QuestionId.BREATHING


def test_putting_the_clip_back_on_gives_it_time_to_find_a_number() -> None:
    response = awake_with_a_number()
    response.act(5.0, ActionId.OXIMETER_OFF)
    response.answer(34.0, QuestionId.BREATHING, YES)
    response.act(40.0, ActionId.OXIMETER_ON)
    assert AlarmId.NO_READING not in response.alarms
    response.wait(40.0 + MISSING.delay_s)
    assert AlarmId.NO_READING in response.alarms


@pytest.mark.hazard("H-05")
def test_oxygen_changes_the_note_beside_a_good_number() -> None:
    response = breathing_again()
    response.vitals(live(102.0, 98.0))
    assert response.situation.note == "Watch the person, not the number."
    response.act(103.0, ActionId.OXYGEN_ON)
    assert "can hide slow breathing" in response.situation.note


@pytest.mark.hazard("H-02")
def test_a_low_number_says_that_it_follows_late_while_breaths_begin() -> None:
    response = giving_breaths()
    response.vitals(live(23.0, 85.0))
    assert "late" in response.situation.note
    response.vitals(live(20.0 + FIGURES.number_follows, 85.0))
    assert response.situation.note == ""


def test_without_a_live_number_there_is_no_note_to_it() -> None:
    response = giving_breaths()
    response.vitals(doubtful(23.0, 85.0))
    assert response.situation.note == ""


@pytest.mark.hazard("H-37")
def test_a_box_fault_is_told_in_one_line() -> None:
    response = started()
    response.fault(1.0, FaultId.NO_SOUND)
    assert response.situation.unresolved == "No sound: watch the screen."
