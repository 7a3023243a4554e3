"""How fast SpO2 moves, from a straight line through the last half minute.

Times are whole milliseconds and SpO2 whole hundredths of a percent in here, so that the sums are exact: adding a
point and taking it away again leaves nothing behind, and `batch` gets the same sums in another order.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TypeAlias

MS = 1000
"""Milliseconds in a second."""

HUNDREDTHS = 100
"""In a percent. Oximeters send whole percents, a few of them tenths."""

WINDOW_S = 30.0
"""Long enough that whole percents make a line (4 % a minute is two steps), short enough that a turn shows."""

WINDOW_MS = int(WINDOW_S * MS)

ENOUGH_POINTS = 8
ENOUGH_MS = 10 * MS
"""Less than this says more about rounding than about the person."""

ROUNDING = HUNDREDTHS**2 / 12.0
"""Variance of a number rounded to whole percents: no fit is better than its data, even if every point is the same."""

SHARED = 4.0
"""Each smoothed number shares its readings with its neighbours: four of them say about as much as one."""

A_MINUTE = 60.0 * MS / HUNDREDTHS
"""From hundredths a millisecond to percent a minute."""

SURE_ERRORS = 2.0
"""A fall is real when the slope is so many of its errors below zero: on ramps with an oximeter's own averaging the true
slope lay within two of them about nine times in ten."""

FARTHEST_S = 600.0
"""A line through half a minute says nothing about what is more than ten minutes away."""

MINUTE_S = 60.0

Line: TypeAlias = tuple[float, float] | tuple[None, None]


class Slope:
    """A least-squares line through steady numbers, at most one a second.

    It is fed smoothed numbers that were live, so one wild reading, a flagged stretch or an implausible jump never
    bends the line.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._points: deque[tuple[int, int]] = deque()
        self._origin = 0
        self._x = self._y = self._xx = self._xy = self._yy = 0
        self._line: Line | None = (None, None)
        """The line through the points; None while it has not been worked out."""

    def add(self, t: float, value: float) -> None:
        """Take a steady number, in percent; a second one in the same second is passed over."""
        points = self._points
        ms, y = round(t * MS), round(value * HUNDREDTHS)
        if points and points[-1][0] // MS == ms // MS:
            return
        while points and ms - points[0][0] > WINDOW_MS:
            self._count(*points.popleft(), -1)
        if not points:
            self._origin = ms
        points.append((ms, y))
        self._count(ms, y, 1)
        self._line = None

    def _count(self, ms: int, y: int, sign: int) -> None:
        x = ms - self._origin
        self._x += sign * x
        self._y += sign * y
        self._xx += sign * x * x
        self._xy += sign * x * y
        self._yy += sign * y * y

    def fit(self) -> Line:
        """The line's slope and its standard error, in percent a minute; (None, None) until there is enough."""
        if self._line is None:
            self._line = self._through()
        return self._line

    def _through(self) -> Line:
        points = self._points
        n = len(points)
        if n < ENOUGH_POINTS or points[-1][0] - points[0][0] < ENOUGH_MS:
            return None, None
        # The sums about the mean, times n: whole numbers, and the same wherever time zero is.
        spread = float(n * self._xx - self._x * self._x)
        together = float(n * self._xy - self._x * self._y)
        scatter = float(n * self._yy - self._y * self._y)
        slope = together / spread
        rest = (scatter - together * slope) / (n * (n - 2))
        error = math.sqrt(SHARED * max(rest, ROUNDING) * n / spread)
        return slope * A_MINUTE, error * A_MINUTE


def low_in(spo2: float, slope: float | None, error: float | None, limit: float | None) -> float | None:
    """Seconds until SpO2 meets a limit if it goes on falling like this.

    Args:
        spo2: Percent.
        slope: Percent a minute; None when not known.
        error: Its standard error.
        limit: Percent, from the pack; None when there is none.

    Returns:
        The seconds; None unless the fall is real and the limit lies below, within `FARTHEST_S`.
    """
    if slope is None or error is None or limit is None or spo2 <= limit or slope >= -SURE_ERRORS * error:
        return None
    seconds = (spo2 - limit) / -slope * MINUTE_S
    return seconds if seconds <= FARTHEST_S else None
