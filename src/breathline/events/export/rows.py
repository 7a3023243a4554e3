"""An event as a row of the table of events, and back.

The row holds all of the event but a prompt's text: those sentences are a pack's own, and a pack may name its site.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from breathline.events.codec import as_row, from_row
from breathline.events.facts import taken_back
from breathline.events.model import ActionEvent, Event

_NEEDED = {
    "vitals": ("spo2", "pulse", "cause", "slope", "slope_error", "age", "perfusion", "battery"),
    "question": ("answer",),
    "close_out": ("outcome", "hardship"),
}
"""Keys that stand in a row of the log also when they are not known; in a table that is an empty field."""

_ADDED = frozenset({"response", "n", "undone"})


def table_rows(response: str, events: Sequence[Event]) -> Iterator[dict[str, object]]:
    """A response's rows. A column that is not in a row is empty.

    Args:
        response: The response's id in this export.
        events: Its events in order.

    Raises:
        RowError: An event does not fit the vocabulary.
    """
    undone = taken_back(events)
    for n, event in enumerate(events):
        row = as_row(event)
        row.pop("text", None)
        if row["kind"] == "alarm":
            row.setdefault("level", 1)
        if isinstance(event, ActionEvent):
            row["undone"] = n in undone
        yield {"response": response, "n": n, **row}


def event_of(row: Mapping[str, object]) -> Event:
    """The event that a row of the table was made of; a prompt comes without its text.

    Args:
        row: The row with its values' own types, as JSON and Parquet give them. Empty fields are None or left out.

    Raises:
        RowError: It is no row of the table.
    """
    known = {key: value for key, value in row.items() if value is not None and key not in _ADDED}
    kind = str(row.get("kind"))
    known |= {key: None for key in _NEEDED.get(kind, ()) if key not in known}
    if kind == "prompt":
        known["text"] = ""
    elif kind == "alarm" and known.get("level") == 1:
        del known["level"]
    return from_row(known)
