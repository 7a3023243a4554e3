"""Libraries that smooth, used live: on the tail of what came so far, each second anew. None where not installed."""

from __future__ import annotations

import importlib
import math
from collections import deque
from typing import Any

import numpy as np

from breathline.words import Reading
from scoring.smoothers import Show

WINDOW = 9
TAIL_S = 60
"""What neurokit2 gets: it smooths a whole signal and pads its ends, so the tail must be longer than its window."""


def library(name: str) -> Any | None:
    """The library, or None where it is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def pandas_rolling() -> Show | None:
    """`Series.rolling(9).median()` as it comes: one missing number empties nine."""
    pandas = library("pandas")
    if pandas is None:
        return None
    last: deque[float] = deque(maxlen=WINDOW)

    def show(_: float, reading: Reading | None) -> float | None:
        last.append(float("nan") if reading is None or reading.spo2 is None else reading.spo2)
        number = float(pandas.Series(last).rolling(WINDOW).median().iloc[-1])
        return None if math.isnan(number) else number

    return show


def neurokit_smooth() -> Show | None:
    """`signal_smooth` with its default kernel over the last minute's numbers; its newest value."""
    neurokit = library("neurokit2")
    if neurokit is None:
        return None
    last: deque[float] = deque(maxlen=TAIL_S)

    def show(_: float, reading: Reading | None) -> float | None:
        if reading is None or reading.spo2 is None:
            return None
        last.append(reading.spo2)
        if len(last) < WINDOW:
            return reading.spo2
        return float(neurokit.signal_smooth(np.array(last), method="convolution", size=WINDOW)[-1])

    return show
