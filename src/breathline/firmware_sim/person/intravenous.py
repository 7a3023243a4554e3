"""A drug into a vein, opioid or naloxone: three compartments and the effect site (Mann 2022, Strauss 2024)."""

from __future__ import annotations

from typing import Final, Generic

from breathline.firmware_sim.person.infusion import Infusions
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import IntravenousKinetics

PICOMOLAR_PER_MG_L: Final = 1e9
"""pM in one mg/L, times the molar mass in g/mol."""


class Intravenous(Generic[Number]):
    """One drug in the body; starts with none of it.

    Args:
        kinetics: Of the drug.
        nothing: Zero, as one number or one for each person.
    """

    def __init__(self, kinetics: IntravenousKinetics[Number], nothing: Number) -> None:
        self._kinetics: IntravenousKinetics[Number] = kinetics
        self._central: Number = nothing  # amounts, mg
        self._second: Number = nothing
        self._third: Number = nothing
        self._infusions: Infusions[Number] = Infusions()
        self.effect: Number = nothing
        """Concentration at the effect site, pM."""

    def give(self, mg: Number, over_s: float = 0.0) -> None:
        """A dose into a vein, at once or evenly over so many seconds."""
        if over_s > 0:
            self._infusions.add(mg, over_s)
        else:
            self._central = self._central + mg

    def step(self, step_s: float, volumes: Number) -> None:
        """Go on by one step (Heun).

        Args:
            step_s: Seconds.
            volumes: The blood flow's factor on distribution: central volumes are divided by it.
        """
        infusion = self._infusions.take(step_s)
        amounts = (self._central, self._second, self._third, self.effect)
        first = self._rates(*amounts, volumes, infusion)
        ahead = [amount + rate * step_s for amount, rate in zip(amounts, first, strict=True)]
        second = self._rates(ahead[0], ahead[1], ahead[2], ahead[3], volumes, infusion)
        half = step_s / 2
        self._central, self._second, self._third, self.effect = (
            amount + (a + b) * half for amount, a, b in zip(amounts, first, second, strict=True)
        )

    def _rates(
        self, central: Number, second: Number, third: Number, effect: Number, volumes: Number, infusion: Number | float
    ) -> tuple[Number, Number, Number, Number]:
        k = self._kinetics
        to_second = k.k12 * central - k.k21 * second
        to_third = k.k13 * central - k.k31 * third
        plasma = central * volumes * (PICOMOLAR_PER_MG_L / k.molar_mass) / k.volume_l
        return infusion - k.out * central - to_second - to_third, to_second, to_third, k.effect * (plasma - effect)
