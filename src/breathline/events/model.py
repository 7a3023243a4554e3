"""The vocabulary of the event log: closed, versioned, with nowhere to write a name.

Every event is one row, the same in the log, in `--json` and over MQTT. Inputs (vitals, action, answer, fault,
deadline) are what the engine was given; changes (prompt, question, alarm, response, taken_back) are what it made of
them; a close_out is what a person said afterwards. docs/events.md documents every kind and key.
Rows are written and read by `codec`, exactly: floats keep every bit, so a response replays to the same prompts.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    Fault,
    Hardship,
    Outcome,
    QuestionId,
    Vitals,
)

VERSION = 1
"""Raised when a row's meaning changes; adding a list item does not raise it."""


class PromptId(StrEnum):
    """One thing to do now."""

    STIMULATE = "stimulate"
    CALL_911 = "call_911"
    AIRWAY = "airway"
    VENTILATE = "ventilate"
    CHECK_BREATHING = "check_breathing"
    ATTACH_OXIMETER = "attach_oximeter"
    FIX_READING = "fix_reading"
    OXYGEN = "oxygen"
    NALOXONE = "naloxone"
    KEEP_GOING = "keep_going"
    RECHECK = "recheck"
    SEDATED_WATCH = "sedated_watch"
    COMPRESSIONS = "compressions"
    RECOVERY_POSITION = "recovery_position"
    STAY = "stay"
    HAND_OVER = "hand_over"


class PromptState(StrEnum):
    """A prompt's life: shown, then done by the person or withdrawn by the guide."""

    SHOWN = "shown"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class QuestionState(StrEnum):
    """A question's life."""

    ASKED = "asked"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class AlarmId(StrEnum):
    """The alarm conditions."""

    SPO2_LOW = "spo2_low"
    SPO2_VERY_LOW = "spo2_very_low"
    PULSE_LOW = "pulse_low"
    PULSE_HIGH = "pulse_high"
    NO_READING = "no_reading"
    LINK_LOST = "link_lost"
    BATTERY_LOW = "battery_low"
    UNANSWERED = "unanswered"


class Priority(StrEnum):
    """IEC 60601-1-8's three priorities."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


MOST_LEVEL = 3
"""An alarm's highest level: caution, warning, emergency."""


class AlarmState(StrEnum):
    """An alarm's life.

    `occurred`: the condition has held for its delay. `signalled`: sound and light begin. Both are always
    emitted. `suppressed`: the signal is paused or acknowledged. `cleared`: the condition ended.
    """

    OCCURRED = "occurred"
    SIGNALLED = "signalled"
    SUPPRESSED = "suppressed"
    CLEARED = "cleared"


class ResponseState(StrEnum):
    """A response's life."""

    STARTED = "started"
    ENDED = "ended"


class DeadlineId(StrEnum):
    """What the engine waits for. Each has at most one time at once."""

    ASK = "ask"
    """The next time to ask the open subject (usually: are they breathing?)."""
    UNANSWERED = "unanswered"
    """The open question has waited long enough."""
    UNANSWERED_ESCALATES = "unanswered_escalates"
    RECHECK = "recheck"
    """Time to look again after naloxone."""
    WEARS_OFF = "wears_off"
    """Naloxone may wear off, or the watch after it is over."""
    KEEP_GOING = "keep_going"
    """The number follows late; stop saying so."""
    MOVE_ON = "move_on"
    """A prompt that nobody marked as done makes way for the next."""
    PAUSE_ENDS = "pause_ends"
    SPO2_LOW = "spo2_low"
    """The alarm's delay has passed. One for each alarm condition follows."""
    SPO2_VERY_LOW = "spo2_very_low"
    PULSE_LOW = "pulse_low"
    PULSE_HIGH = "pulse_high"
    NO_READING = "no_reading"
    LINK_LOST = "link_lost"
    BATTERY_LOW = "battery_low"


@dataclass(frozen=True, slots=True)
class VitalsEvent:
    """Input: what we believe of SpO2 and pulse."""

    vitals: Vitals

    @property
    def t(self) -> float:
        """Seconds since the response began."""
        return self.vitals.t


@dataclass(frozen=True, slots=True)
class ActionEvent:
    """Input: what a person did."""

    t: float
    action: Action


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """Input: what a person answered."""

    t: float
    answer: Answer


@dataclass(frozen=True, slots=True)
class FaultEvent:
    """Input: a technical fault began or ended."""

    t: float
    fault: Fault


@dataclass(frozen=True, slots=True)
class DeadlineEvent:
    """Input: a deadline of the engine was reached."""

    t: float
    id: DeadlineId


@dataclass(frozen=True, slots=True)
class PromptEvent:
    """Change: a prompt's life went on. `reason` says why, in words a person reads."""

    t: float
    id: PromptId
    state: PromptState
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionEvent:
    """Change: a question's life went on. `answer` is None unless answered."""

    t: float
    id: QuestionId
    state: QuestionState
    answer: AnswerValue | None = None


@dataclass(frozen=True, slots=True)
class AlarmEvent:
    """Change: an alarm's life went on. `level` is how far it has escalated, 1..`MOST_LEVEL`; only some alarms do."""

    t: float
    id: AlarmId
    priority: Priority
    state: AlarmState
    level: int = 1


@dataclass(frozen=True, slots=True)
class ResponseEvent:
    """Change: the response began or ended. `reason` is a short fixed word, for example "input_ended"."""

    t: float
    state: ResponseState
    reason: str


@dataclass(frozen=True, slots=True)
class TakenBackEvent:
    """Change: an undo took back the act `id` of the time `at`, exactly as the guide knows it.

    An act that changed nothing is not in the guide's memory, so rows of acts alone don't say which one an undo meant.
    """

    t: float
    id: ActionId
    at: float


@dataclass(frozen=True, slots=True)
class CloseOutEvent:
    """After the end: how it ended and what made it hard, as a person said; None for what was skipped."""

    t: float
    outcome: Outcome | None = None
    hardship: Hardship | None = None


Input: TypeAlias = VitalsEvent | ActionEvent | AnswerEvent | FaultEvent | DeadlineEvent
Change: TypeAlias = PromptEvent | QuestionEvent | AlarmEvent | ResponseEvent | TakenBackEvent
Event: TypeAlias = Input | Change | CloseOutEvent
