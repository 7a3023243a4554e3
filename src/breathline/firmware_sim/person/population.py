"""Mode `fda` for many people at once: how many of them arrest."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from breathline.firmware_sim.person.arithmetic import arrays
from breathline.firmware_sim.person.course import Course, Run
from breathline.firmware_sim.person.fda import FdaModel
from breathline.firmware_sim.person.people import parameters
from breathline.firmware_sim.person.settings import FdaSettings

if TYPE_CHECKING:
    from breathline.firmware_sim.person.people import Sets

POPULATION_STEP_S: Final = 0.2
"""A population's step: twice one person's, and no percentage changes (docs/physiology.md)."""
TOGETHER: Final = 2000
"""So many people are computed at once; more would only take more memory."""
REPORT_S: Final = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a population fared.

    Attributes:
        people: How many.
        arrested: How many of them had no circulation any more by the end.
        breathed_low: How many at some time breathed less than 40 % of what they did at rest.
    """

    people: int
    arrested: int
    breathed_low: int

    @property
    def arrest_pct(self) -> float:
        """The percentage arrested."""
        return 100.0 * self.arrested / self.people

    @property
    def breathed_low_pct(self) -> float:
        """The percentage that breathed so little."""
        return 100.0 * self.breathed_low / self.people


def follow(sets: Sets, settings: FdaSettings, course: Course, until_s: float) -> Iterator[Outcome]:
    """Take everybody through the course.

    Args:
        sets: Their parameters.
        settings: The same for all.
        course: What happens to each.
        until_s: The end, in seconds.

    Yields:
        About every 10 simulated seconds of a part of the people: how all fared as far as is known. The last is the
        outcome; `reports` says how many there are.

    Raises:
        BreathlineError: A number is none any more.
    """
    people = len(sets["opioid_pk"]["VP"])
    arrested = low = 0
    for first in range(0, people, TOGETHER):
        part = {
            name: {key: value[first : first + TOGETHER] for key, value in own.items()} for name, own in sets.items()
        }
        m = arrays(min(TOGETHER, people - first))
        model = FdaModel(m, parameters(part, settings.opioid), settings)
        run = Run(m, model, course)
        for body in run.bodies(until_s, until_s / _rows(until_s)):
            now = Outcome(people, arrested + int(body.arrested.sum()), low + int(run.breathed_low().sum()))
            yield now
        arrested, low = now.arrested, now.breathed_low


def reports(people: int, until_s: float) -> int:
    """How often `follow` reports."""
    return math.ceil(people / TOGETHER) * (_rows(until_s) + 1)


def _rows(until_s: float) -> int:
    return math.ceil(until_s / REPORT_S)
