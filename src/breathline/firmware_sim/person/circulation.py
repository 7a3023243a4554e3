"""How much blood flows, and how it fails (Mann 2022). Flows in L/s, pressures in mmHg."""

from __future__ import annotations

import math
from typing import Final

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.number import Number

BRAIN_FLOW_L_S: Final = 0.75 / 60
TISSUE_FLOW_L_S: Final = 4.25 / 60
"""At rest, before autoregulation."""
REST_FLOW_L_S: Final = 4.87 / 60
TISSUE_BY_HYPOXIA: Final = 0.32
"""A lack of oxygen opens the body's vessels by this part of what it does to the brain's."""
CO2_TIME_S, O2_TIME_S = 20.0, 10.0
O2_MOST: Final = 2.0
O2_GAIN, O2_WIDTH_MMHG, O2_REST_MMHG = 17.0, 11.0, 95.0
_O2_AT_REST: Final = math.exp(-O2_REST_MMHG / O2_WIDTH_MMHG)
CO2_LEAST, CO2_SPAN, CO2_REST_MMHG, CO2_WIDTH_MMHG = -30.0, 60.0, 40.0, 4.5
CO2_FLOW: Final = 1500 / 100 / 1000 / 60 / BRAIN_FLOW_L_S
"""mL/min of brain flow per 100 g, of a brain of 1,500 g, as a part of its flow at rest."""

VOLUME_FLOW, VOLUME_WIDTH = 1.6, 0.05
"""Above 1.6 times the flow at rest a drug spreads in half the volume, so its concentration doubles."""

FAILING_PER_S: Final = 0.0036
FAILING_BRAIN_BY_CO2_PER_S: Final = 0.0204 / 52
FAILING_TISSUE_BY_CO2_PER_S: Final = 0.0204 / 52.5
"""How fast a flow fades once the circulation collapses; faster with more CO2. The 52.5 is read back from the FDA's own
runs, whose two flows it fits to five digits."""
FAINTEST: Final = 1e-9
"""A fading strength is taken as no less, so that the flows can still be divided by."""
ARREST_FLOW_L_S: Final = 0.01 / 60
"""So little flow is an arrest."""

LUNGS_TO_CAROTIDS_L: Final = 0.588
LUNGS_TO_BRAIN_L: Final = 0.9239
"""A delay is this over the blood flow in L/s."""
WEAK_FLOW_L_S: Final = 0.0163
"""At or below this flow breathing fades with it, and nothing is delayed."""
NO_BREATH_FLOW_L_S: Final = 0.00817
"""At or below this flow there is no breathing."""


def brain_flow(m: Arithmetic[Number], by_co2: Number, by_hypoxia: Number, strength: Number) -> Number:
    """Blood flow (L/s) to the brain, of vessels opened so far and a circulation of this strength (1, or fading)."""
    return BRAIN_FLOW_L_S * (1.0 + by_co2 + by_hypoxia) * m.most(strength, FAINTEST)


def tissue_flow(m: Arithmetic[Number], by_hypoxia: Number, strength: Number) -> Number:
    """Blood flow (L/s) to the rest of the body."""
    return TISSUE_FLOW_L_S * (1.0 + TISSUE_BY_HYPOXIA * by_hypoxia) * m.most(strength, FAINTEST)


def by_co2_rate(m: Arithmetic[Number], opened: Number, paco2: Number) -> Number:
    """How fast the brain's vessels open by CO2, a second."""
    wanted = (CO2_LEAST + CO2_SPAN / (1.0 + m.exp((CO2_REST_MMHG - paco2) / CO2_WIDTH_MMHG))) * CO2_FLOW
    return (wanted - opened) / CO2_TIME_S


def by_hypoxia_rate(m: Arithmetic[Number], opened: Number, pao2: Number) -> Number:
    """How fast the vessels open by a lack of oxygen, a second."""
    wanted = O2_GAIN * (m.exp(-pao2 / O2_WIDTH_MMHG) - _O2_AT_REST)
    return (m.least(wanted, O2_MOST) - opened) / O2_TIME_S


def volumes(m: Arithmetic[Number], flow: Number) -> Number:
    """The factor, 1 to 2, by which this much flow divides the central volume of every drug."""
    return 1.0 + 1.0 / (1.0 + m.exp((VOLUME_FLOW - flow / REST_FLOW_L_S) / VOLUME_WIDTH))


def fading(strength: Number, failing: Number, by_co2_per_s: float, paco2: Number) -> Number:
    """How fast a strength changes, a second; `failing` is 1 in collapse, 0 before."""
    return (FAILING_PER_S + by_co2_per_s * paco2) * -strength * failing
