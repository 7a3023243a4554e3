"""The gases of mode `trainer`: as the FDA's model has them, with the stores in the blood that it leaves out.

Between lungs and tissues lie an arterial and a venous pool, each mixed, for oxygen and CO2. They don't move where
things settle; they make a person fall as slowly as people do: without breaths on room air 90 % comes after 51 s instead
of 35 s. The pools are design; their sizes are those of a grown person's blood.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from breathline.firmware_sim.person import gas_exchange
from breathline.firmware_sim.person.arithmetic import SCALARS
from breathline.firmware_sim.person.saturation import saturation_pct

ARTERIAL_L, VENOUS_L = 1.25, 3.75
"""5 L of blood, a quarter of it in the arteries (design)."""
_LEAST_MMHG: Final = 1e-3


class Gases(NamedTuple):
    """Where oxygen and CO2 are: in the alveoli by their pressures (mmHg), elsewhere by their contents (L/L)."""

    alveolar_co2: float
    alveolar_o2: float
    brain_co2: float
    brain_o2: float
    tissue_co2: float
    tissue_o2: float
    arterial_o2: float
    arterial_co2: float
    venous_o2: float
    venous_co2: float


@dataclass(frozen=True, slots=True)
class Lungs:
    """A person's lungs.

    Attributes:
        volume_l: Air that mixes in them, L.
        shunt: The part of the blood that passes them by.
        dead_part: The part of each breath that reaches no blood.
    """

    volume_l: float
    shunt: float
    dead_part: float


class Inflow(NamedTuple):
    """What reaches the alveoli.

    Attributes:
        l_s: By breaths, L/s.
        o2_mmhg: Oxygen in it.
        co2_mmhg: CO2 in it.
        drawn: The part of what the blood takes up that oxygen from the throat replaces without a breath. On air that
            buys a few seconds and is left out; with oxygen it is what keeps a person pink who hardly breathes.
    """

    l_s: float
    o2_mmhg: float
    co2_mmhg: float
    drawn: float = 0.0


class Circuit(NamedTuple):
    """What moves and burns: blood flow (L/s) to brain and tissue; factors on oxygen burned and CO2 made."""

    to_brain: float
    to_tissue: float
    burned: float
    made: float


class Blood:
    """The gases of one person.

    Args:
        lungs: Theirs.
        gases: At the start.
    """

    def __init__(self, lungs: Lungs, gases: Gases) -> None:
        self._lungs = lungs
        self.gases = gases

    @property
    def arterial(self) -> tuple[float, float]:
        """Oxygen and CO2 in the arteries, mmHg."""
        return gas_exchange.pressures(SCALARS, self.gases.arterial_o2, self.gases.arterial_co2)

    @property
    def brain_mmhg(self) -> tuple[float, float]:
        """Oxygen and CO2 in the brain, mmHg."""
        brain = gas_exchange.tissue_blood(SCALARS, self.gases.brain_o2, self.gases.brain_co2)
        return brain.po2, brain.pco2

    def step(self, step_s: float, air: Inflow, circuit: Circuit) -> None:
        """Go on by one step (Heun), with what flows in and around held over it."""
        gases = self.gases
        first = self._rates(gases, air, circuit)
        ahead = Gases(*[value + rate * step_s for value, rate in zip(gases, first, strict=True)])
        second = self._rates(ahead, air, circuit)
        half = step_s / 2
        self.gases = Gases(*[max(v + (a + b) * half, 0.0) for v, a, b in zip(gases, first, second, strict=True)])

    def _rates(self, gases: Gases, air: Inflow, circuit: Circuit) -> tuple[float, ...]:
        alveolar_co2, alveolar_o2, b_co2, b_o2, t_co2, t_o2, a_o2, a_co2, v_o2, v_co2 = gases
        to_brain, to_tissue, burned, made = circuit
        flow = to_brain + to_tissue
        brain = gas_exchange.tissue_blood(SCALARS, b_o2, b_co2)
        tissue = gas_exchange.tissue_blood(SCALARS, t_o2, t_co2)
        end_o2, end_co2 = gas_exchange.contents(max(alveolar_o2, 0.0), max(alveolar_co2, 0.0))
        shunt, share = self._lungs.shunt, to_brain / flow
        in_brain = gas_exchange.burning(SCALARS, brain.po2)
        in_tissue = gas_exchange.burning(SCALARS, tissue.po2)
        filling = gas_exchange.LUNG_L / self._lungs.volume_l
        through = flow * (1.0 - shunt) / (1.0 - gas_exchange.SHUNT)  # as lung_rate counts its own shunt
        return (
            filling * gas_exchange.lung_rate(alveolar_co2, air.co2_mmhg, air.l_s, through, v_co2 - end_co2),
            filling
            * gas_exchange.lung_rate(alveolar_o2, air.o2_mmhg, air.l_s, through * (1.0 - air.drawn), v_o2 - end_o2),
            (to_brain * (a_co2 - brain.co2) + made * in_brain * gas_exchange.BRAIN_CO2_L_S) / gas_exchange.BRAIN_L,
            (to_brain * (a_o2 - brain.o2) - burned * in_brain * gas_exchange.BRAIN_O2_L_S) / gas_exchange.BRAIN_L,
            (to_tissue * (a_co2 - tissue.co2) + made * in_tissue * gas_exchange.TISSUE_CO2_L_S) / gas_exchange.TISSUE_L,
            (to_tissue * (a_o2 - tissue.o2) - burned * in_tissue * gas_exchange.TISSUE_O2_L_S) / gas_exchange.TISSUE_L,
            flow * (end_o2 + shunt * (v_o2 - end_o2) - a_o2) / ARTERIAL_L,
            flow * (end_co2 + shunt * (v_co2 - end_co2) - a_co2) / ARTERIAL_L,
            flow * (tissue.o2 + share * (brain.o2 - tissue.o2) - v_o2) / VENOUS_L,
            flow * (tissue.co2 + share * (brain.co2 - tissue.co2) - v_co2) / VENOUS_L,
        )


def sao2_pct(pao2: float, paco2: float) -> float:
    """Arterial saturation at its pressures, percent."""
    return saturation_pct(SCALARS, pao2, max(paco2, _LEAST_MMHG))
