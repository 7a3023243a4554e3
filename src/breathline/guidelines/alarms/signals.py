"""Alarm signals: what is heard and seen of an alarm, and how loudly.

Sound and light begin as soon as an alarm occurs, and again when it grows worse: a higher priority, or a higher level
after so much time so far below the limit. Both are always said, also when a pause holds the sound back at once.

Latching: an alarm about the person that ends before anybody did or answered anything stays to be seen, without
sound, until somebody does. A technical alarm does not latch: the number is back.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from breathline.events.model import AlarmEvent, AlarmId, AlarmState, Change, Priority
from breathline.guidelines import course
from breathline.guidelines.alarms.suppression import suppressed
from breathline.guidelines.figures import Figures
from breathline.guidelines.quick import replace
from breathline.guidelines.situation import AlarmKind
from breathline.guidelines.state import State, Watch

KINDS: Mapping[AlarmId, AlarmKind] = MappingProxyType(
    {
        AlarmId.SPO2_LOW: AlarmKind.PHYSIOLOGICAL,
        AlarmId.SPO2_VERY_LOW: AlarmKind.PHYSIOLOGICAL,
        AlarmId.PULSE_LOW: AlarmKind.PHYSIOLOGICAL,
        AlarmId.PULSE_HIGH: AlarmKind.PHYSIOLOGICAL,
        AlarmId.NO_READING: AlarmKind.TECHNICAL,
        AlarmId.LINK_LOST: AlarmKind.TECHNICAL,
        AlarmId.BATTERY_LOW: AlarmKind.TECHNICAL,
        AlarmId.UNANSWERED: AlarmKind.ATTENTION,
    }
)
"""What each alarm is about: those of the person apart from those of the oximeter."""


def begin(watch: Watch, state: State, figures: Figures, changes: list[Change]) -> Watch:
    """Say that an alarm has occurred, and signal it."""
    watch = replace(watch, priority=_priority(watch, state, figures))
    _say(watch, AlarmState.OCCURRED, state, changes)
    _say(watch, AlarmState.SIGNALLED, state, changes)
    return _hold_back(watch, state, changes)


def say_again(watch: Watch, state: State, changes: list[Change]) -> None:
    """Say anew that an alarm stands which a slip had ended."""
    _say(watch, AlarmState.OCCURRED, state, changes)
    _say(watch, AlarmState.SIGNALLED, state, changes)
    if watch.suppressed:
        _say(watch, AlarmState.SUPPRESSED, state, changes)


def go_on(before: Watch, watch: Watch, state: State, figures: Figures, changes: list[Change]) -> Watch:
    """Signal a standing alarm anew when it grew worse, or when what held it back is over."""
    priority = _priority(watch, state, figures)
    if priority is not before.priority or watch.level > before.level:
        watch = replace(watch, priority=priority, acknowledged_until=None, suppressed=False)
        _say(watch, AlarmState.SIGNALLED, state, changes)
    return _hold_back(watch, state, changes)


def clear(watch: Watch, state: State, changes: list[Change]) -> None:
    """Say that an alarm is over."""
    _say(watch, AlarmState.CLEARED, state, changes)


def latches(watch: Watch, state: State) -> bool:
    """True when an alarm that is over now has to stay in sight; a clip taken off on purpose is no end of it."""
    if state.acts.oximeter_off:
        return False
    unseen = watch.since is not None and (state.touched_at is None or state.touched_at < watch.since)
    return unseen and watch.priority is Priority.HIGH and KINDS[watch.id] is AlarmKind.PHYSIOLOGICAL


def _say(watch: Watch, how: AlarmState, state: State, changes: list[Change]) -> None:
    changes.append(AlarmEvent(state.t, watch.id, watch.priority, how, watch.level))


def _hold_back(watch: Watch, state: State, changes: list[Change]) -> Watch:
    held = suppressed(watch, state)
    if held is watch.suppressed:
        return watch
    _say(watch, AlarmState.SUPPRESSED if held else AlarmState.SIGNALLED, state, changes)
    return replace(watch, suppressed=held)


def _priority(watch: Watch, state: State, figures: Figures) -> Priority:
    """The pack's, but for an unanswered question: its urgency grows with the silence."""
    if watch.id is not AlarmId.UNANSWERED:
        return watch.priority
    at = course.overdue_at(state, figures)
    urgent = at is not None and state.t >= at + figures.escalates
    return Priority.HIGH if urgent else Priority.MEDIUM
