"""The tables of figures: alarms, rules, intervals, products, bands."""

from __future__ import annotations

from breathline.cli.sheets import meanings
from breathline.cli.sheets.row import Row, cite, cite_as
from breathline.events.model import AlarmId
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Band, Figure, Limit
from breathline.guidelines.wording import Wording
from breathline.toml_lines import Path

_HELD = "\u00a0"
"""Keeps a number and its unit on one line."""


def limits(pack: Pack, wording: Wording) -> tuple[Row, ...]:
    """The alarms, how the low one grows, and the SpO2 that leads to naloxone."""
    rows = [_limit(pack, name, limit, wording.alarms[AlarmId(name)]) for name, limit in pack.limits.items()]
    if pack.naloxone_spo2 is not None:
        rows.append(_figure(pack, ("limits", "naloxone_spo2"), pack.naloxone_spo2, *meanings.NALOXONE_SPO2))
    rows += [
        _figure(pack, ("escalation", name), figure, *meanings.ESCALATION[name])
        for name, figure in pack.escalation
        if figure is not None
    ]
    return tuple(rows)


def rules(pack: Pack) -> tuple[Row, ...]:
    """What follows from what."""
    rows = []
    for name, rule in pack.rules:
        figure, choices = meanings.RULES[name]
        row = Row(
            id=name,
            figure=figure,
            value=rule.value,
            action=choices[rule.value],
            cites=(cite(pack, ("rules", name), rule),),
            note=rule.note,
            bounds=" or ".join(rule.site_may),
        )
        rows.append(row)
    return tuple(rows)


def timers(pack: Pack) -> tuple[Row, ...]:
    """The intervals."""
    return tuple(_figure(pack, ("timers", name), timer, *meanings.TIMERS[name]) for name, timer in pack.timers.items())


def doses(pack: Pack) -> tuple[Row, ...]:
    """The products."""
    return tuple(
        _figure(pack, ("doses", dose.name), dose.amount, f"{dose.name} ({dose.route})", "One dose.")
        for dose in pack.doses
    )


def bands(pack: Pack) -> tuple[Row, ...]:
    """The guideline's own words for numbers."""
    named = (("SpO2", "%", pack.bands.spo2), ("Pulse", "/min", pack.bands.pulse))
    return tuple(_band(pack, name, unit, band) for name, unit, bands in named for band in bands)


def _limit(pack: Pack, name: str, limit: Limit, said: str) -> Row:
    figure, side, action = meanings.LIMITS[name]
    place: Path = ("limits", name)
    held = f"for {_number(limit.delay_s, 's')}" if limit.delay_s else "at once"
    ends = ""
    if limit.clear_at is not None:
        ends = f" Ends at {_number(limit.clear_at, limit.unit)} for {_number(limit.clear_s, 's')}."
    bounds = (_bounds(limit.least, limit.most), _bounds(limit.delay_least, limit.delay_most, of="delay "))
    return Row(
        id=name,
        figure=figure,
        value=f"{side} {_number(limit.value, limit.unit)} {held}" if side else held,
        action=f"{limit.priority.capitalize()} alarm. {action}{ends}",
        wording=(("screen", said),),
        cites=(
            cite(pack, place, limit, "limit"),
            cite_as(pack, (*place, "delay_s"), limit.delay_mark, limit.delay_source, "delay"),
        ),
        note=limit.note,
        bounds="; ".join(each for each in bounds if each),
    )


def _figure(pack: Pack, place: Path, figure: Figure, name: str, action: str) -> Row:
    return Row(
        id=str(place[-1]),
        figure=name,
        value=_number(figure.value, figure.unit),
        action=action,
        cites=(cite(pack, place, figure),),
        note=figure.note,
        bounds=_bounds(figure.least, figure.most),
    )


def _band(pack: Pack, name: str, unit: str, band: Band) -> Row:
    return Row(
        id=band.id,
        figure=f"{name}: {band.id}",
        value=f"{band.start:g} to {_number(band.end, unit)}",
        action="No alarm follows from it.",
        cites=(cite(pack, ("bands", band.id), band),),
        note=band.note,
    )


def _number(value: float, unit: str) -> str:
    return f"{value:g}{_HELD}{unit}"


def _bounds(least: float | None, most: float | None, of: str = "") -> str:
    return "" if least is None or most is None else f"{of}{least:g} to {most:g}"
