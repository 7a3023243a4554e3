"""Alarm signals: what is heard and seen of an alarm, and how loudly.

Sound and light begin as soon as an alarm occurs, and again when it grows worse. Both are always said, also when a
pause holds the sound back at once.
"""

from __future__ import annotations

from dataclasses import replace

from breathline.events.model import AlarmEvent, AlarmId, AlarmState, Change, Priority
from breathline.guidelines import course
from breathline.guidelines.alarms.suppression import suppressed
from breathline.guidelines.figures import Figures
from breathline.guidelines.state import State, Watch


def begin(watch: Watch, state: State, figures: Figures, changes: list[Change]) -> Watch:
    """Say that an alarm has occurred, and signal it."""
    watch = replace(watch, priority=_priority(watch, state, figures))
    changes.append(AlarmEvent(state.t, watch.id, watch.priority, AlarmState.OCCURRED))
    changes.append(AlarmEvent(state.t, watch.id, watch.priority, AlarmState.SIGNALLED))
    return _hold_back(watch, state, changes)


def go_on(watch: Watch, state: State, figures: Figures, changes: list[Change]) -> Watch:
    """Signal a standing alarm anew when it grew worse, or when what held it back is over."""
    priority = _priority(watch, state, figures)
    if priority is not watch.priority:
        watch = replace(watch, priority=priority, acknowledged_until=None, suppressed=False)
        changes.append(AlarmEvent(state.t, watch.id, priority, AlarmState.SIGNALLED))
    return _hold_back(watch, state, changes)


def clear(watch: Watch, state: State, changes: list[Change]) -> None:
    """Say that an alarm is over."""
    changes.append(AlarmEvent(state.t, watch.id, watch.priority, AlarmState.CLEARED))


def _hold_back(watch: Watch, state: State, changes: list[Change]) -> Watch:
    held = suppressed(watch, state)
    if held is watch.suppressed:
        return watch
    how = AlarmState.SUPPRESSED if held else AlarmState.SIGNALLED
    changes.append(AlarmEvent(state.t, watch.id, watch.priority, how))
    return replace(watch, suppressed=held)


def _priority(watch: Watch, state: State, figures: Figures) -> Priority:
    """The pack's, but for an unanswered question: its urgency grows with the silence."""
    if watch.id is not AlarmId.UNANSWERED:
        return watch.priority
    at = course.overdue_at(state, figures)
    urgent = at is not None and state.t >= at + figures.escalates
    return Priority.HIGH if urgent else Priority.MEDIUM
