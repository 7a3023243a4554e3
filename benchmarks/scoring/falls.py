"""What counts: true falls, how late each row shows them, crossings that are false. The same for every row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.course import Course, Marks, Numbers

HELD_S = 10
"""A fall holds for so long; what is shorter is neither a fall nor false."""

APART_S = 10
"""Two crossings closer than this are one: nobody hears them as two."""

AROUND_S = 10
"""A crossing is judged by the truth this long before and after it."""

ACCURACY = 2.0
"""Percent. Makers state their accuracy as about plus or minus 2; so near the limit nobody can say who is right."""

GRACE_S = 10
"""A fall shown within this time after its end is late, not missed."""

SHOWN_S = 5
"""The device must have shown the fall for so long in one piece, undisturbed, for anybody to be asked for it."""


@dataclass(frozen=True)
class Fall:
    """A true fall below a limit.

    Attributes:
        starts: The second in which the device's undisturbed reading goes below the limit to stay.
        ends: The second after the last one below it.
    """

    starts: int
    ends: int


def runs(marks: Marks) -> list[Fall]:
    """Every stretch of True: its first second and the one after its last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], marks.astype(np.int8), [0]])))
    return [Fall(int(first), int(last)) for first, last in zip(edges[::2], edges[1::2], strict=True)]


def true_falls(course: Course, limit: float) -> list[Fall]:
    """Falls of the undisturbed reading that hold, confirmed by the truth.

    Returns below the limit within `APART_S` belong to the same fall. It begins where it first holds.
    """
    falls: list[Fall] = []
    for run in runs(course.undisturbed < limit):
        if falls and run.starts - falls[-1].ends < APART_S:
            falls[-1] = Fall(falls[-1].starts, run.ends)
        elif run.ends - run.starts >= HELD_S:
            falls.append(run)
    return [fall for fall in falls if np.min(course.truth[fall.starts : fall.ends]) < limit + ACCURACY]


def shown_from(course: Course, fall: Fall, limit: float) -> int | None:
    """When the device itself first shows a fall undisturbed; None when it never does for long enough."""
    there = slice(fall.starts, fall.ends)
    shows = ~course.disturbed[there] & (course.spo2[there] < limit)
    if all(run.ends - run.starts < SHOWN_S for run in runs(shows)):
        return None
    return fall.starts + int(np.argmax(shows))


def delay(below: Marks, fall: Fall, shown: int) -> int | None:
    """Seconds after the device showed a fall until a row does; 0 when it did before; None when it never does."""
    seen = np.flatnonzero(below[fall.starts : fall.ends + GRACE_S])
    return max(0, fall.starts + int(seen[0]) - shown) if len(seen) else None


def crossings(below: Marks) -> list[int]:
    """The seconds in which a row goes below the limit; those close together count once."""
    found: list[int] = []
    last_end = -APART_S
    for run in runs(below):
        if run.starts - last_end >= APART_S:
            found.append(run.starts)
        last_end = run.ends
    return found


def false_crossings(below: Marks, truth: Numbers, limit: float) -> list[int]:
    """Crossings while the truth stayed above the limit by more than anybody's accuracy."""
    return [t for t in crossings(below) if np.min(truth[max(0, t - AROUND_S) : t + AROUND_S + 1]) >= limit + ACCURACY]
