"""The guard block: short, in order, before every rule of a guideline. No pack can switch any of it off.

1. `believable`: a number that can't be one is taken for none.
2. `bar_to_naloxone`: no naloxone while breathing is confirmed, before a dose had its time, before breaths had theirs.
3. `open_question`: an open breathing question stays until a person answers; no number takes it away.
4. `first_allowed`: there is always one thing to do, and it has its reason.
5. `may_end`: only a person ends a response.
6. `silent_until`: silence ends by itself, and soon.

The rules of a guideline (`prompts`, `questions`) come after it and choose only from what it leaves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto
from math import isfinite
from typing import TypeAlias

from breathline.events.model import PromptId
from breathline.guidelines import course
from breathline.guidelines.figures import Figures
from breathline.guidelines.reasons import Reason
from breathline.guidelines.state import State
from breathline.words import ActionId, Cause, QuestionId, Trust, Vitals

Choice: TypeAlias = tuple[PromptId, Reason]

MOST_SPO2 = 100.0
"""Percent: there is no more."""

MOST_PULSE = 511.0
"""The most an oximeter's frame can say; no pulse comes near it."""

LONGEST_SILENCE_S = 120.0
"""No pause and no acknowledgement lasts longer, whatever a pack says: the audio pause of the bedside monitor that the
packs refer to (Masimo Rad-97: 2 minutes)."""

LOOK_AT_THEM: Choice = (PromptId.CHECK_BREATHING, Reason.NOT_CHECKED)
"""What is left when no rule has anything to say."""


def believable(vitals: Vitals) -> Vitals:
    """The vitals, without a number that can't be one: what is not a finite figure in its range moves nothing."""
    if vitals.spo2 is not None and not 0.0 <= vitals.spo2 <= MOST_SPO2:
        vitals = replace(vitals, spo2=None, trust=Trust.NONE, cause=Cause.IMPLAUSIBLE)
    if vitals.pulse is not None and not 0.0 <= vitals.pulse <= MOST_PULSE:
        vitals = replace(vitals, pulse=None, pulse_trust=Trust.NONE)
    return vitals


class Bar(Enum):
    """Why naloxone may not be prompted."""

    BREATHING = auto()
    """The last a person said is that they breathe normally, or, before that was asked, that they woke."""
    DOSE_WORKING = auto()
    """The last dose has not had its time."""
    BREATHS_FIRST = auto()
    """The guideline gives breaths first, and they have not had their time."""


def bar_to_naloxone(state: State, figures: Figures) -> Bar | None:
    """What stands against a dose of naloxone now; None when nothing does."""
    if course.last_heard_well(state):
        return Bar.BREATHING
    again = course.look_again_at(state, figures)
    if again is not None and state.t < again:
        return Bar.DOSE_WORKING
    if figures.breaths_first and state.t < state.phase_since + figures.naloxone_ready:
        return Bar.BREATHS_FIRST
    return None


def open_question(state: State) -> bool:
    """True while a breathing question is open: it stays, whatever the rules would ask instead."""
    return state.question is not None and state.question.id is QuestionId.BREATHING


def first_allowed(wanted: Iterator[Choice], state: State, figures: Figures) -> Choice:
    """The first of the rules' wishes that nothing stands against; the look at the person when there is none."""
    for choice in wanted:
        if choice[0] is not PromptId.NALOXONE or bar_to_naloxone(state, figures) is None:
            return choice
    return LOOK_AT_THEM


def may_end(action: ActionId) -> bool:
    """True for the one act that ends a response. No number, no time and no other act does."""
    return action is ActionId.END


def silent_until(t: float, seconds: float) -> float:
    """When a silence that begins now ends at the latest."""
    return t + min(seconds, LONGEST_SILENCE_S) if isfinite(seconds) else t + LONGEST_SILENCE_S
