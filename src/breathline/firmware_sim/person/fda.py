"""Mode `fda`: the FDA's published person, stepped (Mann 2022, Strauss 2024).

Heun's method with a fixed step; delayed signals are read from rings. One step goes: blood flow now, drugs and receptor
over the step, then the body over the step with the drugs' effect at both ends. Everything from outside (breaths,
oxygen, doses) changes between two steps, so a person can be advanced a little at a time while somebody acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic

from breathline.errors import BreathlineError, UsageError
from breathline.firmware_sim.person import circulation
from breathline.firmware_sim.person.arithmetic import SCALARS, Arithmetic
from breathline.firmware_sim.person.arrest import CollapseRule
from breathline.firmware_sim.person.drugs import DrugParameters, Drugs, typical
from breathline.firmware_sim.person.fda_equations import SETTLED, Effect, Equations, Moment, Outside
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import TOLERANCES
from breathline.firmware_sim.person.saturation import saturation_pct
from breathline.firmware_sim.person.settings import (
    LEAST_ASSIST_L_MIN,
    LEAST_FIO2,
    MOST_ASSIST_L_MIN,
    MOST_FIO2,
    FdaSettings,
    NaloxoneDose,
    OpioidDose,
    checked,
)

_HAIR: Final = 1e-6


@dataclass(frozen=True, slots=True)
class FdaBody(Generic[Number]):
    """What is true of the person now.

    Attributes:
        t: Seconds since the start.
        ve_l_min: Breathing, given breaths included, L/min.
        pao2_mmhg: Arterial oxygen.
        paco2_mmhg: Arterial CO2.
        pbo2_mmhg: Oxygen in the brain.
        sao2_pct: Arterial saturation.
        cardiac_output_l_min: Blood flow.
        opioid_bound: Fraction of receptors bound by opioid.
        naloxone_bound: Fraction bound by naloxone.
        arrested: True once the blood flow is at or below 0.01 L/min; the gases mean nothing from then on.
    """

    t: float
    ve_l_min: Number
    pao2_mmhg: Number
    paco2_mmhg: Number
    pbo2_mmhg: Number
    sao2_pct: Number
    cardiac_output_l_min: Number
    opioid_bound: Number
    naloxone_bound: Number
    arrested: Any


class FdaModel(Generic[Number]):
    """The model, of one person or of many; everybody starts settled, with no drug.

    Args:
        m: Arithmetic.
        parameters: How drugs move and bind.
        settings: Tolerance, arrest rule and step.

    Attributes:
        t: Seconds since the start, a whole number of steps.
        drugs: What was given and what it binds.
        arrest_s: When the circulation stopped, seconds; infinite before.
        collapse_s: When it began to fail.
    """

    def __init__(self, m: Arithmetic[Number], parameters: DrugParameters[Number], settings: FdaSettings) -> None:
        self._m: Arithmetic[Number] = m
        self._step_s = settings.step_s
        self._equations: Equations[Number] = Equations(m, TOLERANCES[settings.tolerance], settings.step_s)
        self._outside = Outside()
        self.drugs: Drugs[Number] = Drugs(m, parameters)
        self._rule: CollapseRule[Number] = CollapseRule(m, rearm=settings.arrest_rule == "rearm")
        self._state: tuple[Number, ...] = tuple(m.whole(value) for value in SETTLED)
        self._effect: Effect[Number] = self._equations.effect(self.drugs.opioid_bound)
        self.t = 0.0
        self.arrest_s: Number = m.whole(float("inf"))
        self.collapse_s: Number = m.whole(float("inf"))
        self._steps = 0

    @property
    def assist(self) -> float:
        """Breaths given, L/min in all; below 0 takes away from the person's own.

        Raises:
            UsageError: When set to what can't be.
        """
        return self._outside.assist

    @assist.setter
    def assist(self, l_min: float) -> None:
        self._outside.assist = checked(l_min, "breaths given", LEAST_ASSIST_L_MIN, MOST_ASSIST_L_MIN, "L/min")

    @property
    def fio2(self) -> float:
        """Oxygen in what is breathed, a fraction.

        Raises:
            UsageError: When set to what can't be.
        """
        return self._outside.fio2

    @fio2.setter
    def fio2(self, fraction: float) -> None:
        self._outside.fio2 = checked(fraction, "oxygen breathed", LEAST_FIO2, MOST_FIO2, "")

    @property
    def apnoea(self) -> bool:
        """True stops the person's own breathing; given breaths still arrive."""
        return self._outside.apnoea

    @apnoea.setter
    def apnoea(self, stopped: bool) -> None:
        self._outside.apnoea = stopped

    def body(self) -> FdaBody[Number]:
        """What is true now."""
        now = self._moment(self._state, self._steps)
        return FdaBody(
            t=self.t,
            ve_l_min=now.ve,
            pao2_mmhg=now.pao2,
            paco2_mmhg=now.paco2,
            pbo2_mmhg=now.pbo2,
            sao2_pct=saturation_pct(self._m, now.pao2, now.paco2),
            cardiac_output_l_min=now.flow * 60.0,
            opioid_bound=self.drugs.opioid_bound,
            naloxone_bound=self.drugs.naloxone_bound,
            arrested=self.arrest_s <= self.t,
        )

    def step(self) -> Number:
        """Go on by one step; gives back the breathing (L/min) at its start."""
        m, step_s, state = self._m, self._step_s, self._state
        now = self._watch(self._moment(state, self._steps))
        self.drugs.step(step_s, circulation.volumes(m, now.flow))
        self._effect = self._equations.effect(self.drugs.opioid_bound)
        ahead = tuple(value + rate * step_s for value, rate in zip(state, now.rates, strict=True))
        then = self._moment(ahead, self._steps + 1)
        half = step_s / 2
        self._state = tuple(value + (a + b) * half for value, a, b in zip(state, now.rates, then.rates, strict=True))
        self._steps += 1
        self.t = self._steps * step_s
        return now.ve

    def _moment(self, state: tuple[Number, ...], step: int) -> Moment[Number]:
        return self._equations.moment(state, step, self._effect, self._outside, self._rule.failing)

    def _next_t(self) -> float:
        """When the next step ends, less a hair: times are sums of steps."""
        return (self._steps + 1 - _HAIR) * self._step_s

    def check(self) -> None:
        """Make sure that every number is one.

        Raises:
            BreathlineError: One is not: nothing of this person may be shown.
        """
        total = self.drugs.opioid_bound + self.drugs.naloxone_bound
        for value in self._state:
            total = total + value
        if not self._m.finite(total):
            raise BreathlineError(
                f"the person's numbers left their range at {self.t:g} s; use a shorter step or smaller doses"
            )

    def _watch(self, now: Moment[Number]) -> Moment[Number]:
        """Look for collapse and arrest; in the very step of the collapse the circulation begins to fade."""
        m, t = self._m, self.t
        if self._rule.somebody_fails:
            stopped = now.flow <= circulation.ARREST_FLOW_L_S
            self.arrest_s = m.choose(stopped, m.least(self.arrest_s, t), self.arrest_s)
        if self._rule.watch(t, now.pao2):
            self.collapse_s = m.choose(self._rule.failing > 0, m.least(self.collapse_s, t), self.collapse_s)
            return self._moment(self._state, self._steps)
        return now


class FdaPerson(FdaModel[float]):
    """One typical person, advanced a little at a time while somebody acts.

    Args:
        settings: What is chosen about them.
    """

    def __init__(self, settings: FdaSettings) -> None:
        super().__init__(SCALARS, typical(settings.opioid), settings)
        self._has_opioid = settings.opioid is not None

    def give(self, dose: OpioidDose | NaloxoneDose) -> None:
        """Give a dose now.

        Raises:
            UsageError: An opioid for a person whose settings name none.
        """
        if isinstance(dose, NaloxoneDose):
            self.drugs.give_naloxone(dose.product, dose.mg, self.t)
        elif self._has_opioid:
            self.drugs.give_opioid(dose.mg, dose.over_s)
        else:
            raise UsageError("a dose without an opioid can't be; name the opioid in the person's settings")

    def advance(self, t: float) -> None:
        """Go on to `t` seconds, or as near before it as whole steps come.

        Raises:
            BreathlineError: A number is none any more.
        """
        while self._next_t() <= t:
            self.step()
        self.check()
