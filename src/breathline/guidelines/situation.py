"""The Situation: everything a screen, a speaker or a light needs, and nothing they have to work out.

The engine makes a fresh one at each step. Times are seconds since the response began; a screen that knows the
present `t` can count up and down from them without asking again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from breathline.events.model import AlarmId, AlarmState, Priority, PromptId
from breathline.words import ActionId, AnswerValue, BreathMethod, Outcome, QuestionId, Vitals


@dataclass(frozen=True)
class Prompt:
    """The one thing to do now.

    Attributes:
        id: Which prompt.
        text: At most twelve words, verbs first.
        reason: Why, in a few words ("SpO2 below 90").
        since: When it was first shown.
        action: The act that SPACE (or the big button) records for it; None when there is none.
        action_label: What that button says ("I did this"), "" without action.
        voice: A short form to be spoken; "" when there is none.
    """

    id: PromptId
    text: str
    reason: str
    since: float
    action: ActionId | None = None
    action_label: str = ""
    voice: str = ""


@dataclass(frozen=True)
class Question:
    """The open question.

    Attributes:
        id: Which question.
        text: The question in words.
        options: The answers in key order (1, 2, 3), each with its words.
        asked_at: When it was asked.
        overdue_at: When no answer becomes an alarm.
        overdue: True once that time has passed.
        loud: True when it takes the number's place: it is to be heard from the moment it is asked.
    """

    id: QuestionId
    text: str
    options: tuple[tuple[AnswerValue, str], ...]
    asked_at: float
    overdue_at: float
    overdue: bool = False
    loud: bool = False


@dataclass(frozen=True)
class Pacer:
    """A beat to work to: ticks at `started_at + n * period_s`. Its ticks are not recorded breaths."""

    kind: str
    """"breaths" or "compressions"."""
    started_at: float
    period_s: float
    text: str
    """What to do on the beat ("Breathe in")."""


class AlarmKind(StrEnum):
    """What an alarm is about."""

    PHYSIOLOGICAL = "physiological"
    """The person."""
    TECHNICAL = "technical"
    """The oximeter or its link."""
    ATTENTION = "attention"
    """Nobody answers the guide."""


@dataclass(frozen=True)
class Alarm:
    """One alarm that has occurred.

    Attributes:
        id: Which alarm.
        priority: How urgent it is.
        state: SIGNALLED or SUPPRESSED; CLEARED for a latched one.
        label: What the screen says ("SpO2 below 90").
        since: When it occurred.
        kind: What it is about.
        level: How far it has escalated, 1..3.
        quiet_until: When its sound comes back after somebody acknowledged it; None when nobody did.
    """

    id: AlarmId
    priority: Priority
    state: AlarmState
    label: str
    since: float
    kind: AlarmKind = AlarmKind.PHYSIOLOGICAL
    level: int = 1
    quiet_until: float | None = None


@dataclass(frozen=True)
class Naloxone:
    """Naloxone so far. `look_again_at` is when to check again; None when no dose waits for it."""

    doses: int = 0
    last_at: float | None = None
    look_again_at: float | None = None


@dataclass(frozen=True)
class Mark:
    """An act on the trend: a time and one letter (B breaths, O oxygen, N naloxone, 9 called 911)."""

    t: float
    letter: str


@dataclass(frozen=True)
class Situation:
    """What the screen draws.

    Attributes:
        t: When this was made.
        pack: The pack's id ("bc").
        started: False before a start; the screen then offers one.
        ended: True after the end; `outcome` may say how.
        outcome: How it ended.
        vitals: What we believe; None before the first.
        prompt: The one thing to do now; always there between start and end.
        next_text: What comes next, in a few words; "" when not known.
        question: The open question, if any.
        pacer: The beat to work to, if any.
        alarms: What is wrong: not cleared, in the order of priority then age.
        pause_until: When the sound comes back by itself; None when it is not paused.
        naloxone: Doses and timer.
        oxygen_since: Since when oxygen is on; None when off.
        breaths_since: Since when breaths are given; None when not.
        breaths: How many single breaths were recorded.
        compressions_since: Since when compressions are given; None when not.
        called_911_at: When 911 was called; None when not.
        no_911: True when the person said 911 is not called.
        oximeter_off: True while the clip is off on purpose.
        spo2_low: The pack's low limit for SpO2 in percent, for the trend's band.
        note: A line that the number needs beside it ("Oxygen is on: watch breathing"); "" when none.
        marks: Acts for the trend, oldest first.
        can_undo: The last act that U would take back; None when there is none.
        unresolved: One line on a fault of the box that a person should know ("No sound"); "" when none.
        latched: Alarms about the person that are over and that nobody has attended to yet, oldest first. They are to
            be seen, not heard; the next act or answer takes them away.
        breath_method: What the guideline gives breaths with.
        observe_until: Until when somebody stays and watches after naloxone; None without a dose or such a time.
        help_here_at: When help came; None while it has not.
    """

    t: float
    pack: str
    started: bool
    ended: bool
    vitals: Vitals | None
    prompt: Prompt | None
    next_text: str
    question: Question | None
    pacer: Pacer | None
    alarms: tuple[Alarm, ...]
    pause_until: float | None
    naloxone: Naloxone
    oxygen_since: float | None
    breaths_since: float | None
    breaths: int
    compressions_since: float | None
    called_911_at: float | None
    no_911: bool
    oximeter_off: bool
    spo2_low: float
    note: str
    marks: tuple[Mark, ...]
    can_undo: ActionId | None
    unresolved: str
    outcome: Outcome | None = None
    latched: tuple[Alarm, ...] = ()
    breath_method: BreathMethod = BreathMethod.MOUTH
    observe_until: float | None = None
    help_here_at: float | None = None
