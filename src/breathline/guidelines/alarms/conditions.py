"""Alarm conditions: what is wrong at this moment, with no memory and no delay.

A condition is unknown when the number it needs is not live: an old or doubtful number neither raises nor clears
a physiological alarm.
"""

from __future__ import annotations

from enum import Enum, auto

from breathline.events.model import AlarmId
from breathline.guidelines import course
from breathline.guidelines.figures import Bound, Figures
from breathline.guidelines.state import State
from breathline.words import FaultId, Trust


class Truth(Enum):
    """How a condition stands."""

    HOLDS = auto()
    BETWEEN = auto()
    """No longer over the limit, not yet where the condition ends."""
    GONE = auto()
    UNKNOWN = auto()
    UNWATCHED = auto()
    """Nobody watches for it now: the clip is off on purpose."""


LINK_FAULTS = frozenset({FaultId.LINK_LOST, FaultId.SILENT_LINK, FaultId.ADAPTER_OFF, FaultId.NO_OXIMETER})
"""Faults that take the number away."""


def unanswered(state: State, figures: Figures) -> Truth:
    """How the condition of a question nobody answers stands."""
    return Truth.HOLDS if course.overdue(state, figures) else Truth.GONE


def truths(state: State, figures: Figures) -> tuple[tuple[AlarmId, Truth], ...]:
    """How every other condition stands at the state's time; the one that says most of the person comes last."""
    if state.acts.oximeter_off:
        return _UNWATCHED
    bounds, vitals = figures.bounds, state.vitals
    spo2 = pulse = battery = None
    if vitals is not None:
        spo2 = vitals.spo2 if course.fresh(state, figures) else None
        recent = state.t < vitals.t + bounds[AlarmId.NO_READING].delay_s
        pulse = vitals.pulse if recent and vitals.pulse_trust is Trust.LIVE else None
        battery = vitals.battery if recent else None
    return (
        (AlarmId.BATTERY_LOW, _below(battery, bounds[AlarmId.BATTERY_LOW])),
        (AlarmId.PULSE_HIGH, _above(pulse, bounds[AlarmId.PULSE_HIGH])),
        (AlarmId.PULSE_LOW, _below(pulse, bounds[AlarmId.PULSE_LOW])),
        (AlarmId.NO_READING, _no_reading(state, figures)),
        (AlarmId.LINK_LOST, _link_lost(state)),
        (AlarmId.SPO2_LOW, _below(spo2, bounds[AlarmId.SPO2_LOW])),
        (AlarmId.SPO2_VERY_LOW, _at_or_below(spo2, bounds[AlarmId.SPO2_VERY_LOW])),
    )


_UNWATCHED = tuple((alarm, Truth.UNWATCHED) for alarm in AlarmId if alarm is not AlarmId.UNANSWERED)


def no_reading_at(state: State, figures: Figures) -> float | None:
    """When a missing number becomes an alarm: its delay after the last live one; None when there never was one."""
    if state.live_at is None or state.started_at is None:
        return None
    back_on = state.acts.oximeter_on_at
    last = max(state.live_at, state.started_at, state.started_at if back_on is None else back_on)
    return last + figures.bounds[AlarmId.NO_READING].delay_s


def _no_reading(state: State, figures: Figures) -> Truth:
    at = no_reading_at(state, figures)
    return Truth.HOLDS if at is not None and state.t >= at else Truth.GONE


def _link_lost(state: State) -> Truth:
    """With no number ever there is nothing to lose: the prompt to put a clip on says it instead."""
    lost = state.live_at is not None and not LINK_FAULTS.isdisjoint(state.faults)
    return Truth.HOLDS if lost else Truth.GONE


def _below(number: float | None, bound: Bound) -> Truth:
    if number is None:
        return Truth.UNKNOWN
    if number < bound.value:
        return Truth.HOLDS
    return Truth.GONE if number >= bound.clear_at else Truth.BETWEEN


def _at_or_below(number: float | None, bound: Bound) -> Truth:
    """So many points below the limit: that holds at the figure itself."""
    return Truth.HOLDS if number == bound.value else _below(number, bound)


def _above(number: float | None, bound: Bound) -> Truth:
    if number is None:
        return Truth.UNKNOWN
    if number > bound.value:
        return Truth.HOLDS
    return Truth.GONE if number <= bound.clear_at else Truth.BETWEEN
