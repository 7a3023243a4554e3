"""What a row's false crossings came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scoring.course import Course
from scoring.falls import false_crossings
from scoring.measure import called_low, shown
from scoring.rows import Row

LATER_S = 15
"""A smoother may cross a while after what made it cross."""

NOTHING = "nothing laid over"


def causes(row: Row, courses: Iterable[Course], limit: float) -> Counter[str]:
    """How many false crossings each kind of artefact gave."""
    found: Counter[str] = Counter()
    for course in courses:
        numbers = shown(row, course)
        if numbers is None:
            continue
        for t in false_crossings(called_low(row, numbers, limit), course.truth, row.own_limit or limit):
            found[cause(course, t)] += 1
    return found


def cause(course: Course, t: int) -> str:
    """What was laid over a second, or last before it."""
    return next((what for what in reversed(course.laid[max(0, t - LATER_S) : t + 1]) if what), NOTHING)


def laid(courses: Iterable[Course]) -> Counter[str]:
    """How many of each kind were laid over the courses."""
    found: Counter[str] = Counter()
    for course in courses:
        before = ("", *course.laid)
        found.update(now for last, now in zip(before, course.laid, strict=False) if now and now != last)
    return found
