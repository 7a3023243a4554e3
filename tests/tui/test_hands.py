from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.device.published import OpenResponse, Published
from breathline.tui import keys
from breathline.tui.hands import CONFIRM_S, NOTICE_S, ONE_PRESS_S, Effect, Hands, how_long
from breathline.tui.keys import Ask
from breathline.tui.pictures import StillDesk
from breathline.words import Action, ActionId, Answer, AnswerValue, QuestionId
from tests.tui.scenes import SCENES, WORDS, before, ended, guiding, offered
from tests.tui.steps import Clock


def hands_on(published: Published, now: float | None = None) -> tuple[Hands, StillDesk, Clock]:
    desk, clock = StillDesk(published, now), Clock()
    return Hands(desk, clock, WORDS), desk, clock


def test_a_press_is_posted() -> None:
    hands, desk, _ = hands_on(guiding())
    assert hands.press("n") is Effect.POSTED
    assert desk.posted == [Action(ActionId.NALOXONE)]
    assert hands.last_posted == Action(ActionId.NALOXONE)


@pytest.mark.hazard("H-17")
def test_a_held_key_counts_once_however_long_it_is_held() -> None:
    hands, desk, clock = hands_on(guiding())
    hands.press("n")
    clock.at += 0.5
    for _ in range(100):
        hands.press("n")
        clock.at += 0.033
    assert len(desk.posted) == 1


def test_w_lets_another_clip_take_over_and_says_what_to_do() -> None:
    hands, desk, _ = hands_on(guiding())
    assert hands.press("w") is Effect.NOTHING
    assert desk.other_clips == 1
    assert desk.posted == []
    assert hands.notice == WORDS.notices.other_clip


def test_two_presses_apart_count_twice() -> None:
    hands, desk, clock = hands_on(guiding())
    hands.press(".")
    clock.at += ONE_PRESS_S
    hands.press(".")
    assert len(desk.posted) == 2


def test_quick_tapping_counts_no_faster_than_a_hand_can_act() -> None:
    hands, desk, clock = hands_on(guiding())
    for _ in range(10):
        hands.press(".")
        clock.at += 0.2
    assert len(desk.posted) == 3


def test_different_keys_follow_each_other_at_once() -> None:
    hands, desk, _ = hands_on(guiding())
    for key in "bon":
        hands.press(key)
    assert len(desk.posted) == 3


@pytest.mark.hazard("H-24")
def test_a_press_meant_for_the_prompt_before_is_not_counted_for_the_new_one() -> None:
    published = guiding()
    assert published.situation.prompt is not None
    hands, desk, _ = hands_on(published, published.situation.prompt.since + 0.3)
    hands.press("space")
    assert desk.posted == []
    assert hands.notice == WORDS.notices.just_changed


def test_an_answer_meant_for_the_question_before_is_not_counted_for_the_new_one() -> None:
    published = guiding()
    assert published.situation.question is not None
    hands, desk, clock = hands_on(published, published.situation.question.asked_at + 0.3)
    hands.press("1")
    assert desk.posted == []
    desk.publish(published, published.situation.question.asked_at + 2)
    clock.at += 1
    hands.press("1")
    assert desk.posted == [Answer(QuestionId.BREATHING, AnswerValue.YES)]


@pytest.mark.hazard("H-25")
@pytest.mark.parametrize("confirm", ["e", "E", "enter"])
def test_e_asks_once_more_and_e_or_enter_confirms(confirm: str) -> None:
    hands, desk, clock = hands_on(guiding())
    hands.press("e")
    assert desk.posted == []
    assert hands.notice.startswith(WORDS.notices.end_asked)
    clock.at += 1
    assert hands.press(confirm) is Effect.POSTED
    assert desk.posted == [Action(ActionId.END)]


def test_an_e_that_is_held_does_not_end_it() -> None:
    hands, desk, clock = hands_on(guiding())
    hands.press("e")
    clock.at += 0.5
    for _ in range(60):
        hands.press("e")
        clock.at += 0.033
    assert desk.posted == []


@pytest.mark.parametrize("other", ["escape", "z", "?", "q"])
def test_anything_else_cancels_the_end(other: str) -> None:
    hands, desk, clock = hands_on(guiding())
    hands.press("e")
    clock.at += 1
    hands.press(other)
    assert hands.asked is not Ask.END
    assert desk.posted == []


def test_an_act_instead_of_the_second_e_is_recorded_and_cancels() -> None:
    hands, desk, _ = hands_on(guiding())
    hands.press("e")
    hands.press("n")
    assert desk.posted == [Action(ActionId.NALOXONE)]
    assert hands.asked is None


def test_the_question_about_the_end_goes_away_by_itself() -> None:
    hands, desk, clock = hands_on(guiding())
    hands.press("e")
    clock.at += CONFIRM_S
    assert hands.notice == ""
    hands.press("enter")
    assert desk.posted == []


def test_enter_alone_does_nothing() -> None:
    hands, desk, _ = hands_on(guiding())
    assert hands.press("enter") is Effect.NOTHING
    assert desk.posted == []


@pytest.mark.parametrize("scene", [before, ended, offered])
def test_q_leaves_at_once_when_no_response_runs(scene: object) -> None:
    assert callable(scene)
    hands, _, _ = hands_on(scene())
    assert hands.press("q") is Effect.LEAVE


def test_q_asks_once_more_in_a_running_response() -> None:
    hands, _, clock = hands_on(guiding())
    assert hands.press("q") is Effect.NOTHING
    assert hands.notice.startswith(WORDS.notices.leave_asked)
    clock.at += 1
    assert hands.press("q") is Effect.LEAVE


def test_a_press_that_does_nothing_says_why_for_a_while() -> None:
    hands, _, clock = hands_on(before())
    hands.press("1")
    assert hands.notice == WORDS.notices.press_start
    clock.at += NOTICE_S
    assert hands.notice == ""


def test_question_mark_asks_for_help() -> None:
    hands, _, _ = hands_on(guiding())
    assert hands.press("?") is Effect.HELP


def test_an_offered_response_is_gone_on_with_or_closed() -> None:
    hands, desk, _ = hands_on(offered())
    hands.press("1")
    assert desk.resumed == [None]
    hands.press("2")
    assert desk.closed == 1
    hands.press("3")
    assert hands.notice == WORDS.notices.answer_offered


def unknown_start(*acts: tuple[float, ActionId]) -> Published:
    return replace(offered(), offered=OpenResponse("found", None, acts))


def test_without_a_clock_it_asks_how_long_ago_and_hands_the_answer_in() -> None:
    hands, desk, clock = hands_on(unknown_start())
    hands.press("1")
    assert hands.asks_how_long
    assert desk.resumed == []
    clock.at += 1
    hands.press("2")
    assert desk.resumed == [300.0]
    assert not hands.asks_how_long


def test_the_question_how_long_ends_with_the_offer() -> None:
    hands, desk, _ = hands_on(unknown_start())
    hands.press("1")
    desk.publish(before())
    hands.press("u")
    assert not hands.asks_how_long


def test_no_choice_lies_before_the_last_act() -> None:
    late = OpenResponse("found", None, ((601.0, ActionId.NALOXONE),))
    assert [seconds for seconds, _ in how_long(late, WORDS)] == [1200.0, 2400.0, 3600.0]
    assert [words for _, words in how_long(late, WORDS)] == ["20 min ago", "40 min", "60 or more"]


@given(st.floats(0, 100_000))
def test_three_rising_choices_follow_any_last_act(last: float) -> None:
    choices = [seconds for seconds, _ in how_long(OpenResponse("found", None, ((last, ActionId.AIRWAY),)), WORDS)]
    assert len(choices) == 3
    assert sorted(set(choices)) == choices
    assert choices[0] > last


@pytest.mark.hazard("H-25")
@given(st.sampled_from(sorted(SCENES)), st.lists(st.sampled_from([*sorted(keys.KNOWN), "enter", "z"]), max_size=30))
def test_no_row_of_presses_breaks_anything_or_ends_a_response_unasked(scene: str, presses: list[str]) -> None:
    hands, desk, clock = hands_on(SCENES[scene]())
    asked_before = False
    for key in presses:
        clock.at += 1.0
        asked = hands.asked is Ask.END
        hands.press(key)
        if desk.posted and desk.posted[-1] == Action(ActionId.END) and not asked_before:
            assert asked
            asked_before = True
        assert len(hands.notice) <= 44
