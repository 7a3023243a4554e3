"""Responses of exports, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from breathline.errors import BreathlineError
from breathline.events.export.rows import event_of
from breathline.events.export.tables import EVENTS
from breathline.events.fields import RowError
from breathline.events.model import Event
from breathline.review.browser.shelf import Listed
from breathline.review.engine import table
from breathline.review.exports import Export

_LISTED = ("response", "month", "kind", "pack", "pack_hash", "length_s", "outcome", "pathway")
_EVENTS = tuple(column.name for column in EVENTS)


def listed(con: Any, exports: Sequence[Export]) -> list[Listed]:
    """The responses of these exports, by month and then by id: the order says nothing of when.

    Args:
        con: What reads them, from `engine.connected`.
        exports: Where they are.
    """
    rows = [row for export in exports for row in _rows(table(con, export, "responses", _LISTED))]
    found = [
        Listed(
            row["response"],
            row["month"] or "",
            row["kind"],
            row["pack"] or "",
            row["pack_hash"] or "",
            row["length_s"],
            (row["outcome"] or "not said").replace("_", " "),
            (row["pathway"] or "").replace("_", " ").replace("+", ", "),
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.when, each.id))


def events(con: Any, exports: Sequence[Export], response: str) -> list[Event]:
    """The events of one response, in order.

    Args:
        con: What reads them, from `engine.connected`.
        exports: Where they are.
        response: Its id.

    Raises:
        BreathlineError: A row is damaged.
    """
    for export in exports:
        found = table(con, export, "events", _EVENTS)
        if rows := _rows(found.filter(found.response == response).order_by("n")):
            try:
                return [event_of(row) for row in rows]
            except RowError as error:
                raise BreathlineError(f"{export.path}: response {response}: {error}") from error
    return []


def _rows(found: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.to_pyarrow().to_pylist()
    return rows
