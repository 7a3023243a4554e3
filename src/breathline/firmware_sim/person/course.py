"""What happens to a person, laid down beforehand: doses, breaths, oxygen, apnoea; and the run through it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.fda import FdaBody, FdaModel
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.settings import ROOM_AIR, NaloxoneDose, OpioidDose

LOW_BREATHING: Final = 0.4
"""Breathing below this part of the person's own at rest is what the FDA's virtual rescuer goes by (Mann 2022)."""
_HAIR_S: Final = 1e-6
_NEVER_S: Final = 1e12


@dataclass(frozen=True, slots=True)
class Naloxone:
    """A dose of naloxone and when it is given.

    Attributes:
        dose: What.
        at_s: Seconds since the start, or after breathing first fell below 40 % of what it was.
        after_low_breathing: Whether it counts from there.
    """

    dose: NaloxoneDose
    at_s: float
    after_low_breathing: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A value that holds from one time until just before another, in seconds."""

    value: float
    from_s: float
    to_s: float


@dataclass(frozen=True, slots=True)
class Course:
    """Everything that happens.

    Attributes:
        opioid: Given at t = 0, if any.
        naloxone: Doses, in any order.
        assist: Breaths given, L/min.
        fio2: Oxygen, a fraction.
        apnoea: When the person's own breathing is stopped; the values count for nothing.
    """

    opioid: OpioidDose | None = None
    naloxone: tuple[Naloxone, ...] = ()
    assist: tuple[Span, ...] = ()
    fio2: tuple[Span, ...] = ()
    apnoea: tuple[Span, ...] = ()


class Run(Generic[Number]):
    """A model on its way through a course.

    Args:
        m: The model's arithmetic.
        model: Fresh.
        course: What happens.
    """

    def __init__(self, m: Arithmetic[Number], model: FdaModel[Number], course: Course) -> None:
        self._m: Arithmetic[Number] = m
        self._model: FdaModel[Number] = model
        self._course = course
        self._low_l_min: Number = model.body().ve_l_min * LOW_BREATHING
        self._low_s: Number = m.whole(_NEVER_S)
        self._pending: list[tuple[Naloxone, Number]] = [(each, m.whole(0.0)) for each in course.naloxone]
        if course.opioid is not None:
            model.drugs.give_opioid(m.whole(course.opioid.mg), course.opioid.over_s)

    def bodies(self, until_s: float, every_s: float) -> Iterator[FdaBody[Number]]:
        """What is true at 0 and every so often until the end; what changes at a time shows after it.

        Raises:
            BreathlineError: A number is none any more.
        """
        model = self._model
        for row in range(int(until_s / every_s + _HAIR_S) + 1):
            while model.t < row * every_s - _HAIR_S:
                self._step()
            model.check()
            yield model.body()

    def breathed_low(self) -> Any:
        """Who so far breathed less than 40 % of what they did at rest."""
        return self._low_s < _NEVER_S

    def _step(self) -> None:
        m, model, course = self._m, self._model, self._course
        t = model.t + _HAIR_S
        self._give(t)
        model.assist = value_at(course.assist, t, 0.0)
        model.fio2 = value_at(course.fio2, t, ROOM_AIR)
        model.apnoea = within(course.apnoea, t)
        low = model.step() < self._low_l_min
        if m.anywhere(low):
            self._low_s = m.choose(low, m.least(self._low_s, t), self._low_s)

    def _give(self, t: float) -> None:
        """Every dose whose time has come, to those for whom it has."""
        m = self._m
        still: list[tuple[Naloxone, Number]] = []
        for naloxone, before in self._pending:
            when = self._low_s + naloxone.at_s if naloxone.after_low_breathing else m.whole(naloxone.at_s)
            now = (when <= t) & (before == 0)
            if m.anywhere(now):
                self._model.drugs.give_naloxone(naloxone.dose.product, m.choose(now, naloxone.dose.mg, 0.0), t)
            given = m.choose(now, 1.0, before)
            if m.anywhere(given == 0):
                still.append((naloxone, given))
        self._pending = still


def value_at(spans: tuple[Span, ...], t: float, otherwise: float) -> float:
    """The value that holds at `t` seconds, or another where none does."""
    return next((span.value for span in spans if span.from_s <= t < span.to_s), otherwise)


def within(spans: tuple[Span, ...], t: float) -> bool:
    """Whether `t` seconds lie in one of the spans."""
    return any(span.from_s <= t < span.to_s for span in spans)
