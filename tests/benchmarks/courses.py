"""Short courses for the tests of the scoreboard."""

from dataclasses import replace

import numpy as np

from scoring.course import Course, Numbers, undisturbed


def stretch(*parts: tuple[float, int]) -> Numbers:
    """Levels and how many seconds each holds."""
    return np.concatenate([np.full(seconds, float(level)) for level, seconds in parts])


def course(spo2: Numbers, truth: Numbers | None = None) -> Course:
    """A course with a living pulse; the truth is what the device says unless given."""
    pulse = np.array([70.0 + t % 3 for t in range(len(spo2))])
    return undisturbed("made", spo2, pulse, np.full(len(spo2), 2.0), spo2 if truth is None else truth)


def with_laid(one: Course, *parts: tuple[str, int]) -> Course:
    """The course with this laid over it, for so many seconds each; its numbers stay."""
    return replace(one, laid=tuple(what for what, seconds in parts for _ in range(seconds)))
