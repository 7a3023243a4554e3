"""What one reading costs: the whole conditioner beside moving medians that only smooth.

    .venv/bin/python benchmarks/conditioner.py [--readings 20000] [--hours 1000]

Every way gets the same readings, one at a time as they come live, in turns within one run. The medians take the last
nine numbers, as live smoothers usually do; they judge nothing, have no slope and see a step four readings late.

    conditioner, 1 Hz       Conditioner.take: plausibility, smoothing, slope, trust and cause of SpO2 and pulse
    conditioner, at()       the same with no new reading, once a second in a silence
    conditioner, 100 Hz     the same at BerryMed's hundred readings a second; most are merged
    numpy ring              a ring of nine in a numpy array and numpy.median
    deque, statistics       a deque of nine and statistics.median
    bottleneck ring         a ring of nine and bottleneck.nanmedian; only where bottleneck is installed

Then a whole recording of 1000 h at once, beside moving medians of nine over its SpO2, the best of some turns:

    conditioner, at once    signal.batch: everything above, the same numbers bit for bit
    pandas                  Series.rolling(9).median(); only where pandas is installed
    bottleneck              move_median(9); only where bottleneck is installed
"""

from __future__ import annotations

import argparse
import importlib
import random
import statistics
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, TypeAlias

import numpy as np

from breathline.signal.batch import condition
from breathline.signal.conditioner import Conditioner
from breathline.words import Frame, Reading

READINGS = 20_000
WINDOW = 9
WARM_UP = 200
"""The first readings fill the windows; they are not counted."""

LOW_LIMIT = 90.0
"""Percent; any will do for how long it takes."""

Way: TypeAlias = Callable[[Reading], object]


def numpy_ring() -> Way:
    """Numpy's median over a ring."""
    return _ring(np.median)


def bottleneck_ring() -> Way | None:
    """The same with bottleneck; None where it is not installed."""
    bottleneck = _library("bottleneck")
    return bottleneck and _ring(bottleneck.nanmedian)


def _ring(median: Callable[[np.ndarray], object]) -> Way:
    ring = np.full(WINDOW, 97.0)
    place = count()

    def take(reading: Reading) -> object:
        ring[next(place) % WINDOW] = reading.spo2
        return median(ring)

    return take


def standard_library() -> Way:
    """A deque and statistics.median."""
    last: deque[float] = deque(maxlen=WINDOW)

    def take(reading: Reading) -> object:
        last.append(reading.spo2 or 0.0)
        return statistics.median(last)

    return take


def looks() -> Way:
    """`at()` between readings: the conditioner has a full window and nothing new comes."""
    conditioner = Conditioner()
    for reading in readings(WARM_UP, 1.0):
        conditioner.take(reading)
    return lambda reading: conditioner.at(WARM_UP + reading.t % 2.0)


def readings(number: int, period_s: float) -> list[Reading]:
    """A course that moves as SpO2 does: whole percents, slow falls and rises, a pulse that is never still."""
    chance = random.Random(1)
    spo2 = 97.0
    made = []
    for i in range(number):
        if i % max(1, round(1 / period_s)) == 0:
            spo2 = min(100.0, max(60.0, spo2 + chance.choice([-1, 0, 0, 0, 1])))
        made.append(Reading(i * period_s, Frame.VALUES, spo2, 70.0 + chance.randrange(4), perfusion=2.0 + i % 7 / 10))
    return made


def measure(way: Way, course: Sequence[Reading]) -> list[float]:
    """Microseconds for each reading after the first."""
    taken = []
    for reading in course:
        began = time.perf_counter_ns()
        way(reading)
        taken.append((time.perf_counter_ns() - began) / 1000.0)
    return taken[WARM_UP:]


HOURS = 1000
TURNS = 5
Numbers: TypeAlias = np.ndarray[tuple[int], np.dtype[np.float64]]


def recording(hours: float) -> tuple[Numbers, Numbers, Numbers, Numbers]:
    """Time, SpO2, pulse and perfusion index once a second, moving as a body's do."""
    chance = np.random.default_rng(1)
    t = np.arange(round(hours * 3600), dtype=np.float64)
    walk = np.cumsum(chance.choice([-1, 0, 0, 0, 0, 0, 0, 0, 1], len(t)))
    spo2 = (np.abs((walk + 12) % 28 - 14) + 85).astype(np.float64)
    pulse = 70 + np.round(4 * np.sin(t / 11) + chance.normal(0, 0.7, len(t)))
    return t, spo2, pulse, np.round(2.5 + 0.5 * np.sin(t / 37) + chance.normal(0, 0.05, len(t)), 1)


def batch(hours: float) -> None:
    """Measure the whole recording at once and print one line for each way."""
    t, spo2, pulse, perfusion = recording(hours)
    pandas, bottleneck = _library("pandas"), _library("bottleneck")
    ways: dict[str, Callable[[], object] | None] = {
        "conditioner, at once": lambda: condition(t, spo2, pulse, perfusion, low_limit=LOW_LIMIT),
        "pandas": pandas and (lambda: pandas.Series(spo2).rolling(WINDOW).median()),
        "bottleneck": bottleneck and (lambda: bottleneck.move_median(spo2, WINDOW)),
    }
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(TURNS):
        for name, way in ways.items():
            if way is not None:
                began = time.perf_counter()
                way()
                best[name] = min(best[name], time.perf_counter() - began)
    print(f"\n{hours:g} h once a second, at once")
    print(f"{'':24}{'ms':>8}{'x ours':>8}")
    ours = best["conditioner, at once"]
    for name, seconds in best.items():
        if ways[name] is None:
            print(f"{name:24}{'not installed':>16}")
        else:
            print(f"{name:24}{seconds * 1000:8.0f}{seconds / ours:8.2f}")


def _library(name: str) -> Any | None:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return None


def main() -> None:
    """Measure every way and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=int, default=READINGS)
    parser.add_argument("--hours", type=float, default=HOURS)
    arguments = parser.parse_args()
    number = max(2 * WARM_UP, arguments.readings)
    slow, fast = readings(number, 1.0), readings(number, 0.01)
    ways: list[tuple[str, Way | None, list[Reading]]] = [
        ("conditioner, 1 Hz", Conditioner().take, slow),
        ("conditioner, at()", looks(), slow),
        ("conditioner, 100 Hz", Conditioner(0.01).take, fast),
        ("numpy ring", numpy_ring(), slow),
        ("deque, statistics", standard_library(), slow),
        ("bottleneck ring", bottleneck_ring(), slow),
    ]
    print(f"{number - WARM_UP} readings, one at a time; microseconds a reading")
    print(f"{'':24}{'p50':>8}{'p99':>8}{'mean':>8}")
    for name, way, course in ways:
        if way is None:
            print(f"{name:24}{'not installed':>24}")
            continue
        taken = sorted(measure(way, course))
        p50, p99 = taken[len(taken) // 2], taken[len(taken) * 99 // 100]
        print(f"{name:24}{p50:8.2f}{p99:8.2f}{statistics.fmean(taken):8.2f}")
    batch(arguments.hours)


if __name__ == "__main__":
    main()
