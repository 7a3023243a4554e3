"""One response as it runs: readings, faults, acts and answers in; events and a Situation out.

This is the one way from a reading to a prompt. The box, a replay and a simulation all go through it, so they say
the same. No clock and no event loop: time comes in with each call, in seconds since the response began.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from breathline.device.published import TrendPoint
from breathline.events.model import (
    ActionEvent,
    AnswerEvent,
    DeadlineId,
    Event,
    FaultEvent,
    Input,
    VitalsEvent,
)
from breathline.words import Action, Answer, Cause, Fault, FaultId, Frame, Reading, Trust, Vitals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from breathline.guidelines.situation import Situation

TICK_S = 1.0
"""With no reading, the vitals are looked at once a second: a number grows old in steps a person can see."""

JOIN_S = 0.5
"""A reading that comes less than half a tick late stands for that tick, so that an oximeter that sends once a
second, give or take, makes one row a second and not two."""

TREND_S = 300.0
"""The screen draws the last five minutes."""

LINK_FAULTS = frozenset({FaultId.ADAPTER_OFF, FaultId.NO_OXIMETER, FaultId.LINK_LOST, FaultId.SILENT_LINK})
"""Faults that take the number away: the conditioner hears of them as well as the guide."""

_NOTHING_YET = Vitals(0.0, None, None, Trust.NONE, Cause.NO_OXIMETER)

State: TypeAlias = Any
"""The engine's state: frozen plain data that only the engine looks into."""


class Step(Protocol):
    """What the engine made of one input."""

    @property
    def state(self) -> State: ...  # noqa: D102

    @property
    def situation(self) -> Situation: ...  # noqa: D102

    @property
    def changes(self) -> Sequence[Event]: ...  # noqa: D102


class Done(Protocol):
    """One input and what the engine made of it."""

    @property
    def event(self) -> Input: ...  # noqa: D102

    @property
    def step(self) -> Step: ...  # noqa: D102


class Guide(Protocol):
    """The engine, as far as a response needs it."""

    def begin(self) -> State: ...  # noqa: D102

    def step(self, state: State, event: Input) -> Step: ...  # noqa: D102

    def next_deadline(self, state: State) -> tuple[float, DeadlineId] | None: ...  # noqa: D102

    def advance(self, state: State, event: Input) -> Sequence[Done]: ...  # noqa: D102

    def wait(self, state: State, t: float) -> Sequence[Done]: ...  # noqa: D102

    def finish(self, state: State, t: float, reason: str) -> Step: ...  # noqa: D102


class Conditions(Protocol):
    """The conditioner, as far as a response needs it."""

    def take(self, reading: Reading) -> Vitals | None: ...  # noqa: D102

    def hear(self, fault: Fault, t: float) -> Vitals: ...  # noqa: D102

    def at(self, t: float) -> Vitals: ...  # noqa: D102


class Response:
    """One response's pipeline: conditioner, then engine, in the order of time.

    Every method that takes a time first lets everything happen that was due by then: deadlines of the engine and,
    when no reading came, the vitals of each second. Time never runs backwards: an input stamped before the last
    one is taken as of the last one. Each returns the events in the order they happened, inputs and changes alike.

    Args:
        engine: The guide.
        conditioner: Fresh, or going on from before the response began.

    Attributes:
        state: The engine's state after the last input.
        situation: What the guide says after the last input.
        vitals: The last vitals; None before the first.
    """

    def __init__(self, engine: Guide, conditioner: Conditions) -> None:
        self._engine = engine
        self._conditioner = conditioner
        self._now = 0.0
        self._last_look = 0.0
        self._trend: deque[TrendPoint] = deque()
        self.state = engine.begin()
        self.vitals: Vitals | None = None
        # Not kept: there is something to draw before the first input, and the conditioner is not asked out of turn.
        self.situation = engine.step(self.state, VitalsEvent(_NOTHING_YET)).situation

    @property
    def t(self) -> float:
        """Seconds; the time of the last input."""
        return self._now

    @property
    def trend(self) -> tuple[TrendPoint, ...]:
        """The last five minutes, oldest first, at most one point a second."""
        return tuple(self._trend)

    @property
    def next_due(self) -> float:
        """When `wait` has something to do if nothing else comes; later calls lose nothing."""
        look = self._last_look + TICK_S + JOIN_S
        deadline = self._engine.next_deadline(self.state)
        return look if deadline is None else min(look, deadline[0])

    def reading(self, reading: Reading) -> list[Event]:
        """Take what the oximeter said; frames without values make no events."""
        t = max(reading.t, self._now)
        if reading.t < t:
            reading = replace(reading, t=t)
        if reading.frame is not Frame.VALUES:
            self._conditioner.take(reading)
            return []
        events = self._looks(until=t - JOIN_S)
        vitals = self._conditioner.take(reading)
        if vitals is None:
            return events + self.wait(t)
        return events + self._believe(vitals)

    def fault(self, fault: Fault, t: float) -> list[Event]:
        """Take that a technical fault began or ended."""
        t = max(t, self._now)
        events = self._looks(until=t)
        events += self._advance(FaultEvent(t, fault))
        if fault.id in LINK_FAULTS:
            events += self._believe(self._conditioner.hear(fault, t))
        return events

    def do(self, item: Action | Answer, t: float) -> list[Event]:
        """Take what a person did or answered."""
        t = max(t, self._now)
        events = self._looks(until=t)
        return events + self._advance(ActionEvent(t, item) if isinstance(item, Action) else AnswerEvent(t, item))

    def wait(self, t: float) -> list[Event]:
        """Let time pass: deadlines and the vitals of each second without a reading, in order."""
        t = max(t, self._now)
        return self._looks(until=t) + self._wait(t)

    def look(self, t: float) -> list[Event]:
        """The vitals of this moment, without the seconds between: after a start, a gap or a resume.

        Deadlines that were due in the gap still happen, each at its own time.
        """
        return self._believe(self._conditioner.at(max(t, self._now)))

    def finish(self, t: float, reason: str) -> list[Event]:
        """End it because nothing more will come ("input_ended"). An ended or unstarted response stays as it is."""
        events = self.wait(t)
        step = self._engine.finish(self.state, self._now, reason)
        self.state, self.situation = step.state, step.situation
        return [*events, *step.changes]

    @property
    def running(self) -> bool:
        """True between the start and the end."""
        return self.situation.started and not self.situation.ended

    def resume(self, events: Iterable[Event]) -> None:
        """Become what a response was after these logged events; call once, before anything else.

        Only the inputs are taken; the changes follow from them. Call `look` next, with the time that it is now.
        """
        for event in events:
            if isinstance(event, Input):
                self._keep(event, self._engine.step(self.state, event))

    def _looks(self, until: float) -> list[Event]:
        """The vitals of every second since the last, up to a time."""
        events: list[Event] = []
        while (second := max(self._last_look + TICK_S, self._now)) <= until:
            events += self._believe(self._conditioner.at(second))
        return events

    def _believe(self, vitals: Vitals) -> list[Event]:
        return self._advance(VitalsEvent(vitals))

    def _advance(self, event: Input) -> list[Event]:
        return self._taken(self._engine.advance(self.state, event))

    def _wait(self, t: float) -> list[Event]:
        events = self._taken(self._engine.wait(self.state, t))
        self._now = t
        return events

    def _taken(self, done: Iterable[Done]) -> list[Event]:
        events: list[Event] = []
        for each in done:
            self._keep(each.event, each.step)
            events.append(each.event)
            events.extend(each.step.changes)
        return events

    def _keep(self, event: Input, step: Step) -> None:
        self.state, self.situation = step.state, step.situation
        self._now = max(self._now, event.t)
        if isinstance(event, VitalsEvent):
            self.vitals = event.vitals
            self._last_look = event.t
            self._draw(event.vitals)

    def _draw(self, vitals: Vitals) -> None:
        point = TrendPoint(vitals.t, vitals.spo2, vitals.trust)
        if self._trend and int(self._trend[-1].t) == int(vitals.t):
            self._trend.pop()
        self._trend.append(point)
        while self._trend[0].t < vitals.t - TREND_S:
            self._trend.popleft()
