"""The four sets of courses: recorded and made up, each undisturbed and with artefacts laid over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scoring import artefacts, recordings, shapes
from scoring.course import Course

NO_RECORDINGS = "No recordings found in ../shared/captures/uw_hypoxemia: only the made-up shapes are run."


@dataclass(frozen=True)
class Set:
    """Courses that are scored together.

    Attributes:
        key: Its marker in the document.
        title: What it is.
        courses: The courses.
    """

    key: str
    title: str
    courses: Sequence[Course]

    @property
    def hours(self) -> float:
        """How long all of it is."""
        return sum(course.hours for course in self.courses)


def sets(root: Path, seeds: Sequence[int]) -> list[Set]:
    """What there is: without the recordings, the shapes alone."""
    recorded = recordings.load(recordings.find(root))
    made = [shapes.made(name, _luck(seed, i)) for seed in seeds for i, name in enumerate(shapes.SHAPES)]
    found = [
        Set("recorded", "recordings, as they are", recorded),
        Set("recorded-disturbed", "recordings with artefacts", _disturbed(recorded * len(seeds), seeds)),
        Set("shapes", "made-up shapes, as a clip shows them", made),
        Set("shapes-disturbed", "made-up shapes with artefacts", _disturbed(made, seeds)),
    ]
    return [one for one in found if one.courses]


def _disturbed(courses: Sequence[Course], seeds: Sequence[int]) -> list[Course]:
    """Every course with its own luck; the same seeds give the same."""
    return [artefacts.disturbed(course, _luck(*seeds, i)) for i, course in enumerate(courses)]


def _luck(*numbers: int) -> np.random.Generator:
    return np.random.default_rng(numbers)
