"""Alarm signals: what is heard and seen, and what holds it back for a while.

Sound and light begin as soon as an alarm occurs. A pause or an acknowledgement suppresses the signal until its time
runs out or the alarm changes; nothing suppresses it for good.
"""

from __future__ import annotations

from dataclasses import replace

from breathline.events.model import AlarmEvent, AlarmId, AlarmState, Change, Priority, PromptId
from breathline.guidelines import course
from breathline.guidelines.alarms.conditions import Truth, truths, unanswered
from breathline.guidelines.alarms.occurrence import follow
from breathline.guidelines.figures import Figures
from breathline.guidelines.state import Phase, State, Watch

_DOUBTS = (AlarmId.NO_READING, AlarmId.LINK_LOST, AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW)
"""Alarms that speak against the last breathing answer."""


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


def update(state: State, figures: Figures, changes: list[Change]) -> State:
    """Look at every condition but the open question's, and say what changed."""
    watches = {watch.id: watch for watch in state.watches}
    doubt: AlarmId | None = None
    for alarm, truth in truths(state, figures):
        if alarm in watches or truth is Truth.HOLDS:
            begun = _update(watches, alarm, truth, state, figures, changes)
            doubt = alarm if begun and alarm in _DOUBTS else doubt
    state = _keep(state, watches)
    return state if doubt is None else _doubt(state, doubt)


def update_question(state: State, figures: Figures, changes: list[Change]) -> State:
    """The same for the open question, once it is settled which one is open."""
    watches = {watch.id: watch for watch in state.watches}
    truth = unanswered(state, figures)
    if AlarmId.UNANSWERED not in watches and truth is not Truth.HOLDS:
        return state
    _update(watches, AlarmId.UNANSWERED, truth, state, figures, changes)
    return _keep(state, watches)


def _keep(state: State, watches: dict[AlarmId, Watch]) -> State:
    after = tuple(watches.values())
    return state if after == state.watches else replace(state, watches=after)


def _update(
    watches: dict[AlarmId, Watch],
    alarm: AlarmId,
    truth: Truth,
    state: State,
    figures: Figures,
    changes: list[Change],
) -> bool:
    """Follow one alarm; True when it has just occurred."""
    old = watches.get(alarm)
    stood = old is not None and old.since is not None
    new = follow(old, alarm, truth, state.t, figures)
    if new is None:
        if old is not None and stood:
            changes.append(AlarmEvent(state.t, alarm, old.priority, AlarmState.CLEARED))
        watches.pop(alarm, None)
        return False
    stands = new.since is not None
    watches[alarm] = _signal(new, not stood, state, figures, changes) if stands else new
    return stands and not stood


def clear_all(state: State, changes: list[Change]) -> State:
    """End every alarm, because the response has ended."""
    changes.extend(
        AlarmEvent(state.t, watch.id, watch.priority, AlarmState.CLEARED)
        for watch in state.watches
        if watch.since is not None
    )
    return replace(state, watches=())


def _signal(new: Watch, occurred: bool, state: State, figures: Figures, changes: list[Change]) -> Watch:
    """Begin, hold back or take up again what is heard and seen."""
    priority = _priority(new, state, figures)
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


def _doubt(state: State, alarm: AlarmId) -> State:
    """Ask again about breathing when the number fell or went away.

    A number that goes away while the first steps are going on changes nothing: they already lead to the look.
    """
    if alarm in {AlarmId.NO_READING, AlarmId.LINK_LOST}:
        if state.phase in {Phase.ROUSE, Phase.LOOK}:
            return state
        state = replace(state, passed=tuple(each for each in state.passed if each is not PromptId.FIX_READING))
    return replace(state, doubt=alarm)
