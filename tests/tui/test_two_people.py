"""Two people on one screen: whom the keys act on can't be mistaken, and the other one never goes away."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.device.published import Published
from breathline.events.model import AlarmId, Priority
from breathline.guidelines.situation import AlarmKind
from breathline.guidelines.texts import languages, load_texts
from breathline.tui import keys
from breathline.tui.hands import ONE_PRESS_S, Effect, Hands
from breathline.tui.keys import Ask
from breathline.tui.paint import ASCII, RICH, Glyphs, Role
from breathline.tui.panes import edges, people
from breathline.tui.pictures import StillDesk
from breathline.tui.places_two import TURN, places_two
from breathline.tui.plain import PlainVoice, run_plain
from breathline.tui.wording import Notice
from breathline.words import Action, ActionId
from tests.tui.scenes import TEXTS, WORDS, an_alarm, before, breathing_for, ended, guiding, lost
from tests.tui.steps import Clock, roles, text, view, with_situation
from tests.tui.test_places import MAIN_SIZES, overlap
from tests.tui.test_screen import screen
from tests.tui.two import TWO, both_low, both_offered, first_is_well, one_ended, second_in_front, second_lost, two


def hands_on(published: Published) -> tuple[StillDesk, Clock, Hands]:
    desk, clock = StillDesk(published), Clock()
    return desk, clock, Hands(desk, clock, WORDS)


@given(st.integers(1, 300), st.integers(1, 100), st.sampled_from([1, 2]))
def test_no_two_parts_overlap_and_none_leaves_the_window(width: int, height: int, front: int) -> None:
    parts = places_two(width, height, front).parts
    for place in parts.values():
        assert min(place.x, place.y) >= 0
        assert place.x + place.width <= width
        assert place.y + place.height <= height
        assert min(place.width, place.height) > 0
    assert not [pair for pair in combinations(parts, 2) if overlap(parts[pair[0]], parts[pair[1]])]


@given(st.integers(80, 300), st.integers(24, 100))
def test_the_other_one_is_there_at_every_size(width: int, height: int) -> None:
    layout = places_two(width, height, 1)
    if layout.side_by_side:
        assert {TURN, "aside-spo2", "aside-prompt", "aside-question", "aside-alarms"} <= set(layout.parts)
    else:
        assert layout.parts["beside"].height >= 5


def test_side_by_side_person_1_always_stands_on_the_left() -> None:
    one, other = places_two(160, 45, 1).parts, places_two(160, 45, 2).parts
    assert one["spo2"] == other["aside-spo2"]
    assert one["aside-prompt"] == other["prompt"]
    assert one["spo2"].x < one["aside-spo2"].x


@pytest.mark.hazard("H-12")
@pytest.mark.parametrize("size", MAIN_SIZES)
@pytest.mark.parametrize("glyphs", [RICH, ASCII])
async def test_the_screen_says_in_words_whom_the_keys_act_on(size: tuple[int, int], glyphs: Glyphs) -> None:
    async with screen(first_is_well(), size, glyphs=glyphs) as shown:
        assert shown.text.split("\n")[0].strip().startswith("PERSON 1 ")
        assert "PERSON 1: DO THIS NOW" in shown.text
        assert "PERSON 1: QUESTION" in shown.text
        await shown.press("g")
        assert shown.text.split("\n")[0].strip().startswith("PERSON 2 ")
        assert "PERSON 2: DO THIS NOW" in shown.text
        assert "PERSON 2: QUESTION" in shown.text


@pytest.mark.hazard("H-43")
@pytest.mark.parametrize("size", MAIN_SIZES)
async def test_number_trust_alarm_prompt_and_question_of_the_other_are_always_there(size: tuple[int, int]) -> None:
    async with screen(first_is_well(), size) as shown:
        assert "PERSON 2" in shown.text
        assert "below 90" in shown.text
        assert shown.text.count("signal good") == 2
        assert "*** SpO2 below 90" in shown.text
        assert "give breaths" in shown.text or "GIVE one breath" in shown.text
        assert shown.text.count("Are they breathing") == 2
        assert "0:14" in shown.text


async def test_a_touch_on_the_other_one_only_brings_them_to_the_front() -> None:
    for size, part in (((80, 24), "beside"), ((160, 45), TURN), ((160, 45), "aside-question")):
        async with screen(first_is_well(), size) as shown:
            place = shown.app.parts[part].region
            await shown.pilot.click(offset=(place.x + 1, place.y + 1))
            await shown.settle()
            assert shown.text.split("\n")[0].strip().startswith("PERSON 2")
            assert shown.desk.posted == []


async def test_the_button_begins_a_second_one_and_then_turns() -> None:
    async with screen(breathing_for(), (80, 24)) as shown:
        assert "+ person" in shown.text
        await shown.pilot.click(f"#{keys.OTHER}")
        assert shown.desk.seconds == 1
        shown.desk.publish(first_is_well())
        await shown.settle()
        assert "G switch" in shown.text


async def test_the_screen_is_one_persons_again_when_the_second_has_gone() -> None:
    async with screen(first_is_well(), (80, 24)) as shown:
        shown.desk.publish(breathing_for())
        await shown.settle()
        assert "PERSON" not in shown.text
        assert "LAST 5 MINUTES" in shown.text


@pytest.mark.hazard("H-43")
def test_a_high_alarm_of_the_other_stands_before_the_own_ones_and_says_whose_it_is() -> None:
    one_row = people.alarms(view(second_lost()), 48, 1)
    assert text(one_row).startswith(" *** PERSON 2  ")
    assert "SpO2 below 90" in text(one_row)
    assert roles(one_row) == {"high"}
    assert text(people.alarms(view(first_is_well()), 48, 1)).strip() == "*** PERSON 2: SpO2 below 90"
    three = text(people.alarms(view(second_lost()), 64, 3)).split("\n")
    assert three[0].startswith(" *** PERSON 2: ")
    assert three[1].startswith(" *** SpO2 below 90")


def test_it_flashes_while_it_sounds_and_is_told_in_the_corner_alone_when_it_is_quiet() -> None:
    assert Role.HIGH_FLASH.value in roles(people.alarms(view(first_is_well(), beat=0.25), 48, 1))
    assert "PERSON 2" not in text(people.alarms(view(both_low()), 48, 1))
    assert "(quiet" in text(people.beside(view(both_low()).aside(), 34, 6))


def test_one_persons_alarms_are_drawn_as_ever() -> None:
    assert text(people.alarms(view(breathing_for()), 48, 1)).startswith(" *** SpO2 below 90")


def test_the_corner_says_what_there_is_and_why_there_is_no_number() -> None:
    corner = text(people.beside(view(second_lost()).aside(), 34, 5))
    assert "SpO2 --" in corner
    assert "link to the clip lost" in corner
    assert "0:28" in corner
    unsure = text(people.beside(view(both_low()).aside(), 34, 5))
    assert "SpO2 88  not sure" in unsure
    over = text(people.beside(view(one_ended()).aside(), 34, 5))
    assert "ended after 12:34" in over
    assert "no question" in over
    assert "left open" in text(people.beside(view(both_offered()).aside(), 34, 5))
    quiet = with_situation(guiding(), prompt=None, question=None)
    assert "nothing to do now" in text(people.beside(view(two(breathing_for(), quiet)).aside(), 34, 5))
    assert "not started" in text(people.beside(view(two(breathing_for(), before())).aside(), 34, 5))


@pytest.mark.parametrize("language", languages())
def test_the_words_for_two_people_fit_the_smallest_window(language: str) -> None:
    words, parts = load_texts(language).screen, places_two(80, 24, 1).parts
    for label in (words.people.second, words.people.turn_short):
        assert len(label) <= parts[keys.OTHER].width - 3
    assert len(words.people.person.format(number=2)) <= 10
    for label in (words.people.left_open, words.people.no_prompt, words.people.no_question, words.people.not_started):
        assert len(label) < parts["beside"].width
    assert len(words.people.turn.format(number=2)) <= places_two(160, 45, 1).parts[TURN].width - 5
    assert len(words.people.help) <= parts["prompt"].width - 9
    assert len(f"{words.people.about.format(number=2, words=words.guide.question)} ") <= 26
    for notice in (words.notices.one_person, words.notices.two_people, words.notices.check_clips):
        assert len(notice) <= parts["notice"].width - 2


def test_each_key_does_what_it_can_with_one_person_and_with_two() -> None:
    assert keys.intent("+", breathing_for()).ask is Ask.SECOND
    assert keys.intent("g", breathing_for()).refusal is Notice.ONE_PERSON
    assert keys.intent("+", before()).refusal is Notice.PRESS_START
    assert keys.intent("+", first_is_well()).refusal is Notice.TWO_PEOPLE
    assert keys.intent("G", first_is_well()).ask is Ask.TURN
    assert keys.intent("g", both_offered()).ask is Ask.TURN


def test_acts_and_answers_go_to_the_one_in_front() -> None:
    desk, clock, hands = hands_on(first_is_well())
    assert hands.press("g") is Effect.TURNED
    clock.at += ONE_PRESS_S
    hands.press("n")
    assert desk.posted == [Action(ActionId.NALOXONE)]
    assert desk.published.person == 2


@pytest.mark.hazard("H-12")
def test_an_answer_in_the_first_moment_after_a_turn_is_not_taken() -> None:
    for key in ("1", "2", "3", "space"):
        desk, clock, hands = hands_on(first_is_well())
        hands.press("g")
        clock.at += ONE_PRESS_S / 2
        hands.press(key)
        assert desk.posted == []
        assert hands.notice == WORDS.notices.just_changed
    desk, clock, hands = hands_on(both_offered())
    hands.press("g")
    clock.at += ONE_PRESS_S / 2
    hands.press("2")
    assert desk.closed == 0
    clock.at += ONE_PRESS_S
    hands.press("2")
    assert desk.closed == 1


def test_a_held_key_turns_once() -> None:
    desk, clock, hands = hands_on(first_is_well())
    for _ in range(20):
        hands.press("g")
        clock.at += 0.04
    assert desk.turns == 1


@pytest.mark.hazard("H-12")
def test_an_end_that_was_asked_for_one_is_not_confirmed_for_the_other() -> None:
    desk, clock, hands = hands_on(first_is_well())
    for key in ("e", "g", "e", "g", "e"):
        hands.press(key)
        clock.at += ONE_PRESS_S
    assert desk.posted == []
    hands.press("enter")
    assert desk.posted == [Action(ActionId.END)]


def test_how_long_ago_is_asked_anew_for_the_other() -> None:
    unknown = both_offered()
    assert unknown.offered is not None
    unknown = replace(unknown, offered=replace(unknown.offered, elapsed_s=None))
    _, clock, hands = hands_on(unknown)
    hands.press("1")
    assert hands.asks_how_long
    clock.at += ONE_PRESS_S
    hands.press("g")
    assert not hands.asks_how_long


def test_leaving_asks_while_anybodys_response_runs() -> None:
    desk, clock, hands = hands_on(two(ended(), breathing_for()))
    assert hands.press("q") is Effect.NOTHING
    assert hands.asked is Ask.LEAVE
    assert hands_on(ended())[2].press("q") is Effect.LEAVE
    clock.at += ONE_PRESS_S
    assert desk.posted == []


@pytest.mark.hazard("H-42")
async def test_a_new_clip_is_asked_about() -> None:
    async with screen(both_low(), (80, 24)) as shown:
        assert WORDS.notices.check_clips in shown.text


def test_the_plain_lines_say_whose_each_is() -> None:
    out = io.StringIO()
    voice = PlainVoice(out, TEXTS)

    def said(published: Published) -> str:
        out.seek(0)
        out.truncate()
        voice.say(published)
        return out.getvalue()

    assert "PERSON" not in said(guiding())
    second = said(first_is_well())
    assert "PERSON 2: ALARM *** SpO2 below 90" in second
    assert all(line.startswith("PERSON 2: ") for line in second.splitlines())
    assert said(second_in_front()) == ""
    assert "PERSON 1: " in said(two(breathing_for(), lost(), person=2))


async def test_the_plain_mode_says_whom_the_keys_act_on_and_whose_act_was_noted() -> None:
    desk, out = StillDesk(first_is_well()), io.StringIO()
    await asyncio.wait_for(run_plain(desk, TEXTS, None, io.StringIO("g\nn\nq\n\n"), out), 5)
    assert "The keys act on PERSON 2 now." in out.getvalue()
    assert "PERSON 2: Noted: naloxone" in out.getvalue()


@pytest.mark.parametrize("name", sorted(TWO))
@pytest.mark.parametrize("size", [*MAIN_SIZES, (60, 20), (50, 15)])
async def test_every_state_of_two_can_be_drawn(name: str, size: tuple[int, int]) -> None:
    async with screen(TWO[name](), size) as shown:
        assert "PERSON" in shown.text


def test_in_half_a_window_an_alarms_words_are_whole_and_its_time_gives_way() -> None:
    width = places_two(160, 45, 1).parts["alarms"].width
    row = text(edges.alarms(view(lost()), width, 3)).split("\n")[0].rstrip()
    assert row == " *** Please answer: look at the person"
    assert "for 0:09" in text(edges.alarms(view(lost()), width, 3))


def test_of_the_others_alarms_the_one_about_the_person_is_told() -> None:
    asked = an_alarm(AlarmId.UNANSWERED, Priority.HIGH)
    alarms = (replace(asked, kind=AlarmKind.ATTENTION), an_alarm(AlarmId.SPO2_LOW, Priority.HIGH))
    row = text(people.alarms(view(two(guiding(), with_situation(breathing_for(), alarms=alarms))), 48, 1))
    assert row.startswith(" *** PERSON 2: SpO2 below 90")
