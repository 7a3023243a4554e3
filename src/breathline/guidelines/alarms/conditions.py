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


def truth(alarm: AlarmId, state: State, figures: Figures) -> Truth:
    """How the condition of an alarm stands at the state's time."""
    if alarm is AlarmId.UNANSWERED:
        return Truth.HOLDS if course.overdue(state, figures) else Truth.GONE
    if state.acts.oximeter_off:
        return Truth.UNWATCHED
    bound = figures.bounds[alarm]
    if alarm is AlarmId.NO_READING:
        at = no_reading_at(state, figures)
        return Truth.HOLDS if at is not None and state.t >= at else Truth.GONE
    if alarm is AlarmId.LINK_LOST:
        # With no number ever there is nothing to lose: the prompt to put a clip on says it instead.
        lost = state.live_at is not None and not LINK_FAULTS.isdisjoint(state.faults)
        return Truth.HOLDS if lost else Truth.GONE
    return _limit(alarm, _number(alarm, state, figures), bound)


def no_reading_at(state: State, figures: Figures) -> float | None:
    """When a missing number becomes an alarm: its delay after the last live one; None when there never was one."""
    if state.live_at is None or state.started_at is None:
        return None
    back_on = state.acts.oximeter_on_at
    last = max(state.live_at, state.started_at, state.started_at if back_on is None else back_on)
    return last + figures.bounds[AlarmId.NO_READING].delay_s


def _number(alarm: AlarmId, state: State, figures: Figures) -> float | None:
    """The number the alarm is about, when it may be used."""
    vitals = state.vitals
    if vitals is None:
        return None
    if alarm is AlarmId.BATTERY_LOW:
        return vitals.battery
    if alarm in {AlarmId.PULSE_LOW, AlarmId.PULSE_HIGH}:
        usable = vitals.pulse_trust is Trust.LIVE and state.t < vitals.t + figures.bounds[AlarmId.NO_READING].delay_s
        return vitals.pulse if usable else None
    return vitals.spo2 if course.fresh(state, figures) else None


def _limit(alarm: AlarmId, number: float | None, bound: Bound) -> Truth:
    if number is None:
        return Truth.UNKNOWN
    if alarm is AlarmId.PULSE_HIGH:
        over, gone = number > bound.value, number <= bound.clear_at
    elif alarm is AlarmId.SPO2_VERY_LOW:
        # "10 points below the limit" holds at the figure itself.
        over, gone = number <= bound.value, number >= bound.clear_at
    else:
        over, gone = number < bound.value, number >= bound.clear_at
    if over:
        return Truth.HOLDS
    return Truth.GONE if gone else Truth.BETWEEN
