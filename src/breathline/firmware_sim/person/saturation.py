"""Haemoglobin's saturation with oxygen."""

from __future__ import annotations

from typing import Final

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.number import Number

SEVERINGHAUS_CUBE: Final = 23400.0
SEVERINGHAUS_LINE: Final = 150.0
"""Severinghaus JW, J Appl Physiol 1979;46:599-602: S = 1 / (1 + 23400 / (P^3 + 150 P)), within 0.0055."""
BOHR_MMHG, BOHR_SHAPE = 40.0, 0.3
"""The pressure is first moved to a normal CO2 by (40 / PCO2)^0.3, as in the FDA's code after Chiari 1997."""
_LEAST_MMHG: Final = 1e-3


def saturation_pct(m: Arithmetic[Number], po2: Number, pco2: Number) -> Number:
    """SaO2 in percent, 0 to 100, at an oxygen and a CO2 pressure in mmHg."""
    p = po2 * (BOHR_MMHG / m.most(pco2, _LEAST_MMHG)) ** BOHR_SHAPE
    bound = p * p * p + SEVERINGHAUS_LINE * p
    percent: Number = 100.0 * bound / (bound + SEVERINGHAUS_CUBE)
    return percent
