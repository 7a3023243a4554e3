"""SpO2 and pulse as numerals, with how far they can be trusted in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.events.model import AlarmId, Priority
from breathline.tui import numerals, wording
from breathline.tui.paint import Line, Role, Span, View, block, fit, heading, wrapped
from breathline.words import Trust

if TYPE_CHECKING:
    from breathline.guidelines.situation import Alarm, Situation

_DIGITS = 3
_ROWS_FOR_BREATHING = 7
"""Beside a lower numeral stand the direction and the trust, and no room is left."""
_WORD_ROLES = {Role.NUMBER_LOW: Role.MEDIUM, Role.NUMBER_VERY_LOW: Role.HIGH}
"""The words that go with a coloured numeral."""


def spo2(view: View, width: int, height: int, size: numerals.Size, *, pulse_in_words: bool = False) -> list[Line]:
    """The SpO2 pane: heading, numeral, and below it the cause, the note or the advice.

    Args:
        view: What stands.
        width: Columns.
        height: Rows.
        size: How large the numeral is.
        pulse_in_words: True where pulse has no pane of its own.
    """
    situation = view.published.situation
    role = spo2_role(situation)
    below, words = wording.low_words(situation, view.words.number), view.words.number
    head = heading(words.spo2, width, view.glyphs, below, _WORD_ROLES.get(role, Role.STRONG))
    beside = _way(view)
    if pulse_in_words:
        beside += [(Span(words.pulse_short.format(pulse=pulse_text(situation)), Role.STRONG),), _age(view, " ")]
    elif _is_live(situation):
        last = [*_breathing(view, size, width), (Span(words.signal_good),)]
        beside += [()] * (size.rows - len(beside) - len(last)) + last
    rows = [head, *_rows(spo2_text(situation), role, size, beside, view, width)]
    if spo2_text(situation) == wording.MISSING and not pulse_in_words:
        # The last row under "--" is empty: the cause and the advice need it more.
        rows.pop()
    rows += _words_below(view, width, height - len(rows))
    return block(rows, width, height)


def pulse(view: View, width: int, height: int, size: numerals.Size) -> list[Line]:
    """The pulse pane: heading, numeral, and the age of the last reading."""
    situation = view.published.situation
    alarm = _worst(situation, AlarmId.PULSE_LOW, AlarmId.PULSE_HIGH)
    vitals = situation.vitals
    trust = Trust.NONE if vitals is None else vitals.pulse_trust
    role = Role.NUMBER_DOUBTFUL if situation.oximeter_off else _role(trust, alarm)
    words = view.words.number
    pace = "" if alarm is None else words.slow if alarm.id is AlarmId.PULSE_LOW else words.fast
    head = heading(words.pulse, width, view.glyphs, pace, _WORD_ROLES.get(role, Role.STRONG))
    unsure: Line = (Span(words.not_sure, Role.STRONG),) if trust is Trust.DOUBTFUL else ()
    reading, ago = wording.age_words(vitals, view.now, words)
    beside: list[Line] = [(), unsure]
    beside += [()] * (size.rows - len(beside) - 2)
    beside += [(Span(reading, Role.FAINT),), (Span(ago, Role.FAINT),)]
    return block([head, *_rows(pulse_text(situation), role, size, beside, view, width)], width, height)


def spo2_text(situation: Situation) -> str:
    """SpO2 as digits, or "--" when it is not believed."""
    vitals = situation.vitals
    if vitals is None or vitals.spo2 is None or situation.oximeter_off or not wording.is_number(vitals.trust):
        return wording.MISSING
    return str(wording.spo2_number(vitals.spo2, situation.spo2_low))


def pulse_text(situation: Situation) -> str:
    """The pulse as digits, or "--" when it is not believed."""
    vitals = situation.vitals
    if vitals is None or vitals.pulse is None or situation.oximeter_off or not wording.is_number(vitals.pulse_trust):
        return wording.MISSING
    return str(round(vitals.pulse))


def spo2_role(situation: Situation) -> Role:
    """How the SpO2 numeral is drawn: white when nothing is wrong, since a normal number proves nothing."""
    vitals = situation.vitals
    if vitals is None or vitals.spo2 is None or situation.oximeter_off:
        return Role.NUMBER_DOUBTFUL
    role = _role(vitals.trust, _worst(situation, AlarmId.SPO2_VERY_LOW, AlarmId.SPO2_LOW))
    return Role.NUMBER_LOW if role is Role.NUMBER and vitals.spo2 < situation.spo2_low else role


def _role(trust: Trust, alarm: Alarm | None) -> Role:
    if trust is not Trust.LIVE:
        return Role.NUMBER_DOUBTFUL
    if alarm is None:
        return Role.NUMBER
    return Role.NUMBER_VERY_LOW if alarm.priority is Priority.HIGH else Role.NUMBER_LOW


def _worst(situation: Situation, *wanted: AlarmId) -> Alarm | None:
    return next((alarm for alarm in situation.alarms if alarm.id in wanted), None)


def _is_live(situation: Situation) -> bool:
    vitals = situation.vitals
    return vitals is not None and vitals.trust is Trust.LIVE and not situation.oximeter_off


def _way(view: View) -> list[Line]:
    """Beside the numeral: which way it goes, or that it is not sure."""
    situation, words = view.published.situation, view.words.number
    if situation.vitals is not None and situation.vitals.trust is Trust.DOUBTFUL and not situation.oximeter_off:
        return [(), (Span(words.not_sure, Role.STRONG),)]
    word, speed = wording.slope_words(situation.vitals, words)
    if not word or situation.oximeter_off:
        return []
    arrow = {words.falling: view.glyphs.falling, words.rising: view.glyphs.rising}.get(word, view.glyphs.steady)
    return [(), (Span(f"{arrow} {word}", Role.STRONG),), (Span(speed, Role.STRONG),)]


def _breathing(view: View, size: numerals.Size, width: int) -> list[Line]:
    """EXPERIMENTAL. What the pleth seems to say of breathing, where there is room for all of it.

    Not while somebody breathes or pushes for them: the pleth can't tell whose breath it was.
    """
    situation = view.published.situation
    helped = situation.breaths_since is not None or situation.compressions_since is not None
    if situation.vitals is None or helped or size.rows < _ROWS_FOR_BREATHING:
        return []
    words = wording.breath_words(situation.vitals, view.words.number)
    room = width - size.columns(_DIGITS) - 1
    return [(Span(line, Role.FAINT),) for line in words] if all(len(line) <= room for line in words) else []


def _age(view: View, between: str) -> Line:
    return (
        Span(between.join(wording.age_words(view.published.situation.vitals, view.now, view.words.number)), Role.FAINT),
    )


def _rows(text: str, role: Role, size: numerals.Size, beside: list[Line], view: View, width: int) -> list[Line]:
    mark = view.glyphs.shade if role is Role.NUMBER_DOUBTFUL else view.glyphs.block
    columns = size.columns(_DIGITS)
    rows: list[Line] = []
    for number, row in enumerate(numerals.numeral(text.rjust(_DIGITS), size, mark)):
        words = beside[number] if number < len(beside) else ()
        rows.append(fit((*_solid(row.ljust(columns), role), Span(" "), *words), width))
    return rows


def _solid(row: str, role: Role) -> Line:
    """Filled and empty stretches apart, so that a look can fill the first without a seam."""
    spans: list[Span] = []
    for character in row:
        kind = Role.PLAIN if character == " " else role
        if spans and spans[-1].role is kind:
            spans[-1] = Span(spans[-1].text + character, kind)
        else:
            spans.append(Span(character, kind))
    return tuple(spans)


def _words_below(view: View, width: int, rows: int) -> list[Line]:
    situation = view.published.situation
    lines: list[Line] = []
    if not _is_live(situation):
        trust = wording.trust_words(situation, view.texts)
        # No reading must be as plain to see as a low one.
        role = Role.NOTICE if spo2_text(situation) == wording.MISSING else Role.STRONG
        lines = [(Span(f" {trust} " if role is Role.NOTICE else trust, role),)]
    return [*lines, *((Span(row, Role.STRONG),) for row in wrapped(_note(view), width, rows - len(lines)) if row)]


def _note(view: View) -> str:
    """What the number needs beside it; without a number, what to do about the link."""
    situation = view.published.situation
    if situation.oximeter_off:
        return ""
    missing = spo2_text(situation) == wording.MISSING
    note = "" if missing else situation.note
    advice = view.published.link_advice
    return note or ("" if advice is None or _is_live(situation) else view.words.link_advice[advice])
