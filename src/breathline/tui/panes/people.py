"""The other one of two people: never hidden, whoever is in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.device.published import Link
from breathline.events.model import AlarmState, Priority
from breathline.guidelines.situation import AlarmKind
from breathline.tui import keys, wording
from breathline.tui.paint import Line, Role, Span, View, block, fit, length, wrapped
from breathline.tui.panes import buttons, edges, guide, numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.guidelines.situation import Alarm

    Painter = Callable[[View, int, int], list[Line]]

_ROOMY = 6
"""Rows with one for the alarm alone: whose it is, number, alarm, what to do, and two for the question."""
_LOW_ROLES = {Role.NUMBER_LOW: Role.MEDIUM, Role.NUMBER_VERY_LOW: Role.HIGH}
_TITLE = 44
"""Columns of a half's title before its time, link and battery."""


def of_the_other(painter: Painter) -> Painter:
    """The same part for the person who is not in front; empty where there is one person."""

    def paint(view: View, width: int, rows: int) -> list[Line]:
        return block([], width, rows) if view.published.other is None else painter(view.aside(), width, rows)

    return paint


def beside(view: View, width: int, rows: int) -> list[Line]:
    """The other person in a corner: number, trust, alarm, what to do and the question.

    Args:
        view: What stands of them.
        width: Columns.
        rows: Rows. With five the alarm stands in the heading, in place of the time.
    """
    alarm = edges.alarms(view, width, 1)
    crowded = rows < _ROOMY
    beyond = view.published.situation.alarms and crowded
    lines = [_whose(view, width, alarm[0] if beyond else None), _number(view, width)]
    lines += [*([] if crowded else alarm), _to_do(view, width)]
    return block([*lines, *_question(view, width, rows - len(lines))], width, rows)


def alarms(view: View, width: int, rows: int) -> list[Line]:
    """The alarms of the one in front; before them a high one of the other, with whose it is."""
    theirs = None if view.published.other is None else _loud(view.aside())
    if theirs is None:
        return edges.alarms(view, width, rows)
    aside, role = view.aside(), edges.alarm_role(theirs, view.beat)
    stars = edges.STARS[theirs.priority]
    whole = Span(f" {stars} {aside.about(wording.label_words(theirs, view.words.alarm))} ", role)
    own = view.published.situation.alarms
    if rows > 1:
        return [fit((whole,), width, role), *edges.alarms(view, width, rows - 1)]
    if not own:
        return [fit((whole,), width)]
    whose = Span(f" {stars} {aside.person} ", role)
    room = width - length((whose,)) - 1
    return [(whose, Span(" "), *edges.alarms(view, room, 1)[0])]


def title(view: View, width: int, _rows: int) -> list[Line]:
    """Over one half of the window: whose it is, whether the keys act there, time, link and battery."""
    published, words, header = view.published, view.words.people, view.words.header
    role = Role.HEADING if view.is_aside else Role.NOTICE
    whose = f" {view.person}" if view.is_aside else f" {view.person}  {words.keys_here}"
    battery = header.battery_unknown if published.battery is None else header.battery.format(percent=published.battery)
    link = header.clip_off if published.situation.oximeter_off else view.words.links.of(published.link)
    lost = published.link is not Link.GOOD and not published.situation.oximeter_off
    parts = (*fit((Span(whose, role),), _TITLE, role), Span(f"{_time(view):<9}", role))
    parts = (*parts, Span(f"{link} ", Role.STRONG if lost and view.is_aside else role), Span(f" {battery}", role))
    return [fit(parts, width, role)]


def turn(view: View, width: int, rows: int) -> list[Line]:
    """The button that brings the other person to the front."""
    words = view.words.people.turn.format(number=view.published.person)
    return buttons.boxed(keys.TURN.upper(), words, Role.BUTTON, view.glyphs.corners, width, rows)


def _loud(view: View) -> Alarm | None:
    """The worst high alarm that sounds, of the person before any of the clip or of an answer."""
    sounding = (alarm for alarm in view.published.situation.alarms if alarm.state is AlarmState.SIGNALLED)
    high = [alarm for alarm in sounding if alarm.priority is Priority.HIGH]
    return min(high, key=lambda alarm: alarm.kind is not AlarmKind.PHYSIOLOGICAL, default=None)


def _time(view: View) -> str:
    situation = view.published.situation
    if not situation.started:
        return ""
    return wording.clock(situation.t if situation.ended else view.now)


def _whose(view: View, width: int, alarm: Line | None) -> Line:
    loud = _loud(view)
    role = Role.HEADING if loud is None else edges.alarm_role(loud, view.beat)
    whose = (Span(f" {keys.TURN.upper()} ", Role.BUTTON_KEY), Span(f" {view.person} ", role), Span(" "))
    if alarm is not None:
        return fit((*whose, *alarm), width)
    time = f" {_time(view)}"
    rule = max(0, width - length(whose) - len(time))
    return fit((*whose, Span(view.glyphs.rule * rule, Role.RULE), Span(time, Role.STRONG)), width)


def _number(view: View, width: int) -> Line:
    """The number, how far it can be trusted, and of the rest as much as there is room for."""
    situation, words = view.published.situation, view.words.number
    role = _LOW_ROLES.get(numbers.spo2_role(situation), Role.STRONG)
    text, low = numbers.spo2_text(situation), wording.low_words(situation, words)
    missing, below = text == wording.MISSING, role is not Role.STRONG and low
    shown = f" SpO2 {text} {low} " if below else f" SpO2 {text} "
    trust = wording.trust_words(situation, view.texts)
    line: Line = (Span(shown, role), Span(" "))
    line = (*line, Span(wrapped(trust, width - length(line), 1)[0], Role.NOTICE if missing else Role.STRONG))
    pulse = "" if missing else words.pulse_short.format(pulse=numbers.pulse_text(situation))
    for part in (pulse,) if below else (low, pulse):
        if part and length(line) + 2 + len(part) <= width:
            line = (*line, Span(f"  {part}", Role.STRONG))
    return fit(line, width)


def _to_do(view: View, width: int) -> Line:
    published, words = view.published, view.words.people
    situation = published.situation
    if published.offered is not None:
        said = words.left_open
    elif situation.ended:
        said = words.ended.format(time=wording.clock(situation.t))
    elif not situation.started:
        said = words.not_started
    elif situation.prompt is None:
        said = words.no_prompt
    else:
        return fit((Span(f" {view.texts.prompt(situation.prompt.id).next}", Role.DO),), width, Role.DO)
    return fit((Span(f" {said}", Role.STRONG),), width)


def _question(view: View, width: int, rows: int) -> list[Line]:
    asked = view.published.situation.question
    if rows < 1:
        return []
    if asked is None or not keys.running(view.published.situation) or view.published.offered is not None:
        return [fit((Span(f" {view.words.people.no_question}", Role.FAINT),), width)]
    waits = guide.waits(asked, view)
    first, *others = wrapped(f"{waits.text} {asked.text}", width - 1, rows)
    head = (Span(" "), waits, Span(first[len(waits.text) :], Role.STRONG))
    return [head, *((Span(f" {row}", Role.STRONG),) for row in others)]
