"""The screen as lines: one a change, for a screen reader, a pipe or a very small terminal.

`lines` says what changed between two publications and is pure; `run_plain` prints it and reads one-letter
commands, a line each (a space or "space" for the prompt's act, an empty line confirms).
"""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TextIO

from breathline.device.published import Link
from breathline.events.model import AlarmState
from breathline.tui import keys, wording
from breathline.tui.hands import Effect, Hands, how_long
from breathline.tui.leaving import leave_at_signals
from breathline.tui.panes import edges
from breathline.words import Action, Outcome, Trust

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from breathline.device.published import Desk, Published
    from breathline.guidelines.situation import Question, Situation
    from breathline.guidelines.texts import Texts

BAND_PERCENT = 3
"""SpO2 is said again when it has moved this far: about what an oximeter's own error is, so less says nothing."""
BAND_BEATS = 10
"""Pulse is said again when it has moved this far, beats a minute."""


def lines(previous: Published | None, now: Published, texts: Texts) -> list[str]:
    """What to say, most urgent first.

    Args:
        previous: What was said last; None at the beginning, then everything is said.
        now: What stands now.
        texts: The guide's words.
    """
    moved = previous is None or _number_moved(previous, now)
    number = [number_words(now, texts)] if moved else []
    return [*_mode(previous, now), *_alarms(previous, now), *_guide(previous, now), *number, *_box(previous, now)]


def _mode(previous: Published | None, now: Published) -> list[str]:
    said = []
    if previous is None:
        kind = "PRACTICE, not a real person" if now.practice else "REAL response, not practice"
        said = [f"Breathline. {kind}. Guide: {now.situation.pack}.", wording.NOT_CERTIFIED]
    phase, situation = _phase(now), now.situation
    if previous is not None and _phase(previous) == phase:
        return said
    if now.offered is not None:
        began = "" if now.offered.elapsed_s is None else f" It began {wording.clock(now.offered.elapsed_s)} ago."
        done = ", ".join(wording.acts_done(now.offered))
        said.append(f"{wording.LEFT_OPEN}{began} {wording.ANSWER_OFFERED}")
        said.append(f"Done: {done}" if done else wording.NOTHING_NOTED)
    elif phase == "ended":
        outcome = wording.OUTCOMES[situation.outcome or Outcome.UNKNOWN]
        said.append(f"Response ended at {wording.clock(situation.t)}. {outcome} S starts a new one, Q leaves.")
    elif phase == "running":
        said.append(f"Response running, {wording.clock(situation.t)} since start.")
    else:
        said.append("Type S and Enter to start. ? lists the keys.")
    return said


def _phase(published: Published) -> str:
    if published.offered is not None:
        return "offered"
    if published.situation.ended:
        return "ended"
    return "running" if published.situation.started else "before"


def _alarms(previous: Published | None, now: Published) -> list[str]:
    before = {alarm.id: alarm for alarm in previous.situation.alarms} if previous else {}
    here = {alarm.id for alarm in now.situation.alarms}
    said = []
    for alarm in now.situation.alarms:
        was = before.get(alarm.id)
        if was is None or (was.state, was.label) != (alarm.state, alarm.label):
            quiet = alarm.state is AlarmState.SUPPRESSED
            after = " (quiet)" if quiet else ". P pauses the sound, K: I heard it"
            said.append(f"ALARM {edges.STARS[alarm.priority]} {alarm.label}{after}")
    said += [f"Alarm over: {alarm.label}" for alarm in before.values() if alarm.id not in here]
    return said


def _guide(previous: Published | None, now: Published) -> list[str]:
    before = previous.situation if previous else None
    situation = now.situation
    said = []
    prompt = situation.prompt
    if prompt is not None and (before is None or before.prompt != prompt):
        said.append(f"DO THIS NOW: {prompt.text}")
        if prompt.reason:
            said.append(f"  why: {prompt.reason}")
        if prompt.action is not None:
            said.append(f"  space and Enter: {prompt.action_label}")
    if situation.next_text and (before is None or before.next_text != situation.next_text):
        said.append(f"  next: {situation.next_text}")
    question = situation.question
    if question is not None and (before is None or before.question is None or _asked_anew(before.question, question)):
        said.append(_question_line(question))
    if situation.pacer is not None and (before is None or before.pacer != situation.pacer):
        said.append(f"Beat: {situation.pacer.text}, one every {situation.pacer.period_s:g} seconds")
    if situation.note and (before is None or before.note != situation.note):
        said.append(situation.note)
    said += _timers(before, situation)
    return said


def _asked_anew(before: Question, question: Question) -> bool:
    return (before.id, before.asked_at, before.overdue) != (question.id, question.asked_at, question.overdue)


def _question_line(question: Question) -> str:
    options = ", ".join(f"{key} {words}" for key, (_, words) in zip(keys.ANSWERS, question.options, strict=False))
    return f"{'NO ANSWER YET' if question.overdue else 'QUESTION'}: {question.text} {options}"


def _timers(before: Situation | None, situation: Situation) -> list[str]:
    said = []
    doses = situation.naloxone.doses
    if doses != (before.naloxone.doses if before else 0):
        look = situation.naloxone.look_again_at
        again = "" if look is None else f", look again in {wording.clock(look - situation.t)}"
        said.append(f"Naloxone: {wording.doses(doses)}{again}")
    was, here = _switches(before), _switches(situation)
    said += [words[here[name]] for name, words in _SWITCH_WORDS.items() if here[name] != was[name]]
    if (situation.pause_until is None) != (before is None or before.pause_until is None):
        back = situation.pause_until
        said.append("Sound is back" if back is None else f"Sound paused, back in {wording.clock(back - situation.t)}")
    return said


_SWITCH_WORDS = {
    "oxygen": ("Oxygen is off", "Oxygen is on"),
    "breaths": ("Breaths stopped", "Giving breaths"),
    "compressions": ("Compressions stopped", "Giving compressions"),
    "called": ("911: not called", "911 called"),
    "no_911": ("911: may be called", "911: not calling"),
}


def _switches(situation: Situation | None) -> dict[str, bool]:
    if situation is None:
        return dict.fromkeys(_SWITCH_WORDS, False)
    return {
        "oxygen": situation.oxygen_since is not None,
        "breaths": situation.breaths_since is not None,
        "compressions": situation.compressions_since is not None,
        "called": situation.called_911_at is not None,
        "no_911": situation.no_911,
    }


def number_words(published: Published, texts: Texts) -> str:
    """The number with its trust, as one line."""
    situation = published.situation
    vitals = situation.vitals
    trust = wording.trust_words(vitals, texts.causes, taken_off=situation.oximeter_off)
    if vitals is None or vitals.spo2 is None or situation.oximeter_off or not wording.is_number(vitals.trust):
        return f"SpO2 {wording.MISSING}, {trust}"
    number = wording.spo2_number(vitals.spo2, situation.spo2_low)
    pulse = wording.MISSING if vitals.pulse is None else str(round(vitals.pulse))
    below = f"below {situation.spo2_low:g}" if vitals.spo2 < situation.spo2_low else ""
    way = " ".join(word for word in wording.slope_words(vitals) if word)
    return ", ".join(part for part in (f"SpO2 {number}", below, f"pulse {pulse}", trust, way) if part)


def _number_moved(previous: Published, now: Published) -> bool:
    before, vitals = previous.situation.vitals, now.situation.vitals
    if previous.situation.oximeter_off != now.situation.oximeter_off:
        return True
    if before is None or vitals is None:
        return before is not vitals
    if (before.trust, before.cause) != (vitals.trust, vitals.cause):
        return True
    if vitals.trust is Trust.NONE or before.spo2 is None or vitals.spo2 is None:
        return False
    low = now.situation.spo2_low
    crossed = (before.spo2 < low) != (vitals.spo2 < low)
    return crossed or abs(before.spo2 - vitals.spo2) >= BAND_PERCENT or _pulse_moved(before.pulse, vitals.pulse)


def _pulse_moved(before: float | None, pulse: float | None) -> bool:
    if before is None or pulse is None:
        return before is not pulse
    return abs(before - pulse) >= BAND_BEATS


def _box(previous: Published | None, now: Published) -> list[str]:
    said = []
    if (previous is None or previous.link != now.link) and (previous is not None or now.link is not Link.GOOD):
        said.append(f"Oximeter: {wording.LINKS[now.link].lower()}. {now.link_advice}".rstrip())
    if previous is None or previous.sound != now.sound:
        said.append(wording.SOUNDS[now.sound].capitalize())
    if not now.log_ok and (previous is None or previous.log_ok):
        said.append(wording.LOG_TROUBLE)
    unresolved = now.situation.unresolved
    if unresolved and (previous is None or previous.situation.unresolved != unresolved):
        said.append(unresolved)
    return said


class PlainVoice:
    """Prints what changed.

    It remembers the number as it was last said, not as it last was, so that a slow drift is said once it adds up.

    Args:
        out: Where the lines go.
        texts: The guide's words.
    """

    def __init__(self, out: TextIO, texts: Texts) -> None:
        self._out = out
        self._texts = texts
        self._said: Published | None = None

    def say(self, published: Published) -> None:
        """Say what is new since the last time."""
        before = self._said
        self.write(lines(before, published, self._texts))
        if before is not None and not _number_moved(before, published):
            published = replace(published, situation=replace(published.situation, vitals=before.situation.vitals))
        self._said = published

    def write(self, new: list[str]) -> None:
        """Print lines at once; nothing waits in a buffer."""
        for line in new:
            self._out.write(f"{line}\n")
        if new:
            self._out.flush()


async def run_plain(
    desk: Desk,
    texts: Texts,
    background: Callable[[], Awaitable[None]] | None,
    stream_in: TextIO,
    stream_out: TextIO,
) -> None:
    """Print changes and take commands until Q, the end of `background` or cancellation.

    Args:
        desk: What to draw and where to post.
        texts: The guide's words, in the language of the response.
        background: The owner and the radio; runs beside the printing. Its error ends this and is raised, as is a
            broken output.
        stream_in: Commands, one a line. Its end is not the end: printing goes on.
        stream_out: Where the lines go.
    """
    voice = PlainVoice(stream_out, texts)
    hands = Hands(desk, time.monotonic)
    leave: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    leave_at_signals(partial(_settle, leave))

    def guarded(work: Callable[[], None]) -> None:
        try:
            work()
        except OSError as error:
            # The reader is gone (a closed pipe): nobody can be told any more.
            _settle(leave, error)

    unsubscribe = desk.subscribe(lambda published: guarded(partial(voice.say, published)))
    guarded(partial(voice.say, desk.published))
    _read_lines(stream_in, lambda line: guarded(partial(_command, line, hands, desk, voice, leave)))
    waits: set[asyncio.Future[None]] = {leave}
    if background is not None:
        waits.add(asyncio.ensure_future(background()))
    try:
        done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        unsubscribe()
        for wait in waits:
            wait.cancel()
        await asyncio.gather(*waits, return_exceptions=True)
    for wait in done:
        wait.result()


def _settle(leave: asyncio.Future[None], error: OSError | None = None) -> None:
    if leave.done():
        return
    if error is None:
        leave.set_result(None)
    else:
        leave.set_exception(error)


def _read_lines(stream: TextIO, take: Callable[[str], None]) -> None:
    loop = asyncio.get_running_loop()

    def read() -> None:
        for line in stream:
            try:
                loop.call_soon_threadsafe(take, line)
            except RuntimeError:
                # The loop has ended: nobody takes commands any more.
                return

    # A thread of its own: standard input may be a file, a pipe or a terminal, and a read can't be cancelled.
    threading.Thread(target=read, name="commands", daemon=True).start()


def _command(line: str, hands: Hands, desk: Desk, voice: PlainVoice, leave: asyncio.Future[None]) -> None:
    effect = hands.press(key_of(line))
    offered = desk.published.offered
    if effect is Effect.LEAVE:
        _settle(leave)
    elif effect is Effect.HELP:
        voice.write(list(_HELP))
    elif effect is Effect.POSTED and isinstance(hands.last_posted, Action):
        voice.write([f"Noted: {wording.ACTS[hands.last_posted.id]}"])
    elif hands.asks_how_long and offered is not None:
        choices = ", ".join(f"{key} {words}" for key, (_, words) in zip(keys.ANSWERS, how_long(offered), strict=True))
        voice.write([f"How long ago did it start? {choices}"])
    elif hands.notice:
        voice.write([hands.notice])


def key_of(line: str) -> str:
    """The key a typed line stands for: its first letter, "space" for a blank or the word, "enter" for nothing."""
    text = line.rstrip("\r\n")
    word = text.strip().lower()
    if not text:
        return keys.ENTER
    return keys.SPACE if word in {"", keys.SPACE} else word[0]


_HELP = (
    *(f"{spec.key} {spec.words}{f', again: {spec.words_on}' if spec.words_on else ''}" for spec in keys.BAR),
    "space: I did what it says",
    "1 2 3 answer the question",
    "U take the last act back",
    "P pause the sound",
    "K I heard the alarm",
)
