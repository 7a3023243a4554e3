"""How fast a block's live numbers move: the rules of `slope`, for arrays."""

from __future__ import annotations

import numpy as np

from breathline.signal import slope as line
from breathline.signal.conditioned import Numbers
from breathline.signal.rows import Places, back

WINDOW_POINTS = int(line.WINDOW_S)
"""Before the newest: one a second, and a window is so many seconds."""


def lines(t: Numbers, value: Numbers) -> tuple[Numbers, Numbers]:
    """What a `Slope` fits after each live number: slopes and errors; NaN until there is enough."""
    ms = np.rint(t * line.MS).astype(np.int64)
    second = ms // line.MS
    fresh = second != back(second, 1, np.iinfo(np.int64).min)
    x = ms[fresh] - (ms[0] if len(ms) else 0)
    y = np.rint(value[fresh] * line.HUNDREDTHS).astype(np.int64)
    last = np.arange(len(x))
    first = np.maximum(last - WINDOW_POINTS, 0)
    late = np.flatnonzero(x - x[first] > line.WINDOW_MS)
    first[late] = np.searchsorted(x, x[late] - line.WINDOW_MS)
    # Sums may run over and come round again: the differences below are small and come out whole.
    count = last + 1 - first
    sum_x, sum_y, sum_xx, sum_xy, sum_yy = (_windowed(each, first) for each in (x, y, x * x, x * y, y * y))
    enough = (count >= line.ENOUGH_POINTS) & (x - x[first] >= line.ENOUGH_MS)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = (count * sum_xx - sum_x * sum_x).astype(np.float64)
        together = (count * sum_xy - sum_x * sum_y).astype(np.float64)
        scatter = (count * sum_yy - sum_y * sum_y).astype(np.float64)
        slope = together / spread
        rest = (scatter - together * slope) / (count * (count - 2))
        error = np.sqrt(line.SHARED * np.maximum(rest, line.ROUNDING) * count / spread)
    slope = np.where(enough, slope * line.A_MINUTE, np.nan)
    error = np.where(enough, error * line.A_MINUTE, np.nan)
    if len(x) == len(ms):
        return slope, error
    latest = np.cumsum(fresh) - 1
    return slope[latest], error[latest]


def _windowed(numbers: Places, first: Places) -> Places:
    """The sum from each window's first place up to here."""
    sums = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(numbers, out=sums[1:])
    windowed: Places = sums[1:] - sums[first]
    return windowed


def low_in(spo2: Numbers, slope: Numbers, error: Numbers, limit: float) -> Numbers:
    """As `slope.low_in`."""
    soon = np.full(len(spo2), np.nan)
    some = np.flatnonzero((spo2 > limit) & (slope < -line.SURE_ERRORS * error))
    seconds = (spo2[some] - limit) / -slope[some] * line.MINUTE_S
    soon[some] = np.where(seconds <= line.FARTHEST_S, seconds, np.nan)
    return soon
