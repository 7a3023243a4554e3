"""Undo: the last act goes back, with its timers and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.events.model import AlarmId, AlarmState, DeadlineEvent, DeadlineId, PromptId
from breathline.guidelines.acts import UNDO_DEPTH
from breathline.words import ActionId, QuestionId
from tests.guidelines.rehearsal import (
    FIGURES,
    NO,
    YES,
    after_naloxone,
    alarms,
    giving_breaths,
    live,
    not_waking,
    started,
)


@pytest.mark.hazard("H-24")
def test_undo_takes_a_dose_back_with_its_timer() -> None:
    response = after_naloxone()
    assert response.situation.can_undo is ActionId.NALOXONE
    response.act(65.0, ActionId.UNDO)
    assert response.situation.naloxone.doses == 0
    assert response.situation.naloxone.look_again_at is None
    assert [mark.letter for mark in response.situation.marks] == ["9", "B"]
    assert DeadlineId.RECHECK not in [name for _, name in response.state.deadlines]
    assert response.prompt() is PromptId.NALOXONE


def test_undoing_the_second_dose_leaves_the_first_ones_timer() -> None:
    response = after_naloxone()
    response.act(70.0, ActionId.NALOXONE)
    response.act(72.0, ActionId.UNDO)
    assert response.situation.naloxone.doses == 1
    assert response.situation.naloxone.look_again_at == 60.0 + FIGURES.look_again


def test_what_was_answered_and_measured_stays() -> None:
    response = after_naloxone()
    response.answer(63.0, QuestionId.BREATHING, YES)
    response.vitals(live(64.0, 96.0))
    response.act(65.0, ActionId.UNDO)
    assert response.situation.vitals == live(64.0, 96.0)
    assert response.prompt() is PromptId.RECOVERY_POSITION


def test_several_acts_go_back_one_after_the_other() -> None:
    response = giving_breaths()
    assert response.situation.can_undo is ActionId.BREATHS_STARTED
    response.act(30.0, ActionId.UNDO)
    assert response.prompt() is PromptId.VENTILATE
    assert response.situation.breaths_since is None
    response.act(31.0, ActionId.UNDO)
    response.act(32.0, ActionId.UNDO)
    assert response.situation.called_911_at is None
    assert response.prompt() is PromptId.CALL_911
    assert response.situation.can_undo is None
    assert response.act(33.0, ActionId.UNDO) == []


def test_only_the_last_few_acts_can_be_taken_back() -> None:
    response = giving_breaths()
    for t in range(30, 50):
        response.act(float(t), ActionId.BREATH)
    for t in range(50, 60):
        response.act(float(t), ActionId.UNDO)
    assert response.situation.breaths == 20 - UNDO_DEPTH


def test_an_undone_act_can_be_done_again() -> None:
    response = started()
    response.act(3.0, ActionId.STIMULATED)
    response.act(4.0, ActionId.UNDO)
    assert response.situation.prompt is not None
    assert response.situation.prompt.action is ActionId.STIMULATED


def test_an_act_that_changes_nothing_is_nothing_to_undo() -> None:
    response = started()
    response.act(3.0, ActionId.BREATHS_STOPPED)
    assert response.situation.can_undo is None
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    assert response.prompt() is PromptId.CALL_911


@pytest.mark.hazard("H-24")
def test_an_act_taken_back_at_once_leaves_everything_exactly_as_it_was() -> None:
    response = giving_breaths()
    response.number(23.0, 40.0, 88.0)
    before = response.state
    for action in ActionId:
        response.act(40.0, action)
        if action is not ActionId.UNDO and response.state.acts != before.acts:
            response.act(40.0, ActionId.UNDO)
            assert replace(response.state, undoable=()) == replace(before, undoable=()), action
        response.state = before


def test_the_clip_taken_off_by_a_slip_brings_its_alarms_back() -> None:
    response = giving_breaths()
    response.number(23.0, 40.0, 88.0)
    response.vitals(live(41.0, 78.0, pulse=30.0))
    response.act(41.5, ActionId.PAUSE)
    stood = response.alarms
    assert set(stood) == {AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW}
    response.act(42.0, ActionId.OXIMETER_OFF)
    assert response.alarms == {}
    said = response.act(43.0, ActionId.UNDO)
    assert response.alarms == stood
    assert (AlarmId.SPO2_LOW, AlarmState.OCCURRED) in alarms(said)
    assert (AlarmId.SPO2_LOW, AlarmState.SUPPRESSED) in alarms(said)
    assert AlarmId.PULSE_LOW not in {alarm for alarm, _ in alarms(said)}


def test_a_question_that_a_slip_closed_comes_back_with_the_wait_it_had() -> None:
    response = started()
    response.wait(8.0)
    response.act(8.0, ActionId.BREATHS_STARTED)
    assert response.question() is None
    response.act(11.0, ActionId.UNDO)
    assert response.situation.question is not None
    assert response.situation.question.id is QuestionId.RESPONSIVE
    assert response.situation.question.asked_at == 3.0
    assert response.situation.prompt is not None
    assert (response.situation.prompt.id, response.situation.prompt.since) == (PromptId.STIMULATE, 3.0)


def test_a_question_answered_since_does_not_come_back() -> None:
    response = started()
    response.act(8.0, ActionId.AIRWAY)
    response.act(9.0, ActionId.NO_911)
    response.answer(10.0, QuestionId.RESPONSIVE, NO)
    response.act(12.0, ActionId.UNDO)
    response.act(13.0, ActionId.UNDO)
    assert response.situation.question is None
    assert response.prompt() is PromptId.CALL_911


def test_a_prompt_that_made_way_since_stays_away() -> None:
    response = giving_breaths()
    response.number(23.0, 30.0, 85.0)
    response.act(31.0, ActionId.OXYGEN_ON)
    response.act(32.0, ActionId.OXYGEN_OFF)
    assert response.prompt() is PromptId.OXYGEN
    response.answer(33.0, QuestionId.BREATHING, NO)
    response.number(34.0, 32.0 + FIGURES.step_patience, 85.0)
    assert response.prompt() is PromptId.KEEP_GOING
    response.act(53.0, ActionId.UNDO)
    response.act(54.0, ActionId.OXYGEN_OFF)
    assert response.prompt() is PromptId.KEEP_GOING


def test_undo_takes_back_no_answer_and_no_phase_that_came_from_one() -> None:
    response = started()
    response.act(5.0, ActionId.AIRWAY)
    response.answer(8.0, QuestionId.BREATHING, NO)
    since = response.state.phase_since
    response.act(10.0, ActionId.UNDO)
    assert response.state.phase_since == since
    assert response.prompt() is PromptId.CALL_911


def test_stopping_pushes_by_a_slip_keeps_what_was_felt() -> None:
    response = giving_breaths()
    response.answer(24.0, QuestionId.PULSE_FELT, NO)
    response.act(25.0, ActionId.COMPRESSIONS_STARTED)
    response.act(30.0, ActionId.COMPRESSIONS_STOPPED)
    assert response.prompt() is not PromptId.COMPRESSIONS
    response.act(31.0, ActionId.UNDO)
    assert response.prompt() is PromptId.COMPRESSIONS
    assert response.situation.compressions_since == 25.0
    response.act(32.0, ActionId.COMPRESSIONS_STOPPED)
    response.answer(33.0, QuestionId.PULSE_FELT, YES)
    response.act(34.0, ActionId.UNDO)
    assert response.state.pulse_felt is not None
    assert response.state.pulse_felt.t == 33.0


def test_a_silence_that_counted_before_a_slip_counts_after_it() -> None:
    response = started()
    response.wait(FIGURES.patience)
    response.act(FIGURES.patience + 1, ActionId.BREATHS_STARTED)
    response.wait(FIGURES.patience + 30)
    response.act(FIGURES.patience + 30, ActionId.UNDO)
    again = response.engine.step(response.state, DeadlineEvent(response.t, DeadlineId.KEEP_GOING))
    assert (again.state, again.changes) == (response.state, ())


def test_the_clip_put_on_by_a_slip_leaves_no_alarm_behind() -> None:
    response = started()
    response.act(1.0, ActionId.OXIMETER_OFF)
    response.vitals(live(2.0, 75.0))
    before = response.state
    response.act(2.0, ActionId.OXIMETER_ON)
    assert AlarmId.SPO2_VERY_LOW in response.alarms
    response.act(2.0, ActionId.UNDO)
    assert response.state == before


def test_a_question_about_the_pulse_that_was_answered_since_does_not_come_back() -> None:
    for answered in (False, True):
        response = not_waking()
        response.act(13.0, ActionId.OXIMETER_OFF)
        response.answer(16.0, QuestionId.BREATHING, NO)
        assert response.question() is QuestionId.PULSE_FELT
        response.vitals(live(17.0, 75.0))
        response.act(18.0, ActionId.OXIMETER_ON)
        assert response.question() is QuestionId.BREATHING
        if answered:
            response.answer(19.0, QuestionId.PULSE_FELT, YES)
        response.act(20.0, ActionId.UNDO)
        assert response.question() is (None if answered else QuestionId.PULSE_FELT)


def test_a_prompt_that_only_the_slip_called_for_does_not_stay() -> None:
    response = not_waking("msic")
    response.act(14.0, ActionId.AIRWAY)
    response.number(15.0, 21.0, 85.0)
    response.answer(22.0, QuestionId.BREATHING, YES)
    response.wait(400.0)
    response.answer(401.0, QuestionId.BREATHING, YES)
    response.answer(402.0, QuestionId.RESPONSIVE, NO)
    before = response.state
    response.act(402.0, ActionId.BREATHS_STARTED)
    response.act(402.0, ActionId.UNDO)
    assert response.state == replace(before, undoable=response.state.undoable)
