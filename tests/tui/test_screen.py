"""The real screen with a still desk, driven by Textual's pilot; what is asserted is the text that stands there."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from breathline.device.published import OpenResponse, Published, Sound
from breathline.tui.app import HELP_S, ResponderApp
from breathline.tui.keys import ANSWERS, BAR
from breathline.tui.paint import ASCII, RICH, Glyphs
from breathline.tui.pictures import StillDesk
from breathline.tui.places import places
from breathline.words import Action, ActionId, Answer, AnswerValue, QuestionId
from tests.tui.scenes import SCENES, TEXTS, WORDS, before, breathing_for, doubtful, ended, guiding, lost, offered
from tests.tui.steps import Clock, with_situation

SIZES = [(80, 24), (100, 30), (160, 45)]
ODD_SIZES = [*SIZES, (60, 20), (81, 25), (133, 33), (200, 60), (40, 12), (10, 4)]


class Screen:
    """The app under a pilot, with what a test asks of it."""

    def __init__(self, app: ResponderApp, desk: StillDesk, clock: Clock, pilot: Pilot[None]) -> None:
        self.app, self.desk, self.clock, self.pilot = app, desk, clock, pilot

    @property
    def text(self) -> str:
        return "\n".join("".join(segment.text for segment in row) for row in self.app.rows())

    async def press(self, *keys: str) -> None:
        for key in keys:
            self.clock.at += 1.0
            await self.pilot.press(key)

    async def click(self, key: str) -> None:
        self.clock.at += 1.0
        await self.pilot.click(f"#button-{ord(key[0])}" if key != "space" else "#button-space")

    async def settle(self) -> None:
        await self.pilot.pause()


@asynccontextmanager
async def screen(
    published: Published, size: tuple[int, int] = (80, 24), glyphs: Glyphs = RICH
) -> AsyncIterator[Screen]:
    desk, clock = StillDesk(published), Clock()
    app = ResponderApp(desk, TEXTS, clock=clock, glyphs=glyphs)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Screen(app, desk, clock, pilot)


@pytest.mark.hazard("H-30")
@pytest.mark.parametrize("size", SIZES)
async def test_everything_essential_stands_without_scrolling(size: tuple[int, int]) -> None:
    async with screen(breathing_for(), size) as shown:
        for words in (
            "PRACTICE", "3:42", "link good", "battery 82 %", "sound on", "*** SpO2 below 90", "pause sound",
            "I heard it", "below 90", "falling", "6 a minute", "signal good", "The number follows", "0 s ago",
            "LAST 5 MINUTES",
            "DO THIS NOW", "GIVE one breath every 5 seconds.", "why  they are not breathing normally", "next in 3",
            "Giving breaths",
            "U undo", "oxygen on", "look again", "answer in 0:14",
            "Are they breathing normally on their own?",
            "yes", "no, or slow", "can't tell", "1 dose, last 2:10 ago", "look again in 2:50", "on 1:20",
            "on 2:12", "3:05 ago",
        ):  # fmt: skip
            assert words in shown.text
        for spec in BAR:
            assert f"{spec.key} " in shown.text


@pytest.mark.parametrize("size", ODD_SIZES)
@pytest.mark.parametrize("scene", sorted(SCENES))
async def test_no_state_breaks_at_any_size(scene: str, size: tuple[int, int]) -> None:
    async with screen(SCENES[scene](), size) as shown:
        rows = shown.text.split("\n")
        assert len(rows) == size[1]
        assert {len(row) for row in rows} == {size[0]}


@pytest.mark.parametrize("size", SIZES)
async def test_no_control_moves_between_states(size: tuple[int, int]) -> None:
    async with screen(before(), size) as shown:
        stood = {name: part.region for name, part in shown.app.parts.items()}
        for scene in SCENES.values():
            shown.desk.publish(scene())
            await shown.settle()
            assert {name: part.region for name, part in shown.app.parts.items()} == stood
            assert all(shown.app.parts[name].display for name in places(*size).parts)


async def test_a_small_window_says_so_and_keeps_number_prompt_and_question() -> None:
    async with screen(breathing_for(), (60, 20)) as shown:
        for words in (WORDS.notices.too_small, "██", "GIVE one breath", "Are they breathing", "pulse 58", "next in 3"):
            assert words in shown.text


async def test_growing_the_window_puts_everything_in_its_new_place() -> None:
    async with screen(breathing_for(), (60, 20)) as shown:
        await shown.pilot.resize_terminal(100, 30)
        await shown.settle()
        assert WORDS.notices.too_small not in shown.text
        assert "LAST 5 MINUTES" in shown.text


@pytest.mark.parametrize(
    ("key", "posted"),
    [
        ("b", ActionId.BREATHS_STARTED),
        ("O", ActionId.OXYGEN_ON),
        ("n", ActionId.NALOXONE),
        ("0", ActionId.NO_911),
        ("c", ActionId.COMPRESSIONS_STARTED),
        ("a", ActionId.AIRWAY),
        ("r", ActionId.RECOVERY_POSITION),
        ("T", ActionId.STIMULATED),
        ("x", ActionId.OXIMETER_OFF),
        ("full_stop", ActionId.BREATH),
        ("u", ActionId.UNDO),
        ("p", ActionId.PAUSE),
        ("k", ActionId.ACKNOWLEDGE),
        ("space", ActionId.AIRWAY),
    ],
)
async def test_each_key_posts_its_act(key: str, posted: ActionId) -> None:
    async with screen(guiding()) as shown:
        await shown.press(key)
        assert shown.desk.posted == [Action(posted)]


async def test_nine_and_s_post_where_they_apply() -> None:
    async with screen(with_situation(guiding(), called_911_at=None)) as shown:
        await shown.press("9", "s")
        assert shown.desk.posted == [Action(ActionId.CALLED_911)]
    async with screen(before()) as shown:
        await shown.press("s")
        assert shown.desk.posted == [Action(ActionId.START)]


async def test_one_two_three_post_answers() -> None:
    async with screen(guiding()) as shown:
        await shown.press("1", "2", "3")
        assert shown.desk.posted == [Answer(QuestionId.BREATHING, value) for value in AnswerValue]


@pytest.mark.parametrize("size", [*SIZES, (60, 20)])
async def test_buttons_do_what_their_keys_do(size: tuple[int, int]) -> None:
    async with screen(guiding(), size) as shown:
        for key in ("space", *ANSWERS, "u"):
            await shown.click(key)
        acts = [Action(ActionId.AIRWAY), *(Answer(QuestionId.BREATHING, value) for value in AnswerValue)]
        assert shown.desk.posted == [*acts, Action(ActionId.UNDO)]


@pytest.mark.parametrize("size", SIZES)
async def test_the_key_bar_and_the_alarm_keys_can_be_pressed_too(size: tuple[int, int]) -> None:
    async with screen(breathing_for(), size) as shown:
        for key in ("b", "n", ".", "p", "k"):
            await shown.click(key)
        wanted = [ActionId.BREATHS_STOPPED, ActionId.NALOXONE, ActionId.BREATH, ActionId.PAUSE, ActionId.ACKNOWLEDGE]
        assert shown.desk.posted == [Action(act) for act in wanted]


async def test_the_big_button_starts_a_response_and_not_the_next_prompts_act_by_a_double_press() -> None:
    async with screen(before()) as shown:
        await shown.click("space")
        started = guiding()
        prompt = started.situation.prompt
        assert prompt is not None
        shown.desk.publish(started, prompt.since + 0.2)
        await shown.click("space")
        assert shown.desk.posted == [Action(ActionId.START)]
        assert WORDS.notices.just_changed in shown.text


async def test_e_asks_once_more_in_words_and_ends() -> None:
    async with screen(guiding()) as shown:
        await shown.press("e")
        assert WORDS.notices.end_asked in shown.text
        assert "again: end it" in shown.text
        await shown.press("e")
        assert shown.desk.posted == [Action(ActionId.END)]
        assert WORDS.notices.end_asked not in shown.text


async def test_e_and_enter_end_and_escape_does_not() -> None:
    async with screen(guiding()) as shown:
        await shown.press("e", "escape", "enter")
        assert shown.desk.posted == []
        await shown.press("e", "enter")
        assert shown.desk.posted == [Action(ActionId.END)]


async def test_the_end_stands_in_words_and_q_leaves() -> None:
    async with screen(guiding()) as shown:
        shown.desk.publish(ended())
        assert "The person is breathing and stayed here." in shown.text
        assert "S starts a new one, Q leaves." in shown.text
        await shown.press("q")
        assert shown.app.return_code == 0
        assert not shown.app.is_running


async def test_q_in_an_open_response_asks_first() -> None:
    async with screen(guiding()) as shown:
        await shown.press("q")
        assert WORDS.notices.leave_asked in shown.text
        assert shown.app.is_running
        await shown.press("q")
        assert not shown.app.is_running


async def test_ctrl_c_leaves_at_once() -> None:
    async with screen(guiding()) as shown:
        await shown.press("ctrl+c")
        assert not shown.app.is_running


async def test_sigterm_leaves_cleanly() -> None:
    async with screen(guiding()) as shown:
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(100):
            await asyncio.sleep(0)
            if not shown.app.is_running:
                break
        await shown.settle()
        assert shown.app.return_code == 0


async def test_an_offered_response_is_gone_on_with_by_key_or_button() -> None:
    async with screen(offered()) as shown:
        assert "it began 4:10 ago" in shown.text
        await shown.press("1")
        await shown.click("2")
        assert shown.desk.resumed == [None]
        assert shown.desk.closed == 1


async def test_an_offered_response_of_unknown_age_asks_how_long_ago() -> None:
    async with screen(replace(offered(), offered=OpenResponse("found", None, ()))) as shown:
        await shown.press("1")
        assert "How long ago did it start?" in shown.text
        assert "10 or more" in shown.text
        await shown.click("3")
        assert shown.desk.resumed == [600.0]


async def test_what_is_published_stands_at_once() -> None:
    async with screen(breathing_for()) as shown:
        shown.desk.publish(lost())
        for words in (
            " REAL ",
            "LINK LOST",
            "NO SOUND",
            "link to the clip lost",
            "NO ANSWER for 0:28",
            "LOOK AGAIN NOW",
        ):
            assert words in shown.text
        shown.desk.publish(doubtful())
        assert "not sure: finger is moving" in shown.text
        assert "sound in 1:32" in shown.text


async def test_help_leaves_number_and_alarms_in_sight_and_any_key_closes_it_and_does_its_work() -> None:
    async with screen(breathing_for()) as shown:
        await shown.press("question_mark")
        assert "I did what the screen says" in shown.text
        assert "not a certified medical" in shown.text
        assert "*** SpO2 below 90" in shown.text
        assert "falling" in shown.text
        await shown.press("n")
        assert "DO THIS NOW" in shown.text
        assert shown.desk.posted == [Action(ActionId.NALOXONE)]


async def test_help_closes_by_question_mark_a_press_and_by_itself() -> None:
    async with screen(breathing_for(), (100, 30)) as shown:
        await shown.press("question_mark", "question_mark")
        assert "DO THIS NOW" in shown.text
        await shown.press("question_mark")
        await shown.pilot.click("#help")
        assert "DO THIS NOW" in shown.text
        await shown.press("question_mark")
        shown.clock.at += HELP_S + 1
        shown.app.draw()
        assert "DO THIS NOW" in shown.text


async def test_a_new_alarm_or_question_closes_the_help() -> None:
    async with screen(guiding()) as shown:
        await shown.press("question_mark")
        shown.desk.publish(lost())
        assert "DO THIS NOW" in shown.text


async def test_a_still_screen_redraws_nothing_and_a_tick_only_what_counts() -> None:
    async with screen(with_situation(guiding(), question=None, called_911_at=None)) as shown:
        assert shown.app.draw() == 0
        shown.desk.publish(shown.desk.published, shown.desk.now() + 1)
        rows_of_a_second = shown.app.draw()
        assert rows_of_a_second <= 4


async def test_an_alarm_flashes_without_redrawing_the_rest() -> None:
    async with screen(breathing_for()) as shown:
        shown.clock.at += 0.25
        assert shown.app.draw() == 1


async def test_in_ascii_every_character_is_ascii() -> None:
    for scene in SCENES.values():
        async with screen(scene(), (160, 45), glyphs=ASCII) as shown:
            assert shown.text.isascii()


@pytest.mark.hazard("H-30")
async def test_without_colour_nothing_is_lost_but_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    async with screen(lost()) as shown:
        coloured = shown.text
    monkeypatch.setenv("NO_COLOR", "1")
    async with screen(lost()) as shown:
        assert shown.text == coloured
        styles = {segment.style for row in shown.app.rows() for segment in row}
        assert all(style is None or (style.color is None and style.bgcolor is None) for style in styles)
        # Textual then filters the colours of its own background as well.
        assert shown.app.native_ansi_color


async def test_no_sound_is_on_the_screen() -> None:
    async with screen(replace(guiding(), sound=Sound.NONE)) as shown:
        assert "NO SOUND" in shown.text


async def test_the_background_starts_after_the_first_frame_and_is_ended_with_the_screen() -> None:
    began, gone = asyncio.Event(), asyncio.Event()
    drawn = ""

    async def background() -> None:
        nonlocal drawn
        drawn = "".join(segment.text for row in app.rows() for segment in row)
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            gone.set()

    app = ResponderApp(StillDesk(guiding()), TEXTS, background, clock=Clock())
    async with app.run_test(size=(80, 24)):
        await asyncio.wait_for(began.wait(), 5)
        assert "DO THIS NOW" in drawn
        assert not gone.is_set()
    assert gone.is_set()
    assert app.failure is None


async def test_a_background_that_fails_ends_the_screen_and_hands_its_error_on() -> None:
    async def background() -> None:
        raise OSError("radio")

    app = ResponderApp(StillDesk(guiding()), TEXTS, background, clock=Clock())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
    assert isinstance(app.failure, OSError)
