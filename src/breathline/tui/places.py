"""Where everything stands, from the window's size alone: no state of the response moves a control."""

from __future__ import annotations

from dataclasses import dataclass, field

from breathline.tui import numerals
from breathline.tui.keys import ANSWERS, BAR, OTHER

MIN_WIDTH = 80
MIN_HEIGHT = 24
"""Below this the screen says so, and keeps the number, the prompt and the question."""
_GUTTER = 2
_LEFT = 34
"""Columns of the left side at 80: three small digits and the words "6 a minute" beside them."""
_WORDS = 11
"""Columns for the words beside a numeral."""
TREND = 5
"""Least rows of the trend: heading, three of graph, letters."""
_RIGHT_MIN = 19
"""Rows of the right side at 24: prompt 4, pacer 1, button 3, next 1, question 2, answers 3, timers 4, notice 1."""
_ROOMY_HEIGHT = 30
"""From so many rows on, P and K are three rows high and three alarms have a row each."""
_TALL = 40
"""From so many rows on, the key bar's buttons are three rows high."""
_WIDE = 150
"""From so many columns on, the key bar takes two rows of buttons instead of three."""
_VERY_SMALL = 18
"""Below so many rows only the prompt and the number are sure of a place."""


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle in cells; nothing is shown of an empty one."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Places:
    """Every part's place.

    Attributes:
        parts: By name; a name that is missing has no room at this size.
        spo2: How large the SpO2 numeral is.
        pulse: How large the pulse numeral is; None when pulse is said in words.
        small: True when the window is below 80 by 24.
        side_by_side: True when two people have half of the window each.
    """

    parts: dict[str, Place] = field(default_factory=dict)
    spo2: numerals.Size = numerals.SMALL
    pulse: numerals.Size | None = numerals.SMALL
    small: bool = False
    side_by_side: bool = False


def places(width: int, height: int) -> Places:
    """The layout for a window.

    Args:
        width: Columns.
        height: Rows.
    """
    if width < MIN_WIDTH or height < MIN_HEIGHT:
        return _small(width, height)
    alarm_rows = 3 if height >= _ROOMY_HEIGHT else 1
    cell_rows = 3 if height >= _TALL else 1
    columns = 8 if width >= _WIDE else 5
    bar_rows = -(-len(BAR) // columns) * cell_rows
    top, main = 1 + alarm_rows, height - 1 - alarm_rows - bar_rows
    left = _LEFT + (width - MIN_WIDTH) * 45 // 100
    spo2, pulse = sizes(left, main)
    parts = {"header": Place(0, 0, width, 1), **alarm_row(width, 1, alarm_rows)}
    parts |= left_side(top, left, main, spo2, pulse)
    parts |= right_side(left + _GUTTER, top, width - left - _GUTTER, main)
    parts |= bar(width, height - bar_rows, columns, cell_rows)
    return Places(parts, spo2, pulse)


def sizes(left: int, main: int) -> tuple[numerals.Size, numerals.Size]:
    """The largest numerals of SpO2 and pulse for so many columns and rows of the left side."""
    for spo2, pulse in (
        (numerals.HUGE, numerals.MEDIUM),
        (numerals.LARGE, numerals.MEDIUM),
        (numerals.MEDIUM, numerals.SMALL),
    ):
        rows = spo2.rows + 3 + pulse.rows + 1 + TREND + 2
        if rows <= main and spo2.columns(3) + 1 + _WORDS <= left:
            return spo2, pulse
    return numerals.SMALL, numerals.SMALL


def alarm_row(width: int, y: int, rows: int) -> dict[str, Place]:
    """The alarms, P and K."""
    button = 18 if rows > 1 else 16
    words = width - 2 * button
    return {
        "alarms": Place(0, y, words, rows),
        "p": Place(words, y, button, rows),
        "k": Place(words + button, y, button, rows),
    }


def left_side(top: int, width: int, main: int, spo2: numerals.Size, pulse: numerals.Size) -> dict[str, Place]:
    """SpO2, pulse and trend, from the top down."""
    number = 1 + spo2.rows + 2
    beats = 1 + pulse.rows
    return {
        "spo2": Place(0, top, width, number),
        "pulse": Place(0, top + number, width, beats),
        "trend": Place(0, top + number + beats, width, main - number - beats),
    }


def right_side(x: int, top: int, width: int, main: int) -> dict[str, Place]:
    """Prompt, its button, the question, its buttons, timers and notice, from the top down.

    At the least height every row is used; more height goes first to the prompt, then to air between the parts,
    then to the timers.
    """
    spare = main - _RIGHT_MIN
    air = int(spare >= 4)  # noqa: PLR2004 - after the prompt's and the pacer's extra row
    rows = [
        ("prompt", 4 + int(spare >= 1) + max(0, min(7, spare - 9))),
        ("pacer", 1 + int(spare >= 2) + int(spare >= 12)),  # noqa: PLR2004 - steps of growth
        ("space", 3),
        ("next", 1),
        ("", air),
        ("question", 2),
        ("answers", 5 if spare >= 14 else 3),  # noqa: PLR2004 - steps of growth
        ("", air),
    ]
    parts: dict[str, Place] = {}
    y = top
    for name, height in rows:
        if name:
            parts[name] = Place(x, y, width, height)
        y += height
    parts["timers"] = Place(x, y, width, top + main - 1 - y)
    parts["notice"] = Place(x, top + main - 1, width, 1)
    return _with_buttons(parts)


def _with_buttons(rows: dict[str, Place]) -> dict[str, Place]:
    """The rows of buttons cut into buttons: SPACE and U, and 1, 2, 3."""
    parts = dict(rows)
    row = parts.pop("space")
    undo = min(max(19, row.width * 2 // 5), row.width // 2)
    parts["space"] = Place(row.x, row.y, row.width - undo - 1, row.height)
    parts["u"] = Place(row.x + row.width - undo, row.y, undo, row.height)
    row = parts.pop("answers")
    for number, key in enumerate(ANSWERS):
        start, end = row.width * number // 3, row.width * (number + 1) // 3
        gap = 0 if number == len(ANSWERS) - 1 else 1
        parts[key] = Place(row.x + start, row.y, end - start - gap, row.height)
    return parts


def bar(width: int, top: int, columns: int, rows: int) -> dict[str, Place]:
    """The key bar, and in its last cell the key for the other person."""
    parts = {}
    for index, name in enumerate([*(spec.key.lower() for spec in BAR), OTHER]):
        row, column = divmod(index, columns)
        start, end = width * column // columns, width * (column + 1) // columns
        parts[name] = Place(start, top + row * rows, end - start, rows)
    if len(BAR) % columns == 0:
        # No cell is left: it stands beside the shortest word.
        last = parts["?"]
        parts["?"] = Place(last.x, last.y, last.width * 7 // 16, last.height)
        parts[OTHER] = Place(last.x + parts["?"].width, last.y, last.width - parts["?"].width, last.height)
    return parts


def _small(width: int, height: int) -> Places:
    rows = [("header", 1), ("notice", 1), ("alarms", 1), ("spo2", 7), ("prompt", 3), ("pacer", 1), ("space", 1)]
    rows += [("question", 2), ("answers", 1), ("timers", max(0, height - 18))]
    if height < _VERY_SMALL:
        rows = [("notice", 1), ("prompt", 3), ("spo2", 6), ("alarms", 1), ("space", 1), ("question", 2), ("answers", 1)]
    parts = {}
    y = 0
    for name, many in rows:
        parts[name] = Place(0, y, width, many)
        y += many
    seen = {
        name: place
        for name, place in _with_buttons(parts).items()
        if place.y + place.height <= height and place.width > 0 and place.height > 0
    }
    return Places(seen, pulse=None, small=True)
