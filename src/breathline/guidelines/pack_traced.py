"""Can every figure be traced, is it known, and in the unit and the range it must have?"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from breathline.complaint import dotted, nearest
from breathline.events.model import AlarmId
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Figure, Limit, Mark, Unit
from breathline.guidelines.pack_refusal import Refusal
from breathline.toml_lines import Path

NEEDED_TIMERS = frozenset(
    {
        "breath_period",
        "naloxone_ready",
        "naloxone_look_again",
        "stimulate_look",
        "responsive_ask",
        "breathing_ask",
        "breathing_ask_watching",
        "breathing_ask_no_clip",
        "question_patience",
        "question_escalates",
        "step_patience",
        "number_follows",
        "pause_most",
        "acknowledge_most",
    }
)
"""Intervals the engine can't do without."""

OTHER_TIMERS = frozenset({"compression_period", "observe", "naloxone_wears_off"})
"""Intervals that a guideline may leave out."""

LIMIT_UNITS = {
    AlarmId.SPO2_LOW: Unit.PERCENT,
    AlarmId.SPO2_VERY_LOW: Unit.PERCENT,
    AlarmId.PULSE_LOW: Unit.PER_MINUTE,
    AlarmId.PULSE_HIGH: Unit.PER_MINUTE,
    AlarmId.NO_READING: Unit.SECONDS,
    AlarmId.LINK_LOST: Unit.SECONDS,
    AlarmId.BATTERY_LOW: Unit.PERCENT,
}
"""The limits a pack must have; `unanswered` has the question's patience instead."""

_TABLE_UNITS = {
    "limits": Unit.PERCENT,  # naloxone_spo2; the others are in LIMIT_UNITS
    "timers": Unit.SECONDS,
    "escalation": Unit.PERCENT_SECONDS,
    "doses": Unit.MILLIGRAMS,
}

_RANGES = {
    Unit.PERCENT: (0.0, 100.0),
    Unit.PER_MINUTE: (0.0, 300.0),  # oximeters give up at 250 to 300 beats a minute
}


def refusals(pack: Pack) -> Iterator[Refusal]:
    """What can't be traced, is not known, or is not in its unit or range."""
    yield from _sources(pack)
    yield from _names(pack)
    for place, figure in pack.figures():
        yield from _unit(place, figure)
        yield from _range(place, figure)
        yield from _bounds(place, "value", figure.value, figure.least, figure.most)
        if isinstance(figure, Limit):
            yield from _bounds(place, "delay_s", figure.delay_s, figure.delay_least, figure.delay_most)


def _sources(pack: Pack) -> Iterator[Refusal]:
    for place, mark, source in pack.citations():
        if mark is Mark.SITE and source in pack.sources:
            wrong = f"{source!r} is a document; mark it 'published' or 'adapted', or give the reason in words"
        elif mark is not Mark.SITE and source not in pack.sources:
            wrong = (
                f"{source!r} is not one of [sources]{nearest(source, pack.sources)}; add it there, or mark the figure "
                "'site' and give the reason"
            )
        else:
            continue
        yield Refusal(f"{dotted(place)}: {wrong}", (place,))


def _names(pack: Pack) -> Iterator[Refusal]:
    yield from _named("limits", pack.limits, set(LIMIT_UNITS), set(LIMIT_UNITS))
    yield from _named("timers", pack.timers, NEEDED_TIMERS, NEEDED_TIMERS | OTHER_TIMERS)


def _named(table: str, there: Collection[str], needed: Collection[str], known: Collection[str]) -> Iterator[Refusal]:
    unknown = [name for name in there if name not in known]
    for name in unknown:
        yield Refusal(f"unknown key '{table}.{name}'{nearest(name, known) or '; leave it out'}", ((table, name),))
    for name in sorted(needed):
        if name not in there and not unknown:  # a misspelt name is most often the one that is missing
            yield Refusal(f"[{table}.{name}] is missing; write it with value, unit, mark and source", ((table,),))


def _unit(place: Path, figure: Figure) -> Iterator[Refusal]:
    table, name, *_ = place
    expected = next((unit for limit, unit in LIMIT_UNITS.items() if limit == name), _TABLE_UNITS[str(table)])
    if figure.unit is not expected:
        words = f"{dotted(place)}.unit: is in {figure.unit.value!r}; write it in {expected.value!r}"
        yield Refusal(words, ((*place, "unit"),))


def _range(place: Path, figure: Figure) -> Iterator[Refusal]:
    least, most = _RANGES.get(figure.unit, (0.0, float("inf")))
    if not least <= figure.value <= most:
        right = f"{least:g} to {most:g}" if figure.unit in _RANGES else f"{least:g} or more"
        words = f"{dotted(place)}.value: {figure.value:g} {figure.unit.value} can't be; write {right}"
        yield Refusal(words, ((*place, "value"),))


def _bounds(place: Path, key: str, value: float, least: float | None, most: float | None) -> Iterator[Refusal]:
    lower, upper = ("least", "most") if key == "value" else ("delay_least", "delay_most")
    if least is None and most is None:
        return
    if least is None or most is None:
        words = f"{dotted(place)}: has {lower if most is None else upper} alone; write both, or neither"
        yield Refusal(words, (place,))
    elif not least <= value <= most:
        words = f"{dotted(place)}.{key}: {value:g} is outside its bounds; write {least:g} to {most:g}, or move them"
        yield Refusal(words, ((*place, key),))
