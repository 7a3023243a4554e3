"""Undo: the last act goes back, with its timers and nothing else."""

from __future__ import annotations

from breathline.events.model import DeadlineId, PromptId
from breathline.guidelines.acts import UNDO_DEPTH
from breathline.words import ActionId, QuestionId
from tests.guidelines.rehearsal import FIGURES, NO, YES, after_naloxone, giving_breaths, live, started


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
