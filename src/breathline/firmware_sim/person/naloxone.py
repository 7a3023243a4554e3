"""How naloxone moves from the nose or a muscle (Mann 2022, Strauss 2024)."""

from __future__ import annotations

from typing import Final, Generic

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import (
    NALOXONE_EFFECT_PER_S,
    NALOXONE_MOLAR_MASS,
    AbsorbedKinetics,
)

NG_PER_MG: Final = 1e6
PICOMOLAR_PER_NG_ML: Final = 1e6 / NALOXONE_MOLAR_MASS
TOGETHER_S: Final = 1.0
"""Two sprays within this are one double dose."""
NOSTRILS: Final = 2
_NEVER_S: Final = 1e12


class Absorbed(Generic[Number]):
    """One product given into the nose or a muscle, as often as it may be.

    Args:
        m: Arithmetic.
        kinetics: Of the product.
    """

    def __init__(self, m: Arithmetic[Number], kinetics: AbsorbedKinetics[Number]) -> None:
        nothing: Number = m.whole(0.0)
        self._m: Arithmetic[Number] = m
        self._kinetics: AbsorbedKinetics[Number] = kinetics
        self._waiting: Number = nothing  # on their way into the blood, ng
        self._transit: Number = nothing
        self._ready: Number = nothing
        self._plasma: Number = nothing  # ng/mL
        self._second: Number = nothing
        self._given: Number = nothing  # doses, and when the first two were
        self._first_s: Number = nothing
        self._second_s: Number = m.whole(_NEVER_S)
        self.effect: Number = nothing
        """Concentration at the effect site, pM."""

    def give(self, mg: Number, t: float) -> None:
        """A dose at `t` seconds; who is given 0 mg gets none."""
        m, k, given = self._m, self._kinetics, self._given
        again = m.choose(self._second_s - self._first_s <= TOGETHER_S, k.again_after_two, k.again)
        reaches = m.choose(given < NOSTRILS, k.bioavailable, again)
        self._waiting = self._waiting + reaches * mg * NG_PER_MG
        who = mg > 0
        self._first_s = m.choose(who & (given == 0), t, self._first_s)
        self._second_s = m.choose(who & (given == 1), t, self._second_s)
        self._given = given + m.choose(who, 1.0, 0.0)

    def step(self, step_s: float, volumes: Number) -> None:
        """Go on by one step (Heun); central volumes are divided by `volumes`."""
        amounts = (self._waiting, self._transit, self._ready, self._plasma, self._second, self.effect)
        first = self._rates(amounts, volumes)
        ahead = tuple(amount + rate * step_s for amount, rate in zip(amounts, first, strict=True))
        second = self._rates(ahead, volumes)
        half = step_s / 2
        self._waiting, self._transit, self._ready, self._plasma, self._second, self.effect = (
            amount + (a + b) * half for amount, a, b in zip(amounts, first, second, strict=True)
        )

    def _rates(self, amounts: tuple[Number, ...], volumes: Number) -> tuple[Number, ...]:
        waiting, transit, ready, plasma, second, effect = amounts
        k = self._kinetics
        leaving, moving, entering = k.transit * waiting, k.transit * transit, k.uptake * ready
        exchanged = k.exchange * (plasma - second)
        return (
            -leaving,
            leaving - moving,
            moving - entering,
            (entering - k.clearance * plasma - exchanged) * volumes / k.volume_ml,
            exchanged / k.volume2_ml,
            NALOXONE_EFFECT_PER_S * (plasma * PICOMOLAR_PER_NG_ML - effect),
        )
