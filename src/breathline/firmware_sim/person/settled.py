"""The state in which a person of mode `trainer` starts: at rest, for hours, without a drug."""

from __future__ import annotations

from typing import Final, NamedTuple

from breathline.firmware_sim.person import circulation, gas_exchange
from breathline.firmware_sim.person.arithmetic import SCALARS
from breathline.firmware_sim.person.blood import Gases
from breathline.firmware_sim.person.fda_equations import SETTLED
from breathline.firmware_sim.person.trainer_settings import LungHealth


class Settled(NamedTuple):
    """Where they are.

    Attributes:
        reflexes: Peripheral and central chemoreflex (L/min) and damping.
        gases: In lungs, blood and tissues.
        vessels: How far CO2 and hypoxia open them.
    """

    reflexes: tuple[float, float, float]
    gases: Gases
    vessels: tuple[float, float]


CHRONIC: Final = Settled(
    reflexes=(4.6174, -7.1304, 1.671),
    gases=Gases(
        alveolar_co2=47.975,
        alveolar_o2=89.105,
        brain_co2=0.61956,
        brain_o2=0.0010825,
        tissue_co2=0.61844,
        tissue_o2=0.0011783,
        arterial_o2=0.18356,
        arterial_co2=0.53411,
        venous_o2=0.13536,
        venous_co2=0.57266,
    ),
    vessels=(0.099231, 0.053478),
)
"""With chronic lung disease: this model's own means over 20 minutes, after two hours at rest."""


def settled(lungs: LungHealth) -> Settled:
    """Where a person with such lungs starts."""
    return CHRONIC if lungs == "chronic" else _healthy()


def _healthy() -> Settled:
    """The FDA's settled person; the pools hold what flows through them there."""
    peripheral, central, damping, a_co2, a_o2, b_co2, b_o2, t_co2, t_o2, by_co2, by_hypoxia, *_ = SETTLED
    to_brain = circulation.brain_flow(SCALARS, by_co2, by_hypoxia, 1.0)
    flow = to_brain + circulation.tissue_flow(SCALARS, by_hypoxia, 1.0)
    brain = gas_exchange.tissue_blood(SCALARS, b_o2, b_co2)
    tissue = gas_exchange.tissue_blood(SCALARS, t_o2, t_co2)
    lungs = gas_exchange.lungs(SCALARS, a_o2, a_co2, to_brain / flow, brain, tissue)
    pools = (lungs.arterial_o2, lungs.arterial_co2, lungs.venous_o2, lungs.venous_co2)
    gases = Gases(a_co2, a_o2, b_co2, b_o2, t_co2, t_o2, *pools)
    return Settled((peripheral, central, damping), gases, (by_co2, by_hypoxia))
