"""CSV recordings of an oximeter: lines of text in, arrays and readings out.

The header names the columns: `t_s,spo2,pulse[,perfusion]`, or others chosen by name. Times are seconds or clock
times (`09:25:02`, also past midnight) and become seconds from the first row. A number that is empty, dashes, NaN or
not above zero is a missing value: that is how devices and programs write "none".
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from breathline.words import Frame, Reading

DAY_S = 86400.0
HALF_A_DAY_S = 43200.0
"""A clock that goes back by more has passed midnight; by less, the rows are out of order."""

_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}(?:\.\d+)?))?")
_DASHES = re.compile(r"[-–—]*")  # noqa: RUF001 - devices and spreadsheets write dashes of any length

Array = NDArray[np.float64]


class RecordingError(ValueError):
    """A recording that can't be read. The text says where and what is wrong, without the file's name."""


class ColumnError(RecordingError):
    """A column that was asked for is not there. The text lists those that are."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of a recording's columns. `perfusion` is None when there is none to read."""

    time: str = "t_s"
    spo2: str = "spo2"
    pulse: str = "pulse"
    perfusion: str | None = None


DEFAULT = Columns()


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """A recording as arrays of one length, a row each.

    Attributes:
        t: Seconds from the first row; never going back.
        spo2: Percent; NaN where missing.
        pulse: Beats a minute; NaN where missing.
        perfusion: Percent; NaN where missing, everywhere when there is no such column.
        warnings: What was passed over, each one a sentence.
    """

    t: Array
    spo2: Array
    pulse: Array
    perfusion: Array
    warnings: tuple[str, ...] = ()

    def readings(self) -> Iterator[Reading]:
        """The rows as an oximeter would have sent them."""
        columns = (self.t.tolist(), self.spo2.tolist(), self.pulse.tolist(), self.perfusion.tolist())
        for t, spo2, pulse, perfusion in zip(*columns, strict=True):
            yield Reading(t, Frame.VALUES, _present(spo2), _present(pulse), _present(perfusion))


def read_recording(lines: Iterable[str], columns: Columns = DEFAULT) -> Recording:
    """Read a recording.

    Args:
        lines: The file's lines, with or without their ends; a byte order mark is passed over.
        columns: Which columns to read. With `DEFAULT`, a column `perfusion` is read when there is one.

    Returns:
        The recording; at least one row.

    Raises:
        ColumnError: The header lacks a column that was chosen.
        RecordingError: There is no header or no row, or a row that is not the last one is not data.
    """
    rows = _rows(lines)
    header = next(rows, None)
    if header is None:
        raise RecordingError("it is empty; the first line must name the columns, for example t_s,spo2,pulse")
    places = _places(header[1], columns)
    table, warnings = _table(rows, places)
    if not table:
        raise RecordingError("it has a header but no rows of data")
    times = np.array([row[0] for row in table], dtype=np.float64)
    values = np.array([row[1:] for row in table], dtype=np.float64)
    return Recording(times - times[0], values[:, 0], values[:, 1], values[:, 2], warnings)


Row = tuple[int, list[str]]
Numbers = tuple[float, float, float, float]


def _rows(lines: Iterable[str]) -> Iterator[Row]:
    """Line numbers and fields, without blank lines."""
    reader = csv.reader(_without_mark(lines), skipinitialspace=True)
    try:
        for fields in reader:
            stripped = [field.strip() for field in fields]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as error:
        raise RecordingError(f"line {reader.line_num}: not CSV: {error}") from error


def _without_mark(lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        # A bare NUL would stop the reader; it is no data in any program's CSV.
        yield (line.removeprefix("\ufeff") if number == 0 else line).replace("\0", "")


def _places(header: Sequence[str], columns: Columns) -> list[int | None]:
    """Where the chosen columns stand; None for a perfusion column that is not there and was not asked for."""
    asked = [columns.time, columns.spo2, columns.pulse]
    if columns.perfusion is not None:
        asked.append(columns.perfusion)
    absent = [name for name in asked if name.strip() not in header]
    if absent:
        there = ", ".join(repr(name) for name in header if name)
        raise ColumnError(f"no column {', '.join(repr(name) for name in absent)}; there are: {there}")
    found: list[int | None] = [header.index(name.strip()) for name in asked]
    if columns.perfusion is None:
        unasked = "perfusion"
        found.append(header.index(unasked) if columns == DEFAULT and unasked in header else None)
    return found


def _table(rows: Iterable[Row], places: Sequence[int | None]) -> tuple[list[Numbers], tuple[str, ...]]:
    """The rows as numbers; a last row that is not data is only worth a warning."""
    table: list[Numbers] = []
    wrong: RecordingError | None = None
    days = 0.0
    for line, fields in rows:
        if wrong is not None:
            raise wrong
        try:
            t, spo2, pulse, perfusion = _numbers(fields, places)
            t += days
            if table and t < table[-1][0] - HALF_A_DAY_S and _is_clock(fields, places):
                days += DAY_S
                t += DAY_S
            if table and t < table[-1][0]:
                raise RecordingError("its time is before that of the row above")  # noqa: TRY301 - one place adds the line
        except RecordingError as error:
            wrong = RecordingError(f"line {line}: {error}")
            continue
        table.append((t, spo2, pulse, perfusion))
    if wrong is not None and not table:
        raise wrong
    return table, () if wrong is None else (f"{wrong}; it is the last line and was left out",)


def _numbers(fields: Sequence[str], places: Sequence[int | None]) -> Numbers:
    time, spo2, pulse, perfusion = (_field(fields, place) for place in places)
    return _time(time), _value(spo2), _value(pulse), _value(perfusion)


def _field(fields: Sequence[str], place: int | None) -> str:
    if place is None:
        return ""
    if place >= len(fields):
        raise RecordingError(f"has only {len(fields)} columns")
    return fields[place]


def _time(text: str) -> float:
    """Seconds, or seconds since midnight for a clock time."""
    clock = _CLOCK.fullmatch(text)
    if clock is not None:
        hours, minutes, seconds_past = clock.groups()
        return int(hours) * 3600.0 + int(minutes) * 60.0 + float(seconds_past or 0.0)
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not math.isfinite(seconds):
        raise RecordingError(f"{text!r} is not a time; write seconds or a clock time such as 09:25:02")
    return seconds


def _is_clock(fields: Sequence[str], places: Sequence[int | None]) -> bool:
    return _CLOCK.fullmatch(_field(fields, places[0])) is not None


def _value(text: str) -> float:
    """A number above zero; NaN when the field says that there is none."""
    if _DASHES.fullmatch(text):
        return math.nan
    try:
        number = float(text)
    except ValueError as error:
        raise RecordingError(f"{text!r} is not a number") from error
    return number if number > 0 else math.nan


def _present(number: float) -> float | None:
    return None if math.isnan(number) else number
