"""What drives breathing, and what an opioid takes of it (Mann 2022, after Magosso and Ursino).

Breathing is the drive of being awake, two chemoreflexes and what is given from outside. L/min and mmHg throughout.
"""

from __future__ import annotations

from typing import Final

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import Tolerance

WAKEFULNESS_L_MIN: Final = 6.62
"""Breathing of an awake person with both chemoreflexes silent."""
PERIPHERAL_GAIN, PERIPHERAL_SET, PERIPHERAL_S = 2.5, 3.67, 7.0
"""The carotid bodies: gain, firing at rest, time constant."""
CENTRAL_GAIN, CENTRAL_SET_MMHG, CENTRAL_S = 2.0, 45.27, 60.0
"""The brain's own sense of CO2: gain, pressure at rest, time constant."""
FIRING, FIRING_CO2_MMHG = 1.738, 18.0
FIRING_HYPOXIC, FIRING_RICH = 12.3, 0.8352
FIRING_O2_MMHG, FIRING_WIDTH_MMHG = 45.0, 29.27
"""How the carotid bodies fire: with the logarithm of CO2, the more the less oxygen there is."""
DAMPING_S: Final = 300.0
DAMPING_LEAST_MMHG, DAMPING_MOST_MMHG, DAMPING_SET_MMHG = 29.8, 37.0, 32.0
DAMPING_PER_MMHG: Final = 10 / 32
"""A brain short of oxygen slowly damps the peripheral chemoreflex."""
_LEAST_MMHG: Final = 1e-6
"""Nobody's CO2 is lower; the logarithm needs a number above 0."""


def wakefulness_lost(bound: Number, tolerance: Tolerance) -> Number:
    """L/min of the drive of being awake that is lost at a fraction of receptors bound by opioid."""
    lost: Number = WAKEFULNESS_L_MIN * bound**tolerance.wakefulness
    return lost


def chemoreflex_left(bound: Number, tolerance: Tolerance) -> Number:
    """The fraction of the chemoreflexes that is left at a fraction of receptors bound by opioid."""
    left: Number = 1.0 - bound**tolerance.chemoreflex
    return left


def firing(m: Arithmetic[Number], po2: Number, pco2: Number) -> Number:
    """The carotid bodies' firing at arterial pressures (as they reach them: late)."""
    e = m.exp((po2 - FIRING_O2_MMHG) / FIRING_WIDTH_MMHG)
    oxygen = (FIRING_HYPOXIC + FIRING_RICH * e) / (1.0 + e)
    return FIRING * m.log(m.most(pco2, _LEAST_MMHG) / FIRING_CO2_MMHG) * oxygen


def peripheral_rate(drive: Number, left: Number, fires: Number) -> Number:
    """How fast the peripheral chemoreflex (L/min) changes, a second; `left` as `chemoreflex_left` has it."""
    return (PERIPHERAL_GAIN * left * (fires - PERIPHERAL_SET) - drive) / PERIPHERAL_S


def central_rate(drive: Number, left: Number, brain_pco2: Number) -> Number:
    """How fast the central chemoreflex (L/min) changes, a second; the brain's CO2 as it reaches it: late."""
    return (CENTRAL_GAIN * left * (brain_pco2 - CENTRAL_SET_MMHG) - drive) / CENTRAL_S


def damping_rate(m: Arithmetic[Number], damping: Number, brain_po2: Number) -> Number:
    """How fast the damping factor of the peripheral chemoreflex changes, a second."""
    within = m.least(m.most(brain_po2, DAMPING_LEAST_MMHG), DAMPING_MOST_MMHG)
    return (1.0 + DAMPING_PER_MMHG * (within - DAMPING_SET_MMHG) - damping) / DAMPING_S


def chemoreflex(m: Arithmetic[Number], peripheral: Number, central: Number, damping: Number) -> Number:
    """L/min that both chemoreflexes add, never less than 0; only a drive that adds is damped."""
    return m.most(m.choose(peripheral > 0, damping * peripheral, peripheral) + central, 0.0)
