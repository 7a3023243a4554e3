"""Made-up recordings for the tests: numbers that move as a body's do, and everything that can happen to them."""

import random
from collections.abc import Callable

import numpy as np

from breathline.signal.conditioned import Numbers

Course = tuple[Numbers, Numbers, Numbers, Numbers]
"""Time, SpO2, pulse, perfusion index."""


def undisturbed(chance: np.random.Generator, rows: int, period_s: float) -> Course:
    """Whole percents that walk, a pulse that does, and a perfusion index in tenths."""
    steps = random.Random(int(chance.integers(2**32)))
    spo2 = np.empty(rows)
    now = 97.0
    for row in range(rows):
        now = min(100.0, max(60.0, now + steps.choice([-1, 0, 0, 0, 0, 1])))
        spo2[row] = now
    walk = np.cumsum(chance.integers(-1, 2, rows) * (chance.random(rows) < 0.3)) % 40
    restless = chance.integers(0, int(chance.choice([2, 5, 12])), rows)
    pulse = (60 + walk + restless).astype(np.float64)
    perfusion: Numbers = np.round(2.0 + chance.random(rows), 1)
    return np.arange(rows, dtype=np.float64) * period_s, spo2, pulse, perfusion


Disturbance = Callable[[Course, int, np.random.Generator], None]
"""Changes a course in place, from a row on."""


def _stretch(row: int, chance: np.random.Generator) -> slice:
    return slice(row, row + int(chance.integers(1, 40)))


def _dropout(course: Course, row: int, chance: np.random.Generator) -> None:
    there = _stretch(row, chance)
    course[1][there] = course[2][there] = np.nan


def _no_pulse(course: Course, row: int, chance: np.random.Generator) -> None:
    course[2][_stretch(row, chance)] = np.nan


def _spike(course: Course, row: int, chance: np.random.Generator) -> None:
    course[1][row : row + 2] -= chance.integers(3, 30)


def _step(course: Course, row: int, chance: np.random.Generator) -> None:
    course[1][_stretch(row, chance)] -= chance.integers(-6, 12)


def _restless_pulse(course: Course, row: int, chance: np.random.Generator) -> None:
    there = course[2][_stretch(row, chance)]
    there += chance.integers(-20, 20, len(there))


def _impossible(course: Course, row: int, chance: np.random.Generator) -> None:
    course[1][_stretch(row, chance)] = chance.choice([0.0, 101.0, np.inf, -5.0])


def _no_perfusion(course: Course, row: int, chance: np.random.Generator) -> None:
    course[3][_stretch(row, chance)] = chance.choice([np.nan, 200.0])


def _frozen(course: Course, row: int, chance: np.random.Generator) -> None:
    long = slice(row, row + int(chance.integers(5, 200)))
    for column in course[1:]:
        column[long] = column[row]
    if chance.random() < 0.5:
        course[3][long] = np.nan


def _gap(course: Course, row: int, chance: np.random.Generator) -> None:
    course[0][row:] += chance.choice([2.0, 7.0, 30.0, 59.0, 70.0, 200.0, 1000.0])


def _repeated(course: Course, row: int, _: np.random.Generator) -> None:
    course[0][row] = course[0][max(0, row - 1)]


def _burst(course: Course, row: int, _: np.random.Generator) -> None:
    few = course[0][row : row + 5]
    few[:] = few[0] + np.arange(len(few)) * 0.1


def _shift(course: Course, row: int, _: np.random.Generator) -> None:
    course[0][row:] += 0.3


NUMBERS = (_dropout, _no_pulse, _spike, _step, _restless_pulse, _impossible, _no_perfusion, _frozen)
TIMES = (_gap, _repeated, _burst, _shift)


def disturbed(course: Course, chance: np.random.Generator, numbers: float, times: float) -> Course:
    """A course with dropouts, spikes, steps and the like laid over it.

    Args:
        course: What it starts from.
        chance: Where its luck comes from.
        numbers: How many disturbances of the numbers a row.
        times: How many of the times a row.
    """
    t, spo2, pulse, perfusion = (column.copy() for column in course)
    made = (t, spo2, pulse, perfusion)
    kinds: tuple[tuple[tuple[Disturbance, ...], float], ...] = ((NUMBERS, numbers), (TIMES, times))
    for disturbances, share in kinds:
        for row in np.flatnonzero(chance.random(len(t)) < share).tolist():
            disturbances[int(chance.integers(len(disturbances)))](made, row, chance)
    return np.maximum.accumulate(t), spo2, pulse, perfusion
