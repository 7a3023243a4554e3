from __future__ import annotations

from functools import cache

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable, Static

from breathline.cli.browse import opened
from breathline.errors import BreathlineError
from breathline.events.export.rows import event_of, table_rows
from breathline.events.model import (
    ActionEvent,
    AnswerEvent,
    CloseOutEvent,
    Event,
    PromptEvent,
    ResponseEvent,
    ResponseState,
    VitalsEvent,
)
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.review.browser.app import Browser
from breathline.review.browser.choosing import ListScreen, TimelineScreen
from breathline.review.browser.curve import curve
from breathline.review.browser.replay import CONTROLS, ReplayScreen
from breathline.review.browser.shelf import Listed, Opened
from breathline.tui.past import Past
from breathline.words import Action, ActionId, Answer, AnswerValue, Outcome, QuestionId, Trust, Vitals

_ID = "r1a2b3c4d-00001"


def _spo2(t: float) -> float:
    return 97.0 if t < 20 else max(70.0, 97 - (t - 20)) if t < 90 else min(97.0, 70 + (t - 90))


@cache
def _events() -> tuple[Event, ...]:
    """A response as a log holds it, prompts and all."""
    pack = load_pack("bc")
    engine = Engine(pack, texts_for(pack))
    inputs: list[Event] = [
        ActionEvent(0.0, Action(ActionId.START)),
        AnswerEvent(9.5, Answer(QuestionId.RESPONSIVE, AnswerValue.NO)),
        ActionEvent(25.5, Action(ActionId.CALLED_911)),
        ActionEvent(40.5, Action(ActionId.BREATHS_STARTED)),
        ActionEvent(80.5, Action(ActionId.NALOXONE, dose_mg=0.4, count=1)),
        *(VitalsEvent(Vitals(float(t), _spo2(t), 80, Trust.LIVE, None)) for t in range(1, 200)),
    ]
    state, told = engine.begin(), list[Event]()
    for event in sorted(inputs, key=lambda each: each.t):
        for done in engine.advance(state, event):  # type: ignore[arg-type]  # they are inputs
            state = done.step.state
            told += [done.event, *done.step.changes]
    told += engine.finish(state, 199.0, "input_ended").changes
    return (*told, CloseOutEvent(230.0, Outcome.RECOVERED_HERE, None))


def _listed(pack_hash: str = "", readable: bool = True) -> Listed:
    return Listed(_ID, "2026-11", "practice", "bc", pack_hash, 199.0 if readable else None, "recovered here", "breaths")


class _Shelf:
    """Two responses; the second is sealed."""

    def listed(self) -> list[Listed]:
        return [_listed(), Listed("r1a2b3c4d-00002", "", "practice", "", "", None, "sealed")]

    def open(self, listed: Listed) -> Opened:
        if listed.id != _ID:
            raise BreathlineError("this one is sealed; give the site's private key with --key FILE")
        return opened(listed, _events())


def _past() -> Past:
    pack = load_pack("bc")
    return Past(_events(), Engine(pack, texts_for(pack)), practice=True)


def test_the_guide_says_again_what_it_said_then() -> None:
    assert _past().story == list(_events())


def test_an_export_without_the_prompts_words_gets_them_back() -> None:
    events = [event_of(row) for row in table_rows("r1", _events())]
    assert all(not event.text for event in events if isinstance(event, PromptEvent))
    pack = load_pack("bc")
    past = Past(events, Engine(pack, texts_for(pack)), practice=True)
    assert past.story == list(_events())


def test_each_moment_shows_only_what_was_known_then() -> None:
    past = _past()
    before, after = past.at(30.0), past.at(50.0)
    assert before.situation.t <= 30 < after.situation.t <= 50
    assert [mark.letter for mark in before.situation.marks] == ["9"]
    assert [mark.letter for mark in after.situation.marks] == ["9", "B"]
    assert max(point.t for point in before.trend) <= 30
    assert past.at(-1.0).situation.t == 0


def test_the_end_is_the_end_and_the_close_out_is_after_it() -> None:
    past = _past()
    assert past.length_s == 199
    assert past.at(1e9).situation.ended
    assert isinstance(past.story[-2], ResponseEvent)
    assert past.story[-2].state is ResponseState.ENDED
    assert isinstance(past.story[-1], CloseOutEvent)


def test_another_pack_than_the_one_of_then_is_said() -> None:
    assert "prompts may differ" in opened(_listed(), _events()).note
    assert not opened(_listed(load_pack("bc").hash), _events()).note
    assert "bc" in opened(Listed(_ID, "", "real", "no-such-pack", "", 1.0, ""), _events(), "bc").note


def test_a_response_without_events_is_refused() -> None:
    with pytest.raises(BreathlineError, match="has no events"):
        opened(_listed(), [])


def test_the_curve_falls_and_carries_the_letters_of_acts() -> None:
    lines = curve(opened(_listed(), _events()), 80, 12)
    assert len(lines) == 12
    assert all(len(line) <= 80 for line in lines)
    assert lines[0].startswith(" 100")
    assert lines[9].startswith("  60")
    assert lines[-2].split() == ["9", "B", "N"]
    rows = [next(row for row in range(10) if lines[row][column] == "*") for column in (10, 35)]
    assert rows[0] < rows[1]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45)])
async def test_from_the_list_to_the_screen_of_then_and_back(size: tuple[int, int]) -> None:
    app = Browser(_Shelf())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ListScreen)
        assert app.screen.query_one(DataTable).row_count == 2
        await _press(pilot, "enter")
        assert isinstance(app.screen, TimelineScreen)
        await _press(pilot, "space")
        assert isinstance(app.screen, ReplayScreen)
        screen = app.screen
        assert screen.player.playing
        await _press(pilot, "home", "right")
        assert screen.player.t == 9.5
        assert "REPLAY" in screen.parts[CONTROLS].words
        assert "0:09 of 3:19" in screen.parts[CONTROLS].words
        assert "Q back" in screen.parts[CONTROLS].words
        assert "PRACTICE" in screen.parts["header"].words.upper()
        await _press(pilot, "end", "up", "down", "left", "x")
        assert 0 < screen.player.t < 199
        await _press(pilot, "q", "q")
        assert isinstance(app.screen, ListScreen)
        await _press(pilot, "q")
    assert app.return_code == 0


async def test_a_sealed_response_says_what_it_needs() -> None:
    app = Browser(_Shelf())
    async with app.run_test(size=(80, 24)) as pilot:
        await _press(pilot, "down", "enter")
        assert isinstance(app.screen, ListScreen)
        assert "--key FILE" in str(app.screen.query_one("#notice", Static).render())


async def test_time_goes_on_while_it_plays() -> None:
    now = [0.0]
    app = Browser(_Shelf())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = ReplayScreen(opened(_listed(), _events()), 30.0, playing=True, clock=lambda: now[0])
        await app.push_screen(screen)
        await pilot.pause()
        now[0] += 20
        screen.tick()
        assert screen.player.t == 50
        assert "breaths" in screen.parts["timers"].words.lower()


async def _press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause()
