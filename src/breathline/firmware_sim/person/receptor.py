"""Opioid and naloxone compete for the mu receptor (Mann 2022).

    d(opioid)/dt   = on · free · L^n   - off · opioid
    d(naloxone)/dt = on2 · free · N^n2 - off2 · naloxone          free = 1 - opioid - naloxone

For concentrations held over a step these two equations are linear, so the step is solved exactly (two exponentials).
It stays between 0 and 1 after any dose, where an explicit step grows without bound.
"""

from __future__ import annotations

from typing import Final, Generic

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import Binding

_APART: Final = 1e-9
"""The two time constants are never nearer than this (1/s), so their difference can be divided by."""


class Receptor(Generic[Number]):
    """The fractions of receptors that are bound; starts free.

    Args:
        m: Arithmetic.
        opioid: Binding of the opioid.
        naloxone: Binding of naloxone.
    """

    def __init__(self, m: Arithmetic[Number], opioid: Binding[Number], naloxone: Binding[Number]) -> None:
        self._m: Arithmetic[Number] = m
        self._opioid: Binding[Number] = opioid
        self._naloxone: Binding[Number] = naloxone
        self.opioid: Number = m.whole(0.0)
        """Fraction bound by opioid, 0 to 1."""
        self.naloxone: Number = m.whole(0.0)
        """Fraction bound by naloxone, 0 to 1."""

    def step(self, step_s: float, opioid_pm: Number, naloxone_pm: Number) -> None:
        """Go on by one step.

        Args:
            step_s: Seconds.
            opioid_pm: The opioid at the effect site in the middle of the step, pM.
            naloxone_pm: Naloxone there.
        """
        m = self._m
        on1 = self._opioid.on * opioid_pm**self._opioid.exponent
        on2 = self._naloxone.on * naloxone_pm**self._naloxone.exponent
        off1, off2 = self._opioid.off, self._naloxone.off
        # u' = -M u, with u the distance to where it would settle and M = [[gain1, on1], [on2, gain2]].
        gain1, gain2 = on1 + off1, on2 + off2
        determinant = on1 * off2 + off1 * gain2
        settled1, settled2 = on1 * off2 / determinant, on2 * off1 / determinant
        u1, u2 = self.opioid - settled1, self.naloxone - settled2
        middle = (gain1 + gain2) / 2
        lean = (gain1 - gain2) / 2
        spread = m.most(m.sqrt(lean * lean + on1 * on2), _APART)
        fast = middle + spread
        slow_left = m.exp(determinant / fast * -step_s)  # middle - spread, without its cancellation
        fast_left = m.exp(fast * -step_s)
        even = (slow_left + fast_left) / 2
        odd = (slow_left - fast_left) / (spread * 2)
        self.opioid = settled1 + even * u1 - odd * (lean * u1 + on1 * u2)
        self.naloxone = settled2 + even * u2 - odd * (on2 * u1 - lean * u2)
