"""A response's row in the table of responses, and which of its acts were taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from breathline.events.bucket import Bucket
from breathline.events.database import Kind
from breathline.events.export.tables import MONITOR_ONLY, Done
from breathline.events.model import ActionEvent, CloseOutEvent, Event, ResponseEvent, ResponseState
from breathline.events.summary import NOT_ACTS
from breathline.words import Action, ActionId, BreathMethod


@dataclass(frozen=True, slots=True)
class ExportedResponse:
    """A response to be exported. Its events are read when it is its turn, so that one at a time is in memory.

    Attributes:
        kind: Practice or real.
        read: Gives its events in order.
        pack: The guideline pack's id; empty when not known.
        pack_hash: The hash of the pack's content; empty when not known.
        bucket: When it was; None when not known.
        site: The site's pseudonym (`tables.SITE`); empty for none.
    """

    kind: Kind
    read: Callable[[], Iterable[Event]]
    pack: str = ""
    pack_hash: str = ""
    bucket: Bucket | None = None
    site: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the table of responses says of one, but for where and when.

    Attributes:
        pathway: What was done, as `Done` joined by +, or `MONITOR_ONLY`.
        length_s: Seconds from the beginning to the last event before the close-out.
        outcome: How it ended; empty when nobody said.
        hardship: What made it hard; empty when nobody said.
        ended_reason: Why it ended; empty while it has no end.
        rows: How many events.
    """

    pathway: str
    length_s: float
    outcome: str
    hardship: str
    ended_reason: str
    rows: int


def facts_of(events: Sequence[Event], undone: frozenset[int]) -> Facts:
    """What a response's events say of it.

    Args:
        events: Its events in order.
        undone: The places of acts that were taken back, from `taken_back`.
    """
    length, outcome, hardship, reason = 0.0, "", "", ""
    done: set[Done] = set()
    for place, event in enumerate(events):
        match event:
            case CloseOutEvent():
                outcome, hardship = event.outcome or outcome, event.hardship or hardship
                continue  # the questions after it are no part of its length
            case ActionEvent(_, action) if place not in undone:
                outcome = action.outcome or outcome
                done |= _done_by(action)
            case ResponseEvent(_, ResponseState.ENDED, why):
                reason = why
            case _:
                pass
        length = max(length, event.t)
    pathway = "+".join(each for each in Done if each in done) or MONITOR_ONLY
    return Facts(pathway, length, str(outcome), str(hardship), reason, len(events))


def taken_back(events: Iterable[Event]) -> frozenset[int]:
    """The places of acts that an undo took back: each takes the last act that still stands, as in `summary_of`."""
    standing: list[int] = []
    gone: set[int] = set()
    for place, event in enumerate(events):
        if not isinstance(event, ActionEvent) or event.action.id in NOT_ACTS:
            continue
        if event.action.id is not ActionId.UNDO:
            standing.append(place)
        elif standing:
            gone.add(standing.pop())
    return frozenset(gone)


def _done_by(action: Action) -> set[Done]:
    match action.id:
        case ActionId.BREATHS_STARTED | ActionId.BREATH:
            return {Done.BAGGING if action.method is BreathMethod.BAG else Done.BREATHS}
        case ActionId.OXYGEN_ON:
            return {Done.OXYGEN}
        case ActionId.NALOXONE:
            return {Done.NALOXONE}
        case ActionId.COMPRESSIONS_STARTED:
            return {Done.COMPRESSIONS}
    return set()
