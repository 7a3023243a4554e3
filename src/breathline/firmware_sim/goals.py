"""What a scenario is for: goals that a run can be held to.

A goal is one sentence for people and one check for machines. A check is either something that happens `by` a time, or
something that holds `from` a time on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from pydantic import Field, TypeAdapter, model_validator

from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    Event,
    PromptEvent,
    PromptId,
    PromptState,
)
from breathline.firmware_sim.scenario_parts import Strict
from breathline.firmware_sim.scenario_values import Percent, PerMinute, Pressure, Seconds
from breathline.words import ActionId

if TYPE_CHECKING:
    from breathline.firmware_sim.person.body import Body


class Check(StrEnum):
    """What a goal looks at."""

    ARRESTS = "arrests"
    SURVIVES = "survives"
    BREATHES = "breathes"
    NOT_BREATHING = "not_breathing"
    AWAKE = "awake"
    NOT_AWAKE = "not_awake"
    SAO2_ABOVE = "sao2_above"
    """The true saturation, whatever the clip shows."""
    SAO2_BELOW = "sao2_below"
    PACO2_ABOVE = "paco2_above"
    PULSE_BELOW = "pulse_below"
    DOSES = "doses"
    """Of naloxone, as recorded."""
    PROMPTED = "prompted"
    NOT_PROMPTED = "not_prompted"
    ALARMED = "alarmed"
    NOT_ALARMED = "not_alarmed"
    DONE = "done"
    """An act that is recorded."""


_STATES: Mapping[Check, Callable[[Body, float], bool]] = {
    Check.ARRESTS: lambda body, _: body.arrested,
    Check.SURVIVES: lambda body, _: not body.arrested,
    Check.BREATHES: lambda body, _: body.breathing,
    Check.NOT_BREATHING: lambda body, _: not body.breathing,
    Check.AWAKE: lambda body, _: body.responsive,
    Check.NOT_AWAKE: lambda body, _: not body.responsive,
    Check.SAO2_ABOVE: lambda body, value: body.sao2 > value,
    Check.SAO2_BELOW: lambda body, value: body.sao2 < value,
    Check.PACO2_ABOVE: lambda body, value: body.paco2 > value,
    Check.PULSE_BELOW: lambda body, value: body.pulse_bpm < value,
}
"""What is true of the person at one moment; all the other checks are of the record."""

_VALUES: Mapping[Check, TypeAdapter[float]] = {
    Check.SAO2_ABOVE: TypeAdapter(Percent),
    Check.SAO2_BELOW: TypeAdapter(Percent),
    Check.PACO2_ABOVE: TypeAdapter(Pressure),
    Check.PULSE_BELOW: TypeAdapter(PerMinute),
}
_IDS: Mapping[Check, type[StrEnum]] = {
    Check.PROMPTED: PromptId,
    Check.NOT_PROMPTED: PromptId,
    Check.ALARMED: AlarmId,
    Check.NOT_ALARMED: AlarmId,
    Check.DONE: ActionId,
}
_NEVER = frozenset({Check.NOT_PROMPTED, Check.NOT_ALARMED})


class Who(StrEnum):
    """Who acts in the run that a goal is about."""

    IDEAL = "ideal"
    NONE = "none"


class Goal(Strict):
    """One goal.

    Attributes:
        responder: With whom acting.
        says: What a learner reads.
        check: What is looked at.
        value: What it is compared with, for checks that compare.
        id: Which prompt, alarm or act, for checks of the record.
        by: It happens by then (by the end, when neither is written).
        since: It holds from then on, `from` in the file...
        until: ...up to then; up to the end when it is left out.
        least: The fewest doses.
        most: The most doses.
    """

    responder: Who
    says: str = Field(min_length=1)
    check: Check
    value: str | None = None
    id: str | None = None
    by: Seconds | None = None
    since: Seconds | None = Field(default=None, alias="from")
    until: Seconds | None = None
    least: int | None = Field(default=None, ge=0)
    most: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _is_whole(self) -> Goal:
        self._has("value", wanted=self.check in _VALUES)
        self._has("id", wanted=self.check in _IDS)
        if self.check is Check.DOSES and self.least is None and self.most is None:
            raise ValueError('"doses" needs "least", "most" or both')
        if self.check is not Check.DOSES and (self.least is not None or self.most is not None):
            raise ValueError(f'"least" and "most" go with "doses", not with "{self.check}"')
        if self.since is not None and (self.by is not None or self.check not in _STATES):
            raise ValueError('"from" goes with what is true of the person, and not with "by"')
        if self.until is not None and (self.since is None or self.until <= self.since):
            raise ValueError('"until" needs an earlier "from"')
        if self.by is not None and self.check in _NEVER:
            raise ValueError(f'"by" does not go with "{self.check}"')
        if self.value is not None:
            _VALUES[self.check].validate_python(self.value)
        if self.id is not None and self.id not in {*_IDS[self.check]}:
            raise ValueError(f"{self.id!r} is not one of {', '.join(_IDS[self.check])}")
        return self

    def _has(self, key: Literal["value", "id"], *, wanted: bool) -> None:
        if wanted != (getattr(self, key) is not None):
            raise ValueError(f'"{self.check}" {"needs" if wanted else "has no"} "{key}"')


@dataclass(frozen=True, slots=True)
class Trace:
    """What a run was.

    Attributes:
        bodies: What was true of the person, about once a second, with the time in the response.
        events: The record.
    """

    bodies: Sequence[tuple[float, Body]]
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a run met a goal, and what was seen, in a few words."""

    goal: Goal
    met: bool
    saw: str


def judge(goal: Goal, trace: Trace) -> Verdict:
    """Hold a run to a goal."""
    if goal.check in _STATES:
        return _of_the_person(goal, trace)
    if goal.check is Check.DOSES:
        doses = sum(
            event.action.count or 1
            for event in trace.events
            if isinstance(event, ActionEvent) and event.action.id is ActionId.NALOXONE
        )
        least, most = goal.least or 0, doses if goal.most is None else goal.most
        return Verdict(goal, least <= doses <= most, f"{doses} recorded")
    first = next((event.t for event in trace.events if _is(goal, event)), None)
    saw = "never" if first is None else f"first at {first:.0f} s"
    if goal.check in _NEVER:
        return Verdict(goal, first is None, saw)
    return Verdict(goal, first is not None and (goal.by is None or first <= goal.by), saw)


def _of_the_person(goal: Goal, trace: Trace) -> Verdict:
    holds = _STATES[goal.check]
    value = 0.0 if goal.value is None else _VALUES[goal.check].validate_python(goal.value)
    always = goal.since is not None or goal.check is Check.SURVIVES
    if always:
        end = float("inf") if goal.until is None else goal.until
        within = [(t, body) for t, body in trace.bodies if (goal.since or 0.0) <= t <= end]
        broken = next((t for t, body in within if not holds(body, value)), None)
        return Verdict(
            goal, bool(within) and broken is None, "throughout" if broken is None else f"not so at {broken:.0f} s"
        )
    first = next((t for t, body in trace.bodies if holds(body, value)), None)
    met = first is not None and (goal.by is None or first <= goal.by)
    return Verdict(goal, met, "never" if first is None else f"first at {first:.0f} s")


def _is(goal: Goal, event: Event) -> bool:
    match event:
        case PromptEvent(state=PromptState.SHOWN):
            return goal.check in {Check.PROMPTED, Check.NOT_PROMPTED} and event.id == goal.id
        case AlarmEvent(state=AlarmState.SIGNALLED):
            return goal.check in {Check.ALARMED, Check.NOT_ALARMED} and event.id == goal.id
        case ActionEvent():
            return goal.check is Check.DONE and event.action.id == goal.id
        case _:
            return False
