"""The SpO2 of a whole response in a few rows of characters, with the letters of what was done."""

from __future__ import annotations

from collections.abc import Iterator

from breathline.review.browser.shelf import Opened
from breathline.words import Trust

_TOP = 100
_FLOORS = (80, 60, 40, 0)
_LABEL = 5
_TICK_S = (30, 60, 120, 300, 600, 1800, 3600)
_TICK_COLUMNS = 12
"""At least so many columns lie between two times."""


def curve(opened: Opened, width: int, height: int) -> list[str]:
    """The lowest SpO2 of each column's time: `*` believed, `?` doubtful, nothing where there was none.

    Args:
        opened: The response.
        width: Columns.
        height: Rows, with two for letters and times.
    """
    columns, rows = max(1, width - _LABEL), max(2, height - 2)
    span = max(opened.length_s, 1.0) / columns
    live, doubtful = _lowest(opened, span, columns)
    floor = _floor(live)
    limit = _row(opened.low, floor, rows)
    grid = [["-" if row == limit else " "] * columns for row in range(rows)]
    for marks, char in ((doubtful, "?"), (live, "*")):
        for column, spo2 in marks.items():
            grid[_row(spo2, floor, rows)][column] = char
    labels = {0: _TOP, rows - 1: floor, limit: round(opened.low)}
    lines = [f"{labels.get(row, ''):>4} {''.join(cells)}" for row, cells in enumerate(grid)]
    return [
        *lines,
        " " * _LABEL + _letters(opened, span, columns),
        " " * _LABEL + _times(opened.length_s, span, columns),
    ]


def _floor(live: dict[int, float]) -> int:
    lowest = min(live.values(), default=float(_TOP))
    return next((floor for floor in _FLOORS if lowest > floor), _FLOORS[-1])


def _lowest(opened: Opened, span: float, columns: int) -> tuple[dict[int, float], dict[int, float]]:
    live: dict[int, float] = {}
    doubtful: dict[int, float] = {}
    for t, spo2, trust in opened.spo2:
        if spo2 is not None and trust in {Trust.LIVE, Trust.DOUBTFUL}:
            column, marks = min(columns - 1, int(t // span)), live if trust is Trust.LIVE else doubtful
            marks[column] = min(spo2, marks.get(column, spo2))
    return live, doubtful


def _row(spo2: float, floor: int, rows: int) -> int:
    return max(0, min(rows - 1, round((_TOP - spo2) / (_TOP - floor) * (rows - 1))))


def _letters(opened: Opened, span: float, columns: int) -> str:
    row = [" "] * columns
    for t, letter in opened.marks:
        row[min(columns - 1, int(t // span))] = letter[:1]
    return "".join(row)


def _times(length_s: float, span: float, columns: int) -> str:
    step = next((step for step in _TICK_S if step / span >= _TICK_COLUMNS), _TICK_S[-1])
    row = ""
    for column, words in _ticks(length_s, span, step):
        if column + len(words) <= columns:
            row = row.ljust(column) + words
    return row


def _ticks(length_s: float, span: float, step: int) -> Iterator[tuple[int, str]]:
    for second in range(0, int(length_s) + 1, step):
        yield int(second // span), f"{second // 60}:{second % 60:02}"
