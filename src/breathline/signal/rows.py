"""A recording's rows as arrays, and the readings of one quantity among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from breathline.signal.conditioned import Marks, Numbers
from breathline.signal.conditioner import AHEAD_S
from breathline.signal.plausibility import Range

Places = NDArray[np.int64]

CLOSEST = 0.9
"""Periods. With rows no closer than this, four readings are all that smoothing ever looks at."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """A recording's columns; NaN where a number is missing."""

    t: Numbers
    spo2: Numbers
    pulse: Numbers
    perfusion: Numbers

    @property
    def columns(self) -> tuple[Numbers, Numbers, Numbers]:
        """The numbers without the time."""
        return self.spo2, self.pulse, self.perfusion

    def part(self, begin: int, stop: int) -> Rows:
        """Some of the rows."""
        return Rows(*(column[begin:stop] for column in (self.t, *self.columns)))


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The readings of one quantity among the rows.

    Attributes:
        at: Their rows; None when every row has one.
        t: Seconds.
        value: The numbers.
        step: Seconds since the one before; infinite for the first.
    """

    at: Places | None
    t: Numbers
    value: Numbers
    step: Numbers

    def of(self, column: NDArray[Any]) -> NDArray[Any]:
        """A column's entries at these rows."""
        return column if self.at is None else column[self.at]


def is_regular(t: Numbers, period_s: float) -> bool:
    """Whether rows come at least nearly a period apart, and none long after the one before."""
    steps = np.diff(t)
    return bool(steps.size == 0 or (steps.min() >= CLOSEST * period_s and steps.max() <= AHEAD_S))


def checked(numbers: Numbers, allowed: Range) -> tuple[Marks | None, Marks | None]:
    """Where a column has plausible numbers (None: everywhere) and where it has others (None: nowhere)."""
    well = (numbers >= allowed.lowest) & (numbers <= allowed.highest)
    if well.all():
        return None, None
    wrong = ~(well | np.isnan(numbers))
    return well, wrong if wrong.any() else None


def either(one: Marks | None, other: Marks | None) -> Marks | None:
    """Where one or the other holds; None when neither does anywhere."""
    return other if one is None else one if other is None else one | other


def samples_of(t: Numbers, numbers: Numbers, well: Marks | None) -> Samples:
    """The numbers of a column where it has plausible ones."""
    at = None if well is None else np.flatnonzero(well)
    times, values = (t, numbers) if at is None else (t[at], numbers[at])
    return Samples(at, times, values, times - back(times, 1, -np.inf))


def back(values: NDArray[Any], places: int, before: float) -> NDArray[Any]:
    """The values so many places earlier; something else before the first."""
    moved = np.empty_like(values)
    moved[:places] = before
    moved[places:] = values[: len(values) - places] if places < len(values) else values[:0]
    return moved


def near_by(t: Numbers, places: int, seconds: float) -> Marks:
    """Whether the sample so many places earlier is there and no older than so many seconds."""
    near: Marks = t - back(t, places, -np.inf) <= seconds
    return near


def latest(samples: Samples, t: Numbers, before: float) -> tuple[Marks, Places, Numbers]:
    """For every row: whether there is a sample at it or before, which, and how old it is."""
    well = np.zeros(len(t), dtype=np.int64)
    well[samples.at] = 1
    last = np.cumsum(well) - 1
    has = last >= 0
    at = np.full(len(t), before)
    at[has] = samples.t[last[has]]
    return has, last, t - at
