"""Naloxone: after breaths, not before its time, and never because somebody does not wake."""

from __future__ import annotations

import pytest

from breathline.events.model import DeadlineId, PromptId, PromptState
from breathline.words import ActionId, QuestionId
from tests.guidelines.rehearsal import (
    CANT_TELL,
    FIGURES,
    NO,
    YES,
    after_naloxone,
    giving_breaths,
    live,
    not_waking,
    prompts,
    started,
)

AGAIN = 60.0 + FIGURES.look_again


def test_breaths_have_their_time_before_naloxone() -> None:
    response = giving_breaths()
    response.answer(30.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.KEEP_GOING
    response.wait(16.0 + FIGURES.naloxone_ready)
    assert response.question() is QuestionId.BREATHING
    assert response.prompt() is PromptId.KEEP_GOING
    response.answer(50.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.NALOXONE
    assert response.situation.pacer is not None


@pytest.mark.hazard("H-18")
def test_naloxone_is_prompted_though_nobody_marked_the_breaths() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO)
    response.wait(16.0 + FIGURES.naloxone_ready)
    response.answer(50.0, QuestionId.BREATHING, CANT_TELL)
    assert response.prompt() is PromptId.NALOXONE


def test_a_dose_starts_the_time_to_look_again() -> None:
    response = after_naloxone()
    assert response.prompt() is PromptId.KEEP_GOING
    assert response.situation.naloxone.doses == 1
    assert response.situation.naloxone.last_at == 60.0
    assert response.situation.naloxone.look_again_at == AGAIN
    assert (AGAIN, DeadlineId.RECHECK) in response.state.deadlines


@pytest.mark.hazard("H-17")
def test_no_second_dose_is_prompted_before_its_time() -> None:
    response = after_naloxone()
    for t in (120.0, 200.0, 300.0, AGAIN - 1):
        response.answer(t, QuestionId.BREATHING, NO)
        assert response.prompt() is PromptId.KEEP_GOING


def test_at_its_time_somebody_looks_again_and_breathing_decides() -> None:
    response = after_naloxone()
    response.answer(AGAIN - 5, QuestionId.BREATHING, NO)
    response.wait(AGAIN)
    assert response.prompt() is PromptId.RECHECK
    assert response.question() is QuestionId.BREATHING
    changes = response.answer(AGAIN + 4, QuestionId.BREATHING, NO)
    assert (PromptId.RECHECK, PromptState.DONE) in prompts(changes)
    assert response.prompt() is PromptId.NALOXONE
    assert response.situation.naloxone.look_again_at is None
    response.act(AGAIN + 10, ActionId.NALOXONE, count=2)
    assert response.situation.naloxone.doses == 3
    assert response.situation.naloxone.look_again_at == AGAIN + 10 + FIGURES.look_again


def test_breathing_but_not_waking_at_the_recheck_gets_no_more() -> None:
    response = after_naloxone()
    response.wait(AGAIN)
    response.answer(AGAIN + 4, QuestionId.BREATHING, YES)
    response.answer(AGAIN + 6, QuestionId.RESPONSIVE, NO)
    assert response.prompt() is PromptId.RECOVERY_POSITION
    assert PromptId.NALOXONE not in [prompt for prompt, _ in prompts(response.wait(AGAIN + 3600))]


def test_somebody_who_breathes_is_looked_at_again_all_the_same() -> None:
    response = after_naloxone()
    response.answer(200.0, QuestionId.BREATHING, YES)
    response.answer(230.0, QuestionId.RESPONSIVE, YES)
    response.answer(330.0, QuestionId.BREATHING, YES)
    response.wait(AGAIN)
    assert response.prompt() is PromptId.RECHECK


def test_a_dose_before_any_prompt_is_taken_and_leads_to_the_look() -> None:
    response = started()
    response.act(5.0, ActionId.NALOXONE)
    assert response.prompt() is PromptId.CALL_911
    response.act(8.0, ActionId.CALLED_911)
    assert response.prompt() is PromptId.CHECK_BREATHING
    assert response.question() is QuestionId.BREATHING
    response.wait(5.0 + FIGURES.look_again)
    assert response.prompt() is PromptId.RECHECK


def test_at_the_recheck_a_silence_first_has_its_patience() -> None:
    response = after_naloxone()
    response.wait(AGAIN)
    assert response.situation.question is not None
    assert response.situation.question.overdue is True
    assert response.prompt() is PromptId.RECHECK
    response.wait(AGAIN + FIGURES.patience)
    assert response.prompt() is PromptId.NALOXONE


def test_silence_never_leads_to_naloxone_against_the_last_word_that_they_breathe() -> None:
    response = started()
    response.answer(10.0, QuestionId.RESPONSIVE, NO)
    response.answer(20.0, QuestionId.BREATHING, YES)
    said = response.wait(7200.0)
    assert response.prompt() is PromptId.VENTILATE
    assert PromptId.NALOXONE not in [prompt for prompt, _ in prompts(said)]


def test_silence_after_they_woke_never_leads_to_naloxone() -> None:
    response = started()
    response.answer(10.0, QuestionId.RESPONSIVE, YES)
    said = response.wait(7200.0)
    assert PromptId.VENTILATE in [prompt for prompt, _ in prompts(said)]
    assert PromptId.NALOXONE not in [prompt for prompt, _ in prompts(said)]


@pytest.mark.hazard("H-19")
def test_a_returning_overdose_gets_breaths_first() -> None:
    response = after_naloxone()
    response.answer(100.0, QuestionId.BREATHING, YES)
    response.act(101.0, ActionId.RECOVERY_POSITION)
    response.answer(AGAIN + 1, QuestionId.BREATHING, YES)
    response.answer(AGAIN + 60, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.VENTILATE
    response.wait(AGAIN + 60 + FIGURES.naloxone_ready)
    response.answer(AGAIN + 95, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.NALOXONE


def test_oxygen_is_offered_beside_breaths_when_the_number_is_low() -> None:
    response = giving_breaths()
    response.number(23.0, 30.0, 85.0)
    assert response.prompt() is PromptId.OXYGEN
    assert response.situation.pacer is not None
    changes = response.act(31.0, ActionId.OXYGEN_ON)
    assert (PromptId.OXYGEN, PromptState.DONE) in prompts(changes)
    assert response.prompt() is PromptId.KEEP_GOING
    assert response.situation.oxygen_since == 31.0
    assert response.act(32.0, ActionId.OXYGEN_ON) == []
    response.act(33.0, ActionId.OXYGEN_OFF)
    assert response.situation.oxygen_since is None
    assert response.prompt() is PromptId.OXYGEN


def test_oxygen_nobody_has_makes_way() -> None:
    response = giving_breaths()
    response.number(23.0, 28.0, 85.0)
    assert response.prompt() is PromptId.OXYGEN
    response.answer(28.5, QuestionId.BREATHING, NO)
    response.number(29.0, 28.0 + FIGURES.step_patience, 85.0)
    assert response.prompt() is PromptId.KEEP_GOING
    assert response.situation.prompt is not None
    assert "late" in response.situation.prompt.reason
    response.wait(20.0 + FIGURES.number_follows)
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "breaths are being given"


def test_oxygen_is_not_offered_for_a_number_nobody_believes_any_more() -> None:
    response = giving_breaths()
    response.vitals(live(23.0, 79.0))
    assert response.prompt() is PromptId.OXYGEN
    response.act(24.0, ActionId.BREATHS_STOPPED)
    response.wait(60.0)
    response.act(61.0, ActionId.BREATHS_STARTED)
    assert response.prompt() is not PromptId.OXYGEN


def test_after_a_dose_the_prompt_says_to_wait_for_it() -> None:
    response = after_naloxone()
    assert response.situation.prompt is not None
    assert "naloxone given" in response.situation.prompt.reason
    assert response.situation.next_text == "look again"
