"""Mode `trainer`: a person who answers back.

The drugs, the receptor, the drive to breathe and the exchange of gases are the FDA's (see `fda`). Laid over them, as
design where no publication has it: stores in the blood, breaths one by one, a heart, waking apart from breathing, what
naloxone doesn't reverse. docs/physiology.md says which is which.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from random import Random
from typing import Final

from breathline.errors import BreathlineError, UsageError
from breathline.firmware_sim.person import circulation, gas_exchange, ventilation
from breathline.firmware_sim.person.airway import Airway
from breathline.firmware_sim.person.arithmetic import SCALARS
from breathline.firmware_sim.person.blood import Blood, Circuit, Inflow, sao2_pct
from breathline.firmware_sim.person.body import Body
from breathline.firmware_sim.person.breaths import (
    GivenBreaths,
    OwnBreaths,
    by_flow,
    given_breath,
    inflow,
    rate_and_depth,
)
from breathline.firmware_sim.person.circulation import NO_BREATH_FLOW_L_S, WEAK_FLOW_L_S
from breathline.firmware_sim.person.drive import Reflexes
from breathline.firmware_sim.person.drugs import Drugs, typical
from breathline.firmware_sim.person.heart import Heart, HeartSettings
from breathline.firmware_sim.person.parameters import OPIOIDS, TOLERANCES
from breathline.firmware_sim.person.sedatives import SEDATIVES, Sedation
from breathline.firmware_sim.person.settings import (
    LEAST_FIO2,
    LONGEST_S,
    MOST_FIO2,
    ROOM_AIR,
    NaloxoneDose,
    checked,
    checked_mg,
)
from breathline.firmware_sim.person.settled import settled
from breathline.firmware_sim.person.trainer_settings import (
    CHRONIC_USED_TO_MMHG,
    USUAL_KG,
    VESSELS_USED_TO,
    TrainerSettings,
)
from breathline.firmware_sim.person.waking import Waking

NORMAL_BREATHS_PER_MIN: Final = 10.0
"""Breathing normally is a breath about every 5 to 6 seconds..."""
NORMAL_BREATH_L: Final = 0.25
"""... that lifts the chest (design)."""
_OUT_S: Final = 0.7
"""Time constant of breathing out."""
_HAIR_S: Final = 1e-6
NALOXONE: Final = "naloxone"


class TrainerPerson:
    """One person, advanced a little at a time while somebody acts; see `body.Person` for the acts.

    Args:
        settings: What is chosen about them.

    Attributes:
        t: Seconds since the start, a whole number of steps.
        apnoea: True stops the person's own breathing; given breaths still arrive.
    """

    def __init__(self, settings: TrainerSettings) -> None:
        step_s, start = settings.step_s, settled(settings.lungs)
        self._settings = settings
        self._step_s = step_s
        self._steps = 0
        self.t = 0.0
        self.apnoea = False
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._acts = 0
        self._tolerance = TOLERANCES[settings.tolerance]
        self._drugs: Drugs[float] = Drugs(SCALARS, typical(settings.opioid))
        self._sedation = Sedation(step_s)
        self._waking = Waking(step_s, asleep=settings.asleep)
        self._airway = Airway(settings.airway_alone, asleep=settings.asleep)
        self._heart = Heart(step_s, HeartSettings(settings.rest_bpm, settings.age, settings.cold))
        self._lungs = settings.their_lungs()
        self._blood = Blood(self._lungs, start.gases)
        self._by_co2, self._by_hypoxia = start.vessels
        used_to = self._used_to_mmhg = CHRONIC_USED_TO_MMHG if settings.lungs == "chronic" else 0.0
        _, brain_pco2 = self._blood.brain_mmhg
        pao2, paco2 = self._blood.arterial
        self._reflexes = Reflexes(step_s, start.reflexes, (pao2, paco2, brain_pco2), self._tolerance, used_to)
        self._own = OwnBreaths(Random(settings.seed))
        self._given = GivenBreaths()
        self._fio2 = ROOM_AIR
        self._oxygen_on = False
        self._lungs_l = 0.0
        self._open = 1.0
        self._drive = 0.0
        self._look()
        self._breathe(0.0)

    # What is done to them.

    def give(self, substance: str, mg: float, t: float, *, product: str = "", over_s: float = 0.0) -> None:
        """Give a substance; a naloxone product is absorbed as it is, so `over_s` counts for nothing there.

        Raises:
            UsageError: There is no such substance, product or dose, or the person's settings name another opioid.
        """
        checked_mg(mg, substance)
        checked(over_s, "the infusion", 0.0, LONGEST_S, "s")
        counts = self._settings.counts(mg)
        if substance == NALOXONE:
            dose = NaloxoneDose(product, mg * USUAL_KG / self._settings.weight_kg)
            self._when(t, lambda: self._drugs.give_naloxone(dose.product, dose.mg, self.t))
        elif substance in SEDATIVES:
            self._when(t, lambda: self._sedation.give(substance, counts, over_s))
        elif substance in OPIOIDS:
            if substance != self._settings.opioid:
                raise UsageError(f"a person gets one opioid: {self._settings.opioid or 'none'}, not {substance}")
            self._when(t, lambda: self._drugs.give_opioid(counts, over_s))
        else:
            known = ", ".join([*OPIOIDS, *SEDATIVES, NALOXONE])
            raise UsageError(f'no figures for the substance "{substance}"; choose one of: {known}')

    def breath(self, t: float, *, method: str = "mouth", litres: float = 0.5, o2: float | None = None) -> None:
        """Give one breath.

        Raises:
            UsageError: There is no such method, or a value can't be.
        """
        given_breath(method, litres, o2, oxygen_on=False)  # refused now, not when its time comes

        def begin() -> None:
            self._given.one(given_breath(method, litres, o2, oxygen_on=self._oxygen_on), self.t)
            self._waking.stimulate()

        self._when(t, begin)

    def assist(self, l_min: float) -> None:
        """Breathe for them evenly, with the gas they breathe themselves and a hand that holds the airway open.

        Args:
            l_min: How much; below 0 takes away from their own breathing.

        Raises:
            UsageError: It can't be.
        """
        self._given.evenly(l_min, self.t)

    def oxygen(self, *, flow_l_min: float | None = None, fio2: float | None = None) -> None:
        """Oxygen from now on, by its flow or by the fraction they breathe; neither turns it off.

        Raises:
            UsageError: It can't be.
        """
        if fio2 is not None:
            self._fio2 = checked(fio2, "oxygen breathed", LEAST_FIO2, MOST_FIO2, "")
        else:
            self._fio2 = by_flow(flow_l_min or 0.0)
        self._oxygen_on = self._fio2 > ROOM_AIR

    def airway(self, *, is_open: bool) -> None:
        """Hold the airway open, or let go."""
        self._airway.held = is_open

    def stimulate(self, t: float) -> None:
        """Shout, shake, rub the breastbone."""
        self._when(t, self._waking.stimulate)

    def compress(self, *, on: bool) -> None:
        """Begin or stop chest compressions."""
        self._heart.compressed = on

    def turn(self) -> None:
        """Turn them on their side."""
        self._airway.turned = True

    def stop_heart(self, t: float) -> None:
        """Arrest, whatever the cause."""
        self._when(t, self._heart.stop)

    # What comes of it.

    def advance(self, t: float) -> None:
        """Go on to `t` seconds, or as near before it as whole steps come; earlier times change nothing.

        Raises:
            UsageError: A time that can't be.
            BreathlineError: A number is none any more.
        """
        checked(t, "the time", 0.0, LONGEST_S, "s")
        while (self._steps + 1) * self._step_s <= t + _HAIR_S:
            self._act()
            self._step()
        self._act()
        self._check()

    @property
    def own_l_min(self) -> float:
        """The person's own breathing, L/min."""
        return self._drive * self._open

    def body(self) -> Body:
        """What is true now."""
        heart = self._heart
        rate, depth = rate_and_depth(self._drive)
        depth *= self._open
        return Body(
            t=self.t,
            sao2=self._sao2,
            pao2=self._pao2,
            paco2=self._paco2,
            pbo2=self._brain_po2,
            ve_l_min=self.own_l_min + self._given.l_min(self.t) * self._open,
            breaths_per_min=rate if depth > 0 else 0.0,
            breath_l=depth,
            lungs_l=self._lungs_l,
            pulse_bpm=heart.pulse_bpm,
            cardiac_output_l_min=self._flow * 60.0,
            perfusion=heart.perfusion(self._sedation.perfusion),
            cold=self._settings.cold,
            breathing=not heart.arrested and rate >= NORMAL_BREATHS_PER_MIN and depth >= NORMAL_BREATH_L,
            responsive=self._waking.responsive and not heart.arrested,
            pulse_felt=heart.pulse_felt,
            arrested=heart.arrested,
            airway=self._open,
            opioid_bound=self._drugs.opioid_bound,
            naloxone_bound=self._drugs.naloxone_bound,
        )

    def _when(self, t: float, act: Callable[[], None]) -> None:
        """Do it at `t` seconds, or now if that is past."""
        checked(t, "the time", 0.0, LONGEST_S, "s")
        self._acts += 1
        heapq.heappush(self._waiting, (t, self._acts, act))
        self._act()

    def _act(self) -> None:
        while self._waiting and self._waiting[0][0] <= self.t + _HAIR_S:
            heapq.heappop(self._waiting)[2]()

    def _step(self) -> None:
        step_s, heart, sedation = self._step_s, self._heart, self._sedation
        self._drugs.step(step_s, circulation.volumes(SCALARS, self._flow))
        sedation.step()
        bound = self._drugs.opioid_bound
        lost = ventilation.wakefulness_lost(bound, self._tolerance) / ventilation.WAKEFULNESS_L_MIN
        pressures = (self._pao2, self._paco2, self._brain_pco2)
        self._reflexes.step(bound, pressures, self._brain_po2, self._flow)
        usual = self._paco2 - self._used_to_mmhg * VESSELS_USED_TO
        self._by_co2 += step_s * circulation.by_co2_rate(SCALARS, self._by_co2, usual)
        self._by_hypoxia += step_s * circulation.by_hypoxia_rate(SCALARS, self._by_hypoxia, self._pao2)
        left = ventilation.chemoreflex_left(bound, self._tolerance)
        self._waking.step(left, sedation.awake, self._sao2, self._paco2)
        heart.step(self._sao2, self._paco2, bound, sedation.slows_bpm)
        self._airway.assisted = self._given.evenly_given
        waking = self._waking
        self._open = self._airway.openness(self.t, waking.responsive, waking.stimulus, sedation.airway)
        self._breathe(lost)
        burned, made = gas_exchange.metabolism(SCALARS, max(1.0 - lost, 0.0))
        self._blood.step(step_s, self._air(), Circuit(self._to_brain, self._to_tissue, burned, made))
        self._steps += 1
        self.t = self._steps * step_s
        self._look()

    def _breathe(self, lost: float) -> None:
        """How much the person wants to breathe, L/min, at a part of wakefulness lost to the opioid."""
        waking = self._waking
        wakeful = self._sedation.drive * waking.drive - lost * waking.still_lost
        drive = ventilation.WAKEFULNESS_L_MIN * wakeful + self._reflexes.sum - self._given.taken_l_min
        # As in the FDA's code breathing fades with a weak flow and ends with it.
        fading = min(self._flow / WEAK_FLOW_L_S, 1.0) if self._flow > NO_BREATH_FLOW_L_S else 0.0
        self._drive = 0.0 if self.apnoea or self._heart.arrested else max(drive, 0.0) * fading

    def _air(self) -> Inflow:
        """What reaches the alveoli in the next step."""
        step_s, own, given = self._step_s, self._own, self._given
        own.step(step_s, self._drive, self._fio2)
        if given.step(self.t + _HAIR_S, self._fio2):
            self._waking.stimulate()
        own_l, given_l = own.now.take(step_s) * self._open, given.now.take(step_s) * self._open
        taken = own_l + given_l
        self._lungs_l = self._lungs_l + taken if taken > 0 else self._lungs_l * math.exp(-step_s / _OUT_S)
        drawn = self._fio2 * self._open if self._oxygen_on else 0.0
        return inflow((own.now, own_l), (given.now, given_l), self._lungs.dead_part, step_s)._replace(drawn=drawn)

    def _look(self) -> None:
        """Work out what is true at the present state."""
        self._pao2, self._paco2 = self._blood.arterial
        self._brain_po2, self._brain_pco2 = self._blood.brain_mmhg
        self._sao2 = sao2_pct(self._pao2, self._paco2)
        strength = self._heart.flow
        self._to_brain = circulation.brain_flow(SCALARS, self._by_co2, self._by_hypoxia, strength)
        self._to_tissue = circulation.tissue_flow(SCALARS, self._by_hypoxia, strength)
        self._flow = self._to_brain + self._to_tissue

    def _check(self) -> None:
        numbers = (*self._blood.gases, self._drugs.opioid_bound, self._drugs.naloxone_bound, self._drive, self._flow)
        if not all(map(math.isfinite, numbers)):
            raise BreathlineError(f"the person's numbers left their range at {self.t:g} s; use smaller doses")
