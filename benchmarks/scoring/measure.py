"""Runs a row over courses and adds up what it did."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from scoring.causes import cause
from scoring.course import Course, Marks, Numbers
from scoring.falls import delay, false_crossings, shown_from, true_falls
from scoring.rows import Row

LIMITS = (90.0, 85.0)

LATE_S = 3
"""Seconds. What is later than this is noted one by one."""


@dataclass
class AtLimit:
    """What a row did about one limit.

    Attributes:
        delays: Seconds after the device, for each true fall that was seen.
        missed: True falls never seen.
        false: False crossings, by what was laid over the course there.
        noted: Each fall missed or late and each false crossing, in words.
    """

    delays: list[int] = field(default_factory=list)
    missed: int = 0
    false: Counter[str] = field(default_factory=Counter)
    noted: list[str] = field(default_factory=list)


@dataclass
class Score:
    """What a row did over a set of courses."""

    name: str
    hours: float = 0.0
    errors: list[Numbers] = field(default_factory=list)
    seconds: int = 0
    withheld: int = 0
    needless: int = 0
    """Seconds withheld although nothing was laid over them."""
    at: dict[float, AtLimit] = field(default_factory=lambda: {limit: AtLimit() for limit in LIMITS})

    @property
    def mae(self) -> float:
        """Mean absolute error of the shown numbers, percent."""
        return float(np.mean(np.abs(np.concatenate(self.errors))))

    @property
    def rmse(self) -> float:
        """Root mean square error of the shown numbers, percent."""
        return float(np.sqrt(np.mean(np.concatenate(self.errors) ** 2)))

    @property
    def share_withheld(self) -> float:
        """Part of the time without a number, 0..1."""
        return self.withheld / self.seconds

    @property
    def share_needless(self) -> float:
        """Part of the time without a number although nothing was laid over it, 0..1."""
        return self.needless / self.seconds

    def false_per_hour(self, limit: float) -> float:
        """False crossings an hour."""
        return self.at[limit].false.total() / self.hours


def score(row: Row, courses: Iterable[Course]) -> Score | None:
    """Run a row over courses; None where its library is not installed."""
    total = Score(row.name)
    for course in courses:
        numbers = shown(row, course)
        if numbers is None:
            return None
        errors = numbers - course.truth
        total.hours += course.hours
        total.errors.append(errors[~np.isnan(errors)])
        total.seconds += len(numbers)
        total.withheld += int(np.sum(np.isnan(numbers)))
        total.needless += int(np.sum(np.isnan(numbers) & ~course.disturbed))
        for limit in LIMITS:
            _count(total.at[limit], row, course, called_low(row, numbers, limit), limit)
    return total


def shown(row: Row, course: Course) -> Numbers | None:
    """The number a row shows in each second; NaN where it shows none."""
    show = row.show()
    if show is None:
        return None
    numbers = [show(float(t), reading) for t, reading in enumerate(course.readings)]
    return np.array([np.nan if number is None else number for number in numbers])


def called_low(row: Row, numbers: Numbers, limit: float) -> Marks:
    """Whether a row calls its number low, each second."""
    judge = row.judge(limit)
    return np.array(
        [judge(float(t), None if math.isnan(number) else number) for t, number in enumerate(numbers.tolist())]
    )


def _count(at: AtLimit, row: Row, course: Course, below: Marks, limit: float) -> None:
    for fall in true_falls(course, limit):
        since = shown_from(course, fall, limit)
        if since is None:
            continue
        late = delay(below, fall, since)
        if late is None:
            at.missed += 1
            at.noted.append(f"{course.name}, {since} s: fall below {limit:.0f} missed")
        else:
            at.delays.append(late)
            if late > LATE_S:
                at.noted.append(f"{course.name}, {since} s: fall below {limit:.0f} shown {late} s late")
    for t in false_crossings(below, course.truth, row.own_limit or limit):
        what = cause(course, t)
        at.false[what] += 1
        at.noted.append(f"{course.name}, {t} s: falsely below {limit:.0f} ({what})")
