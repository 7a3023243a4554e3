"""A response in a few figures, for a list of responses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from breathline.events.bucket import Bucket, DayPart
from breathline.events.facts import facts_of
from breathline.events.fields import Fields, RowError, count, item, maybe, number, shown
from breathline.events.model import CloseOutEvent, Event, VitalsEvent
from breathline.words import Outcome, Trust

_MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Summary:
    """A response in a few figures.

    Attributes:
        length_s: Seconds from the beginning to the last event.
        events: How many rows.
        naloxone: Doses given and not taken back.
        lowest_spo2: The lowest SpO2 that could be believed, in percent; None when none could.
        outcome: How it ended, when a person said so.
        bucket: When it was, coarsely; None while it is open and when the clock was not set.
    """

    length_s: float = 0.0
    events: int = 0
    naloxone: int = 0
    lowest_spo2: float | None = None
    outcome: Outcome | None = None
    bucket: Bucket | None = None


def summary_of(events: Iterable[Event], bucket: Bucket | None = None, doses: int | None = None) -> Summary:
    """Count what happened.

    Args:
        events: A response's events in order.
        bucket: When it was.
        doses: Doses of naloxone as the guide counts them; None: as `facts_of` counts them.

    Returns:
        The figures.
    """
    length, rows = 0.0, 0
    told: list[Event] = []
    lowest: float | None = None
    for event in events:
        rows += 1
        if not isinstance(event, CloseOutEvent):
            length = max(length, event.t)  # the questions after it are no part of its length
        if not isinstance(event, VitalsEvent):
            told.append(event)
        elif event.vitals.trust is Trust.LIVE and event.vitals.spo2 is not None:
            lowest = event.vitals.spo2 if lowest is None else min(lowest, event.vitals.spo2)
    facts = facts_of(told)
    return Summary(length, rows, facts.naloxone if doses is None else doses, lowest, facts.outcome, bucket)


def summary_row(summary: Summary) -> dict[str, object]:
    """A summary as a JSON-ready row."""
    bucket = summary.bucket
    return {
        "length_s": summary.length_s,
        "events": summary.events,
        "naloxone": summary.naloxone,
        "lowest_spo2": summary.lowest_spo2,
        "outcome": None if summary.outcome is None else summary.outcome.value,
        "month": None if bucket is None else bucket.month,
        "part": None if bucket is None else bucket.part.value,
    }


def read_summary(row: dict[str, object]) -> Summary:
    """The inverse of `summary_row`.

    Raises:
        RowError: The row is not a summary.
    """
    fields = Fields(row)
    month = fields.take("month", maybe(_month))
    part = fields.take("part", maybe(item(DayPart)))
    summary = Summary(
        length_s=fields.take("length_s", number),
        events=fields.take("events", count),
        naloxone=fields.take("naloxone", count),
        lowest_spo2=fields.take("lowest_spo2", maybe(number)),
        outcome=fields.take("outcome", maybe(item(Outcome))),
        bucket=None if month is None or part is None else Bucket(month, part),
    )
    fields.nothing_more()
    return summary


def _month(key: str, value: object) -> str:
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return value
    raise RowError(f'"{key}" is {shown(value)}: a month like 2026-05 is needed')
