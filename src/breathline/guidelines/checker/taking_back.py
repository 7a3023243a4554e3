"""An act and its undo, at once: the response stands where it stood, a moment later."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from breathline.guidelines.checker.moves import GAP_S, Point, act
from breathline.guidelines.engine import Engine
from breathline.guidelines.state import State
from breathline.words import ActionId

_NO_SLIP = frozenset({ActionId.START, ActionId.UNDO, ActionId.END})
"""Start and end are no slips of a key; undo is what is tried."""

_TAKES_S = 2 * GAP_S
"""Seconds that an act and its undo take: a time may have moved by so much, and by no more."""

_GOES_ON = frozenset({"t", "undoable", "touched_at", "burden", "counted_at"})
"""What goes on meanwhile: time, what can be taken back, when a person last touched the box, how long it was low."""


def changed(engine: Engine, point: Point) -> tuple[str, int]:
    """What an act and its undo change here, "" for nothing; and how many steps of the engine it took to see."""
    steps = 0
    if _something_comes(point.state, point.now):
        return "", steps
    for action in ActionId:
        if action in _NO_SLIP:
            continue
        done = act(engine, point, action)
        steps += len(done.steps)
        acted = done.steps[-1].step.state
        if acted.undoable == point.state.undoable or _something_comes(acted, point.now):
            continue
        undone = act(engine, Point(acted, done.now), ActionId.UNDO)
        steps += len(undone.steps)
        name = _differs(point.state, undone.steps[-1].step.state)
        if name:
            return f"{action.value}, taken back at once, leaves another {name} behind", steps
    return "", steps


def _something_comes(state: State, now: float) -> bool:
    """True when time alone changes something meanwhile."""
    return bool(state.deadlines) and state.deadlines[0][0] <= now + _TAKES_S


def _differs(before: State, after: State) -> str:
    """The first field that is not as it was, times up to the moment that passed; "" when all are."""
    return next(
        (
            field.name.replace("_", " ")
            for field in fields(before)
            if field.name not in _GOES_ON and not _alike(getattr(before, field.name), getattr(after, field.name))
        ),
        "",
    )


def _alike(before: object, after: object) -> bool:
    if isinstance(before, float) and isinstance(after, float):
        return abs(after - before) <= _TAKES_S
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_alike, _in_order(before), _in_order(after)))
    if is_dataclass(before) and type(before) is type(after):
        return all(
            _alike(getattr(before, field.name), getattr(after, field.name))
            for field in fields(before)
            if field.name not in _GOES_ON
        )
    return before == after


def _in_order(each: tuple[object, ...]) -> list[object]:
    """Times that come close together may change places."""
    return sorted(each, key=lambda one: str(one[1]) if isinstance(one, tuple) else "")
