"""Questions: asked in time, never quietly dropped, and a silence is never taken for a yes."""

from __future__ import annotations

import pytest

from breathline.events.model import AlarmId, AlarmState, Priority, PromptId, QuestionState
from breathline.words import ActionId, QuestionId
from tests.guidelines.rehearsal import (
    CANT_TELL,
    FIGURES,
    NO,
    YES,
    alarms,
    breathing_again,
    giving_breaths,
    gone,
    live,
    not_waking,
    questions,
    started,
)


@pytest.mark.hazard("H-23")
def test_an_unanswered_question_is_an_alarm_then_a_high_one() -> None:
    response = started()
    assert response.situation.question is not None
    assert response.situation.question.overdue_at == FIGURES.patience
    response.wait(FIGURES.patience)
    assert response.situation.question.overdue is True
    assert [(alarm.id, alarm.priority) for alarm in response.situation.alarms] == [
        (AlarmId.UNANSWERED, Priority.MEDIUM)
    ]
    response.wait(FIGURES.patience + FIGURES.escalates)
    assert [(alarm.id, alarm.priority) for alarm in response.situation.alarms] == [(AlarmId.UNANSWERED, Priority.HIGH)]


def test_a_silence_counts_as_cant_tell_and_the_question_stays_open() -> None:
    response = started()
    response.wait(FIGURES.patience)
    assert response.prompt() is PromptId.CALL_911
    assert response.question() is QuestionId.RESPONSIVE
    response.answer(30.0, QuestionId.RESPONSIVE, YES)
    assert response.prompt() is PromptId.ATTACH_OXIMETER
    assert response.alarms == {}


@pytest.mark.hazard("H-18")
def test_with_nobody_at_the_keys_it_still_comes_to_breaths_and_naloxone() -> None:
    response = started()
    seen: list[PromptId | None] = []
    for t in range(200):
        response.wait(float(t))
        if response.prompt() not in seen:
            seen.append(response.prompt())
    assert seen == [
        PromptId.STIMULATE,
        PromptId.CALL_911,
        PromptId.AIRWAY,
        PromptId.VENTILATE,
        PromptId.NALOXONE,
    ]
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "no answer yet"


@pytest.mark.hazard("H-23")
def test_changing_the_question_does_not_quiet_the_silence() -> None:
    response = started()
    response.wait(FIGURES.patience)
    said = response.wait(200.0)
    assert (QuestionId.BREATHING, QuestionState.ASKED) in questions(said)
    assert (AlarmId.UNANSWERED, AlarmState.CLEARED) not in alarms(said)
    assert response.situation.alarms[0].priority is Priority.HIGH


def test_a_silence_after_they_breathed_brings_the_look_and_then_breaths() -> None:
    response = breathing_again()
    response.wait(80.0 + FIGURES.ask)
    assert response.question() is QuestionId.BREATHING
    asked_at = response.t
    response.wait(asked_at + FIGURES.patience)
    assert response.prompt() is PromptId.CHECK_BREATHING
    response.wait(asked_at + FIGURES.patience + FIGURES.escalates)
    assert response.prompt() is PromptId.VENTILATE
    response.answer(asked_at + 60, QuestionId.BREATHING, YES)
    assert response.prompt() is not PromptId.VENTILATE


def test_breathing_is_asked_again_while_breaths_are_given() -> None:
    response = giving_breaths()
    response.answer(50.0, QuestionId.BREATHING, NO)
    response.wait(50.0 + FIGURES.ask)
    assert response.question() is QuestionId.BREATHING


def test_with_a_good_number_the_watching_questions_are_further_apart() -> None:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    response.number(3.0, 30.0, 97.0)
    response.answer(31.0, QuestionId.BREATHING, YES)
    said = response.number(32.0, 30.0 + FIGURES.ask_watching, 97.0)
    assert questions(said) == []
    said = response.vitals(live(31.0 + FIGURES.ask_watching, 97.0))
    assert questions(said) == [(QuestionId.BREATHING, QuestionState.ASKED)]


@pytest.mark.hazard("H-15")
def test_with_the_clip_off_on_purpose_the_questions_come_closer() -> None:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    response.act(3.0, ActionId.OXIMETER_OFF)
    response.answer(5.0, QuestionId.BREATHING, YES)
    said = response.wait(5.0 + FIGURES.ask_no_clip)
    assert questions(said) == [(QuestionId.BREATHING, QuestionState.ASKED)]
    assert alarms(said) == []


def test_with_the_clip_off_they_come_closer_while_breaths_are_given_too() -> None:
    response = giving_breaths()
    response.act(23.0, ActionId.OXIMETER_OFF)
    response.answer(60.0, QuestionId.BREATHING, CANT_TELL)
    response.wait(60.0 + FIGURES.ask_no_clip)
    assert response.question() is QuestionId.BREATHING


def test_an_answer_nobody_asked_for_counts() -> None:
    response = started()
    said = response.answer(5.0, QuestionId.BREATHING, NO)
    assert (QuestionId.BREATHING, QuestionState.ANSWERED) not in questions(said)
    assert response.prompt() is PromptId.CALL_911
    assert response.situation.pacer is not None


def test_the_breathing_question_comes_before_the_pulse() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO)
    assert response.question() is QuestionId.PULSE_FELT
    said = response.vitals(live(17.0, 70.0))
    assert questions(said) == [
        (QuestionId.PULSE_FELT, QuestionState.WITHDRAWN),
        (QuestionId.BREATHING, QuestionState.ASKED),
    ]


def test_a_silence_about_the_pulse_goes_on_with_breaths() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO)
    response.wait(16.0 + FIGURES.patience)
    assert response.prompt() is PromptId.VENTILATE
    assert response.question() is QuestionId.PULSE_FELT


def test_a_silence_whether_they_wake_is_watched_as_sedated() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, YES)
    response.act(20.0, ActionId.RECOVERY_POSITION)
    response.wait(16.0 + FIGURES.stimulate_look)
    assert response.question() is QuestionId.RESPONSIVE
    response.wait(60.0)
    assert response.prompt() is PromptId.SEDATED_WATCH
    assert response.question() is QuestionId.RESPONSIVE


def test_a_breath_act_withdraws_the_question_whether_they_wake() -> None:
    response = breathing_again()
    response.answer(110.0, QuestionId.BREATHING, YES)
    response.act(111.0, ActionId.BREATHS_STARTED)
    assert response.prompt() is PromptId.KEEP_GOING


def test_being_awake_leaves_no_question_open_about_waking() -> None:
    response = started()
    response.vitals(gone(0.5))
    said = response.answer(3.0, QuestionId.RESPONSIVE, YES)
    assert questions(said) == [(QuestionId.RESPONSIVE, QuestionState.ANSWERED)]
    assert response.question() is None
