"""The steps of BC's response: stimulate, call, airway, breaths, evaluate, and what follows."""

from __future__ import annotations

import pytest

from breathline.events.model import PromptEvent, PromptId, PromptState, QuestionState, ResponseEvent, ResponseState
from breathline.words import ActionId, Outcome, QuestionId
from tests.guidelines.rehearsal import (
    CANT_TELL,
    FIGURES,
    NO,
    YES,
    Rehearsal,
    after_naloxone,
    breathing_again,
    giving_breaths,
    gone,
    live,
    not_waking,
    prompts,
    questions,
    started,
)


def test_nothing_is_said_before_a_start() -> None:
    response = Rehearsal()
    assert response.vitals(live(1.0, 96.0)) == []
    assert response.answer(2.0, QuestionId.BREATHING, NO) == []
    assert response.situation.started is False
    assert response.prompt() is None
    assert response.situation.vitals is not None
    assert response.engine.next_deadline(response.state) is None


def test_a_start_asks_to_try_to_wake_them() -> None:
    response = Rehearsal()
    changes = response.act(0.0, ActionId.START)
    assert changes[0] == ResponseEvent(0.0, ResponseState.STARTED, "person")
    assert response.prompt() is PromptId.STIMULATE
    assert response.question() is QuestionId.RESPONSIVE
    assert response.situation.prompt is not None
    assert response.situation.prompt.action is ActionId.STIMULATED


def test_a_second_start_changes_nothing() -> None:
    response = started()
    assert response.act(5.0, ActionId.START) == []


@pytest.mark.parametrize("action", [ActionId.ACKNOWLEDGE, ActionId.PAUSE, ActionId.UNDO, ActionId.END])
def test_with_no_response_running_there_is_nothing_to_silence_undo_or_end(action: ActionId) -> None:
    response = Rehearsal()
    assert response.act(0.0, action) == []
    assert response.situation.started is False


def test_naloxone_given_before_anyone_pressed_start_begins_the_response() -> None:
    response = Rehearsal()
    changes = response.act(3.0, ActionId.NALOXONE)
    assert changes[0] == ResponseEvent(3.0, ResponseState.STARTED, "person")
    assert response.situation.naloxone.doses == 1


@pytest.mark.parametrize("value", [NO, CANT_TELL])
def test_not_waking_or_not_sure_leads_to_911(value: object) -> None:
    response = started()
    response.answer(10.0, QuestionId.RESPONSIVE, NO if value is NO else CANT_TELL)
    assert response.prompt() is PromptId.CALL_911


@pytest.mark.parametrize("action", [ActionId.CALLED_911, ActionId.NO_911])
def test_calling_and_not_calling_both_go_on_to_the_airway_and_the_breathing_question(action: ActionId) -> None:
    response = started()
    response.answer(10.0, QuestionId.RESPONSIVE, NO)
    changes = response.act(12.0, action)
    assert (PromptId.CALL_911, PromptState.DONE) in prompts(changes)
    assert response.prompt() is PromptId.AIRWAY
    assert response.question() is QuestionId.BREATHING


@pytest.mark.hazard("H-22")
def test_a_call_after_all_is_recorded_over_not_calling() -> None:
    response = started()
    response.act(5.0, ActionId.NO_911)
    assert response.situation.no_911 is True
    response.act(30.0, ActionId.CALLED_911)
    response.act(31.0, ActionId.CALLED_911)
    response.act(32.0, ActionId.NO_911)
    assert response.situation.called_911_at == 30.0
    assert response.situation.no_911 is False


def test_an_open_airway_leads_to_the_look() -> None:
    response = not_waking()
    response.act(14.0, ActionId.AIRWAY)
    assert response.prompt() is PromptId.CHECK_BREATHING
    assert response.question() is QuestionId.BREATHING


@pytest.mark.parametrize(("value", "reason"), [(NO, "not breathing"), (CANT_TELL, "can't tell")])
def test_not_breathing_or_cant_tell_leads_to_breaths_with_a_pacer(value: object, reason: str) -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO if value is NO else CANT_TELL)
    assert response.prompt() is PromptId.VENTILATE
    assert response.situation.prompt is not None
    assert reason in response.situation.prompt.reason
    assert response.situation.pacer is not None
    assert response.situation.pacer.period_s == FIGURES.breath_period
    assert response.situation.pacer.started_at == 16.0


def test_the_pacer_beats_from_the_first_breath() -> None:
    response = giving_breaths()
    assert response.prompt() is PromptId.KEEP_GOING
    assert response.situation.pacer is not None
    assert response.situation.pacer.started_at == 20.0
    assert response.situation.breaths_since == 20.0


def test_stopping_breaths_too_early_prompts_for_breaths_again() -> None:
    response = giving_breaths()
    response.act(30.0, ActionId.BREATHS_STOPPED)
    assert response.prompt() is PromptId.VENTILATE
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "breaths stopped"
    assert response.act(31.0, ActionId.BREATHS_STOPPED) == []


def test_single_breaths_are_counted_and_say_that_breaths_are_given() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO)
    changes = response.act(18.0, ActionId.BREATH)
    response.act(23.0, ActionId.BREATH, count=2)
    assert (PromptId.VENTILATE, PromptState.DONE) in prompts(changes)
    assert response.situation.breaths == 3
    assert response.situation.breaths_since == 18.0


def test_a_breath_after_they_breathed_again_says_that_breaths_are_given_anew() -> None:
    response = giving_breaths()
    response.answer(50.0, QuestionId.BREATHING, YES)
    assert response.situation.breaths_since is None
    assert response.act(52.0, ActionId.BREATHS_STOPPED) == []
    response.act(60.0, ActionId.BREATH)
    assert response.situation.breaths_since == 60.0
    assert response.prompt() is PromptId.KEEP_GOING


def test_breaths_at_once_jump_past_what_was_not_asked_yet() -> None:
    response = started()
    changes = response.act(2.0, ActionId.BREATHS_STARTED)
    assert (QuestionId.RESPONSIVE, QuestionState.WITHDRAWN) in questions(changes)
    assert response.prompt() is PromptId.CALL_911
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "breaths are being given"
    assert response.situation.pacer is not None
    response.act(4.0, ActionId.NO_911)
    assert response.prompt() is PromptId.KEEP_GOING


def test_an_opened_airway_says_that_they_do_not_wake() -> None:
    response = started()
    response.act(2.0, ActionId.AIRWAY)
    assert response.prompt() is PromptId.CALL_911
    response.act(3.0, ActionId.NO_911)
    assert response.prompt() is PromptId.CHECK_BREATHING


@pytest.mark.hazard("H-20")
def test_a_prompt_nobody_marks_makes_way_and_breaths_come_all_the_same() -> None:
    response = started()
    response.answer(10.0, QuestionId.RESPONSIVE, NO)
    response.wait(10.0 + FIGURES.step_patience)
    assert response.prompt() is PromptId.AIRWAY
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "they do not wake"
    response.answer(31.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.VENTILATE


def test_choosing_not_to_call_is_taken_without_a_word() -> None:
    response = started()
    response.answer(10.0, QuestionId.RESPONSIVE, CANT_TELL)
    response.act(11.0, ActionId.NO_911)
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "no 911 call"


@pytest.mark.hazard("H-21")
def test_no_pulse_leads_to_compressions_and_a_pulse_back_to_breaths() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO)
    assert response.question() is QuestionId.PULSE_FELT
    response.answer(20.0, QuestionId.PULSE_FELT, NO)
    assert response.prompt() is PromptId.COMPRESSIONS
    changes = response.act(21.0, ActionId.COMPRESSIONS_STARTED)
    assert (PromptId.COMPRESSIONS, PromptState.DONE) in prompts(changes)
    assert response.prompt() is PromptId.COMPRESSIONS
    assert response.situation.prompt is not None
    assert response.situation.prompt.action is None
    assert response.situation.compressions_since == 21.0
    assert response.situation.pacer is not None
    assert response.situation.pacer.kind == "compressions"
    response.act(60.0, ActionId.COMPRESSIONS_STOPPED)
    assert response.prompt() is PromptId.VENTILATE
    assert response.situation.pacer.kind != response.situation.pacer.text


def test_the_pacer_for_compressions_beats_before_anyone_marks_them() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO)
    response.answer(20.0, QuestionId.PULSE_FELT, NO)
    assert response.situation.pacer is not None
    assert response.situation.pacer.started_at == 20.0


def test_compressions_are_taken_without_a_question() -> None:
    response = started()
    response.act(5.0, ActionId.COMPRESSIONS_STARTED)
    assert response.prompt() is PromptId.CALL_911
    assert response.situation.pacer is not None
    assert response.situation.pacer.kind == "compressions"
    response.wait(5.0 + FIGURES.step_patience)
    assert response.prompt() is PromptId.COMPRESSIONS
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "the chest is being pushed"
    response.answer(60.0, QuestionId.BREATHING, YES)
    assert response.situation.compressions_since is None
    assert response.prompt() is PromptId.CALL_911


def test_a_pulse_goes_on_with_breaths() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, NO)
    response.answer(20.0, QuestionId.PULSE_FELT, YES)
    assert response.prompt() is PromptId.VENTILATE
    assert response.question() is None


def test_the_pulse_is_not_asked_for_when_they_cant_tell_about_breathing() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, CANT_TELL)
    assert response.question() is None


def test_breathing_leads_to_the_recovery_position_and_to_watching() -> None:
    response = after_naloxone()
    response.answer(80.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.RECOVERY_POSITION
    assert response.situation.pacer is None
    assert response.situation.breaths_since is None
    changes = response.act(90.0, ActionId.RECOVERY_POSITION)
    assert (PromptId.RECOVERY_POSITION, PromptState.DONE) in prompts(changes)
    assert response.prompt() is PromptId.ATTACH_OXIMETER
    response.wait(90.0 + FIGURES.step_patience)
    assert response.prompt() is PromptId.STAY


@pytest.mark.hazard("H-16")
def test_breathing_but_not_waking_is_watched_and_gets_no_more_naloxone() -> None:
    response = breathing_again()
    response.wait(90.0 + FIGURES.step_patience)
    assert response.prompt() is PromptId.SEDATED_WATCH


def test_whether_a_sedated_person_wakes_is_asked_now_and_then() -> None:
    response = not_waking()
    response.answer(16.0, QuestionId.BREATHING, YES)
    response.act(20.0, ActionId.RECOVERY_POSITION)
    response.wait(16.0 + FIGURES.stimulate_look)
    response.answer(40.0, QuestionId.RESPONSIVE, CANT_TELL)
    for t in range(50, 340, 40):
        response.answer(float(t), QuestionId.BREATHING, YES)
        assert response.question() is None
    response.wait(40.0 + FIGURES.responsive_ask)
    assert response.question() is QuestionId.RESPONSIVE
    response.answer(341.0, QuestionId.RESPONSIVE, YES)
    assert response.prompt() is PromptId.ATTACH_OXIMETER


def test_awake_is_stay_and_a_first_look_soon() -> None:
    response = started()
    response.vitals(live(9.0, 97.0))
    response.answer(10.0, QuestionId.RESPONSIVE, YES)
    assert response.prompt() is PromptId.STAY
    assert response.question() is None
    response.wait(10.0 + FIGURES.stimulate_look)
    assert response.question() is QuestionId.BREATHING


def test_somebody_awake_who_stops_breathing_is_no_longer_awake() -> None:
    response = started()
    response.answer(10.0, QuestionId.RESPONSIVE, YES)
    response.answer(40.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.CALL_911
    response.act(42.0, ActionId.CALLED_911)
    assert response.prompt() is PromptId.VENTILATE
    response.answer(60.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.RECOVERY_POSITION


def test_breathing_answered_first_still_asks_whether_they_wake() -> None:
    response = started()
    response.answer(5.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.STIMULATE
    assert response.question() is QuestionId.RESPONSIVE


def test_breathing_questions_come_again_and_again_until_a_person_ends() -> None:
    response = breathing_again()
    t = 102.0
    while t < 1800.0:
        due = response.engine.next_deadline(response.state)
        assert due is not None
        t = max(t, due[0])
        response.vitals(live(t, 97.0))
        asked = response.question()
        if asked is not None:
            response.answer(t, asked, YES if asked is QuestionId.BREATHING else NO)
    assert questions(response.changes).count((QuestionId.BREATHING, QuestionState.ASKED)) > 10


def test_the_clip_is_asked_for_only_where_it_hides_no_breaths() -> None:
    response = giving_breaths()
    assert response.prompt() is PromptId.KEEP_GOING
    assert "clip" in response.situation.next_text
    response.answer(80.0, QuestionId.BREATHING, YES)
    response.act(81.0, ActionId.RECOVERY_POSITION)
    assert response.prompt() is PromptId.ATTACH_OXIMETER
    changes = response.vitals(live(85.0, 97.0))
    assert (PromptId.ATTACH_OXIMETER, PromptState.DONE) in prompts(changes)


def test_no_clip_is_asked_for_when_it_is_off_on_purpose() -> None:
    response = started()
    response.act(1.0, ActionId.OXIMETER_OFF)
    response.answer(10.0, QuestionId.RESPONSIVE, YES)
    assert response.prompt() is PromptId.STAY
    assert response.situation.oximeter_off is True
    response.act(11.0, ActionId.OXIMETER_ON)
    assert response.prompt() is PromptId.ATTACH_OXIMETER
    assert response.act(12.0, ActionId.OXIMETER_ON) == []


def test_every_prompt_comes_with_a_reason() -> None:
    response = breathing_again()
    shown = [change for change in response.changes if isinstance(change, PromptEvent)]
    assert shown
    assert all(change.reason and change.text for change in shown)


def test_an_end_withdraws_what_stands_and_keeps_the_outcome() -> None:
    response = giving_breaths()
    response.wait(60.0)
    changes = response.act(61.0, ActionId.END, outcome=Outcome.AMBULANCE)
    assert changes[-1] == ResponseEvent(61.0, ResponseState.ENDED, "person")
    assert prompts(changes) == [(PromptId.KEEP_GOING, PromptState.WITHDRAWN)]
    assert questions(changes) == [(QuestionId.BREATHING, QuestionState.WITHDRAWN)]
    assert response.situation.ended is True
    assert response.situation.outcome is Outcome.AMBULANCE
    assert response.prompt() is None
    assert response.situation.can_undo is None


def test_after_the_end_nothing_happens_any_more() -> None:
    response = giving_breaths()
    response.act(61.0, ActionId.END)
    at_end = response.state
    assert response.act(70.0, ActionId.NALOXONE) == []
    assert response.vitals(gone(71.0)) == []
    assert response.wait(10_000.0) == []
    assert response.state == at_end


def test_the_end_of_the_input_ends_a_running_response() -> None:
    response = giving_breaths()
    step = response.engine.finish(response.state, 90.0, "input_ended")
    assert step.changes[-1] == ResponseEvent(90.0, ResponseState.ENDED, "input_ended")
    assert response.engine.finish(step.state, 95.0, "input_ended").changes == ()


def test_a_done_prompt_is_not_withdrawn_again_at_the_end() -> None:
    response = started()
    response.act(5.0, ActionId.STIMULATED)
    assert prompts(response.act(6.0, ActionId.STIMULATED)) == []
    assert prompts(response.act(9.0, ActionId.END)) == []
