"""Exports and tables for the tests of a review."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from breathline.events.bucket import Bucket, DayPart
from breathline.events.database import Kind
from breathline.events.export.export import Choices, export
from breathline.events.export.facts import ExportedResponse
from breathline.events.export.tables import EVENTS, RESPONSES, Column, Type
from breathline.events.export.writers import Format
from breathline.events.model import Event
from breathline.review.figure import Part

pytest.importorskip("ibis", reason="the extra review is not installed")
pa = pytest.importorskip("pyarrow", reason="the extra review is not installed")

ONE = Choices((Format.PARQUET,), min_cell=1, k=1)

_TYPES = {Type.TEXT: pa.string(), Type.NUMBER: pa.float64(), Type.WHOLE: pa.int64(), Type.TRUTH: pa.bool_()}

Row = dict[str, Any]


def exported(
    folder: Path,
    responses: Iterable[Sequence[Event]],
    *,
    kind: Kind = Kind.PRACTICE,
    choices: Choices = ONE,
    month: int = 5,
) -> Path:
    """An export of these responses, all of one month."""
    bucket = Bucket(f"2026-{month:02}", DayPart.NIGHT)
    made = [ExportedResponse(kind, partial(iter, events), "bc", "hash-of-bc", bucket) for events in responses]
    export(made, folder, choices)
    return folder


def figures(
    part: Part, responses: Mapping[str, Sequence[Row]], about: Mapping[str, Row] | None = None
) -> dict[str, Row]:
    """A part's figures of these responses, each a list of rows of events in order; `about`: their other table's row."""
    import ibis

    rows = [{"response": name, "n": n, **row} for name, events in responses.items() for n, row in enumerate(events)]
    known: list[Row] = [
        {"response": name, "length_s": events[-1]["t"], "outcome": "", **(about or {}).get(name, {})}
        for name, events in responses.items()
    ]
    con = ibis.duckdb.connect()
    con.con.register("responses", _table(known, RESPONSES))
    con.con.register("events", _table(rows, EVENTS))
    made = part.rows(con.table("responses"), con.table("events"))
    found = made.group_by("response").aggregate(**{figure.name: figure.value(made) for figure in part.figures})
    rows_found: list[Row] = found.to_pyarrow().to_pylist()
    con.disconnect()
    return {row.pop("response"): row for row in rows_found}


def vitals(t: float, spo2: float | None, cause: str = "no_finger") -> Row:
    """A row of vitals: live with a number, none without."""
    known: Row = {"spo2": spo2, "trust": "live"} if spo2 is not None else {"trust": "none", "cause": cause}
    return {"t": float(t), "kind": "vitals", **known}


def act(t: float, name: str, *, undone: bool = False, **values: object) -> Row:
    """A row of an act."""
    return {"t": float(t), "kind": "action", "id": name, "undone": undone, **values}


def answer(t: float, value: str, question: str = "breathing") -> Row:
    """A row of an answer."""
    return {"t": float(t), "kind": "answer", "id": question, "answer": value}


def _table(rows: Sequence[Row], columns: Sequence[Column]) -> Any:
    return pa.table({each.name: pa.array([row.get(each.name) for row in rows], _TYPES[each.type]) for each in columns})
