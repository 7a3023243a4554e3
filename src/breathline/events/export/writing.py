"""Writes the files of an export, one response after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Self

from breathline.events.export.cells import Cell
from breathline.events.export.counts import COUNTS, Counts
from breathline.events.export.facts import ExportedResponse, row_of
from breathline.events.export.fhir import AddResponse, bundle_file
from breathline.events.export.package import FHIR_BUNDLE
from breathline.events.export.rows import table_rows
from breathline.events.export.tables import SENSITIVE, TABLES
from breathline.events.export.writers import Add, Format, table_file

ALL_TABLES = {**TABLES, "counts": COUNTS}
"""The tables of an export's files."""


class Writing:
    """The export's files while they are open.

    Args:
        folder: Where they are written.
        formats: What each table is written as.
        min_cell: A count under it is held back.
        bundle: Draws the addresses in a FHIR bundle; None: there is none.
    """

    def __init__(self, folder: Path, formats: Sequence[Format], min_cell: int, bundle: Random | None) -> None:
        self._folder = folder
        self._formats = formats
        self._min_cell = min_cell
        self._bundle = bundle
        self._open = ExitStack()
        self._counts = Counts()
        self.events = 0
        self.sensitive: dict[str, list[object]] = {name: [] for name in SENSITIVE}

    def __enter__(self) -> Self:
        self._responses = self._table("responses")
        self._events = self._table("events")
        self._observations: AddResponse | None = None
        if self._bundle is not None:
            self._observations = self._open.enter_context(bundle_file(self._folder / FHIR_BUNDLE, self._bundle))
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        with self._open:
            if kind is None:
                _add_to_all(self._table("counts"), self._counts.rows(self._min_cell))

    def write(self, name: str, response: ExportedResponse, cell: Cell) -> None:
        """Read a response and write it down under a name."""
        events = list(response.read())
        row = {"response": name, "kind": response.kind.value, **cell._asdict(), **row_of(events)}
        _add_to_all(self._responses, [row])
        _add_to_all(self._events, table_rows(name, events))
        self._counts.add(row)
        self.events += len(events)
        for column, values in self.sensitive.items():
            values.append(row[column])
        if self._observations is not None:
            self._observations(name, events)

    def _table(self, name: str) -> list[Add]:
        return [
            self._open.enter_context(table_file(self._folder / f"{name}.{form}", ALL_TABLES[name], form))
            for form in self._formats
        ]


def _add_to_all(files: Sequence[Add], rows: Iterable[Mapping[str, object]]) -> None:
    for row in rows:
        for add in files:
            add(row)
