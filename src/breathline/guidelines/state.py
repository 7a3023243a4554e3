"""All that the engine remembers of a response: frozen plain data, with every deadline in sight.

Nothing else is kept anywhere, so a response goes on after a restart from its state alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from breathline.events.model import AlarmId, DeadlineId, Priority, PromptId
from breathline.guidelines import plain
from breathline.guidelines.reasons import Reason
from breathline.guidelines.situation import Mark
from breathline.words import ActionId, AnswerValue, FaultId, Outcome, QuestionId, Vitals


class Phase(StrEnum):
    """Where a response stands; worked out from what was answered and done, never set by hand."""

    ROUSE = "rouse"
    """Try to wake them."""
    LOOK = "look"
    """They do not wake: call, open the airway, look for breaths."""
    BREATHS = "breaths"
    """They do not breathe normally, or nobody can tell: breathe for them."""
    BREATHING = "breathing"
    """They breathe on their own and do not wake, as far as is known."""
    AWAKE = "awake"
    """They woke or answered."""


@dataclass(frozen=True)
class Said:
    """An answer that counts. `assumed`: nobody gave it; the silence counts as "can't tell"."""

    value: AnswerValue
    t: float
    assumed: bool = False

    @property
    def yes(self) -> bool:
        """True for a yes."""
        return self.value is AnswerValue.YES


@dataclass(frozen=True)
class Acts:
    """What people did. Times in seconds; None for what was not done or has stopped.

    Undo puts an earlier one of these back: timers follow from it, so they go back with it.
    """

    stimulated_at: float | None = None
    airway_at: float | None = None
    breaths_since: float | None = None
    breaths_stopped_at: float | None = None
    breaths: int = 0
    oxygen_since: float | None = None
    compressions_since: float | None = None
    called_911_at: float | None = None
    no_911: bool = False
    recovery_at: float | None = None
    help_here_at: float | None = None
    handed_over_at: float | None = None
    sensor_moved_at: float | None = None
    oximeter_off: bool = False
    oximeter_on_at: float | None = None
    doses: int = 0
    naloxone_at: float | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Shown:
    """The prompt on the screen. `done`: its act came, and there is nothing more pressing yet."""

    id: PromptId
    reason: Reason
    since: float
    done: bool = False


@dataclass(frozen=True)
class Asked:
    """The open question.

    `waiting_since` is earlier than `asked_at` when the question before it was left unanswered too: changing the
    question does not quiet the alarm.
    """

    id: QuestionId
    asked_at: float
    waiting_since: float


@dataclass(frozen=True)
class Watch:
    """An alarm condition that has begun.

    Attributes:
        id: Which alarm.
        priority: Its priority now.
        began_at: Since when the condition holds.
        since: When the alarm occurred; None while its delay runs.
        ends_at: When it clears if the condition stays away; None while the condition holds.
        acknowledged_until: Until when it stays silent; None when nobody acknowledged it.
        suppressed: True while its signal is paused or acknowledged.
        level: How far it has escalated, from 1.
        burden: Depth below the limit times how long, in the limit's unit times seconds.
        counted_at: Up to when `burden` is counted; None while nothing is.
    """

    id: AlarmId
    priority: Priority
    began_at: float
    since: float | None = None
    ends_at: float | None = None
    acknowledged_until: float | None = None
    suppressed: bool = False
    level: int = 1
    burden: float = 0.0
    counted_at: float | None = None


@dataclass(frozen=True)
class Moment:
    """What an act may change at once: the record, and all that is remembered of where the response stands."""

    acts: Acts
    responsive: Said | None
    pulse_felt: Said | None
    doubt: AlarmId | None
    phase: Phase
    phase_since: float
    passed: tuple[PromptId, ...]
    prompt: Shown | None
    question: Asked | None
    watches: tuple[Watch, ...]
    latched: tuple[Watch, ...]
    touched_at: float | None


@dataclass(frozen=True)
class Undoable:
    """An act with what stood before it and right after it.

    What still stands as right after it is what the act changed; undo puts that back and leaves the rest.
    `after` is None only within the act's own step.
    """

    id: ActionId
    t: float
    before: Moment
    after: Moment | None = None


@dataclass(frozen=True)
class State:
    """The whole of a response.

    Attributes:
        t: The time of the last input; it never goes back.
        started_at: When it began; None before.
        ended_at: When it ended; None before.
        outcome: How it ended, if somebody said.
        vitals: The last vitals.
        live_at: When SpO2 was last live; None when it never was.
        faults: What is wrong with the box.
        acts: What was done.
        undoable: The last acts, newest last.
        responsive: Whether they wake, as last said or assumed.
        breathing: Whether they breathe, as last said or assumed.
        breathing_heard: The same, as a person last said it.
        breathed_at: When a person last said that they breathe; breaths and compressions begun before are over.
        pulse_felt: Whether a pulse is felt.
        doubt: The alarm that has spoken against the last breathing answer; None once it was given again.
        phase: Where the response stands.
        phase_since: Since when.
        prompt: The prompt on the screen.
        passed: Prompts of this phase that made way unmarked.
        question: The open question.
        watches: Alarm conditions that have begun.
        latched: Alarms that are over and that nobody has attended to.
        touched_at: When a person last did or answered anything.
        pause_until: When the sound comes back; None when it was never paused.
        deadlines: What is waited for, soonest first.
    """

    t: float = 0.0
    started_at: float | None = None
    ended_at: float | None = None
    outcome: Outcome | None = None
    vitals: Vitals | None = None
    live_at: float | None = None
    faults: tuple[FaultId, ...] = ()
    acts: Acts = Acts()
    undoable: tuple[Undoable, ...] = ()
    responsive: Said | None = None
    breathing: Said | None = None
    breathing_heard: Said | None = None
    breathed_at: float | None = None
    pulse_felt: Said | None = None
    doubt: AlarmId | None = None
    phase: Phase = Phase.ROUSE
    phase_since: float = 0.0
    prompt: Shown | None = None
    passed: tuple[PromptId, ...] = ()
    question: Asked | None = None
    watches: tuple[Watch, ...] = ()
    latched: tuple[Watch, ...] = ()
    touched_at: float | None = None
    pause_until: float | None = None
    deadlines: tuple[tuple[float, DeadlineId], ...] = ()

    @property
    def running(self) -> bool:
        """True between start and end."""
        return self.started_at is not None and self.ended_at is None

    def alarm(self, alarm: AlarmId) -> Watch | None:
        """The alarm, if it has occurred and not cleared."""
        for watch in self.watches:
            if watch.id is alarm and watch.since is not None:
                return watch
        return None


def to_plain(state: State) -> plain.Plain:
    """The state as JSON values, exactly."""
    made: plain.Plain = plain.to_plain(state)
    return made


def from_plain(data: plain.Plain) -> State:
    """The state that `to_plain` was given, exactly.

    Raises:
        KeyError: A field is missing.
        ValueError: A word in it is unknown.
    """
    return plain.from_plain(State, data)
