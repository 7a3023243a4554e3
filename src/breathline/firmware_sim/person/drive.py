"""What drives the breathing of mode `trainer`: the FDA's drive, one person, one step at a time."""

from __future__ import annotations

from typing import Final

from breathline.firmware_sim.person import ventilation
from breathline.firmware_sim.person.arithmetic import SCALARS
from breathline.firmware_sim.person.circulation import LUNGS_TO_BRAIN_L, LUNGS_TO_CAROTIDS_L, WEAK_FLOW_L_S
from breathline.firmware_sim.person.delays import ScalarHistory
from breathline.firmware_sim.person.parameters import Tolerance

_LONGEST_DELAY_S: Final = LUNGS_TO_BRAIN_L / WEAK_FLOW_L_S


class Reflexes:
    """Both chemoreflexes of one person.

    Args:
        step_s: Seconds of a step.
        state: Peripheral and central drive (L/min) and damping at the start.
        pressures: Arterial oxygen and CO2 and the brain's CO2 at the start, mmHg.
        tolerance: To opioids.
        used_to_mmhg: How much more CO2 than usual the person is used to.
    """

    def __init__(
        self,
        step_s: float,
        state: tuple[float, float, float],
        pressures: tuple[float, float, float],
        tolerance: Tolerance,
        used_to_mmhg: float,
    ) -> None:
        self._step_s = step_s
        self._peripheral, self._central, self._damping = state
        samples = int(_LONGEST_DELAY_S / step_s) + 2
        self._pao2, self._paco2, self._brain_co2 = (ScalarHistory(value, samples) for value in pressures)
        # As long before the first step as a ring is, everything was as at the start.
        self._steps = samples
        self._tolerance = tolerance
        self._used_to_mmhg = used_to_mmhg

    def step(self, opioid_bound: float, pressures: tuple[float, float, float], brain_po2: float, flow: float) -> None:
        """Go on by one step.

        Args:
            opioid_bound: Fraction of receptors.
            pressures: Arterial oxygen and CO2 and the brain's CO2 now, mmHg.
            brain_po2: The brain's oxygen, mmHg.
            flow: Blood flow, L/s.
        """
        pao2, paco2, brain_co2 = pressures
        step, step_s = self._steps, self._step_s
        self._pao2.put(step, pao2)
        self._paco2.put(step, paco2)
        self._brain_co2.put(step, brain_co2)
        per_l = 1.0 / (max(flow, WEAK_FLOW_L_S) * step_s)
        carotids = step - max(LUNGS_TO_CAROTIDS_L * per_l, 1.0)
        brain = step - max(LUNGS_TO_BRAIN_L * per_l, 1.0)
        left = ventilation.chemoreflex_left(opioid_bound, self._tolerance)
        fires = ventilation.firing(SCALARS, self._pao2.at(carotids), self._paco2.at(carotids) - self._used_to_mmhg)
        felt = self._brain_co2.at(brain) - self._used_to_mmhg
        self._peripheral += step_s * ventilation.peripheral_rate(self._peripheral, left, fires)
        self._central += step_s * ventilation.central_rate(self._central, left, felt)
        self._damping += step_s * ventilation.damping_rate(SCALARS, self._damping, brain_po2)
        self._steps += 1

    @property
    def sum(self) -> float:
        """What both add to breathing, L/min."""
        return ventilation.chemoreflex(SCALARS, self._peripheral, self._central, self._damping)

    @property
    def state(self) -> tuple[float, float, float]:
        """Peripheral and central drive (L/min) and damping."""
        return self._peripheral, self._central, self._damping
