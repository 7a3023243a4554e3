"""What the browser is given: a list of responses, and one of them to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from breathline.tui.paint import View
    from breathline.words import Trust


@dataclass(frozen=True, slots=True)
class Listed:
    """A response in the list.

    Attributes:
        id: Its id, which is random.
        when: A month or something coarser; empty when not known or held back.
        kind: "real" or "practice".
        pack: The guideline pack's id; empty when not known or held back.
        pack_hash: The hash of the pack's content; empty when not known or held back.
        length_s: Seconds; None when it can't be read.
        outcome: How it ended, or how far it is, in a few words.
        pathway: What was done; empty when not known.
    """

    id: str
    when: str
    kind: str
    pack: str
    pack_hash: str
    length_s: float | None
    outcome: str
    pathway: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happened.

    Attributes:
        t: Seconds since the response began.
        words: What it was.
    """

    t: float
    words: str


@dataclass(frozen=True, slots=True)
class Opened:
    """A response to look at.

    Attributes:
        listed: What the list says of it.
        length_s: Seconds.
        entries: What happened, in order; numbers are not among them.
        marks: Acts, each with its time and its letter on the trend.
        spo2: SpO2 with its time and trust.
        low: The guideline's low limit, in percent.
        view: What the responder's screen showed at a time.
        note: What to bear in mind; empty when nothing.
    """

    listed: Listed
    length_s: float
    entries: Sequence[Entry]
    marks: Sequence[tuple[float, str]]
    spo2: Sequence[tuple[float, float | None, Trust]]
    low: float
    view: Callable[[float], View]
    note: str = ""


class Shelf(Protocol):
    """Where the responses are."""

    def listed(self) -> Sequence[Listed]:
        """All of them."""
        ...

    def open(self, listed: Listed) -> Opened:
        """One of them.

        Raises:
            BreathlineError: It can't be read.
        """
        ...
