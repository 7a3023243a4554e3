"""The close-out: two questions after a response has ended, asked once, and skipped by a key or by time.

Plain values and what follows from each; the keeper holds them and the log's last row comes of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from breathline.events.model import CloseOutEvent
from breathline.words import Hardship, Outcome

PATIENCE_S = 60.0
"""How long a question stands with no answer: three times what both take by key. Until then the response is open in the
log, with the time of its beginning; that must not wait for somebody who has walked away."""


class Step(StrEnum):
    """What may be said to a question in place of an answer."""

    SKIP = "skip"
    """No more questions; what was answered stays."""
    BACK = "back"
    """The first question again: the answer was a slip."""


Said: TypeAlias = Outcome | Hardship | Step


@dataclass(frozen=True, slots=True)
class CloseOut:
    """Which question is asked.

    Attributes:
        outcome: The answer to the first question; None: that is asked. With it the second is.
        asked_at: Since when it is asked, in seconds since the response began.
        practice: The outcome is practice whatever anybody says, so the first question is never asked.
    """

    outcome: Outcome | None
    asked_at: float
    practice: bool

    @property
    def closes_at(self) -> float:
        """When it is skipped by itself, in seconds since the response began."""
        return self.asked_at + PATIENCE_S

    @property
    def choices(self) -> tuple[Outcome, ...] | tuple[Hardship, ...]:
        """What can be answered, in the order of the keys 1, 2, 3..."""
        return tuple(Outcome) if self.outcome is None else tuple(Hardship)

    @property
    def can_go_back(self) -> bool:
        """Whether there is an answer to take back."""
        return self.outcome is not None and not self.practice


def begin(t: float, outcome: Outcome | None, *, practice: bool) -> CloseOut:
    """The first question after the end.

    Args:
        t: Seconds since the response began.
        outcome: What was said when it was ended.
        practice: The response is practice: a record of it must never look like a real one.
    """
    return CloseOut(Outcome.PRACTICE if practice else outcome, t, practice)


def say(asked: CloseOut, said: Said, t: float) -> CloseOut | CloseOutEvent:
    """What follows from an answer: the next question, or the response's last row.

    An answer to the question that is not asked (it came late) changes nothing.
    """
    if said is Step.SKIP:
        return CloseOutEvent(t, asked.outcome)
    if said is Step.BACK:
        return replace(asked, outcome=None, asked_at=t) if asked.can_go_back else asked
    if isinstance(said, Hardship):
        return asked if asked.outcome is None else CloseOutEvent(t, asked.outcome, said)
    return replace(asked, outcome=said, asked_at=t) if asked.outcome is None else asked
