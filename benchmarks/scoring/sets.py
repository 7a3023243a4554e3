"""The four sets of courses: recorded and made up, each undisturbed and with artefacts laid over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from scoring import artefacts, recordings, shapes
from scoring.course import Course

NO_RECORDINGS = "No recordings found in ../shared/captures/uw_hypoxemia: only the made-up shapes are run."

RECORDED = "recorded"

LAID = 1
"""Sets the luck of the artefacts apart from that of the shapes."""


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
    made = {seed: [shapes.made(name, _luck(seed, i)) for i, name in enumerate(shapes.SHAPES)] for seed in seeds}
    found = [
        Set(RECORDED, "recordings, as they are", recorded),
        Set("recorded-disturbed", "recordings with artefacts", _disturbed(dict.fromkeys(seeds, recorded))),
        Set("shapes", "made-up shapes, as a clip shows them", list(chain.from_iterable(made.values()))),
        Set("shapes-disturbed", "made-up shapes with artefacts", _disturbed(made)),
    ]
    return [one for one in found if one.courses]


def _disturbed(courses: Mapping[int, Sequence[Course]]) -> list[Course]:
    """Every seed's courses with their own luck, whatever other seeds are asked for."""
    return [
        replace(artefacts.disturbed(course, _luck(seed, i, LAID)), name=f"{course.name}, seed {seed}")
        for seed, ones in courses.items()
        for i, course in enumerate(ones)
    ]


def _luck(*numbers: int) -> np.random.Generator:
    return np.random.default_rng(numbers)
