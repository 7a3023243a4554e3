from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.device.published import Published
from breathline.events.model import AlarmId, AlarmState, Priority
from breathline.guidelines.situation import Alarm
from breathline.tui import keys
from breathline.tui.keys import Ask, intent
from breathline.tui.wording import Notice
from breathline.words import Action, ActionId, Answer, AnswerValue, QuestionId
from tests.tui.scenes import before, breathing_for, ended, guiding, offered
from tests.tui.steps import with_situation

ACT_KEYS = {
    "n": ActionId.NALOXONE,
    "0": ActionId.NO_911,
    "a": ActionId.AIRWAY,
    "r": ActionId.RECOVERY_POSITION,
    "t": ActionId.STIMULATED,
    ".": ActionId.BREATH,
    "p": ActionId.PAUSE,
    "k": ActionId.ACKNOWLEDGE,
    "u": ActionId.UNDO,
    "b": ActionId.BREATHS_STARTED,
    "o": ActionId.OXYGEN_ON,
    "c": ActionId.COMPRESSIONS_STARTED,
    "x": ActionId.OXIMETER_OFF,
}


@pytest.mark.parametrize(("key", "act"), ACT_KEYS.items())
@pytest.mark.parametrize("upper", [False, True])
def test_each_act_has_its_key_in_either_case(key: str, act: ActionId, upper: bool) -> None:
    assert intent(key.upper() if upper else key, guiding()).post == Action(act)


@pytest.mark.parametrize(
    ("key", "on", "act"),
    [
        ("b", {"breaths_since": 1.0}, ActionId.BREATHS_STOPPED),
        ("o", {"oxygen_since": 1.0}, ActionId.OXYGEN_OFF),
        ("c", {"compressions_since": 1.0}, ActionId.COMPRESSIONS_STOPPED),
        ("x", {"oximeter_off": True}, ActionId.OXIMETER_ON),
    ],
)
def test_a_switching_key_pressed_again_switches_off(key: str, on: dict[str, object], act: ActionId) -> None:
    assert intent(key, with_situation(guiding(), **on)).post == Action(act)


def test_nine_says_that_911_was_called_once() -> None:
    assert intent("9", with_situation(guiding(), called_911_at=None)).post == Action(ActionId.CALLED_911)
    assert intent("9", guiding()).refusal == Notice.ALREADY_NOTED
    assert intent("0", with_situation(guiding(), no_911=True)).refusal == Notice.ALREADY_NOTED


@pytest.mark.parametrize(
    ("key", "value"), [("1", AnswerValue.YES), ("2", AnswerValue.NO), ("3", AnswerValue.CANT_TELL)]
)
def test_one_two_three_answer_the_open_question(key: str, value: AnswerValue) -> None:
    assert intent(key, guiding()).post == Answer(QuestionId.BREATHING, value)


def test_an_answer_without_a_question_is_nothing() -> None:
    nothing = intent("1", with_situation(guiding(), question=None))
    assert nothing.post is None
    assert nothing.refusal == Notice.NOTHING_ASKED


@pytest.mark.parametrize("scene", [before, guiding, breathing_for, ended, offered])
def test_a_key_that_records_an_act_is_never_an_answer_and_an_answer_never_an_act(scene: object) -> None:
    assert callable(scene)
    published: Published = scene()
    for key in keys.KNOWN - set(keys.ANSWERS):
        assert not isinstance(intent(key, published).post, Answer)
        assert intent(key, published).ask is not Ask.OFFER
    for key in keys.ANSWERS:
        assert not isinstance(intent(key, published).post, Action)


def test_space_does_the_prompts_act() -> None:
    published = guiding()
    assert published.situation.prompt is not None
    done = intent("space", published)
    assert done.post == Action(ActionId.AIRWAY)
    assert done.seen_at == published.situation.prompt.since


def test_space_does_nothing_for_a_prompt_without_an_act() -> None:
    prompt = guiding().situation.prompt
    assert prompt is not None
    published = with_situation(guiding(), prompt=replace(prompt, action=None, action_label=""))
    assert intent("space", published).refusal == Notice.NOTHING_TO_DO
    assert intent("space", with_situation(guiding(), prompt=None)).refusal == Notice.NOTHING_TO_DO


def test_before_the_start_s_starts_and_so_does_an_act_of_care() -> None:
    assert intent("s", before()).post == Action(ActionId.START)
    assert intent("n", before()).post == Action(ActionId.NALOXONE)
    assert intent("b", before()).post == Action(ActionId.BREATHS_STARTED)


@pytest.mark.parametrize("key", ["space", "1", "u", "p", "k", "e", "x", "0"])
def test_before_the_start_nothing_else_begins_a_response(key: str) -> None:
    assert intent(key, before()).refusal == Notice.PRESS_START


def test_an_alarm_before_the_start_can_be_heard() -> None:
    low = Alarm(AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SIGNALLED, "SpO2 below 90", 1.0)
    assert intent("k", with_situation(before(), alarms=(low,))).post == Action(ActionId.ACKNOWLEDGE)


@pytest.mark.parametrize("key", ["space", "b", "n", "1", "e"])
def test_after_the_end_only_s_begins_a_new_one(key: str) -> None:
    assert intent(key, ended()).refusal == Notice.HAS_ENDED
    assert intent("s", ended()).post == Action(ActionId.START)


def test_s_in_a_running_response_does_nothing() -> None:
    assert intent("s", guiding()).refusal == Notice.STILL_OPEN


def test_an_offered_response_is_answered_with_one_or_two_and_does_not_hinder_a_start() -> None:
    assert intent("1", offered()).ask is Ask.OFFER
    assert intent("2", offered()).choice == 1
    assert intent("n", offered()).refusal == Notice.ANSWER_OFFERED
    assert intent("s", offered()).post == Action(ActionId.START)


@pytest.mark.parametrize("scene", [before, guiding, ended, offered])
def test_help_and_leave_are_always_there(scene: object) -> None:
    assert callable(scene)
    assert intent("?", scene()).ask is Ask.HELP
    assert intent("Q", scene()).ask is Ask.LEAVE


def test_undo_needs_something_to_take_back() -> None:
    assert intent("u", with_situation(guiding(), can_undo=None)).refusal == Notice.NOTHING_TO_UNDO


@pytest.mark.parametrize("key", ["z", "é", "enter", "f1", "escape"])
def test_a_key_without_a_meaning_does_nothing(key: str) -> None:
    assert not intent(key, guiding()).applies
    assert intent(key, guiding()).refusal is None


def test_every_key_of_the_bar_means_something() -> None:
    for spec in keys.BAR:
        assert spec.key.lower() in keys.KNOWN
