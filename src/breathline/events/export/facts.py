"""A response to be exported, and what its row in the table of responses says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from breathline.events.bucket import Bucket
from breathline.events.database import Kind
from breathline.events.export.tables import MONITOR_ONLY, Done
from breathline.events.facts import Facts, facts_of
from breathline.events.model import CloseOutEvent, Event, ResponseEvent, ResponseState


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


def row_of(events: Sequence[Event]) -> dict[str, object]:
    """A response's row in the table of responses, but for where and when.

    Args:
        events: Its events in order.
    """
    facts = facts_of(events)
    ends = [event for event in events if isinstance(event, ResponseEvent) and event.state is ResponseState.ENDED]
    return {
        "pathway": _pathway(facts),
        "length_s": max((event.t for event in events if not isinstance(event, CloseOutEvent)), default=0.0),
        "outcome": str(facts.outcome or ""),
        "hardship": str(facts.hardship or ""),
        "ended_reason": ends[-1].reason if ends else "",
        "rows": len(events),
    }


def _pathway(facts: Facts) -> str:
    done = {
        Done.OXYGEN: facts.oxygen,
        Done.BREATHS: facts.breaths,
        Done.BAGGING: facts.bagging,
        Done.NALOXONE: facts.naloxone,
        Done.COMPRESSIONS: facts.compressions,
    }
    return "+".join(each for each in Done if done[each]) or MONITOR_ONLY
