"""Every text has the room it needs in the smallest window, in every language and under every pack."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from functools import cache

import pytest

from breathline.device.published import Link, Sound
from breathline.events.model import AlarmId, Priority, PromptId
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.reasons import Reason
from breathline.guidelines.state import State
from breathline.guidelines.texts import Texts, languages, load_texts, texts_for
from breathline.guidelines.wording import Wording
from breathline.tui import keys, wording
from breathline.tui.hands import Hands
from breathline.tui.paint import View
from breathline.tui.panes import edges, guide, pages
from breathline.tui.pictures import StillDesk
from breathline.tui.places import Place, places
from breathline.words import ActionId, QuestionId
from tests.tui.scenes import SCENES, before, breathing_for, lost
from tests.tui.steps import Clock, text, with_situation

SMALLEST = places(80, 24).parts
BESIDE_A_NUMBER = 11
LONG_S = 3 * 3600.0 + 59 * 60 + 59


def inside(place: Place) -> int:
    """Columns between the edges of a button."""
    return place.width - 2


@cache
def of_pack(name: str) -> tuple[Pack, Texts, Wording]:
    pack = load_pack(name)
    texts = texts_for(pack)
    return pack, texts, Wording(texts, Figures.of(pack))


def seen(texts: Texts, scene: str = "breaths", now: float | None = None) -> View:
    published = SCENES[scene]()
    desk = StillDesk(published, now)
    return View(published, desk.now(), 0.0, Hands(desk, Clock(), texts.screen), texts)


@pytest.mark.hazard("H-30")
@pytest.mark.parametrize("language", languages())
def test_every_word_of_the_screen_has_its_place_in_every_language(language: str) -> None:
    texts = load_texts(language)
    words = texts.screen
    for spec in keys.BAR:
        bar = SMALLEST[spec.key.lower()].width - 3
        assert len(spec.words(words.keys)) <= bar
        assert not spec.switches or len(spec.words(words.keys, on=True)) <= bar
    for key, label in (("s", words.keys.start_new), ("e", words.buttons.end_again), ("q", words.buttons.leave_again)):
        assert len(label) <= SMALLEST[key].width - 3
    for act, label in words.acts.items():
        times = " x9" if act in {ActionId.NALOXONE, ActionId.BREATH} else ""
        assert len(label) <= inside(SMALLEST["u"])
        assert len(f"59:59 {label}{times}") <= SMALLEST["timers"].width // 2
    assert len(f"P {words.buttons.pause_back.format(time='1:59')}") <= SMALLEST["p"].width - 1
    assert len(f"P {words.buttons.pause}") <= SMALLEST["p"].width - 1
    assert len(f"K {words.buttons.heard}") <= SMALLEST["k"].width - 1
    for label in (words.buttons.go_on, words.buttons.close):
        assert len(label) <= inside(SMALLEST["1"])


@pytest.mark.parametrize("language", languages())
def test_every_cause_stands_beside_not_sure_and_every_advice_in_two_rows(language: str) -> None:
    texts = load_texts(language)
    number = texts.screen.number
    for cause in texts.causes.values():
        assert len(number.not_sure_why.format(cause=cause)) <= SMALLEST["spo2"].width
        assert len(number.too_old.format(cause=cause)) + 2 <= SMALLEST["spo2"].width
    assert len(number.taken_off) + 2 <= SMALLEST["spo2"].width
    for advice in texts.screen.link_advice.values():
        assert len(textwrap.wrap(advice, SMALLEST["spo2"].width)) <= 2
    for note in texts.notes.values():
        assert len(textwrap.wrap(note.format(seconds=30), SMALLEST["spo2"].width)) <= 2


@pytest.mark.parametrize("language", languages())
def test_what_stands_beside_and_over_a_number_is_never_cut(language: str) -> None:
    number = load_texts(language).screen.number
    beside = (
        number.signal_good, number.not_sure, number.no_reading, number.so_far, number.reading,
        number.seconds_ago.format(seconds=59), number.time_ago.format(time="59:59"), number.speed.format(speed=12),
        f"> {number.falling}", f"> {number.rising}", f"> {number.steady}",
    )  # fmt: skip
    assert [words for words in beside if len(words) > BESIDE_A_NUMBER] == []
    room = SMALLEST["spo2"].width - len(number.spo2) - 4
    assert len(number.low_in.format(limit=90, seconds=120)) <= room
    assert max(len(number.slow), len(number.fast)) <= SMALLEST["pulse"].width - len(number.pulse) - 4


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("width", [80, 100, 160])
def test_the_top_row_has_room_for_every_state_of_link_and_sound(language: str, width: int) -> None:
    texts = load_texts(language)
    for link in Link:
        for sound in Sound:
            published = replace(breathing_for(), link=link, sound=sound, battery=100)
            desk = StillDesk(published, LONG_S)
            view = View(published, LONG_S, 0.0, Hands(desk, Clock(), texts.screen), texts)
            line = text(edges.header(view, width))
            for words in (texts.screen.links.of(link), texts.screen.sounds.of(sound), "3:59:59", "100 %"):
                assert f" {words} " in f"{line} "


@pytest.mark.parametrize("language", languages())
def test_notices_help_and_timers_fit(language: str) -> None:
    texts = load_texts(language)
    width = SMALLEST["notice"].width
    for notice in wording.Notice:
        left = "  8" if notice in {wording.Notice.END_ASKED, wording.Notice.LEAVE_ASKED} else ""
        assert len(texts.screen.notices.of(notice) + left) <= width - 2
    for fault in texts.faults.values():
        assert len(fault) <= width - 2
    assert len(texts.screen.about.hint.format(count=99)) <= width
    page = text(pages.keys_page(seen(texts), width, 20))
    for does in texts.screen.help.model_dump(exclude={"closes"}).values():
        assert does in page
    timers = text(guide.timers(seen(texts, now=LONG_S), width, 4))
    for words in ("x14", "3h5", "3:5"):
        assert words in timers
    assert len(textwrap.wrap(texts.screen.guide.not_certified, width)) <= 2
    assert len(texts.screen.guide.ready_text) <= 2 * (width - 2)


@pytest.mark.parametrize("language", languages())
def test_in_one_row_an_alarm_leaves_room_to_say_how_many_more_there_are(language: str) -> None:
    texts = load_texts(language)
    for alarm in AlarmId:
        label = texts.alarm(alarm, limit="150")
        standing = replace(lost().situation.alarms[0], id=alarm, label=label, priority=Priority.HIGH)
        published = with_situation(lost(), alarms=(standing, *lost().situation.alarms[1:]))
        desk = StillDesk(published)
        view = View(published, desk.now(), 0.0, Hands(desk, Clock(), texts.screen), texts)
        row = text(edges.alarms(view, SMALLEST["alarms"].width, 1))
        assert label in row
        assert "+" in row or texts.alarm(AlarmId.BATTERY_LOW) in row


@pytest.mark.parametrize("name", pack_names())
def test_every_prompt_reason_and_question_of_a_pack_fits(name: str) -> None:
    pack, texts, said = of_pack(name)
    screen = texts.screen.guide
    width = SMALLEST["prompt"].width
    assert pack.language == texts.language
    for prompt in PromptId:
        assert len(textwrap.wrap(said.prompts[prompt], width - 2)) <= 2
        assert len(said.action_labels[prompt]) <= inside(SMALLEST["space"])
        assert len(f" {screen.next} {said.nexts[prompt]}") <= width
    for reason in Reason:
        bare = said._reasons[reason]
        for cause in texts.causes.values() if "{cause}" in bare else ("",):
            assert len(screen.why.format(reason=bare.replace("{cause}", cause))) <= width - 1
    assert said.reason(Reason.STARTED, State())
    for question in QuestionId:
        assert len(textwrap.wrap(said.questions[question], width)) <= 2
        for key, (_, answer) in zip(keys.ANSWERS, said.options[question], strict=True):
            assert len(answer) <= inside(SMALLEST[key])


def test_before_the_start_the_smallest_window_says_all_of_it_in_every_language() -> None:
    for language in languages():
        texts = load_texts(language)
        desk = StillDesk(before())
        view = View(before(), 0.0, 0.0, Hands(desk, Clock(), texts.screen), texts)
        for pane in (guide.prompt(view, 44, 4), guide.question(view, 44, 2)):
            assert "..." not in text(pane)
