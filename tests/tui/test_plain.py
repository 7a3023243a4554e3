from __future__ import annotations

import asyncio
import io
import os
import signal
from dataclasses import replace

import pytest

from breathline.device.published import Link, OpenResponse, Published, Sound
from breathline.events.model import AlarmState
from breathline.guidelines.situation import Naloxone, Pacer
from breathline.tui.pictures import StillDesk
from breathline.tui.plain import PlainVoice, key_of, lines, run_plain
from breathline.words import Action, ActionId, Answer, AnswerValue, Outcome, QuestionId, Trust
from tests.tui.scenes import SCENES, TEXTS, WORDS, before, breathing_for, doubtful, ended, guiding, lost, offered
from tests.tui.steps import with_situation, with_vitals


def said(previous: Published | None, now: Published) -> str:
    return "\n".join(lines(previous, now, TEXTS))


def test_at_the_beginning_everything_is_said_once() -> None:
    first = said(None, breathing_for())
    for words in (
        "PRACTICE", WORDS.guide.not_certified, "Response running, 3:42 since start.", "ALARM *** SpO2 below 90",
        "DO THIS NOW: GIVE one breath every 5 seconds.", "why: they are not breathing",
        "space and Enter: Giving breaths",
        "next: look again", "QUESTION: Are they breathing normally on their own? 1 yes, 2 no, or slow, 3 can't tell",
        "Beat: BREATHE IN, one every 5 seconds", "Naloxone: 1 dose, look again in 2:50", "Oxygen is on",
        "Giving breaths", "911 called", "SpO2 83, below 90, pulse 58, signal good, falling 6 a minute", "Sound on",
    ):  # fmt: skip
        assert words in first


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_nothing_new_says_nothing(scene: str) -> None:
    assert lines(SCENES[scene](), SCENES[scene](), TEXTS) == []


@pytest.mark.hazard("H-32")
def test_real_and_practice_are_told_apart() -> None:
    assert "REAL response" in said(None, replace(guiding(), practice=False))


def test_before_the_start_it_says_how_to_start() -> None:
    assert "Type S and Enter to start" in said(None, before())
    assert "running" in said(before(), guiding())


def test_the_end_is_said_with_its_outcome() -> None:
    assert "Response ended at 12:34." in said(breathing_for(), ended())
    for outcome in Outcome:
        assert WORDS.outcomes[outcome] in said(breathing_for(), with_situation(ended(), outcome=outcome))


def test_an_offered_response_is_said_and_afterwards_how_to_start() -> None:
    assert "was left open. It began 4:10 ago. 1 goes on with it, 2 closes it." in said(None, offered())
    unknown = replace(offered(), offered=OpenResponse("found", None, ()))
    assert "was left open. 1 goes on" in said(None, unknown)
    assert "Type S" in said(offered(), before())


def test_an_alarm_is_said_when_it_comes_changes_and_goes() -> None:
    calm = with_situation(breathing_for(), alarms=())
    assert "ALARM *** SpO2 below 90. P pauses the sound" in said(calm, breathing_for())
    quiet = tuple(replace(alarm, state=AlarmState.SUPPRESSED) for alarm in breathing_for().situation.alarms)
    assert "SpO2 below 90 (quiet)" in said(breathing_for(), with_situation(breathing_for(), alarms=quiet))
    assert "Alarm over: SpO2 below 90" in said(breathing_for(), calm)


def test_a_change_of_trust_is_said_with_its_cause() -> None:
    assert "SpO2 88, below 90, pulse 61, not sure: finger is moving" in said(breathing_for(), doubtful())
    assert "SpO2 --, link to the clip lost" in said(breathing_for(), lost())
    assert "SpO2 83" in said(lost(), breathing_for())


def test_a_small_move_is_not_said_a_larger_one_is() -> None:
    assert lines(guiding(), with_vitals(guiding(), spo2=94.0), TEXTS) == []
    assert "SpO2 92" in said(guiding(), with_vitals(guiding(), spo2=92.0))
    assert "pulse 80" in said(guiding(), with_vitals(guiding(), pulse=80.0))


def test_crossing_the_limit_is_always_said() -> None:
    above, below = with_vitals(guiding(), spo2=90.3), with_vitals(guiding(), spo2=89.8)
    assert "SpO2 89, below 90" in said(above, below)


def test_a_pulse_that_goes_or_comes_is_said() -> None:
    gone = with_vitals(guiding(), pulse=None, pulse_trust=Trust.NONE)
    assert "pulse --" in said(guiding(), gone)
    assert "pulse 66" in said(gone, guiding())


def test_the_first_number_and_the_clip_taken_off_are_said() -> None:
    assert "SpO2 95" in said(with_situation(guiding(), vitals=None), guiding())
    assert f"SpO2 --, {WORDS.number.taken_off}" in said(guiding(), with_situation(guiding(), oximeter_off=True))


def test_a_question_asked_again_or_overdue_is_said_again() -> None:
    question = guiding().situation.question
    assert question is not None
    again = with_situation(guiding(), question=replace(question, asked_at=question.asked_at + 30))
    assert "QUESTION:" in said(guiding(), again)
    overdue = with_situation(guiding(), question=replace(question, overdue=True))
    assert "NO ANSWER YET:" in said(guiding(), overdue)


def test_acts_and_their_undoing_are_said() -> None:
    bare = with_situation(breathing_for(), breaths_since=None, oxygen_since=None, called_911_at=None)
    for words in ("Breaths stopped", "Oxygen is off", "911: not called"):
        assert words in said(breathing_for(), bare)
    assert "911: not calling" in said(bare, with_situation(bare, no_911=True))
    assert "Giving compressions" in said(bare, with_situation(bare, compressions_since=1.0))
    assert "Naloxone: 2 doses" in said(breathing_for(), with_situation(breathing_for(), naloxone=Naloxone(2, 1.0)))


def test_a_pause_is_said_and_so_is_its_end() -> None:
    assert "Sound paused, back in 1:32" in said(breathing_for(), doubtful())
    assert "Sound is back" in said(doubtful(), breathing_for())


def test_prompt_note_and_beat_are_said_when_they_change() -> None:
    assert "DO THIS NOW" in said(with_situation(guiding(), prompt=None), guiding())
    assert "Watch them." in said(guiding(), with_situation(guiding(), note="Watch them."))
    pushes = with_situation(guiding(), pacer=Pacer("compressions", 0.0, 0.5, "PUSH"))
    assert "Beat: PUSH, one every 0.5 seconds" in said(guiding(), pushes)


def test_link_sound_log_and_other_trouble_are_said() -> None:
    assert "Oximeter: link lost. Link lost. Keep the clip" in said(breathing_for(), lost())
    assert "No sound" in said(breathing_for(), lost())
    assert WORDS.notices.log_trouble in said(breathing_for(), lost())
    assert "Oximeter: link good." in said(replace(guiding(), link=Link.LOST), guiding())
    assert "Sound paused" in said(guiding(), replace(guiding(), sound=Sound.PAUSED))


def test_a_slow_drift_is_said_once_it_adds_up() -> None:
    out = io.StringIO()
    voice = PlainVoice(out, TEXTS)
    voice.say(guiding())
    out.truncate(0)
    for spo2 in (94.4, 93.6, 92.8, 92.2, 91.9):
        voice.say(with_vitals(guiding(), spo2=spo2))
    assert out.getvalue().count("SpO2") == 1


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("n\n", "n"),
        ("N\r\n", "n"),
        ("naloxone\n", "n"),
        ("\n", "enter"),
        (" \n", "space"),
        ("space\n", "space"),
        ("2", "2"),
    ],
)
def test_a_typed_line_is_a_key(line: str, key: str) -> None:
    assert key_of(line) == key


async def play(published: Published, typed: str) -> tuple[StillDesk, str]:
    desk, out = StillDesk(published), io.StringIO()
    await asyncio.wait_for(run_plain(desk, TEXTS, None, io.StringIO(typed), out), 5)
    return desk, out.getvalue()


async def test_commands_are_read_as_lines_and_echoed() -> None:
    desk, out = await play(guiding(), "n\n1\nq\n\n")
    assert desk.posted == [Action(ActionId.NALOXONE), Answer(QuestionId.BREATHING, AnswerValue.YES)]
    assert "Noted: naloxone" in out
    assert WORDS.notices.leave_asked in out


async def test_an_empty_line_confirms_the_end() -> None:
    desk, out = await play(guiding(), "e\n\nq\n\n")
    assert desk.posted == [Action(ActionId.END)]
    assert WORDS.notices.end_asked in out


async def test_help_lists_the_keys_and_a_wrong_key_says_why_not() -> None:
    _, out = await play(before(), "?\n1\nq\n")
    assert "N gave naloxone" in out
    assert "B give breaths, again: stop breaths" in out
    assert WORDS.notices.press_start in out


async def test_an_offer_of_unknown_age_is_answered_in_two_steps() -> None:
    desk, out = await play(replace(offered(), offered=OpenResponse("found", None, ())), "1\n2\nq\n")
    assert "How long ago did it start? 1 2 min ago, 2 5 min, 3 10 or more" in out
    assert desk.resumed == [300.0]


async def test_what_is_published_is_said_until_the_background_ends() -> None:
    desk, out = StillDesk(guiding()), io.StringIO()

    async def background() -> None:
        await asyncio.sleep(0)
        desk.publish(lost())

    await asyncio.wait_for(run_plain(desk, TEXTS, background, io.StringIO(""), out), 5)
    assert "ALARM *** Please answer" in out.getvalue()


async def test_an_error_of_the_background_is_the_callers() -> None:
    async def background() -> None:
        raise OSError("radio")

    with pytest.raises(OSError, match="radio"):
        await asyncio.wait_for(run_plain(StillDesk(guiding()), TEXTS, background, io.StringIO(""), io.StringIO()), 5)


async def test_a_reader_that_is_gone_ends_it() -> None:
    class Closed(io.StringIO):
        def write(self, text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        await asyncio.wait_for(run_plain(StillDesk(guiding()), TEXTS, None, io.StringIO(""), Closed()), 5)


async def test_sigterm_leaves() -> None:
    async def background() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.Event().wait()

    await asyncio.wait_for(run_plain(StillDesk(guiding()), TEXTS, background, io.StringIO(""), io.StringIO()), 5)


async def test_leaving_ends_the_background_first() -> None:
    ended_well = False

    async def background() -> None:
        nonlocal ended_well
        try:
            await asyncio.Event().wait()
        finally:
            ended_well = True

    await asyncio.wait_for(run_plain(StillDesk(before()), TEXTS, background, io.StringIO("q\n"), io.StringIO()), 5)
    assert ended_well
