"""What false crossings came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from scoring.course import Course

LATER_S = 15
"""A smoother may cross a while after what made it cross."""

NOTHING = "nothing"


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
