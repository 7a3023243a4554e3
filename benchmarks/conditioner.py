"""What one reading costs: the whole conditioner beside moving medians that only smooth.

    .venv/bin/python benchmarks/conditioner.py [--readings 20000]

Every way gets the same readings, one at a time as they come live, in turns within one run. The medians take the last
nine numbers, as live smoothers usually do; they judge nothing, have no slope and see a step four readings late.

    conditioner, 1 Hz       Conditioner.take: plausibility, smoothing, slope, trust and cause of SpO2 and pulse
    conditioner, at()       the same with no new reading, once a second in a silence
    conditioner, 100 Hz     the same at BerryMed's hundred readings a second; most are merged
    numpy ring              a ring of nine in a numpy array and numpy.median
    deque, statistics       a deque of nine and statistics.median
    bottleneck ring         a ring of nine and bottleneck.nanmedian; only where bottleneck is installed
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
from typing import TypeAlias

import numpy as np

from breathline.signal.conditioner import Conditioner
from breathline.words import Frame, Reading

READINGS = 20_000
WINDOW = 9
WARM_UP = 200
"""The first readings fill the windows; they are not counted."""

Way: TypeAlias = Callable[[Reading], object]


def numpy_ring() -> Way:
    """Numpy's median over a ring."""
    return _ring(np.median)


def bottleneck_ring() -> Way | None:
    """The same with bottleneck; None where it is not installed."""
    try:
        bottleneck = importlib.import_module("bottleneck")
    except ModuleNotFoundError:
        return None
    return _ring(bottleneck.nanmedian)


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


def main() -> None:
    """Measure every way and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readings", type=int, default=READINGS)
    number = max(2 * WARM_UP, parser.parse_args().readings)
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


if __name__ == "__main__":
    main()
