"""What an act changes in what was done. Every act is taken at any time, in any order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from breathline.events.model import PromptId
from breathline.guidelines.course import giving_breaths, pushing
from breathline.guidelines.quick import replace
from breathline.guidelines.situation import Mark
from breathline.guidelines.state import Acts, Moment, State, Undoable
from breathline.words import Action, ActionId

UNDO_DEPTH = 5
"""A slip is noticed at once; further back the acts are a record, not a slip."""

DOES: Mapping[PromptId, frozenset[ActionId]] = MappingProxyType(
    {
        PromptId.STIMULATE: frozenset({ActionId.STIMULATED}),
        PromptId.CALL_911: frozenset({ActionId.CALLED_911, ActionId.NO_911}),
        PromptId.AIRWAY: frozenset({ActionId.AIRWAY}),
        PromptId.VENTILATE: frozenset({ActionId.BREATHS_STARTED, ActionId.BREATH}),
        PromptId.OXYGEN: frozenset({ActionId.OXYGEN_ON}),
        PromptId.NALOXONE: frozenset({ActionId.NALOXONE}),
        PromptId.COMPRESSIONS: frozenset({ActionId.COMPRESSIONS_STARTED}),
        PromptId.RECOVERY_POSITION: frozenset({ActionId.RECOVERY_POSITION}),
    }
)
"""Which acts do what a prompt asks for."""


def record(state: State, action: Action, before: Moment) -> State:
    """Put an act on the record; one that changes nothing leaves no trace and can't be undone.

    Args:
        state: The state that takes the act.
        action: What was done.
        before: How everything stood before it.
    """
    change = _CHANGES.get(action.id)
    going = _still_going(state)
    acts = going if change is None else change(going, action, state.t)
    if acts == going:
        return state
    undoable = (*state.undoable, Undoable(action.id, state.t, before))[-UNDO_DEPTH:]
    return replace(state, acts=acts, undoable=undoable)


def _still_going(state: State) -> Acts:
    """What was done, without the breaths and pushes that ended when they breathed again."""
    acts = state.acts
    breaths = acts.breaths_since if giving_breaths(state) else None
    pushes = acts.compressions_since if pushing(state) else None
    if (breaths, pushes) == (acts.breaths_since, acts.compressions_since):
        return acts
    return replace(acts, breaths_since=breaths, compressions_since=pushes)


def _breaths_started(acts: Acts, action: Action, t: float) -> Acts:
    if acts.breaths_since is not None and action.method is not None:
        # They go on; what is new is with what.
        return acts
    return replace(acts, breaths_since=t, breaths_stopped_at=None, marks=(*acts.marks, Mark(t, "B")))


def _breath(acts: Acts, action: Action, t: float) -> Acts:
    begun = acts if acts.breaths_since is not None else _breaths_started(acts, action, t)
    return replace(begun, breaths=begun.breaths + _many(action))


def _breaths_stopped(acts: Acts, _action: Action, t: float) -> Acts:
    return acts if acts.breaths_since is None else replace(acts, breaths_since=None, breaths_stopped_at=t)


def _oxygen_on(acts: Acts, _action: Action, t: float) -> Acts:
    if acts.oxygen_since is not None:
        return acts
    return replace(acts, oxygen_since=t, marks=(*acts.marks, Mark(t, "O")))


def _naloxone(acts: Acts, action: Action, t: float) -> Acts:
    return replace(acts, doses=acts.doses + _many(action), naloxone_at=t, marks=(*acts.marks, Mark(t, "N")))


def _called_911(acts: Acts, _action: Action, t: float) -> Acts:
    if acts.called_911_at is not None:
        return acts
    return replace(acts, called_911_at=t, no_911=False, marks=(*acts.marks, Mark(t, "9")))


def _no_911(acts: Acts, _action: Action, _t: float) -> Acts:
    return acts if acts.called_911_at is not None else replace(acts, no_911=True)


def _help_here(acts: Acts, _action: Action, t: float) -> Acts:
    return acts if acts.help_here_at is not None else replace(acts, help_here_at=t)


def _handed_over(acts: Acts, _action: Action, t: float) -> Acts:
    return acts if acts.handed_over_at is not None else replace(acts, handed_over_at=t)


def _oximeter_on(acts: Acts, _action: Action, t: float) -> Acts:
    return replace(acts, oximeter_off=False, oximeter_on_at=t) if acts.oximeter_off else acts


def _many(action: Action) -> int:
    return 1 if action.count is None else action.count


_CHANGES: Mapping[ActionId, Callable[[Acts, Action, float], Acts]] = MappingProxyType(
    {
        ActionId.STIMULATED: lambda acts, _, t: replace(acts, stimulated_at=t),
        ActionId.AIRWAY: lambda acts, _, t: replace(acts, airway_at=t),
        ActionId.BREATHS_STARTED: _breaths_started,
        ActionId.BREATH: _breath,
        ActionId.BREATHS_STOPPED: _breaths_stopped,
        ActionId.OXYGEN_ON: _oxygen_on,
        ActionId.OXYGEN_OFF: lambda acts, _, __: replace(acts, oxygen_since=None),
        ActionId.NALOXONE: _naloxone,
        ActionId.CALLED_911: _called_911,
        ActionId.NO_911: _no_911,
        ActionId.COMPRESSIONS_STARTED: lambda acts, _, t: replace(acts, compressions_since=t),
        ActionId.COMPRESSIONS_STOPPED: lambda acts, _, __: replace(acts, compressions_since=None),
        ActionId.RECOVERY_POSITION: lambda acts, _, t: replace(acts, recovery_at=t),
        ActionId.HELP_HERE: _help_here,
        ActionId.HANDED_OVER: _handed_over,
        ActionId.SENSOR_MOVED: lambda acts, _, t: replace(acts, sensor_moved_at=t),
        ActionId.OXIMETER_OFF: lambda acts, _, __: replace(acts, oximeter_off=True),
        ActionId.OXIMETER_ON: _oximeter_on,
    }
)
