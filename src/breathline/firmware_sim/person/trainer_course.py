"""A person of mode `trainer` on their way through a course that is laid down beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from breathline.firmware_sim.person.body import Body
from breathline.firmware_sim.person.course import LOW_BREATHING, Course, Naloxone, value_at, within
from breathline.firmware_sim.person.settings import ROOM_AIR
from breathline.firmware_sim.person.trainer import NALOXONE, TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings

_HAIR_S: Final = 1e-6


class TrainerRun:
    """One person and one course.

    Args:
        settings: Of the person.
        course: What happens.
    """

    def __init__(self, settings: TrainerSettings, course: Course) -> None:
        self._person = TrainerPerson(settings)
        self._step_s = settings.step_s
        self._steps = 0
        self._course = course
        self._low_l_min = self._person.body().ve_l_min * LOW_BREATHING
        self._low_s: float | None = None
        self._pending = list(course.naloxone)
        if course.opioid is not None and settings.opioid is not None:
            self._person.give(settings.opioid, course.opioid.mg, 0.0, over_s=course.opioid.over_s)

    def bodies(self, until_s: float, every_s: float) -> Iterator[Body]:
        """What is true at 0 and every so often until the end; what changes at a time shows after it.

        Raises:
            BreathlineError: A number is none any more.
        """
        for row in range(int(until_s / every_s + _HAIR_S) + 1):
            while self._person.t < row * every_s - _HAIR_S:
                self._step()
            yield self._person.body()

    def _step(self) -> None:
        person, course = self._person, self._course
        t = person.t + _HAIR_S
        if self._low_s is None and person.own_l_min < self._low_l_min:
            self._low_s = t
        for naloxone in [each for each in self._pending if self._due(each, t)]:
            self._pending.remove(naloxone)
            person.give(NALOXONE, naloxone.dose.mg, t, product=naloxone.dose.product)
        person.assist(value_at(course.assist, t, 0.0))
        person.oxygen(fio2=value_at(course.fio2, t, ROOM_AIR))
        person.apnoea = within(course.apnoea, t)
        self._steps += 1
        person.advance(self._steps * self._step_s)

    def _due(self, naloxone: Naloxone, t: float) -> bool:
        if naloxone.after_low_breathing:
            return self._low_s is not None and self._low_s + naloxone.at_s <= t
        return naloxone.at_s <= t
