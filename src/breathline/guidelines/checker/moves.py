"""What can happen next in a response: a number, a fault, an answer, an act, or time that goes by.

Every move goes through the engine's own `step`, `advance` and `wait`; nothing here knows what follows from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from breathline.events.model import (
    ActionEvent,
    AlarmId,
    AnswerEvent,
    DeadlineId,
    FaultEvent,
    Input,
    VitalsEvent,
)
from breathline.guidelines.engine import Done, Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.state import State
from breathline.words import Action, ActionId, Answer, AnswerValue, Cause, Fault, FaultId, Trust, Vitals

GAP_S = 1.0
"""Seconds between two things that happen: hands are not faster, and an oximeter speaks once a second."""

_FEED_S = 4.0
"""Seconds between two numbers while a low one is held: often enough that it never counts as missing."""

_NORMAL_SPO2, _NORMAL_PULSE = 97.0, 70.0

_NOT_TRIED = frozenset({ActionId.START, ActionId.UNDO})
"""START begins every path; UNDO is tried where there is something to take back."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where a response stands: the engine's state, and the time, which may have gone on with nothing happening."""

    state: State
    now: float


@dataclass(frozen=True, slots=True)
class Taken:
    """What happened.

    Attributes:
        steps: The engine's steps; none when it was not even asked.
        now: The time it is then.
        held: The clip went on saying the same all the while.
    """

    steps: list[Done]
    now: float
    held: bool = False


Take: TypeAlias = Callable[[Engine, Point, tuple[float, ...]], Taken | None]
"""From a point, and the times at which a promise falls due: what happens; None where it can't happen."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that can happen.

    Attributes:
        name: What to call it in a path.
        kind: "time", "number", "fault", "answer" or "act".
        take: How it happens.
    """

    name: str
    kind: str
    take: Take


def bands(pack: Pack) -> dict[str, Vitals]:
    """One number for every band that the pack's limits cut out, and one for every way a number is not live."""
    low, very_low = pack.limit(AlarmId.SPO2_LOW), pack.limit(AlarmId.SPO2_VERY_LOW)
    clear_at = low.value if low.clear_at is None else low.clear_at
    slow, fast = pack.limit(AlarmId.PULSE_LOW).value, pack.limit(AlarmId.PULSE_HIGH).value
    return {
        "SpO2 normal": _live(max(_NORMAL_SPO2, clear_at)),
        "SpO2 between the limit and its end": _live((low.value + clear_at) / 2),
        "SpO2 just below the limit": _live((low.value + very_low.value) / 2),
        "SpO2 very low": _live(very_low.value - 1),
        "pulse low": _live(max(_NORMAL_SPO2, clear_at), pulse=slow - 1),
        "pulse high": _live(max(_NORMAL_SPO2, clear_at), pulse=fast + 1),
        "battery low": _live(max(_NORMAL_SPO2, clear_at), battery=int(pack.limit(AlarmId.BATTERY_LOW).value) - 1),
        "SpO2 doubtful, normal": _not_live(Trust.DOUBTFUL, Cause.MOTION, _NORMAL_SPO2),
        "SpO2 doubtful, low": _not_live(Trust.DOUBTFUL, Cause.LOW_PERFUSION, very_low.value - 1),
        "SpO2 stale": _not_live(Trust.STALE, Cause.FROZEN, None),
        "no number": _not_live(Trust.NONE, Cause.NO_FINGER, None),
    }


def moves(pack: Pack) -> tuple[Move, ...]:
    """Everything that can happen under a pack."""
    return (
        Move("time passes, the number holds", "time", _hold),
        Move("time passes, nothing more is heard of the clip", "time", _silence),
        *(Move(name, "number", _number(vitals)) for name, vitals in bands(pack).items()),
        Move("the link is lost", "fault", _fault(present=True)),
        Move("the link is back", "fault", _fault(present=False)),
        *(Move(f"answer: {value.value.replace('_', ' ')}", "answer", _answer(value)) for value in AnswerValue),
        *(Move(action.value, "act", _act(action)) for action in ActionId if action not in _NOT_TRIED),
        Move(ActionId.UNDO.value, "act", _undo),
    )


def act(engine: Engine, point: Point, action: ActionId) -> Taken:
    """An act, a little later."""
    return _give(engine, point, ActionEvent(point.now + GAP_S, Action(action)))


def start(engine: Engine) -> Done:
    """The start of a response."""
    event = ActionEvent(0.0, Action(ActionId.START))
    return Done(event, engine.step(engine.begin(), event))


def _live(spo2: float, pulse: float = _NORMAL_PULSE, battery: int | None = None) -> Vitals:
    return Vitals(0.0, spo2, pulse, Trust.LIVE, None, pulse_trust=Trust.LIVE, age=0.0, battery=battery)


def _not_live(trust: Trust, cause: Cause, spo2: float | None) -> Vitals:
    return Vitals(0.0, spo2, None, trust, cause)


def _number(vitals: Vitals) -> Take:
    return lambda engine, point, _: _give(engine, point, VitalsEvent(replace(vitals, t=point.now + GAP_S)))


def _fault(*, present: bool) -> Take:
    fault = Fault(FaultId.LINK_LOST, present)

    def take(engine: Engine, point: Point, _: tuple[float, ...]) -> Taken | None:
        if (FaultId.LINK_LOST in point.state.faults) is present:
            return None
        return _give(engine, point, FaultEvent(point.now + GAP_S, fault))

    return take


def _answer(value: AnswerValue) -> Take:
    def take(engine: Engine, point: Point, _: tuple[float, ...]) -> Taken | None:
        asked = point.state.question
        if asked is None:
            return None
        return _give(engine, point, AnswerEvent(point.now + GAP_S, Answer(asked.id, value)))

    return take


def _act(action: ActionId) -> Take:
    return lambda engine, point, _: act(engine, point, action)


def _undo(engine: Engine, point: Point, _: tuple[float, ...]) -> Taken | None:
    return act(engine, point, ActionId.UNDO) if point.state.undoable else None


def _give(engine: Engine, point: Point, event: Input) -> Taken:
    """Give an input. A live number is heard once more before it when it would count as missing in between."""
    state, first = point.state, list[Done]()
    if _is_live(state.vitals) and any(
        name is DeadlineId.NO_READING and time <= event.t for time, name in state.deadlines
    ):
        first = [_feed(engine, state, point.now)]
        state = first[-1].step.state
    return Taken([*first, *engine.advance(state, event)], event.t)


def _hold(engine: Engine, point: Point, due: tuple[float, ...]) -> Taken | None:
    """Wait for whatever comes next while the clip goes on saying the same."""
    state = point.state
    if not _is_live(state.vitals):
        return _wait(engine, point, due)
    times = [time for time, name in state.deadlines if name is not DeadlineId.NO_READING]
    until = min((time for time in (*times, *due) if time > point.now), default=None)
    return None if until is None else _hear_until(engine, point, until)


def _hear_until(engine: Engine, point: Point, until: float) -> Taken:
    """The same number up to a time.

    What a number that does not change does, it does by time alone, so only its last word is heard; a low one is heard
    all the way, for its alarm grows by what was measured.
    """
    state, steps, now = point.state, list[Done](), point.now
    while any(watch.counted_at is not None for watch in state.watches) and now + _FEED_S < until:
        now += _FEED_S
        steps.append(_feed(engine, state, now))
        state = steps[-1].step.state
    return Taken([*steps, _feed(engine, state, until)], until, held=True)


def _silence(engine: Engine, point: Point, due: tuple[float, ...]) -> Taken | None:
    """Wait for whatever comes next while nothing more is heard of a clip that gave live numbers."""
    return _wait(engine, point, due) if _is_live(point.state.vitals) else None


def _wait(engine: Engine, point: Point, due: tuple[float, ...]) -> Taken | None:
    coming = engine.next_deadline(point.state)
    promised = min((time for time in due if time > point.now), default=None)
    if promised is not None and (coming is None or promised < coming[0]):
        return Taken([], promised)
    return None if coming is None else Taken(engine.wait(point.state, coming[0]), coming[0])


def _feed(engine: Engine, state: State, t: float) -> Done:
    vitals = state.vitals
    assert vitals is not None  # noqa: S101  # only a live number is held
    event = VitalsEvent(replace(vitals, t=t))
    return Done(event, engine.step(state, event))


def _is_live(vitals: Vitals | None) -> bool:
    return vitals is not None and vitals.trust is Trust.LIVE
