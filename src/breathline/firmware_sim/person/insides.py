"""One person of mode `trainer` from within: what the drugs, the breaths and the heart make of each other in a step."""

from __future__ import annotations

import math
from random import Random
from typing import Final

from breathline.errors import BreathlineError
from breathline.firmware_sim.person import circulation, gas_exchange, ventilation
from breathline.firmware_sim.person.airway import Airway
from breathline.firmware_sim.person.arithmetic import SCALARS
from breathline.firmware_sim.person.blood import Blood, Circuit, Inflow, sao2_pct
from breathline.firmware_sim.person.body import Body
from breathline.firmware_sim.person.breathing import GivenBreaths, OwnBreaths, inflow
from breathline.firmware_sim.person.breaths import rate_and_depth
from breathline.firmware_sim.person.circulation import NO_BREATH_FLOW_L_S, WEAK_FLOW_L_S
from breathline.firmware_sim.person.drive import Reflexes
from breathline.firmware_sim.person.drugs import Drugs, typical
from breathline.firmware_sim.person.heart import Heart, HeartSettings
from breathline.firmware_sim.person.parameters import TOLERANCES
from breathline.firmware_sim.person.sedatives import Sedation
from breathline.firmware_sim.person.settings import ROOM_AIR
from breathline.firmware_sim.person.settled import settled
from breathline.firmware_sim.person.trainer_settings import CHRONIC_USED_TO_MMHG, VESSELS_USED_TO, TrainerSettings
from breathline.firmware_sim.person.waking import Waking

NORMAL_BREATHS_PER_MIN: Final = 10.0
"""Breathing normally is a breath about every 5 to 6 seconds..."""
NORMAL_BREATH_L: Final = 0.25
"""... that lifts the chest (design)."""
_OUT_S: Final = 0.7
"""Time constant of breathing out."""
FULLEST_L: Final = 5.0
"""No lungs hold more above their rest, however the breaths come."""
_HAIR_S: Final = 1e-6


class Insides:
    """One person's parts, all a step on at a time.

    Args:
        settings: What is chosen about them.

    Attributes:
        t: Seconds since the start, a whole number of steps.
        apnoea: True stops the person's own breathing; given breaths still arrive.
        fio2: Fraction of oxygen in what they breathe.
        oxygen_on: Whether it comes from a bottle.
    """

    def __init__(self, settings: TrainerSettings) -> None:
        step_s, start = settings.step_s, settled(settings.lungs)
        self._cold = settings.cold
        self._step_s = step_s
        self._steps = 0
        self.t = 0.0
        self.apnoea = False
        self._tolerance = TOLERANCES[settings.tolerance]
        self.drugs: Drugs[float] = Drugs(SCALARS, typical(settings.opioid))
        self.sedation = Sedation(step_s)
        self.waking = Waking(step_s, asleep=settings.asleep)
        self.airway = Airway(settings.airway_alone, asleep=settings.asleep)
        self.heart = Heart(step_s, HeartSettings(settings.rest_bpm, settings.age, settings.cold))
        self._lungs = settings.their_lungs()
        self._blood = Blood(self._lungs, start.gases)
        self._by_co2, self._by_hypoxia = start.vessels
        used_to = self._used_to_mmhg = CHRONIC_USED_TO_MMHG if settings.lungs == "chronic" else 0.0
        _, brain_pco2 = self._blood.brain_mmhg
        pao2, paco2 = self._blood.arterial
        self._reflexes = Reflexes(step_s, start.reflexes, (pao2, paco2, brain_pco2), self._tolerance, used_to)
        self._own = OwnBreaths(Random(settings.seed))
        self.given = GivenBreaths()
        self.fio2 = ROOM_AIR
        self.oxygen_on = False
        self._lungs_l = 0.0
        self._open = 1.0
        self._drive = 0.0
        self._look()
        self._breathe(0.0)

    @property
    def own_l_min(self) -> float:
        """The person's own breathing, L/min."""
        return self._drive * self._open

    def body(self) -> Body:
        """What is true now."""
        heart = self.heart
        rate, depth = rate_and_depth(self._drive)
        depth *= self._open
        return Body(
            t=self.t,
            sao2=self._sao2,
            pao2=self._pao2,
            paco2=self._paco2,
            pbo2=self._brain_po2,
            ve_l_min=self.own_l_min + self.given.l_min(self.t) * self._open,
            breaths_per_min=rate if depth > 0 else 0.0,
            breath_l=depth,
            lungs_l=self._lungs_l,
            pulse_bpm=heart.pulse_bpm,
            cardiac_output_l_min=self._flow * 60.0,
            perfusion=heart.perfusion(self.sedation.perfusion),
            cold=self._cold,
            breathing=not heart.arrested and rate >= NORMAL_BREATHS_PER_MIN and depth >= NORMAL_BREATH_L,
            responsive=self.waking.responsive and not heart.arrested,
            pulse_felt=heart.pulse_felt,
            arrested=heart.arrested,
            airway=self._open,
            opioid_bound=self.drugs.opioid_bound,
            naloxone_bound=self.drugs.naloxone_bound,
        )

    def step(self) -> None:
        """Go on by one step."""
        step_s, heart, sedation = self._step_s, self.heart, self.sedation
        self.drugs.step(step_s, circulation.volumes(SCALARS, self._flow))
        sedation.step()
        bound = self.drugs.opioid_bound
        lost = ventilation.wakefulness_lost(bound, self._tolerance) / ventilation.WAKEFULNESS_L_MIN
        pressures = (self._pao2, self._paco2, self._brain_pco2)
        self._reflexes.step(bound, pressures, self._brain_po2, self._flow)
        usual = self._paco2 - self._used_to_mmhg * VESSELS_USED_TO
        self._by_co2 += step_s * circulation.by_co2_rate(SCALARS, self._by_co2, usual)
        self._by_hypoxia += step_s * circulation.by_hypoxia_rate(SCALARS, self._by_hypoxia, self._pao2)
        left = ventilation.chemoreflex_left(bound, self._tolerance)
        self.waking.step(left, sedation.awake, self._sao2, self._paco2)
        heart.step(self._sao2, self._paco2, bound, sedation.slows_bpm)
        self.airway.assisted = self.given.evenly_given
        waking = self.waking
        self._open = self.airway.openness(self.t, waking.responsive, waking.stimulus, sedation.airway)
        self._breathe(lost)
        burned, made = gas_exchange.metabolism(SCALARS, max(1.0 - lost, 0.0))
        self._blood.step(step_s, self._air(), Circuit(self._to_brain, self._to_tissue, burned, made))
        self._steps += 1
        self.t = self._steps * step_s
        self._look()

    def _breathe(self, lost: float) -> None:
        """How much the person wants to breathe, L/min, at a part of wakefulness lost to the opioid."""
        waking = self.waking
        wakeful = self.sedation.drive * waking.drive - lost * waking.still_lost
        drive = ventilation.WAKEFULNESS_L_MIN * wakeful + self._reflexes.sum - self.given.taken_l_min
        # As in the FDA's code breathing fades with a weak flow and ends with it.
        fading = min(self._flow / WEAK_FLOW_L_S, 1.0) if self._flow > NO_BREATH_FLOW_L_S else 0.0
        self._drive = 0.0 if self.apnoea or self.heart.arrested else max(drive, 0.0) * fading

    def _air(self) -> Inflow:
        """What reaches the alveoli in the next step."""
        step_s, own, given = self._step_s, self._own, self.given
        own.step(step_s, self._drive, self.fio2)
        if given.step(self.t + _HAIR_S, self.fio2):
            self.waking.stimulate()
        own_l, given_l = own.now.take(step_s) * self._open, given.now.take(step_s) * self._open
        taken = own_l + given_l
        filled = self._lungs_l + taken if taken > 0 else self._lungs_l * math.exp(-step_s / _OUT_S)
        self._lungs_l = min(filled, FULLEST_L)
        drawn = self.fio2 * self._open if self.oxygen_on else 0.0
        return inflow((own.now, own_l), (given.now, given_l), self._lungs.dead_part, step_s)._replace(drawn=drawn)

    def _look(self) -> None:
        """Work out what is true at the present state."""
        self._pao2, self._paco2 = self._blood.arterial
        self._brain_po2, self._brain_pco2 = self._blood.brain_mmhg
        self._sao2 = sao2_pct(self._pao2, self._paco2)
        strength = self.heart.flow
        self._to_brain = circulation.brain_flow(SCALARS, self._by_co2, self._by_hypoxia, strength)
        self._to_tissue = circulation.tissue_flow(SCALARS, self._by_hypoxia, strength)
        self._flow = self._to_brain + self._to_tissue

    def check(self) -> None:
        """Make sure that every number is one.

        Raises:
            BreathlineError: One is not: nothing of this person may be shown.
        """
        numbers = (*self._blood.gases, self.drugs.opioid_bound, self.drugs.naloxone_bound, self._drive, self._flow)
        if not all(map(math.isfinite, numbers)):
            raise BreathlineError(f"the person's numbers left their range at {self.t:g} s; use smaller doses")
