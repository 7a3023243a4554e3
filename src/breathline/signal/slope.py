"""How fast SpO2 moves, from a straight line through the last half minute."""

from __future__ import annotations

import math
from collections import deque
from typing import TypeAlias

WINDOW_S = 30.0
"""Long enough that whole percents make a line (4 % a minute is two steps), short enough that a turn shows."""

ENOUGH_POINTS = 8
ENOUGH_S = 10.0
"""Less than this says more about rounding than about the person."""

ROUNDING = 1.0 / 12.0
"""Variance of a number rounded to whole percents: no fit is better than its data, even if every point is the same."""

SHARED = 4.0
"""Each smoothed number shares its readings with its neighbours: four of them say about as much as one."""

MINUTE_S = 60.0

Line: TypeAlias = tuple[float, float] | tuple[None, None]


class Slope:
    """A least-squares line through steady numbers, at most one a second.

    It is fed smoothed numbers that were live, so one wild reading, a flagged stretch or an implausible jump never
    bends the line.
    """

    def __init__(self) -> None:
        self._points: deque[tuple[float, float]] = deque()
        self._line: Line | None = None
        """The line through the points; None while it has not been worked out."""

    def clear(self) -> None:
        """Forget everything."""
        self._points.clear()
        self._line = None

    def add(self, t: float, value: float) -> None:
        """Take a steady number, in percent; a second one in the same second is passed over."""
        points = self._points
        while points and t - points[0][0] > WINDOW_S:
            points.popleft()
        if not points or math.floor(points[-1][0]) != math.floor(t):
            points.append((t, value))
        self._line = None

    def fit(self) -> Line:
        """The line's slope and its standard error, in percent a minute; (None, None) until there is enough."""
        if self._line is None:
            self._line = self._through()
        return self._line

    def _through(self) -> Line:
        points = self._points
        count = len(points)
        if count < ENOUGH_POINTS or points[-1][0] - points[0][0] < ENOUGH_S:
            return None, None
        newest = points[-1][0]
        mean_t = sum([t - newest for t, _ in points]) / count
        mean = sum([value for _, value in points]) / count
        offsets = [(t - newest - mean_t, value - mean) for t, value in points]
        spread = sum([x * x for x, _ in offsets])
        slope = sum([x * y for x, y in offsets]) / spread
        rest = sum([(y - slope * x) ** 2 for x, y in offsets]) / (count - 2)
        error = math.sqrt(SHARED * max(rest, ROUNDING) / spread)
        return slope * MINUTE_S, error * MINUTE_S
