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
from breathline.tui import care, close_out, keys, wording
from breathline.tui.hands import Effect, Hands, how_long
from breathline.tui.leaving import leave_at_signals
from breathline.tui.panes import edges
from breathline.words import Action, Outcome, Trust

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from breathline.device.published import Desks, OpenResponse, Published
    from breathline.guidelines.screen_texts import ScreenWords
    from breathline.guidelines.situation import Question, Situation
    from breathline.guidelines.texts import Texts

BAND_PERCENT = 3
"""SpO2 is said again when it has moved this far: about what an oximeter's own error is, so less says nothing."""
BAND_BEATS = 10
"""Pulse is said again when it has moved this far, beats a minute."""


def lines(previous: Published | None, now: Published, texts: Texts, contact: str = "") -> list[str]:
    """What to say, most urgent first.

    Args:
        previous: What was said last; None at the beginning, then everything is said.
        now: What stands now.
        texts: The guide's words.
        contact: Whom the site offers to talk to after a response; "" for nobody.
    """
    moved = previous is None or _number_moved(previous, now)
    number = [number_words(now, texts)] if moved else []
    words = texts.screen
    return [
        *_mode(previous, now, words),
        *_close_out(previous, now, words, contact),
        *_alarms(previous, now, words),
        *_guide(previous, now, words),
        *number,
        *_box(previous, now, words),
    ]


def _mode(previous: Published | None, now: Published, words: ScreenWords) -> list[str]:
    said, plain = [], words.plain
    if previous is None:
        kind = plain.practice if now.practice else plain.real
        said = [plain.hello.format(kind=kind, pack=now.situation.pack), words.guide.not_certified]
    phase, situation = _phase(now), now.situation
    if previous is not None and _phase(previous) == phase:
        return said
    if now.offered is not None:
        said += _offer(now.offered, words)
    elif phase == "ended":
        outcome = words.outcomes[situation.outcome or Outcome.UNKNOWN]
        said.append(plain.ended.format(time=wording.clock(situation.t), outcome=outcome))
    elif phase == "running":
        said.append(plain.running.format(time=wording.clock(situation.t)))
    else:
        said.append(plain.start)
    return said


def _close_out(previous: Published | None, now: Published, words: ScreenWords, contact: str) -> list[str]:
    """The questions after an end, then the page for those who helped."""
    before, asked = None if previous is None else previous.close_out, now.close_out
    if asked is not None and asked != before:
        told = [f"{number} {answer}" for number, answer in enumerate(close_out.answers(asked, words), 1)]
        told.append(f"{words.buttons.space} {words.close_out.skip}")
        told += [f"{close_out.BACK.upper()} {words.close_out.back}"] if asked.can_go_back else []
        return [close_out.question(asked, words), *told]
    if asked is None and before is not None and now.situation.ended:
        return [words.care.heading, *care.told(contact, words.care), words.care.private]
    return []


def _offer(offered: OpenResponse, words: ScreenWords) -> list[str]:
    plain, since = words.plain, offered.elapsed_s
    began = "" if since is None else plain.began.format(time=wording.clock(since))
    done = ", ".join(wording.acts_done(offered, words))
    open_now = (words.guide.left_open, began, words.notices.answer_offered)
    return [
        " ".join(part for part in open_now if part),
        plain.done.format(acts=done) if done else words.timers.nothing_noted,
    ]


def _phase(published: Published) -> str:
    if published.offered is not None:
        return "offered"
    if published.situation.ended:
        return "ended"
    return "running" if published.situation.started else "before"


def _alarms(previous: Published | None, now: Published, words: ScreenWords) -> list[str]:
    before = {alarm.id: alarm for alarm in previous.situation.alarms} if previous else {}
    here = {alarm.id for alarm in now.situation.alarms}
    said = []
    for alarm in now.situation.alarms:
        was = before.get(alarm.id)
        if was is None or (was.state, was.label, was.level) != (alarm.state, alarm.label, alarm.level):
            quiet = wording.quiet_words(alarm, now.situation, now.situation.t, words.alarm)
            form = words.plain.alarm_quiet if quiet else words.plain.alarm
            label = wording.label_words(alarm, words.alarm)
            said.append(form.format(stars=edges.STARS[alarm.priority], label=label, quiet=quiet))
    gone = (alarm.label for alarm in before.values() if alarm.id not in here)
    return [*said, *(words.plain.alarm_over.format(label=label) for label in gone)]


def _guide(previous: Published | None, now: Published, words: ScreenWords) -> list[str]:
    before = previous.situation if previous else None
    situation, plain = now.situation, words.plain
    said = []
    prompt = situation.prompt
    if prompt is not None and (before is None or before.prompt != prompt):
        said.append(plain.do_now.format(text=prompt.text))
        if prompt.reason:
            said.append(f"  {plain.why.format(reason=prompt.reason)}")
        if prompt.action is not None:
            said.append(f"  {plain.space.format(act=prompt.action_label)}")
    if situation.next_text and (before is None or before.next_text != situation.next_text):
        said.append(f"  {plain.next.format(step=situation.next_text)}")
    question = situation.question
    if question is not None and (before is None or before.question is None or _asked_anew(before.question, question)):
        said.append(_question_line(question, words))
    if situation.pacer is not None and (before is None or before.pacer != situation.pacer):
        said.append(plain.beat.format(what=situation.pacer.text, seconds=f"{situation.pacer.period_s:g}"))
    if situation.note and (before is None or before.note != situation.note):
        said.append(situation.note)
    return said + _timers(before, situation, words)


def _asked_anew(before: Question, question: Question) -> bool:
    return (before.id, before.asked_at, before.overdue) != (question.id, question.asked_at, question.overdue)


def _question_line(question: Question, words: ScreenWords) -> str:
    form = words.plain.no_answer if question.overdue else words.plain.question
    return form.format(question=question.text, keys=_answers(question.options))


def _answers(options: Iterable[tuple[object, str]]) -> str:
    return ", ".join(f"{key} {words}" for key, (_, words) in zip(keys.ANSWERS, options, strict=False))


def _timers(before: Situation | None, situation: Situation, words: ScreenWords) -> list[str]:
    said, plain = [], words.plain
    doses = situation.naloxone.doses
    if doses != (before.naloxone.doses if before else 0):
        look = situation.naloxone.look_again_at
        form = plain.naloxone if look is None else plain.naloxone_look
        again = "" if look is None else wording.clock(look - situation.t)
        said.append(form.format(doses=wording.doses(doses, words), time=again))
    was, here = _switches(before), _switches(situation)
    said += [plain.of(f"{name}_{'on' if here[name] else 'off'}") for name in here if here[name] != was[name]]
    if (situation.pause_until is None) != (before is None or before.pause_until is None):
        back = situation.pause_until
        paused = "" if back is None else plain.sound_paused.format(time=wording.clock(back - situation.t))
        said.append(paused or plain.sound_back)
    return said


def _switches(situation: Situation | None) -> dict[str, bool]:
    """What is on, by the name of its words."""
    on = {
        "oxygen": situation is not None and situation.oxygen_since is not None,
        "breaths": situation is not None and situation.breaths_since is not None,
        "compressions": situation is not None and situation.compressions_since is not None,
        "called": situation is not None and situation.called_911_at is not None,
        "no_911": situation is not None and situation.no_911,
    }
    return {**on, "help_here": situation is not None and situation.help_here_at is not None}


def number_words(published: Published, texts: Texts) -> str:
    """The number with its trust, as one line."""
    situation, words = published.situation, texts.screen.number
    vitals = situation.vitals
    trust = wording.trust_words(situation, texts)
    if vitals is None or vitals.spo2 is None or situation.oximeter_off or not wording.is_number(vitals.trust):
        return f"SpO2 {wording.MISSING}, {trust}"
    number = wording.spo2_number(vitals.spo2, situation.spo2_low)
    pulse = words.pulse_short.format(pulse=wording.MISSING if vitals.pulse is None else round(vitals.pulse))
    way = " ".join(word for word in wording.slope_words(vitals, words) if word)
    low = wording.low_words(situation, words)
    return ", ".join(part for part in (f"SpO2 {number}", low, pulse, trust, way) if part)


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


def _box(previous: Published | None, now: Published, words: ScreenWords) -> list[str]:
    said = []
    if (previous is None or previous.link != now.link) and (previous is not None or now.link is not Link.GOOD):
        link = words.plain.oximeter.format(link=words.links.of(now.link).lower())
        said.append(link if now.link_advice is None else f"{link} {words.link_advice[now.link_advice]}")
    if previous is None or previous.sound != now.sound:
        said.append(words.sounds.of(now.sound).capitalize())
    if not now.log_ok and (previous is None or previous.log_ok):
        said.append(words.notices.log_trouble)
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
        contact: Whom the site offers to talk to after a response; "" for nobody.

    Attributes:
        words: The screen's own words.
    """

    def __init__(self, out: TextIO, texts: Texts, contact: str = "") -> None:
        self._out = out
        self._contact = contact
        self._texts = texts
        self.words = texts.screen
        self._said: dict[int, Published] = {}
        """By person."""

    def say(self, published: Published) -> None:
        """Say what is new since the last time: of the person in front, then of the other one."""
        self._say(published, self.whose(published))
        beside = published.other
        if beside is not None:
            self._say(beside.published, self.words.people.about.format(number=beside.published.person, words=""))

    def whose(self, published: Published) -> str:
        """What a line about the person in front begins with; "" where there is one person."""
        return "" if published.other is None else self.words.people.about.format(number=published.person, words="")

    def _say(self, published: Published, whose: str) -> None:
        before = self._said.get(published.person)
        new = lines(before, published, self._texts, self._contact)
        self.write([f"{whose}{line.lstrip()}" if whose else line for line in new])
        if before is not None and not _number_moved(before, published):
            published = replace(published, situation=replace(published.situation, vitals=before.situation.vitals))
        self._said[published.person] = published

    def write(self, new: list[str]) -> None:
        """Print lines at once; nothing waits in a buffer."""
        for line in new:
            self._out.write(f"{line}\n")
        if new:
            self._out.flush()


async def run_plain(
    desk: Desks,
    texts: Texts,
    background: Callable[[], Awaitable[None]] | None,
    stream_in: TextIO,
    stream_out: TextIO,
    contact: str = "",
) -> None:
    """Print changes and take commands until Q, the end of `background` or cancellation.

    Args:
        desk: What to say and where to post.
        texts: The guide's words, in the language of the response.
        background: The owner and the radio; runs beside the printing. Its error ends this and is raised, as is a
            broken output.
        stream_in: Commands, one a line. Its end is not the end: printing goes on.
        stream_out: Where the lines go.
        contact: Whom the site offers to talk to after a response; "" for nobody.
    """
    voice = PlainVoice(stream_out, texts, contact)
    hands = Hands(desk, time.monotonic, texts.screen)
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


def _command(line: str, hands: Hands, desk: Desks, voice: PlainVoice, leave: asyncio.Future[None]) -> None:
    words = voice.words
    effect = hands.press(key_of(line, words.buttons.space.lower()))
    offered = desk.published.offered
    if effect is Effect.LEAVE:
        _settle(leave)
    elif effect is Effect.HELP:
        voice.write(_help(words))
    elif effect is Effect.TURNED:
        voice.write([words.people.in_front.format(number=desk.published.person)])
    elif effect is Effect.POSTED and isinstance(hands.last_posted, Action):
        noted = words.plain.noted.format(act=words.acts[hands.last_posted.id])
        voice.write([voice.whose(desk.published) + noted])
    elif hands.asks_how_long and offered is not None:
        voice.write([f"{words.guide.how_long} {_answers(how_long(offered, words))}"])
    elif hands.notice:
        voice.write([hands.notice])


def key_of(line: str, space: str = keys.SPACE) -> str:
    """The key a typed line stands for: its first letter, "space" for a blank or the word, "enter" for nothing.

    Args:
        line: What was typed.
        space: The word for that key in the language of the screen.
    """
    text = line.rstrip("\r\n")
    word = text.strip().lower()
    if not text:
        return keys.ENTER
    return keys.SPACE if word in {"", keys.SPACE, space} else word[0]


def _help(words: ScreenWords) -> list[str]:
    bar = [
        words.plain.again.format(key=spec.key, words=spec.words(words.keys), words_on=spec.words(words.keys, on=True))
        if spec.switches
        else f"{spec.key} {spec.words(words.keys)}"
        for spec in keys.BAR
    ]
    return [
        *bar,
        f"{words.buttons.space.lower()}: {words.help.space}",
        f"1 2 3 {words.help.answers}",
        f"V L D {words.help.means}",
        f"H M {words.help.helpers}",
        f"U {words.help.undo}",
        f"P {words.buttons.pause}",
        f"K {words.buttons.heard}",
        f"+ G {words.people.help}",
    ]
