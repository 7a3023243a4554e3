"""The trend: SpO2 over the last five minutes, the band under the low limit, and letters for what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.tui.paint import Glyphs, Line, Role, Span, View, block, fit, heading
from breathline.words import Trust

if TYPE_CHECKING:
    from breathline.device.published import TrendPoint
    from breathline.guidelines.situation import Mark

WINDOW_S = 300.0
"""Seconds shown: what the owner publishes."""
TOP = 100.0
_BOTTOMS = (80.0, 70.0, 50.0, 0.0)
"""The scale's lower end in percent: the highest of these that shows every point."""
_LABEL = 4
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Unicode braille: the bit of each of the four dots of the left and the right column."""


def trend(view: View, width: int, rows: int) -> list[Line]:
    """The pane: heading, graph, and the row of letters."""
    situation = view.published.situation
    head = heading(view.words.trend.heading, width, view.glyphs, view.words.trend.now)
    graph_rows = rows - 2
    columns = width - _LABEL
    if graph_rows < 1 or columns < 1:
        return block([head], width, rows)
    points = view.published.trend
    graph = curve(points, view.now, situation.spo2_low, columns, graph_rows, view.glyphs)
    labels = _labels(_bottom(points), situation.spo2_low, graph_rows)
    lines = [(Span(label, Role.FAINT), *line) for label, line in zip(labels, graph, strict=True)]
    letters = fit((Span(" " * _LABEL), Span(letter_row(situation.marks, view.now, columns), Role.MARK)), width)
    return block([head, *lines, letters], width, rows)


def curve(
    points: tuple[TrendPoint, ...], now: float, low: float, columns: int, rows: int, glyphs: Glyphs
) -> list[Line]:
    """The graph alone.

    Each dot column is one stretch of time, cut at fixed times so that the picture does not shimmer as it moves;
    of several points in a stretch the lowest is drawn, so no dip is hidden. A stretch without a believed number
    stays empty. Doubtful points have their own sign.

    Args:
        points: Oldest first.
        now: Seconds; the right edge.
        low: The low limit, percent; the band lies under it.
        columns: Width in cells.
        rows: Height in cells.
        glyphs: What the terminal can show.
    """
    across, down = (2, 4) if glyphs.braille else (1, 1)
    bottom = _bottom(points)
    live, doubtful = _stretches(points, now, columns * across)
    height = rows * down
    levels = {at: _level(spo2, bottom, height) for at, spo2 in live.items()}
    dots = [[0] * columns for _ in range(rows)]
    for at, level in levels.items():
        for step in _joined(level, levels.get(at - 1)):
            dots[step // down][at // across] |= _DOTS[step % 4][at % 2] if glyphs.braille else 1
    unsure = {(_level(spo2, bottom, height) // down, at // across) for at, spo2 in doubtful.items()}
    limit = _level(low, bottom, height) // down
    return [
        tuple(_cell(dots[row][column], (row, column) in unsure, row, limit, glyphs) for column in range(columns))
        for row in range(rows)
    ]


def _cell(bits: int, unsure: bool, row: int, limit: int, glyphs: Glyphs) -> Span:
    below = row > limit
    if bits:
        text = chr(0x2800 + bits) if glyphs.braille else "*"
        return Span(text, Role.TRACE_IN_BAND if below else Role.TRACE)
    if unsure:
        return Span("?", Role.TRACE_DOUBTFUL_IN_BAND if below else Role.TRACE_DOUBTFUL)
    if row == limit:
        return Span(glyphs.limit, Role.RULE)
    return Span(" ", Role.BAND if below else Role.PLAIN)


def _stretches(points: tuple[TrendPoint, ...], now: float, count: int) -> tuple[dict[int, float], dict[int, float]]:
    span = WINDOW_S / count
    last = int(now // span)
    live: dict[int, float] = {}
    doubtful: dict[int, float] = {}
    for point in points:
        at = count - 1 - (last - int(point.t // span))
        if point.spo2 is None or not 0 <= at < count or point.trust not in {Trust.LIVE, Trust.DOUBTFUL}:
            continue
        kind = live if point.trust is Trust.LIVE else doubtful
        kind[at] = min(point.spo2, kind.get(at, point.spo2))
    return live, {at: spo2 for at, spo2 in doubtful.items() if at not in live}


def _joined(level: int, before: int | None) -> range:
    """The dots from the level before to this one, so that a fast fall is a line and not two specks."""
    if before is None or abs(before - level) <= 1:
        return range(level, level + 1)
    return range(min(level, before + 1), max(level, before - 1) + 1)


def _bottom(points: tuple[TrendPoint, ...]) -> float:
    lowest = min((point.spo2 for point in points if point.spo2 is not None), default=TOP)
    return next((bottom for bottom in _BOTTOMS if lowest > bottom), _BOTTOMS[-1])


def _level(spo2: float, bottom: float, height: int) -> int:
    """The row of dots from the top."""
    part = (TOP - spo2) / (TOP - bottom)
    return max(0, min(height - 1, int(part * height)))


def _labels(bottom: float, low: float, rows: int) -> list[str]:
    labels = [" " * _LABEL] * rows
    labels[-1] = f"{bottom:3.0f} "
    labels[0] = f"{TOP:3.0f} "
    labels[_level(low, bottom, rows)] = f"{low:3.0f} "
    return labels


def letter_row(marks: tuple[Mark, ...], now: float, columns: int) -> str:
    """The letters of what was done, each under its time; an earlier one moves left when two meet."""
    row = [" "] * columns
    span = WINDOW_S / columns
    last = int(now // span)
    free = columns - 1
    for mark in sorted(marks, key=lambda mark: mark.t, reverse=True):
        at = min(columns - 1 - (last - int(mark.t // span)), free)
        if at < 0:
            break
        row[at] = mark.letter[:1]
        free = at - 1
    return "".join(row)
