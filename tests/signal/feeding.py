"""Feeding a conditioner in the tests: a device that sends a list of numbers, one a period."""

from collections.abc import Iterable

from breathline.signal.conditioner import Conditioner
from breathline.words import Flag, Frame, Reading, Vitals


def values(
    t: float,
    spo2: float | None = 97.0,
    pulse: float | None = 70.0,
    *flags: Flag,
    perfusion: float | None = None,
    battery: int | None = None,
) -> Reading:
    return Reading(t, Frame.VALUES, spo2, pulse, perfusion=perfusion, flags=frozenset(flags), battery=battery)


def living_pulse(i: int) -> float:
    """A pulse that moves as a living one does, so that nothing looks frozen."""
    return 70.0 + i % 3


def feed(
    conditioner: Conditioner, numbers: Iterable[float | None], *flags: Flag, start: float = 0.0, period_s: float = 1.0
) -> list[Vitals]:
    """Send SpO2 numbers one a period; every one must give vitals."""
    given = []
    for i, spo2 in enumerate(numbers):
        vitals = conditioner.take(values(start + i * period_s, spo2, living_pulse(i), *flags))
        assert vitals is not None
        given.append(vitals)
    return given


def settled(spo2: float = 97.0, period_s: float = 1.0) -> Conditioner:
    """A conditioner that has believed a steady number for ten readings; the last came at nine periods."""
    conditioner = Conditioner(period_s)
    feed(conditioner, [spo2] * 10, period_s=period_s)
    return conditioner
