"""The lines around the response: the header, the alarms and the notice."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING

from breathline.device.published import Link, Sound
from breathline.events.model import AlarmId, AlarmState, Priority
from breathline.guidelines.situation import AlarmKind
from breathline.tui import wording
from breathline.tui.paint import Line, Role, Span, View, block, fit, length
from breathline.tui.panes.pages import unconfirmed
from breathline.words import FaultId

if TYPE_CHECKING:
    from breathline.guidelines.situation import Alarm

STARS = {Priority.HIGH: "***", Priority.MEDIUM: "**", Priority.LOW: "*"}
_STEADY = {Priority.HIGH: Role.HIGH, Priority.MEDIUM: Role.MEDIUM, Priority.LOW: Role.LOW}
_FLASHED = {Priority.HIGH: Role.HIGH_FLASH, Priority.MEDIUM: Role.MEDIUM_FLASH}
_ROOMY_WIDTH = 100
_LEAST_WIDTH = 78
_TOLD_ELSEWHERE = (FaultId.ADAPTER_OFF, FaultId.NO_OXIMETER, FaultId.LINK_LOST, FaultId.SILENT_LINK)
_MESSAGE_S = 3.0
"""How long each of several messages stands where they do not fit side by side."""
_FLASH_HZ = {Priority.HIGH: 2.0, Priority.MEDIUM: 0.5}
"""IEC 60601-1-8 asks for 1.4 to 2.8 Hz (high) and 0.4 to 0.8 Hz (medium); low is steady.

These two are even at four frames a second.
"""


def header(view: View, width: int) -> list[Line]:
    """Who this is, practice or real, time since start, link, battery and sound: each at its own column."""
    published = view.published
    words = view.words.header
    mode = Span(f" {words.practice} ", Role.PRACTICE) if published.practice else Span(f" {words.real} ", Role.REAL)
    since = _since_words(view, width)
    link = (view.words.links.of(published.link), published.link is Link.GOOD)
    if published.situation.oximeter_off:
        link = (words.clip_off, True)
    battery = words.battery_unknown if published.battery is None else words.battery.format(percent=published.battery)
    sound = (view.words.sounds.of(published.sound), published.sound is Sound.ON)
    columns = _columns(width)
    if width < _LEAST_WIDTH:
        # What can be heard matters more than the battery; the link stands with the number.
        columns = (22, width, width, 36)
    placed: list[tuple[int, Span]] = [
        (0, Span(view.person.center(10), Role.NOTICE) if view.person else Span("BREATHLINE", Role.HEADING)),
        (11, mode),
        (columns[0], Span(since, Role.STRONG)),
        (columns[1], Span(link[0], Role.PLAIN if link[1] else Role.STRONG)),
        (columns[2], Span(battery)),
        (columns[3], Span(sound[0], Role.PLAIN if sound[1] else Role.NOTICE)),
    ]
    line: list[Span] = []
    for column, span in sorted(placed, key=itemgetter(0)):
        gap = column - length(tuple(line))
        if gap >= 0:
            line += [Span(" " * gap), span]
    return [fit(tuple(line), width)]


def _since_words(view: View, width: int) -> str:
    words = view.words.header
    if not view.published.situation.started:
        return words.not_started
    return (words.since_start if width >= _ROOMY_WIDTH else words.time).format(time=wording.clock(_elapsed(view)))


def _columns(width: int) -> tuple[int, int, int, int]:
    """Where time, link, battery and sound begin; the spare width is shared out between them."""
    air = max(0, width - _LEAST_WIDTH) // 4
    link = 36 + 2 * air
    return 22, link, link + 15 + air, link + 15 + 14 + 2 * air


def _elapsed(view: View) -> float:
    situation = view.published.situation
    return situation.t if situation.ended else view.now


def alarms(view: View, width: int, rows: int) -> list[Line]:
    """What is wrong, worst first, with stars for its priority; flashing while it sounds."""
    present = _worst_first(view.published.situation.alarms)
    if not present:
        return block(_over(view, rows) or [(Span(view.words.alarm.none, Role.FAINT),)], width, rows)
    if rows == 1:
        return [_in_one_row(present, view, width)]
    lines = [_alarm(alarm, view, width) for alarm in present[: rows if len(present) <= rows else rows - 1]]
    if len(present) > rows:
        lines.append((Span(view.words.alarm.more.format(count=len(present) - rows + 1), Role.STRONG),))
    return block(lines, width, rows)


def _over(view: View, rows: int) -> list[Line]:
    """Alarms about the person that are over and that nobody has attended to: seen, not heard, newest first."""
    words = view.words.alarm
    over = reversed(view.published.situation.latched[-rows:])
    ago = ((alarm.label, wording.clock(view.now - alarm.since)) for alarm in over)
    return [(Span(words.over.format(label=label, time=time), Role.STRONG),) for label, time in ago]


def _worst_first(present: tuple[Alarm, ...]) -> tuple[Alarm, ...]:
    """In the guide's order, but "very low" before the "low" that it says already: in one row the second may not fit."""
    below = [alarm.id for alarm in present]
    if AlarmId.SPO2_VERY_LOW not in below or AlarmId.SPO2_LOW not in below:
        return present
    very_low = present[below.index(AlarmId.SPO2_VERY_LOW)]
    others = [alarm for alarm in present if alarm is not very_low]
    others.insert(min(below.index(AlarmId.SPO2_LOW), below.index(AlarmId.SPO2_VERY_LOW)), very_low)
    return tuple(others)


def _in_one_row(present: tuple[Alarm, ...], view: View, width: int) -> Line:
    line: Line = ()
    for number, alarm in enumerate(present):
        left = len(present) - number
        span = Span(_alarm_words(alarm, view), alarm_role(alarm, view.beat))
        more = Span(f" +{left}", Role.STRONG)
        room = width - length(line) - (length((more,)) if left > 1 else 0)
        if number and len(span.text) + 1 > room:
            return fit((*line, more), width)
        line = (*line, *((Span(" "),) if number else ()), span)
    return fit(line, width)


def _alarm_words(alarm: Alarm, view: View) -> str:
    label = wording.label_words(alarm, view.words.alarm)
    quiet = wording.quiet_words(alarm, view.published.situation, view.now, view.words.alarm)
    return f" {STARS[alarm.priority]} {label} {quiet}".rstrip() + " "


def _alarm(alarm: Alarm, view: View, width: int) -> Line:
    role = alarm_role(alarm, view.beat)
    words = view.words.alarm
    kind = {
        AlarmKind.PHYSIOLOGICAL: words.physiological, AlarmKind.TECHNICAL: words.technical,
        AlarmKind.ATTENTION: words.attention,
    }[alarm.kind]  # fmt: skip
    label = _alarm_words(alarm, view)
    since = f"{kind} {words.since.format(time=wording.clock(view.now - alarm.since))} "
    if len(label) + len(since) > width - 1:
        # What it is matters more than since when.
        return (*fit((Span(label, role),), width - 1, role), Span(" "))
    return (*fit((Span(label, role),), width - len(since) - 1, role), Span(since, role), Span(" "))


def alarm_role(alarm: Alarm, beat: float) -> Role:
    """How an alarm is drawn at this beat: its priority's colour, inverted half of the time while it sounds.

    Args:
        alarm: The alarm.
        beat: Seconds that only grow.
    """
    hertz = _FLASH_HZ.get(alarm.priority)
    if hertz is None or alarm.state is not AlarmState.SIGNALLED:
        return _STEADY[alarm.priority]
    return _FLASHED[alarm.priority] if int(beat * hertz * 2) % 2 else _STEADY[alarm.priority]


def _troubles(view: View) -> list[str]:
    """What is wrong with the box. The link is told beside the number, so that it hides nothing here."""
    published, faults = view.published, view.texts.faults
    quiet = published.sound in {Sound.BELL, Sound.NONE}
    lines = (
        "" if published.log_ok else view.words.notices.log_trouble,
        faults[FaultId.NO_SOUND] if quiet else "",
        published.situation.unresolved,
        view.words.notices.check_clips if published.check_clips else "",
    )
    told = {faults[fault] for fault in _TOLD_ELSEWHERE}
    return [line for line in dict.fromkeys(lines) if line and line not in told]


def notice(view: View, width: int, *, small: bool = False) -> list[Line]:
    """One line: what waits to be confirmed, trouble of the box, or what the last press did not do."""
    words = view.hands.notice
    if words:
        return [fit((Span(f" {words} ", Role.NOTICE),), width)]
    troubles = _troubles(view)
    if troubles:
        joined = "  ".join(troubles)
        one = joined if len(joined) <= width - 2 else troubles[int(view.beat / _MESSAGE_S) % len(troubles)]
        return [fit((Span(f" {one} ", Role.NOTICE),), width)]
    if small:
        return [fit((Span(view.words.notices.too_small, Role.STRONG),), width)]
    waiting = view.pack is not None and not view.published.situation.started and view.published.offered is None
    hint = unconfirmed(view.pack, view.words) if view.pack is not None and waiting else ""
    return [fit((Span(hint, Role.FAINT),), width)]
