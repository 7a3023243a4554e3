"""Do a pack's limits, intervals, bands and escalation make sense together?

The numbers here are not guidance. They are the widest that a pack may say at all, whoever it is from.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from breathline.complaint import dotted
from breathline.events.model import AlarmId
from breathline.guidelines.guards import LONGEST_SILENCE_S
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Band, Figure, Limit
from breathline.guidelines.pack_refusal import Refusal
from breathline.toml_lines import Path

LONGEST_DELAY_S = 30.0
"""The longest delay of an alarm seen in practice, for people asleep on a ward (Taenzer 2010); ours are not."""
LONGEST_WAIT_S = 60.0
"""No question waits longer for an answer: a minute without breath does harm."""
WHOLE = 100.0
"""Percent."""

_ABOVE = (AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW, AlarmId.PULSE_LOW, AlarmId.BATTERY_LOW)
_BELOW = (AlarmId.PULSE_HIGH,)
"""Alarms that end above, and below, their limit; the others end with their condition."""

_NOT_ABOVE = {
    "question_patience": (LONGEST_WAIT_S, "longer is silence"),
    "question_escalates": (LONGEST_WAIT_S, "longer is silence"),
    "step_patience": (LONGEST_WAIT_S, "longer holds up the next step"),
    "pause_most": (LONGEST_SILENCE_S, "a pause must end by itself"),
    "acknowledge_most": (LONGEST_SILENCE_S, "a silenced alarm must come back"),
}

_LONGER = (
    ("breath_period", "compression_period"),
    ("naloxone_ready", "breath_period"),
    ("breathing_ask", "breath_period"),
    ("naloxone_look_again", "breath_period"),
    ("naloxone_wears_off", "naloxone_look_again"),
    ("observe", "naloxone_look_again"),
)
"""The first interval must be longer than the second, where a pack has both."""


def refusals(pack: Pack) -> Iterator[Refusal]:
    """What can't be meant by a pack whose figures are all there."""
    for name, limit in pack.limits.items():
        yield from _delay(("limits", name), limit)
        yield from _clearing(name, limit)
    yield from _ordered(pack)
    yield from _timers(pack)
    for vital, bands in pack.bands:
        yield from _bands(vital, bands)


def _delay(place: Path, limit: Limit) -> Iterator[Refusal]:
    for key, value in (("delay_s", limit.delay_s), ("clear_s", limit.clear_s)):
        if value > LONGEST_DELAY_S:
            words = f"{dotted(place)}.{key}: {value:g} s is too long; write {LONGEST_DELAY_S:g} s or less"
            yield Refusal(words, ((*place, key),))


def _clearing(name: str, limit: Limit) -> Iterator[Refusal]:
    if limit.clear_at is None:
        return
    place: Path = ("limits", name, "clear_at")
    if name in _ABOVE and limit.clear_at < limit.value:
        wrong = f"the alarm must end at or above its limit; write {limit.value:g} or more"
    elif name in _BELOW and limit.clear_at > limit.value:
        wrong = f"the alarm must end at or below its limit; write {limit.value:g} or less"
    elif name not in _ABOVE + _BELOW:
        wrong = "this alarm ends with its condition; leave it out"
    else:
        return
    yield Refusal(f"{dotted(place)}: {wrong}", (place, ("limits", name)))


def _ordered(pack: Pack) -> Iterator[Refusal]:
    """Limits that hang together."""
    low, missing = pack.limit(AlarmId.SPO2_LOW), pack.limit(AlarmId.NO_READING)
    yield from _below("limits.spo2_very_low", pack.limit(AlarmId.SPO2_VERY_LOW), "limits.spo2_low", low)
    slow, fast = pack.limit(AlarmId.PULSE_LOW), pack.limit(AlarmId.PULSE_HIGH)
    yield from _below("limits.pulse_low", slow, "limits.pulse_high", fast)
    if missing.delay_s > low.delay_s:
        words = f"limits.no_reading.delay_s: no reading must alarm as soon as a low one; write {low.delay_s:g} or less"
        yield Refusal(words, (("limits", "no_reading", "delay_s"), ("limits", "spo2_low", "delay_s")))
    if missing.priority is not low.priority:
        words = (
            f"limits.no_reading.priority: no reading must alarm as loudly as a low one; write {low.priority.value!r}"
        )
        yield Refusal(words, (("limits", "no_reading", "priority"),))
    warning, emergency = pack.escalation.warning, pack.escalation.emergency
    if warning and emergency:
        yield from _below("escalation.warning", warning, "escalation.emergency", emergency)


def _below(lower: str, lesser: Figure, upper: str, greater: Figure) -> Iterator[Refusal]:
    if lesser.value >= greater.value:
        words = f"{lower}: {lesser.value:g} must be below {upper}, {greater.value:g}; write a smaller number"
        yield Refusal(words, ((*lower.split("."), "value"), (*upper.split("."), "value")))


def _timers(pack: Pack) -> Iterator[Refusal]:
    timers = pack.timers
    for name, (most, why) in _NOT_ABOVE.items():
        if name in timers and timers[name].value > most:
            words = f"timers.{name}: {timers[name].value:g} s: {why}; write {most:g} s or less"
            yield Refusal(words, (("timers", name, "value"),))
    for longer, shorter in _LONGER:
        if longer in timers and shorter in timers and timers[longer].value <= timers[shorter].value:
            words = (
                f"timers.{longer}: {timers[longer].value:g} s must be longer than timers.{shorter}, "
                f"{timers[shorter].value:g} s; write more"
            )
            yield Refusal(words, (("timers", longer, "value"), ("timers", shorter, "value")))


def _bands(vital: str, bands: tuple[Band, ...]) -> Iterator[Refusal]:
    for number, band in enumerate(bands):
        if band.start > band.end:
            words = (
                f"bands.{vital}: {band.id!r} goes from {band.start:g} to {band.end:g}; write the smaller number first"
            )
            yield Refusal(words, (("bands", vital, number, "from"),))
        if vital == "spo2" and band.end > WHOLE:
            words = f"bands.{vital}: {band.id!r} goes to {band.end:g} %; write {WHOLE:g} or less"
            yield Refusal(words, (("bands", vital, number, "to"),))
    for (_, one), (number, other) in combinations(enumerate(bands), 2):
        if one.id == other.id:
            yield Refusal(f"bands.{vital}: {other.id!r} is there twice; leave one out", (("bands", vital, number),))
        elif one.start <= other.end and other.start <= one.end:
            words = (
                f"bands.{vital}: {other.id!r} overlaps {one.id!r}; both ends belong to a band, so write "
                f"{one.start:g} to {one.end:g} and go on beside it"
            )
            yield Refusal(words, (("bands", vital, number),))
