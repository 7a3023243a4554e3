"""The questions after a response: few keys, no typing, and never in the way of the next response."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from breathline.device.closing import CloseOut, Step
from breathline.device.published import Published
from breathline.guidelines.texts import languages, load_texts
from breathline.tui import close_out, keys
from breathline.tui.hands import ONE_PRESS_S, Hands
from breathline.tui.panes.buttons import AFTER_THE_END
from breathline.tui.pictures import StillDesk
from breathline.tui.places import places
from breathline.tui.plain import PlainVoice, lines
from breathline.words import Action, ActionId, Hardship, Outcome
from tests.tui.scenes import TEXTS, WORDS, asked_how_it_ended, asked_what_was_hard, before, ended, guiding, offered
from tests.tui.steps import Clock, text, view
from tests.tui.test_screen import screen

LONG_AFTER = 754.0 + 10.0
SMALLEST = places(80, 24).parts
ROWS = SMALLEST["timers"].y + SMALLEST["timers"].height - SMALLEST["prompt"].y


def hands_on(published: Published, now: float = LONG_AFTER) -> tuple[Hands, StillDesk]:
    desk = StillDesk(published, now)
    return Hands(desk, Clock(), WORDS), desk


@pytest.mark.parametrize(("number", "outcome"), list(enumerate(Outcome, 1)))
def test_a_figure_answers_the_first_question(number: int, outcome: Outcome) -> None:
    hands, desk = hands_on(asked_how_it_ended())
    hands.press(str(number))
    assert (desk.said, desk.posted) == ([outcome], [])


@pytest.mark.parametrize(("number", "hardship"), list(enumerate(Hardship, 1)))
def test_a_figure_answers_the_second_question(number: int, hardship: Hardship) -> None:
    hands, desk = hands_on(asked_what_was_hard())
    hands.press(str(number))
    assert (desk.said, desk.posted) == ([hardship], [])


def test_space_skips_and_u_goes_back_where_there_is_something_to_go_back_to() -> None:
    for key, published, said in (
        ("space", asked_how_it_ended(), [Step.SKIP]),
        ("space", asked_what_was_hard(), [Step.SKIP]),
        ("u", asked_what_was_hard(), [Step.BACK]),
        ("u", asked_how_it_ended(), []),
    ):
        hands, desk = hands_on(published)
        hands.press(key)
        assert desk.said == said


@pytest.mark.parametrize("key", [*"abcenoprtx0", ".", "8"])
def test_no_key_of_an_act_does_anything_between_two_responses(key: str) -> None:
    hands, desk = hands_on(asked_how_it_ended())
    hands.press(key)
    assert (desk.said, desk.posted) == ([], [])
    assert hands.notice == WORDS.notices.has_ended


def test_a_key_that_means_nothing_says_nothing() -> None:
    hands, desk = hands_on(asked_how_it_ended())
    hands.press("z")
    assert (desk.said, hands.notice) == ([], "")


def test_s_starts_a_new_response_at_once() -> None:
    hands, desk = hands_on(asked_what_was_hard())
    hands.press("s")
    assert desk.posted == [Action(ActionId.START)]


def test_a_press_that_was_meant_for_what_stood_before_is_no_answer() -> None:
    hands, desk = hands_on(asked_what_was_hard(), now=754.0 + ONE_PRESS_S / 2)
    hands.press("2")
    assert desk.said == []
    assert hands.notice == WORDS.notices.just_changed


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("asked", [asked_how_it_ended, asked_what_was_hard])
def test_every_answer_stands_whole_in_the_smallest_window(language: str, asked: type) -> None:
    texts = load_texts(language)
    published: Published = asked()
    seen = replace(view(published, LONG_AFTER), texts=texts)
    page = text(close_out.page(seen, SMALLEST["prompt"].width, ROWS))
    assert published.close_out is not None
    for number, answer in enumerate(close_out.answers(published.close_out, texts.screen), 1):
        assert f" {number}  {answer}" in [line.rstrip() for line in page.split("\n")]
    words = texts.screen.close_out
    assert close_out.question(published.close_out, texts.screen) in page
    assert words.skip in page
    assert words.closes.format(time="0:50") in page
    assert (words.back in page) is published.close_out.can_go_back


@pytest.mark.parametrize("rows", [10, 11, 18, 24, 40])
@pytest.mark.parametrize("asked", [asked_how_it_ended(), asked_what_was_hard()])
def test_a_touch_says_what_stands_in_its_row(rows: int, asked: Published) -> None:
    question = asked.close_out
    assert question is not None
    shown = text(close_out.page(view(asked, LONG_AFTER), 44, rows)).split("\n")
    spaced = len(question.choices) * 2 + 7 <= rows
    for row, line in enumerate(shown):
        key = close_out.key_at(row, question, rows)
        if line.strip():
            first = line.split()[0].lower()
            can_press = first in {"space", "u", "s"} or first.isdigit()
            assert key == (first if can_press and row else None)
        elif spaced and row > 2 and key is not None:
            assert key == shown[row - 1].split()[0]


def test_practice_is_asked_one_question_and_can_not_go_back_to_the_other() -> None:
    practice = replace(ended(), close_out=CloseOut(Outcome.PRACTICE, 754.0, practice=True))
    page = text(close_out.page(view(practice, LONG_AFTER), 44, ROWS))
    assert WORDS.close_out.hardship_asked in page
    assert WORDS.close_out.of_two.format(number=2) not in page
    assert WORDS.close_out.back not in page


def test_with_nothing_asked_there_is_no_page() -> None:
    assert not text(close_out.page(view(guiding()), 44, ROWS)).strip()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45), (60, 20)])
async def test_the_screen_asks_over_the_right_side_and_takes_keys_and_touches(size: tuple[int, int]) -> None:
    async with screen(ended(), size) as shown:
        assert WORDS.close_out.outcome_asked not in shown.text
        shown.desk.publish(asked_how_it_ended(), LONG_AFTER)
        await shown.settle()
        assert WORDS.close_out.outcome_asked in shown.text
        assert WORDS.outcomes[Outcome.LEFT] in shown.text
        await shown.press("3")
        shown.clock.at += 1.0
        rows = shown.app.query_one("#after").size.height
        row = [close_out.key_at(row, CloseOut(None, 0, practice=False), rows) for row in range(rows)].index("1")
        await shown.pilot.click("#after", offset=(4, row))
        assert shown.desk.said == [Outcome.LEFT, Outcome.RECOVERED_HERE]
        shown.desk.publish(guiding())
        await shown.settle()
        assert WORDS.close_out.outcome_asked not in shown.text


async def test_a_button_of_the_bar_is_no_answer_though_its_key_is_a_figure() -> None:
    async with screen(asked_what_was_hard()) as shown:
        shown.desk.publish(asked_what_was_hard(), LONG_AFTER)
        await shown.click("9")
        await shown.click("0")
        assert (shown.desk.said, shown.desk.posted) == ([], [])
        await shown.click("s")
        assert shown.desk.posted == [Action(ActionId.START)]
        assert {"9", "0"}.isdisjoint(AFTER_THE_END)


def test_the_lines_ask_both_questions_with_their_keys() -> None:
    first = lines(ended(), asked_how_it_ended(), TEXTS)
    assert WORDS.close_out.outcome_asked in first
    assert f"3 {WORDS.outcomes[Outcome.LEFT]}" in first
    second = lines(asked_how_it_ended(), asked_what_was_hard(), TEXTS)
    assert f"9 {WORDS.hardships[Hardship.OTHER]}" in second
    assert f"U {WORDS.close_out.back}" in second
    assert not lines(asked_what_was_hard(), asked_what_was_hard(), TEXTS)


def over(published: Published) -> Published:
    return replace(published, close_out=None)


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_those_who_helped_are_asked_how_they_are_and_nothing_is_posted(size: tuple[int, int]) -> None:
    async with screen(asked_what_was_hard(), size) as shown:
        shown.desk.publish(over(asked_what_was_hard()))
        await shown.settle()
        for words in (WORDS.care.heading, WORDS.care.recognition, WORDS.care.everyone):
            assert words in shown.text
        assert WORDS.care.talk not in shown.text
        await shown.press("space")
        assert WORDS.care.heading not in shown.text
        assert (shown.desk.said, shown.desk.posted) == ([], [])


async def test_the_page_goes_by_a_touch_or_with_the_next_key_which_still_counts() -> None:
    async with screen(asked_what_was_hard()) as shown:
        shown.desk.publish(over(asked_what_was_hard()))
        await shown.settle()
        await shown.pilot.click("#after", offset=(4, 1))
        assert WORDS.care.heading not in shown.text
        shown.desk.publish(asked_what_was_hard())
        shown.desk.publish(over(asked_what_was_hard()))
        await shown.settle()
        assert WORDS.care.heading in shown.text
        await shown.press("s")
        assert WORDS.care.heading not in shown.text
        assert shown.desk.posted == [Action(ActionId.START)]


@pytest.mark.parametrize("next_one", [guiding, before, offered])
async def test_the_page_never_stands_before_something_to_do(next_one: type) -> None:
    async with screen(asked_what_was_hard()) as shown:
        shown.desk.publish(next_one())
        await shown.settle()
        assert WORDS.care.heading not in shown.text


async def test_the_page_goes_by_itself() -> None:
    async with screen(asked_what_was_hard()) as shown:
        shown.desk.publish(over(asked_what_was_hard()))
        await shown.settle()
        shown.clock.at += 121.0
        shown.app.draw()
        assert WORDS.care.heading not in shown.text


@pytest.mark.parametrize("language", languages())
def test_the_page_has_room_for_the_longest_contact(language: str) -> None:
    from breathline.tui import care

    texts = load_texts(language)
    contact = ("word " * 20).strip()
    page = text(care.page(replace(view(ended()), texts=texts), contact, SMALLEST["prompt"].width, ROWS))
    assert texts.screen.care.closes in page
    assert page.count("word") == 20
    assert "..." not in page
    assert texts.screen.care.private.split()[-1] in page


def test_the_lines_offer_the_contact_once_and_never_before_the_answers() -> None:
    out = io.StringIO()
    voice = PlainVoice(out, TEXTS, "Ask for the debrief line.")
    for published in (ended(), asked_how_it_ended(), asked_what_was_hard()):
        voice.say(published)
    assert "debrief line" not in out.getvalue()
    voice.say(over(asked_what_was_hard()))
    voice.say(over(asked_what_was_hard()))
    assert out.getvalue().count("To talk: Ask for the debrief line.") == 1


def test_the_keys_of_answers_and_acts_stay_apart_while_a_response_runs() -> None:
    assert keys.intent("9", guiding()).said is None
    assert keys.intent("4", guiding()) == keys.Intent()
