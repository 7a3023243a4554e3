"""SpO2 and pulse as numerals, with how far they can be trusted in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.events.model import AlarmId, AlarmState
from breathline.tui import numerals, wording
from breathline.tui.paint import Line, Role, Span, View, block, fit, heading, wrapped
from breathline.words import Trust

if TYPE_CHECKING:
    from breathline.guidelines.situation import Situation

_DIGITS = 3


def spo2(view: View, width: int, height: int, size: numerals.Size, *, pulse_in_words: bool = False) -> list[Line]:
    """The SpO2 pane: heading, numeral, trust and note.

    Args:
        view: What stands.
        width: Columns.
        height: Rows.
        size: How large the numeral is.
        pulse_in_words: True where pulse has no pane of its own.
    """
    situation = view.published.situation
    vitals = situation.vitals
    role = number_role(situation)
    text = wording.MISSING
    if vitals is not None and vitals.spo2 is not None and wording.is_number(vitals.trust) and not situation.oximeter_off:
        text = str(wording.spo2_number(vitals.spo2, situation.spo2_low))
    below = _below(situation)
    head = heading("SpO2 %", width, view.glyphs, below, role if below else Role.PLAIN)
    beside = _beside(view)
    if pulse_in_words:
        beside.append((Span(f"pulse {pulse_text(situation)}", Role.STRONG),))
        beside.append((Span(wording.age_words(vitals, view.now), Role.FAINT),))
    rows = [head, *_numeral_rows(text, role, size, beside, view, width)]
    rows += _words(view, width, height - len(rows))
    return block(rows, width, height)


def pulse(view: View, width: int, height: int, size: numerals.Size) -> list[Line]:
    """The pulse pane: heading, numeral, and the age of the last reading."""
    situation = view.published.situation
    role = Role.NUMBER
    vitals = situation.vitals
    if vitals is None or vitals.pulse_trust is not Trust.LIVE:
        role = Role.NUMBER_DOUBTFUL
    wrong = [alarm for alarm in situation.alarms if alarm.id in {AlarmId.PULSE_LOW, AlarmId.PULSE_HIGH}]
    if wrong and role is Role.NUMBER:
        role = Role.NUMBER_VERY_LOW if wrong[0].priority == "high" else Role.NUMBER_LOW
    doubtful = vitals is not None and vitals.pulse_trust is Trust.DOUBTFUL
    beside: list[Line] = [(), (Span("not sure", Role.STRONG),)] if doubtful else []
    head = heading("PULSE a minute", width, view.glyphs, "low" if _is(wrong, AlarmId.PULSE_LOW) else "")
    return block([head, *_numeral_rows(pulse_text(situation), role, size, beside, view, width)], width, height)


def _is(alarms: list[object], wanted: AlarmId) -> bool:
    return any(getattr(alarm, "id", None) is wanted for alarm in alarms)


def pulse_text(situation: Situation) -> str:
    """The pulse as digits, or "--"."""
    vitals = situation.vitals
    if vitals is None or vitals.pulse is None or not wording.is_number(vitals.pulse_trust) or situation.oximeter_off:
        return wording.MISSING
    return str(round(vitals.pulse))


def number_role(situation: Situation) -> Role:
    """How the SpO2 numeral is drawn: never by how good it is, since a normal number proves nothing."""
    vitals = situation.vitals
    if vitals is None or vitals.spo2 is None or vitals.trust is not Trust.LIVE:
        return Role.NUMBER_DOUBTFUL
    alarms = {alarm.id: alarm for alarm in situation.alarms}
    worst = alarms.get(AlarmId.SPO2_VERY_LOW) or alarms.get(AlarmId.SPO2_LOW)
    if worst is not None and worst.state is not AlarmState.CLEARED:
        return Role.NUMBER_VERY_LOW if worst.priority == "high" else Role.NUMBER_LOW
    return Role.NUMBER_LOW if vitals.spo2 < situation.spo2_low else Role.NUMBER


def _below(situation: Situation) -> str:
    vitals = situation.vitals
    if vitals is None or vitals.spo2 is None or not wording.is_number(vitals.trust) or situation.oximeter_off:
        return ""
    return f"below {situation.spo2_low:g}" if vitals.spo2 < situation.spo2_low else ""


def _beside(view: View) -> list[Line]:
    vitals = view.published.situation.vitals
    word, speed = wording.slope_words(vitals)
    arrow = {"falling": view.glyphs.falling, "rising": view.glyphs.rising, "steady": view.glyphs.steady}.get(word, "")
    if not word:
        return [(), ()]
    return [(), (Span(f"{arrow} {word}", Role.STRONG),), (Span(speed),)]


def _numeral_rows(
    text: str, role: Role, size: numerals.Size, beside: list[Line], view: View, width: int
) -> list[Line]:
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


def _words(view: View, width: int, rows: int) -> list[Line]:
    situation = view.published.situation
    vitals = situation.vitals
    trust = wording.trust_words(vitals, taken_off=situation.oximeter_off)
    live = vitals is not None and vitals.trust is Trust.LIVE and not situation.oximeter_off
    first: Line = (Span(trust, Role.PLAIN if live else Role.STRONG),)
    below = situation.note or ("" if live else view.published.link_advice) or wording.age_words(vitals, view.now)
    role = Role.STRONG if situation.note else Role.FAINT
    return [first, *((Span(line, role),) for line in wrapped(below, width, rows - 1))]
