from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.device.published import OpenResponse, Published
from breathline.events.model import PromptId
from breathline.guidelines.situation import Naloxone, Pacer
from breathline.tui import wording
from breathline.tui.hands import Hands
from breathline.tui.letters import large
from breathline.tui.paint import ASCII, View
from breathline.tui.panes import guide, pages
from breathline.tui.pictures import StillDesk
from breathline.words import ActionId, Outcome
from tests.tui.scenes import NOW, TEXTS, WORDS, before, breathing_for, ended, guiding, lost, offered
from tests.tui.steps import Clock, roles, text, view, with_situation


def test_the_prompt_stands_with_its_reason_and_the_guide_it_comes_from() -> None:
    pane = text(guide.prompt(view(breathing_for()), 44, 4))
    for words in ("DO THIS NOW", "GIVE one breath every 5 seconds.", "why  they are not breathing", "guide: bc"):
        assert words in pane


def test_with_room_the_prompt_is_drawn_large_and_stands_in_words_too() -> None:
    pane = text(guide.prompt(view(breathing_for()), 88, 11))
    assert "█" in pane
    assert "GIVE one breath every 5 seconds." in pane
    assert "█" not in text(guide.prompt(view(breathing_for(), glyphs=ASCII), 88, 11))


def test_where_all_of_it_has_no_room_the_first_sentence_is_drawn_large() -> None:
    published = guiding()
    assert published.situation.prompt is not None
    words = TEXTS.prompt(PromptId.SEDATED_WATCH).text
    long = with_situation(published, prompt=replace(published.situation.prompt, text=words))
    pane = text(guide.prompt(view(long), 88, 12))
    assert words in pane
    drawn = large("WATCH their breathing and pulse.", 86, 9)
    assert drawn is not None
    assert all(row.rstrip() in pane for row in drawn)


def test_a_long_prompt_is_broken_at_words() -> None:
    pane = text(guide.prompt(view(guiding()), 30, 4))
    assert "CLEAR the mouth. TILT the" in pane
    assert "head back." in pane


def test_without_a_prompt_the_guides_own_note_stands_there() -> None:
    pane = text(guide.prompt(view(with_situation(guiding(), prompt=None)), 44, 4))
    assert "Watch the person, not the number." in pane


def test_before_the_start_it_says_how_to_start() -> None:
    assert "Press S" in text(guide.prompt(view(before()), 44, 4))
    assert "not a certified medical" in text(guide.question(view(before()), 44, 2))


@pytest.mark.parametrize("outcome", [*Outcome, None])
def test_after_the_end_the_outcome_stands_in_words(outcome: Outcome | None) -> None:
    pane = " ".join(text(guide.prompt(view(with_situation(ended(), outcome=outcome)), 44, 4)).split())
    assert WORDS.outcomes[outcome or Outcome.UNKNOWN] in pane
    assert "S starts a new one, Q leaves." in pane


def test_an_offered_response_shows_its_age_and_what_was_done() -> None:
    pane = text(guide.prompt(view(offered()), 88, 6))
    for words in ("STILL OPEN", "it began 4:10 ago", WORDS.guide.left_open, WORDS.notices.answer_offered):
        assert words in pane
    assert "Go on with it?" in text(guide.question(view(offered()), 44, 2))
    for rows, width in ((4, 44), (7, 88)):
        done = text(guide.timers(view(offered()), width, rows))
        for words in ("0:20 called 911", "1:06 giving breaths", "1:32 naloxone", "time since its start"):
            assert words in done


def test_everything_ever_done_in_an_offered_response_fits_the_smallest_window() -> None:
    acts = tuple((3600.0 + t, act) for t, act in enumerate(ActionId) if act is not ActionId.UNDO)
    everything = replace(offered(), offered=OpenResponse("found", None, acts))
    assert everything.offered is not None
    done = text(guide.timers(view(everything), 44, 4))
    assert len(wording.acts_done(everything.offered, WORDS)) == 8
    for words in wording.acts_done(everything.offered, WORDS):
        assert words in done


def test_an_offered_response_of_unknown_age_says_so_and_asks() -> None:
    unknown = replace(offered(), offered=OpenResponse("found", None, ()))
    pane = text(guide.prompt(view(unknown), 88, 6))
    assert "when is not known" in pane
    assert WORDS.timers.nothing_noted in text(guide.timers(view(unknown), 44, 4))
    desk = StillDesk(unknown)
    hands = Hands(desk, Clock(), WORDS)
    hands.press("1")
    assert "How long ago did it start?" in text(guide.question(View(unknown, 0.0, 0.0, hands, TEXTS), 44, 2))


def test_the_pacer_counts_down_to_the_next_beat_and_says_it_on_the_beat() -> None:
    published = breathing_for()
    assert published.situation.pacer is not None
    start = published.situation.pacer.started_at
    assert "NOW: BREATHE IN" in text(guide.pacer(view(published, start + 5.1), 44, 1))
    assert "next in 4" in text(guide.pacer(view(published, start + 6.0), 44, 1))
    assert "next in 1" in text(guide.pacer(view(published, start + 9.9), 44, 1))


def test_the_pacers_bar_fills() -> None:
    published = breathing_for()
    assert published.situation.pacer is not None
    start = published.situation.pacer.started_at
    bars = [text(guide.pacer(view(published, start + 1 + step), 44, 1)).count("█") for step in range(4)]
    assert bars == sorted(set(bars))


def test_a_fast_beat_is_said_as_a_rate() -> None:
    pushes = with_situation(breathing_for(), pacer=Pacer("compressions", 0.0, 0.545, "PUSH"))
    assert "PUSH: 110 a minute" in text(guide.pacer(view(pushes), 44, 1))


def test_no_beat_and_no_response_leave_the_pacer_blank() -> None:
    assert text(guide.pacer(view(with_situation(guiding(), pacer=None)), 44, 1)).strip() == ""
    assert text(guide.pacer(view(with_situation(breathing_for(), ended=True)), 44, 1)).strip() == ""


def test_what_comes_next_stands_there() -> None:
    assert "next look again" in text(guide.next_step(view(breathing_for()), 44))
    assert text(guide.next_step(view(with_situation(guiding(), next_text="")), 44)).strip() == ""
    assert text(guide.next_step(view(ended()), 44)).strip() == ""


def test_the_question_counts_down_to_its_alarm() -> None:
    published = breathing_for()
    now = published.situation.t
    assert "answer in 0:14" in text(guide.question(view(published), 44, 2))
    assert "answer in 0:04" in text(guide.question(view(published, now + 10), 44, 2))
    assert "Are they breathing normally on their own?" in text(guide.question(view(published), 44, 2))


@pytest.mark.hazard("H-23")
def test_an_unanswered_question_says_for_how_long() -> None:
    assert "NO ANSWER for 0:28" in text(guide.question(view(lost()), 44, 2))


def test_a_long_question_takes_the_headings_row() -> None:
    published = breathing_for()
    assert published.situation.question is not None
    long = replace(
        published.situation.question, text="Can you see the chest rise and hear a breath within ten seconds?"
    )
    pane = text(guide.question(view(with_situation(published, question=long)), 44, 2))
    assert "ten seconds?" in pane


def test_with_no_question_it_says_so() -> None:
    assert "none now" in text(guide.question(view(with_situation(guiding(), question=None)), 44, 2))


def test_the_timers_tell_each_act_and_the_time_since() -> None:
    pane = text(guide.timers(view(breathing_for()), 88, 7))
    for words in ("1 dose, last 2:10 ago", "look again in 2:50", "on 1:20", "on 2:12, 14 noted", "3:05 ago", "off"):
        assert words in pane


def test_the_timers_keep_every_act_in_four_rows() -> None:
    pane = text(guide.timers(view(breathing_for()), 44, 4))
    for words in (
        "1 dose",
        "look again in 2:50",
        "OXYGEN   on 1:20",
        "BREATHS  on 2:12 x14",
        "PUSHES   off",
        "3:05 ago",
    ):
        assert words in pane


def test_with_three_rows_the_look_again_waits() -> None:
    assert "PUSHES" in text(guide.timers(view(breathing_for()), 44, 3))


def test_when_it_is_time_to_look_again_it_says_now() -> None:
    due = with_situation(breathing_for(), naloxone=Naloxone(2, 10.0, 200.0))
    pane = guide.timers(view(due), 88, 7)
    assert "2 doses" in text(pane)
    assert "LOOK AGAIN NOW" in text(pane)


def test_nothing_done_yet_is_said_faintly() -> None:
    pane = guide.timers(view(with_situation(guiding(), called_911_at=None)), 88, 7)
    assert "no dose" in text(pane)
    assert "not called" in text(pane)
    assert "not calling" in text(guide.timers(view(with_situation(guiding(), called_911_at=None, no_911=True)), 88, 7))
    assert roles(pane) == {"heading", "faint"}


def test_after_the_end_no_timer_runs_or_asks_for_anything() -> None:
    over = with_situation(ended(), naloxone=Naloxone(2, 92.0, 392.0), oxygen_since=100.0, breaths_since=66.0)
    for rows, width in ((4, 44), (7, 88)):
        pane = guide.timers(view(over, over.situation.t + 500), width, rows)
        assert roles(pane) == {"faint"}
        assert "look again" not in text(pane).lower()
        for words in ("2 doses, last at 1:32", "14 noted", "at 0:37"):
            assert words in text(pane)


def test_after_the_end_the_timers_stand_still() -> None:
    over: Published = ended()
    assert text(guide.timers(view(over, over.situation.t + 500), 88, 7)) == text(guide.timers(view(over), 88, 7))


def test_the_help_names_every_key_and_says_what_this_is_not() -> None:
    pane = text(pages.keys_page(view(guiding()), 55, 23))
    for key in ("SPACE", "1 2 3", "B O C", "T A R", "P  K", "S E Q"):
        assert key in pane
    assert "not a certified medical device" in pane


@pytest.mark.hazard("H-19")
def test_after_a_dose_it_counts_down_how_long_to_watch() -> None:
    watched = with_situation(breathing_for(), naloxone=Naloxone(1, NOW - 400), observe_until=NOW + 3600)
    assert "watch them for 1:00:00" in text(guide.timers(view(watched), 44, 4))
    due_first = with_situation(breathing_for(), observe_until=NOW + 3600)
    assert "watch them" not in text(guide.timers(view(due_first), 44, 4))
    over = with_situation(watched, observe_until=NOW - 1)
    assert "watch them" not in text(guide.timers(view(over), 44, 4))


def test_help_that_is_here_stands_in_place_of_the_call() -> None:
    here = with_situation(breathing_for(), help_here_at=NOW - 20)
    assert "911      here 0:20" in text(guide.timers(view(here), 44, 4))


def test_from_an_hour_on_two_timers_in_a_row_are_never_cut() -> None:
    long = with_situation(breathing_for(), oxygen_since=NOW - 4000, breaths_since=NOW - 4000, breaths=140)
    pane = text(guide.timers(view(long), 44, 4))
    assert "on 1h06 x140" in pane
    assert "on 1:06:40, 140 noted" in text(guide.timers(view(long), 44, 7))


def test_a_question_of_two_rows_keeps_its_time_after_its_last_word() -> None:
    question = guiding().situation.question
    assert question is not None
    long = with_situation(
        guiding(), question=replace(question, text="Do they take ten breaths or more each minute, with no snoring?")
    )
    assert "snoring?" in text(guide.question(view(long), 44, 2))
    assert text(guide.question(view(long), 44, 2)).rstrip().endswith("0:16")
