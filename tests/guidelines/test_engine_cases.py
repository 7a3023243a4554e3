"""Cases from the room: no clip at all, a clip taken off, a lone rescuer, two people, sedatives, help that comes."""

from __future__ import annotations

import pytest

from breathline.events.model import AlarmId, AlarmState, PromptId
from breathline.guidelines.pack_file import pack_names
from breathline.guidelines.reasons import Reason
from breathline.guidelines.texts import load_texts
from breathline.words import ActionId, QuestionId
from tests.guidelines.rehearsal import (
    CANT_TELL,
    FIGURES,
    NO,
    YES,
    Rehearsal,
    after_naloxone,
    alarms,
    breathing_again,
    engine_of,
    figures_of,
    giving_breaths,
    live,
    prompts,
    started,
)

HAND_OVER = load_texts("en").prompts[PromptId.HAND_OVER]


def why(response: Rehearsal) -> Reason:
    assert response.state.prompt is not None
    return response.state.prompt.reason


@pytest.mark.parametrize("pack", pack_names())
def test_a_clip_that_is_never_put_on_holds_nothing_up(pack: str) -> None:
    response, figures = after_naloxone(pack), figures_of(pack)
    said = response.wait(60.0 + figures.look_again)
    assert alarms(said) == [] or {alarm for alarm, _ in alarms(said)} == {AlarmId.UNANSWERED}
    assert response.question() is QuestionId.BREATHING
    assert response.prompt() in {PromptId.RECHECK, PromptId.COMPRESSIONS, PromptId.NALOXONE}


@pytest.mark.parametrize("pack", pack_names())
def test_cant_tell_to_everything_ends_in_help_for_breathing_and_naloxone(pack: str) -> None:
    response, figures = started(pack), figures_of(pack)
    t = 0.0
    while t < 2 * figures.naloxone_ready + 120.0:
        t += 5.0
        response.wait(t)
        asked = response.question()
        if asked is not None:
            response.answer(t, asked, CANT_TELL)
    seen = {prompt for prompt, _ in prompts(response.changes)}
    assert seen & {PromptId.VENTILATE, PromptId.COMPRESSIONS}
    assert PromptId.NALOXONE in seen


@pytest.mark.parametrize("pack", pack_names())
def test_a_lone_rescuer_with_no_hand_for_the_keys_is_led_through_every_step(pack: str) -> None:
    response, figures = started(pack), figures_of(pack)
    response.wait(figures.naloxone_ready + 400.0)
    seen = [prompt for prompt, _ in prompts(response.changes)]
    assert seen[0] in {PromptId.STIMULATE, PromptId.CALL_911}
    assert {PromptId.AIRWAY, PromptId.NALOXONE} <= set(seen)
    assert set(seen) & {PromptId.VENTILATE, PromptId.COMPRESSIONS}
    assert AlarmId.UNANSWERED in response.alarms


def test_two_people_are_two_responses_side_by_side() -> None:
    first, second = started(), started()
    assert first.engine is second.engine
    alone = started()
    for response in (first, alone):
        response.answer(5.0, QuestionId.RESPONSIVE, NO)
        response.number(6.0, 20.0, 82.0)
        second.answer(5.0, QuestionId.RESPONSIVE, YES)
        second.number(6.0, 20.0, 97.0)
    assert first.situation == alone.situation
    assert second.prompt() is PromptId.STAY
    assert second.alarms == {}


def test_with_the_clip_off_the_breathing_question_is_to_be_heard_and_nothing_technical_repeats() -> None:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    response.act(10.0, ActionId.OXIMETER_OFF)
    said = response.wait(30.0)
    assert response.situation.question is not None
    assert response.situation.question.id is QuestionId.BREATHING
    assert response.situation.question.loud is True
    said += response.wait(300.0)
    assert {alarm for alarm, _ in alarms(said)} <= {AlarmId.UNANSWERED}
    response.act(301.0, ActionId.OXIMETER_ON)
    assert response.situation.question.loud is False


def test_only_the_breathing_question_takes_the_numbers_place() -> None:
    response = started()
    response.act(1.0, ActionId.OXIMETER_OFF)
    assert response.situation.question is not None
    assert response.situation.question.id is QuestionId.RESPONSIVE
    assert response.situation.question.loud is False


def test_no_answer_about_breathing_grows_to_a_high_alarm_with_the_clip_off_too() -> None:
    response = giving_breaths()
    response.act(23.0, ActionId.OXIMETER_OFF)
    response.wait(120.0)
    assert response.situation.alarms[0].id is AlarmId.UNANSWERED
    assert response.situation.alarms[0].priority == "high"


def test_sedated_with_a_slow_pulse_is_watched_and_gets_no_more_naloxone() -> None:
    response = breathing_again()
    for second in range(30):
        response.vitals(live(102.0 + second, 97.0, pulse=42.0))
    assert response.alarms[AlarmId.PULSE_LOW] is AlarmState.SIGNALLED
    assert (response.prompt(), why(response)) == (PromptId.SEDATED_WATCH, Reason.PULSE_SLOW)


def test_while_help_is_on_its_way_the_hand_over_comes_next() -> None:
    response = breathing_again()
    response.wait(90.0 + FIGURES.step_patience)
    assert response.prompt() is PromptId.SEDATED_WATCH
    assert response.situation.next_text == HAND_OVER.next
    assert response.situation.prompt is not None
    assert response.situation.prompt.action is ActionId.HELP_HERE
    assert response.situation.prompt.action_label == HAND_OVER.action_label


def test_help_that_is_here_is_told_what_was_seen() -> None:
    response = breathing_again()
    response.act(150.0, ActionId.HELP_HERE)
    assert (response.prompt(), why(response)) == (PromptId.HAND_OVER, Reason.HELP_HERE)
    assert response.situation.prompt is not None
    assert response.situation.prompt.action is None
    assert response.situation.help_here_at == 150.0
    assert response.act(155.0, ActionId.HELP_HERE) == []
    assert response.situation.help_here_at == 150.0


def test_help_that_is_here_stops_no_breaths_and_no_question() -> None:
    response = giving_breaths()
    response.act(30.0, ActionId.HELP_HERE)
    assert response.prompt() is PromptId.KEEP_GOING
    response.wait(16.0 + FIGURES.naloxone_ready)
    assert response.question() is QuestionId.BREATHING


def test_without_a_call_nobody_is_awaited() -> None:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    assert response.prompt() is PromptId.STAY
    assert response.situation.prompt is not None
    assert response.situation.prompt.action is None
    assert response.situation.next_text != HAND_OVER.next


def test_every_prompt_can_be_spoken() -> None:
    response = started()
    assert response.situation.prompt is not None
    assert response.situation.prompt.voice


def test_a_response_in_french_has_the_same_course() -> None:
    english, french = started("bc"), Rehearsal(engine_of("catie-fr"))
    french.act(0.0, ActionId.START)
    for response in (english, french):
        response.answer(5.0, QuestionId.RESPONSIVE, NO)
        response.act(6.0, ActionId.CALLED_911)
        response.answer(9.0, QuestionId.BREATHING, NO)
    assert english.prompt() is french.prompt()
    assert english.situation.prompt != french.situation.prompt
