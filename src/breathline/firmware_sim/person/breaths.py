"""Breaths one by one: how often and how deep a drive makes them, and what is given by mouth, mask or bag.

All of this is design. At rest it is the FDA's person: 14 breaths of 0.48 L a minute, two thirds of each in the alveoli.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from breathline.errors import UsageError
from breathline.firmware_sim.person import gas_exchange
from breathline.firmware_sim.person.settings import ROOM_AIR, checked

REST_L_MIN: Final = 6.764
"""Breathing at rest in the settled model."""
REST_BREATHS_PER_MIN: Final = 14.0
SLOWING, QUICKENING = 0.8, 0.5
"""Exponents of breathing in its rate, below and above rest. An opioid slows breaths before it flattens them; whoever
breathes more than at rest breathes deeper and quicker alike."""
REST_L: Final = REST_L_MIN / REST_BREATHS_PER_MIN
DEAD_PART: Final = 1.0 - gas_exchange.ALVEOLAR_PART
"""This part of the person's own breaths reaches no blood. It stays a part, as in the FDA's model, when an opioid makes
breaths shallow: the long pauses mix the air. Of a given breath the volume is lost that this is of a breath at rest:
0.16 L."""
FAINTEST_L_MIN: Final = 0.02
"""Less drive than this moves nobody's chest."""
LONGEST_BREATH_S: Final = 1.0
INSPIRED_PART: Final = 0.4
"""Breathing in takes this part of a breath, and no longer than a second."""
UNEVEN: Final = 0.1
"""Breaths come by so much sooner or later."""

GIVEN_S: Final = 1.0
"""A given breath goes in over a second (every guideline that was read)."""
MOST_GIVEN_L: Final = 2.0
EVEN_L: Final = 0.5
"""Breaths that are given evenly, by so many L/min, have this size; so 6 L/min is one every 5 s."""
QUICKEST_S: Final = 1.2
"""They don't come quicker than this; from there on they are larger instead."""


@dataclass(frozen=True, slots=True)
class Method:
    """A way of giving breaths.

    Attributes:
        o2: Fraction of oxygen in what of a breath reaches the alveoli.
        o2_on: The same with oxygen connected.
        co2: Fraction of CO2 in it.
    """

    o2: float
    o2_on: float
    co2: float


METHODS: Final = {
    # Exhaled air has 16.4 to 16.9 % oxygen and 4 % CO2 in all; what comes first, and so goes deepest, was in the
    # giver's own airways and is fresh. Through a mask with an oxygen inlet about half is oxygen.
    "mouth": Method(o2=0.1755, o2_on=0.1755, co2=0.03),
    "mask": Method(o2=0.1755, o2_on=0.5, co2=0.03),
    # Room air; with a reservoir 80 to 100 % oxygen.
    "bag": Method(o2=ROOM_AIR, o2_on=0.9, co2=0.0),
}

NASAL_PER_L_MIN: Final = 0.04
"""Each L/min by nose adds about this much to the fraction of oxygen that is breathed."""
MOST_FLOW_L_MIN: Final = 25.0
MOST_BY_FLOW: Final = 0.6
"""More than this comes into nobody by flow alone."""


def by_flow(l_min: float) -> float:
    """Fraction of oxygen in what is breathed at a flow.

    Raises:
        UsageError: The flow can't be.
    """
    return min(ROOM_AIR + NASAL_PER_L_MIN * checked(l_min, "oxygen", 0.0, MOST_FLOW_L_MIN, "L/min"), MOST_BY_FLOW)


def rate_and_depth(drive_l_min: float) -> tuple[float, float]:
    """Breaths a minute and the depth of each (L) that make up so much breathing."""
    if drive_l_min < FAINTEST_L_MIN:
        return 0.0, 0.0
    part = drive_l_min / REST_L_MIN
    rate: float = REST_BREATHS_PER_MIN * part ** (SLOWING if part < 1.0 else QUICKENING)
    return rate, drive_l_min / rate


COUNTED_S: Final = 15.0
"""Single breaths are counted over so long: three at one every five seconds."""


class Breath:
    """One breath on its way in.

    Args:
        litres: Its whole volume.
        over_s: How long it takes to go in.
        o2: Fraction of oxygen in it.
        co2: Fraction of CO2 in it.
    """

    def __init__(self, litres: float, over_s: float, o2: float, co2: float) -> None:
        self.litres = litres
        self._over_s = over_s
        self._left_s = over_s
        self.o2 = o2
        self.co2 = co2

    def take(self, seconds: float) -> float:
        """What goes in within the next seconds, L."""
        now_s = min(seconds, self._left_s)
        self._left_s -= now_s
        return self.litres * now_s / self._over_s


def no_breath() -> Breath:
    """A breath that brings nothing."""
    return Breath(0.0, LONGEST_BREATH_S, ROOM_AIR, 0.0)


def given_breath(method: str, litres: float, o2: float | None, *, oxygen_on: bool) -> Breath:
    """A breath as it is given.

    Args:
        method: A key of `METHODS`.
        litres: Above 0 and up to `MOST_GIVEN_L`.
        o2: Fraction of oxygen; None is what the method brings.
        oxygen_on: Whether oxygen is connected.

    Raises:
        UsageError: One of them can't be.
    """
    known = METHODS.get(method)
    if known is None:
        raise UsageError(f'no way to give breaths is called "{method}"; choose one of: {", ".join(METHODS)}')
    checked(litres, "a given breath", 0.0, MOST_GIVEN_L, "L")
    brought = known.o2_on if oxygen_on else known.o2
    return Breath(litres, GIVEN_S, brought if o2 is None else checked(o2, "oxygen", 0.0, 1.0, ""), known.co2)
