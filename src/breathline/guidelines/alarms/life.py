"""An alarm's life in four parts: condition, occurrence, signal, suppression; here they are joined."""

from __future__ import annotations

from operator import is_

from breathline.events.model import AlarmId, Change, PromptId
from breathline.guidelines import course
from breathline.guidelines.alarms import escalation, occurrence, signals
from breathline.guidelines.alarms.conditions import Truth, truths, unanswered
from breathline.guidelines.figures import Figures
from breathline.guidelines.quick import replace
from breathline.guidelines.state import Phase, State, Watch

Watches = dict[AlarmId, Watch]

_LOST = frozenset({AlarmId.NO_READING, AlarmId.LINK_LOST})
LOW_NUMBER = frozenset({AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW})
_DOUBTS = LOW_NUMBER | _LOST
"""Alarms that speak against the last breathing answer."""


def update(state: State, figures: Figures, changes: list[Change]) -> State:
    """Look at every condition but the open question's, and say what changed."""
    watches = {watch.id: watch for watch in state.watches}
    doubt: AlarmId | None = None
    for alarm, truth in truths(state, figures):
        if alarm in watches or truth is Truth.HOLDS:
            begun = _look(watches, (alarm, truth), state, figures, changes)
            doubt = alarm if begun and alarm in _DOUBTS else doubt
    state = _keep(state, watches)
    return state if doubt is None else _doubt(state, doubt)


def update_question(state: State, figures: Figures, changes: list[Change]) -> State:
    """The same for the open question, once it is settled which one is open."""
    truth = unanswered(state, figures)
    if truth is not Truth.HOLDS and all(watch.id is not AlarmId.UNANSWERED for watch in state.watches):
        return state
    watches = {watch.id: watch for watch in state.watches}
    _look(watches, (AlarmId.UNANSWERED, truth), state, figures, changes)
    return _keep(state, watches)


def update_before_start(state: State, figures: Figures, changes: list[Change]) -> State:
    """Before a start only a low number is watched for: a clip that nobody wears is no alarm, a low person is one.

    A number that is gone ends such an alarm once somebody has heard it: the clip may simply have been put away.
    """
    watches = {watch.id: watch for watch in state.watches}
    fresh = course.fresh(state, figures)
    for alarm, truth in truths(state, figures):
        if alarm not in LOW_NUMBER or (alarm not in watches and truth is not Truth.HOLDS):
            continue
        heard = alarm in watches and watches[alarm].acknowledged_until is not None
        _look(watches, (alarm, Truth.UNWATCHED if heard and not fresh else truth), state, figures, changes)
    return replace(_keep(state, watches), latched=())


def clear_all(state: State, changes: list[Change]) -> State:
    """End every alarm, because the response has ended."""
    for watch in state.watches:
        if watch.since is not None:
            signals.clear(watch, state, changes)
    return replace(state, watches=(), latched=())


def _look(
    watches: Watches, found: tuple[AlarmId, Truth], state: State, figures: Figures, changes: list[Change]
) -> bool:
    """Follow one alarm; True when it has just occurred."""
    alarm, truth = found
    old = watches.get(alarm)
    stood = old is not None and old.since is not None
    begun = occurrence.begin(alarm, state.t, figures) if old is None else old
    new = occurrence.follow(escalation.grow(begun, state, figures), truth, state.t, figures)
    if new is None:
        watches.pop(alarm, None)
        if old is not None and stood:
            signals.clear(old, state, changes)
        return False
    if new.since is None:
        watches[alarm] = new
        return False
    if old is not None and stood:
        watches[alarm] = signals.go_on(old, new, state, figures, changes)
        return False
    watches[alarm] = signals.begin(new, state, figures, changes)
    return True


def _keep(state: State, watches: Watches) -> State:
    before, after = state.watches, tuple(watches.values())
    if len(after) == len(before) and all(map(is_, after, before)):
        return state
    stand = {watch.id for watch in after if watch.since is not None}
    over = [watch for watch in before if watch.id not in stand and signals.latches(watch, state)]
    if not over and not state.latched:
        return replace(state, watches=after)
    latched = tuple(watch for watch in (*state.latched, *over) if watch.id not in stand)
    return replace(state, watches=after, latched=latched)


def _doubt(state: State, alarm: AlarmId) -> State:
    """Ask again about breathing when the number fell or went away.

    A number that goes away while the first steps are going on changes nothing: they already lead to the look.
    """
    if alarm in _LOST:
        if state.phase in {Phase.ROUSE, Phase.LOOK}:
            return state
        state = replace(state, passed=tuple(each for each in state.passed if each is not PromptId.FIX_READING))
    return replace(state, doubt=alarm)
