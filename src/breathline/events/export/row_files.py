"""Responses in files of rows, as `simulate --json` and `log show --json` print them: one response a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from breathline.errors import UsageError
from breathline.events.codec import from_row
from breathline.events.fields import RowError
from breathline.events.model import Event, ResponseEvent, ResponseState

TRUTH = frozenset({"true_sao2", "breathing_l_min"})
"""What the simulator adds to vitals, from the virtual person. No box knows it, so no export holds it."""


def read_rows(path: Path) -> list[Event]:
    """The events of a response.

    Args:
        path: A file with one JSON object a line; empty lines are passed over.

    Raises:
        UsageError: The file can't be read, is empty, or holds more than one response.
        RowError: A line is not a row.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            events = list(_events(path, lines))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a text"
        raise UsageError(
            f"{path}: can't be read: {why}; give files of `simulate --json` or `log show --json`"
        ) from error
    started = sum(isinstance(event, ResponseEvent) and event.state is ResponseState.STARTED for event in events)
    if not events or started > 1:
        raise UsageError(f"{path}: holds {started} responses; write each response to a file of its own")
    return events


def _events(path: Path, lines: Iterator[str]) -> Iterator[Event]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _event(line)
        except RowError as error:
            raise RowError(f"{path}, line {number}: {error}") from error


def _event(line: str) -> Event:
    try:
        row = json.loads(line)
    except ValueError:
        raise RowError("not JSON; a row of `simulate --json` or `log show --json` is needed") from None
    if not isinstance(row, dict):
        raise RowError("not a JSON object; a row of `simulate --json` or `log show --json` is needed")
    return from_row({key: value for key, value in row.items() if key not in TRUTH})
