"""Ways to turn what came this second into the number that is shown. All of them run live: none looks ahead."""

from __future__ import annotations

import statistics
from collections import deque
from collections.abc import Callable
from typing import TypeAlias

from breathline.signal.conditioner import Conditioner
from breathline.words import Reading, Trust

Show: TypeAlias = Callable[[float, Reading | None], float | None]
"""Takes the second and what came in it; gives the number that is shown, or None when none is."""

LOW_LIMIT = 90.0
"""Percent: the low limit of the pack `bc`."""


def raw() -> Show:
    """What the device says."""
    return lambda _, reading: reading.spo2 if reading is not None else None


def over(seconds: int, centre: Callable[[list[float]], float]) -> Show:
    """Something over the numbers of the last so many seconds; nothing when there are none."""
    last: deque[float | None] = deque(maxlen=seconds)

    def show(_: float, reading: Reading | None) -> float | None:
        last.append(reading.spo2 if reading is not None else None)
        there = [number for number in last if number is not None]
        return centre(there) if there else None

    return show


def mean_8() -> Show:
    """The mean of the last 8 s, as many bedside monitors average."""
    return over(8, lambda numbers: sum(numbers) / len(numbers))


def median_9() -> Show:
    """The median of the last 9 s."""
    return over(9, statistics.median)


EMA_SHARE = 0.2
"""The newest number's share; the average then looks back about 4 s."""


def ema() -> Show:
    """An exponential moving average; it stands still while the device has no number, and then nothing is shown."""
    average: float | None = None

    def show(_: float, reading: Reading | None) -> float | None:
        nonlocal average
        if reading is None or reading.spo2 is None:
            return None
        average = reading.spo2 if average is None else average + EMA_SHARE * (reading.spo2 - average)
        return average

    return show


def ours() -> Show:
    """Breathline's live number: dimmed, old and missing ones are withheld, since no step relies on them."""
    conditioner = Conditioner(low_limit=LOW_LIMIT)

    def show(t: float, reading: Reading | None) -> float | None:
        vitals = None if reading is None else conditioner.take(reading)
        if vitals is None:
            vitals = conditioner.at(t)
        return vitals.spo2 if vitals.trust is Trust.LIVE else None

    return show
