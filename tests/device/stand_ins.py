"""Small stand-ins for the rooms around the box: a guide, a conditioner, a log and a clock, all driven by the test."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from breathline.device.response import State
from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    Change,
    DeadlineEvent,
    DeadlineId,
    Input,
    Priority,
    ResponseEvent,
    ResponseState,
    VitalsEvent,
)
from breathline.guidelines.situation import Naloxone, Situation
from breathline.words import ActionId, Cause, Fault, Frame, Reading, Trust, Vitals

ASK_EVERY_S = 30.0
NOTHING = Situation(
    t=0.0,
    pack="stand-in",
    started=False,
    ended=False,
    vitals=None,
    prompt=None,
    next_text="",
    question=None,
    pacer=None,
    alarms=(),
    pause_until=None,
    naloxone=Naloxone(),
    oxygen_since=None,
    breaths_since=None,
    breaths=0,
    compressions_since=None,
    called_911_at=None,
    no_911=False,
    oximeter_off=False,
    spo2_low=90.0,
    note="",
    marks=(),
    can_undo=None,
    unresolved="",
)


@dataclass(frozen=True)
class StandInState:
    situation: Situation = NOTHING
    deadlines: tuple[tuple[float, DeadlineId], ...] = ()
    heard: tuple[Input, ...] = ()


@dataclass(frozen=True)
class StandInStep:
    state: State
    situation: Situation
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class StandInDone:
    event: Input
    step: StandInStep


class StandInGuide:
    """Asks every 30 s from the start, counts naloxone, raises an alarm when the question's time comes."""

    def begin(self) -> State:
        return StandInState()

    def step(self, state: State, event: Input) -> StandInStep:
        assert isinstance(state, StandInState)
        situation = replace(state.situation, t=event.t)
        deadlines, changes = state.deadlines, list[Change]()
        if isinstance(event, VitalsEvent):
            situation = replace(situation, vitals=event.vitals)
        elif isinstance(event, DeadlineEvent):
            deadlines = ((event.t + ASK_EVERY_S, DeadlineId.ASK),)
            changes.append(AlarmEvent(event.t, AlarmId.UNANSWERED, Priority.MEDIUM, AlarmState.SIGNALLED))
        elif isinstance(event, ActionEvent):
            situation, deadlines = self._act(situation, deadlines, event, changes)
        after = StandInState(situation, deadlines, (*state.heard, event))
        return StandInStep(after, situation, tuple(changes))

    def _act(
        self,
        situation: Situation,
        deadlines: tuple[tuple[float, DeadlineId], ...],
        event: ActionEvent,
        changes: list[Change],
    ) -> tuple[Situation, tuple[tuple[float, DeadlineId], ...]]:
        match event.action.id:
            case ActionId.START:
                changes.append(ResponseEvent(event.t, ResponseState.STARTED, "start"))
                return replace(situation, started=True), ((event.t + ASK_EVERY_S, DeadlineId.ASK),)
            case ActionId.END:
                changes.append(ResponseEvent(event.t, ResponseState.ENDED, "end"))
                return replace(situation, ended=True, outcome=event.action.outcome), ()
            case ActionId.NALOXONE:
                doses = situation.naloxone.doses + 1
                return replace(situation, naloxone=Naloxone(doses, event.t, event.t + 300.0)), deadlines
            case _:
                return situation, deadlines

    def next_deadline(self, state: State) -> tuple[float, DeadlineId] | None:
        assert isinstance(state, StandInState)
        return min(state.deadlines, default=None)

    def advance(self, state: State, event: Input) -> list[StandInDone]:
        done = self.wait(state, event.t)
        return [*done, StandInDone(event, self.step(done[-1].step.state if done else state, event))]

    def finish(self, state: State, t: float, reason: str) -> StandInStep:
        assert isinstance(state, StandInState)
        situation = state.situation
        if not situation.started or situation.ended:
            return StandInStep(state, situation)
        situation = replace(situation, ended=True)
        return StandInStep(
            replace(state, situation=situation), situation, (ResponseEvent(t, ResponseState.ENDED, reason),)
        )

    def wait(self, state: State, t: float) -> list[StandInDone]:
        done: list[StandInDone] = []
        while (due := self.next_deadline(state)) is not None and due[0] <= t:
            event = DeadlineEvent(*due)
            done.append(StandInDone(event, self.step(state, event)))
            state = done[-1].step.state
        return done


@dataclass
class StandInConditioner:
    """Believes each reading for five seconds."""

    last: Reading | None = None
    gone: Cause | None = None
    asked_at: list[float] = field(default_factory=list)

    def take(self, reading: Reading) -> Vitals | None:
        if reading.frame is not Frame.VALUES:
            return None
        self.last, self.gone = reading, None
        return self.at(reading.t)

    def hear(self, fault: Fault, t: float) -> Vitals:
        self.gone = Cause(fault.id.value) if fault.present else None
        return self.at(t)

    def at(self, t: float) -> Vitals:
        self.asked_at.append(t)
        if self.gone is not None or self.last is None or self.last.spo2 is None:
            return Vitals(t, None, None, Trust.NONE, self.gone or Cause.NO_OXIMETER)
        if t - self.last.t > 5.0:
            return Vitals(t, None, None, Trust.STALE, Cause.SILENT_LINK, age=t - self.last.t)
        return Vitals(t, self.last.spo2, self.last.pulse, Trust.LIVE, None, age=t - self.last.t)


def values(t: float, spo2: float | None = 97.0, pulse: float | None = 70.0) -> Reading:
    return Reading(t, Frame.VALUES, spo2=spo2, pulse=pulse)
