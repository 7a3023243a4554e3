"""Tables as files, written row by row: CSV and JSON with Python's own means, Parquet with pyarrow."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from breathline.errors import UsageError
from breathline.events.export.tables import Column, Type

if TYPE_CHECKING:
    import pyarrow as pa

BATCH = 50_000
"""Rows held until they are written together as one group of a Parquet file: some 30 MB as Python holds them."""


_TRUTHS: Mapping[object, str] = {True: "true", False: "false"}

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


class Format(StrEnum):
    """A kind of file. Its value is the ending of the file's name."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"


class Add(Protocol):
    """Adds a row to a table; a column that is not in it is empty."""

    def __call__(self, row: Mapping[str, object], /) -> None: ...  # noqa: D102 - as above


def check_installed(formats: Sequence[Format]) -> None:
    """Raise `UsageError` when a format can't be written here."""
    if Format.PARQUET in formats:
        try:
            import pyarrow.parquet  # noqa: F401 - only whether it is there
        except ImportError as error:
            raise UsageError(
                "Parquet needs pyarrow, which is not installed; run: pip install 'breathline[review]'"
            ) from error


@contextmanager
def table_file(path: Path, columns: Sequence[Column], form: Format) -> Iterator[Add]:
    """A table being written.

    Args:
        path: The file; it is made.
        columns: The table's columns in order.
        form: Which kind of file.

    Yields:
        What adds a row.
    """
    with _WRITERS[form](path, columns) as add:
        yield add


@contextmanager
def _csv_file(path: Path, columns: Sequence[Column]) -> Iterator[Add]:
    names = [column.name for column in columns]
    truths = [place for place, column in enumerate(columns) if column.type is Type.TRUTH]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)

        def add(row: Mapping[str, object]) -> None:
            values = list(map(row.get, names))
            for place in truths:
                values[place] = _TRUTHS.get(values[place])
            writer.writerow(values)

        yield add


@contextmanager
def _json_file(path: Path, columns: Sequence[Column]) -> Iterator[Add]:
    # One array of objects. The first has every key, for readers that go by it; in the others empty ones are left out,
    # or most of the file would say null.
    names = [column.name for column in columns]
    with path.open("w", encoding="utf-8") as file:
        begun = False

        def add(row: Mapping[str, object]) -> None:
            nonlocal begun
            whole = {name: value for name in names if (value := row.get(name)) is not None or not begun}
            file.write((",\n" if begun else "[\n") + _JSON.encode(whole))
            begun = True

        yield add
        file.write("\n]\n" if begun else "[]\n")


@contextmanager
def _parquet_file(path: Path, columns: Sequence[Column]) -> Iterator[Add]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([_field(column) for column in columns])
    held: list[Mapping[str, object]] = []
    with pq.ParquetWriter(path, schema) as writer:

        def write() -> None:
            writer.write_table(
                pa.table([pa.array([row.get(field.name) for row in held], field.type) for field in schema], schema)
            )
            held.clear()

        def add(row: Mapping[str, object]) -> None:
            held.append(row)
            if len(held) >= BATCH:
                write()

        yield add
        write()


def _field(column: Column) -> pa.Field:
    import pyarrow as pa

    types = {Type.TEXT: pa.string(), Type.NUMBER: pa.float64(), Type.WHOLE: pa.int64(), Type.TRUTH: pa.bool_()}
    known = {"description": column.means, "unit": column.unit, "code": column.code}
    return pa.field(column.name, types[column.type], metadata={key: value for key, value in known.items() if value})


_WRITERS = {Format.CSV: _csv_file, Format.JSON: _json_file, Format.PARQUET: _parquet_file}
