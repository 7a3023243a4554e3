"""Alarm signals: what is heard and seen, and what holds it back for a while.

Sound and light begin as soon as an alarm occurs. A pause or an acknowledgement suppresses the signal until its time
runs out or the alarm changes; nothing suppresses it for good.
"""

from __future__ import annotations

from dataclasses import replace

from breathline.events.model import AlarmEvent, AlarmId, AlarmState, Change, Priority, PromptId
from breathline.guidelines import course
from breathline.guidelines.alarms.conditions import truth
from breathline.guidelines.alarms.occurrence import follow
from breathline.guidelines.figures import Figures
from breathline.guidelines.state import Phase, State, Watch

BEFORE_QUESTIONS = tuple(alarm for alarm in AlarmId if alarm is not AlarmId.UNANSWERED)
AFTER_QUESTIONS = (AlarmId.UNANSWERED,)
"""An open question's alarm is looked at once it is settled which question is open."""

_DOUBTS = (AlarmId.NO_READING, AlarmId.LINK_LOST, AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW)
"""Alarms that speak against the last breathing answer, the weightiest last."""


def acknowledge(state: State, figures: Figures) -> State:
    """Silence what stands now, until it changes or the longest time runs out."""
    until = state.t + figures.acknowledge_most
    return replace(
        state,
        watches=tuple(
            watch if watch.since is None else replace(watch, acknowledged_until=until) for watch in state.watches
        ),
    )


def pause(state: State, figures: Figures) -> State:
    """Pause all sound for the longest time; a pause that runs is not made longer."""
    return state if paused(state) else replace(state, pause_until=state.t + figures.pause_most)


def paused(state: State) -> bool:
    """True while the sound is paused."""
    return state.pause_until is not None and state.t < state.pause_until


def update(state: State, figures: Figures, alarms: tuple[AlarmId, ...], changes: list[Change]) -> State:
    """Look at these alarms' conditions, and say what changed."""
    before = {watch.id: watch for watch in state.watches}
    after = [watch for watch in state.watches if watch.id not in alarms]
    begun: set[AlarmId] = set()
    for alarm in alarms:
        old = before.get(alarm)
        new = follow(old, alarm, truth(alarm, state, figures), state.t, figures)
        if new is not None and new.since is not None:
            new = _signal(old, new, state, figures, changes)
            if old is None or old.since is None:
                begun.add(alarm)
        elif old is not None and old.since is not None:
            changes.append(AlarmEvent(state.t, alarm, old.priority, AlarmState.CLEARED))
        if new is not None:
            after.append(new)
    doubt = next((alarm for alarm in reversed(_DOUBTS) if alarm in begun), None)
    return _doubt(replace(state, watches=tuple(after)), doubt)


def clear_all(state: State, changes: list[Change]) -> State:
    """End every alarm, because the response has ended."""
    changes.extend(
        AlarmEvent(state.t, watch.id, watch.priority, AlarmState.CLEARED)
        for watch in state.watches
        if watch.since is not None
    )
    return replace(state, watches=())


def _signal(old: Watch | None, new: Watch, state: State, figures: Figures, changes: list[Change]) -> Watch:
    """Begin, hold back or take up again what is heard and seen."""
    priority = _priority(new, state, figures)
    occurred = old is None or old.since is None
    if occurred or priority is not new.priority:
        new = replace(new, priority=priority, acknowledged_until=None, suppressed=False)
        if occurred:
            changes.append(AlarmEvent(state.t, new.id, priority, AlarmState.OCCURRED))
        changes.append(AlarmEvent(state.t, new.id, priority, AlarmState.SIGNALLED))
    acknowledged = new.acknowledged_until is not None and state.t < new.acknowledged_until
    suppressed = acknowledged or paused(state)
    if suppressed is not new.suppressed:
        how = AlarmState.SUPPRESSED if suppressed else AlarmState.SIGNALLED
        changes.append(AlarmEvent(state.t, new.id, priority, how))
        new = replace(new, suppressed=suppressed)
    return new


def _priority(watch: Watch, state: State, figures: Figures) -> Priority:
    at = course.overdue_at(state, figures)
    if watch.id is not AlarmId.UNANSWERED or at is None:
        return watch.priority
    return Priority.HIGH if state.t >= at + figures.escalates else Priority.MEDIUM


def _doubt(state: State, alarm: AlarmId | None) -> State:
    """Ask again about breathing when the number fell or went away.

    A number that goes away while the first steps are going on changes nothing: they already lead to the look.
    """
    if alarm is None:
        return state
    if alarm in {AlarmId.NO_READING, AlarmId.LINK_LOST}:
        if state.phase in {Phase.ROUSE, Phase.LOOK}:
            return state
        state = replace(state, passed=tuple(each for each in state.passed if each is not PromptId.FIX_READING))
    return replace(state, doubt=alarm)
