"""What each row costs: one reading at a time, and a thousand hours at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from breathline.words import Reading
from scoring import shapes
from scoring.course import Numbers
from scoring.peers import WINDOW, library
from scoring.rows import OURS, ROWS, Row
from scoring.smoothers import EMA_SHARE, LOW_LIMIT

REPEATS = 5
WARM_UP = 200
"""The first readings fill the windows; they are not counted."""

MANY_HOURS = 1000
BATCH_REPEATS = 3


@dataclass(frozen=True)
class Cost:
    """What one row costs.

    Attributes:
        p50: Microseconds a reading, the lowest median of all repeats.
        p99: The same for the 99th of a hundred.
        batch_s: Seconds for a thousand hours at once; None where the row has no such way.
    """

    p50: float
    p99: float
    batch_s: float | None


def costs() -> dict[str, Cost | None]:
    """Every row's cost, in turns so that a busy machine hits all of them; None where a library is missing."""
    course = readings()
    taken: dict[str, list[tuple[float, float]]] = {row.name: [] for row in ROWS}
    for _ in range(REPEATS):
        for row in ROWS:
            measured = live(row, course)
            if measured is not None:
                taken[row.name].append(measured)
    many = batch()
    return {
        name: Cost(min(p50 for p50, _ in pairs), min(p99 for _, p99 in pairs), many.get(name)) if pairs else None
        for name, pairs in taken.items()
    }


def live(row: Row, course: Sequence[Reading]) -> tuple[float, float] | None:
    """Microseconds a reading, p50 and p99, for the number and the alarm together."""
    show = row.show()
    if show is None:
        return None
    judge = row.judge(LOW_LIMIT)
    taken = []
    for reading in course:
        began = time.perf_counter_ns()
        judge(reading.t, show(reading.t, reading))
        taken.append(time.perf_counter_ns() - began)
    counted = np.array(taken[WARM_UP:]) / 1000.0
    return float(np.percentile(counted, 50)), float(np.percentile(counted, 99))


def readings() -> list[Reading]:
    """All made-up shapes one after another, a reading a second."""
    chance = np.random.default_rng(1)
    there = [reading for name in shapes.SHAPES for reading in shapes.made(name, chance).readings]
    return [replace(reading, t=float(t)) for t, reading in enumerate(there) if reading is not None]


Way = Callable[[Numbers], object]


def batch() -> dict[str, float]:
    """Seconds for a thousand hours of one number a second, best of a few, for the rows that have a way to."""
    numbers = many_hours()
    ways = batch_ways()
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(BATCH_REPEATS):
        for name, way in ways.items():
            began = time.perf_counter()
            way(numbers)
            taken[name].append(time.perf_counter() - began)
    return {name: min(seconds) for name, seconds in taken.items()}


def many_hours() -> Numbers:
    """Whole percents that wander between 70 and 100."""
    steps = np.random.default_rng(1).choice([-1, 0, 0, 0, 0, 0, 0, 1], MANY_HOURS * 3600)
    height = np.cumsum(steps) % 60
    return np.abs(height - 30.0) + 70.0


def batch_ways() -> dict[str, Way]:
    """The quickest call each installed library has for it."""
    ways: dict[str, Way] = {}
    bottleneck, pandas, neurokit = library("bottleneck"), library("pandas"), library("neurokit2")
    if bottleneck is not None:
        ways["mean of 8 s"] = lambda numbers: bottleneck.move_mean(numbers, 8, min_count=1)
        ways["median of 9, trailing"] = lambda numbers: bottleneck.move_median(numbers, WINDOW, min_count=1)
    if pandas is not None:
        ways["EMA, share 0.2"] = lambda numbers: pandas.Series(numbers).ewm(alpha=EMA_SHARE, adjust=False).mean()
        ways["pandas rolling(9).median()"] = lambda numbers: pandas.Series(numbers).rolling(WINDOW).median()
    ours = library("breathline.signal.batch")
    if ours is not None:
        t = np.arange(MANY_HOURS * 3600.0)
        pulse, perfusion = 70.0 + t % 3, np.full(len(t), np.nan)
        ways[OURS] = lambda numbers: ours.condition(t, numbers, pulse, perfusion, low_limit=LOW_LIMIT)
    if neurokit is not None:
        ways["neurokit2 signal_smooth"] = lambda numbers: neurokit.signal_smooth(numbers, size=WINDOW)
    return ways
