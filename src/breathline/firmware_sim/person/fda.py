"""Mode `fda`: the FDA's published person, stepped (Mann 2022, Strauss 2024).

Heun's method with a fixed step; delayed signals are read from rings. One step goes: blood flow now, drugs and receptor
over the step, then the body over the step with the drugs' effect at both ends. Everything from outside (breaths,
oxygen, doses) changes between two steps, so a person can be advanced a little at a time while somebody acts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple

from breathline.errors import BreathlineError, UsageError
from breathline.firmware_sim.person import circulation, gas_exchange, ventilation
from breathline.firmware_sim.person.arithmetic import SCALARS, Arithmetic
from breathline.firmware_sim.person.arrest import CollapseRule
from breathline.firmware_sim.person.delays import History
from breathline.firmware_sim.person.drugs import DrugParameters, Drugs, typical
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import TOLERANCES
from breathline.firmware_sim.person.saturation import saturation_pct
from breathline.firmware_sim.person.settings import (
    LEAST_ASSIST_L_MIN,
    LEAST_FIO2,
    MOST_ASSIST_L_MIN,
    MOST_FIO2,
    ROOM_AIR,
    FdaSettings,
    NaloxoneDose,
    OpioidDose,
    checked,
)

SETTLED: Final = (
    -0.19968260910154348,
    0.34405026386683407,
    0.8776859991092693,
    38.66069439514214,
    100.67413180302455,
    0.6127098307673482,
    0.0010020056114539784,
    0.6105611131139497,
    0.0012287666243161674,
    -0.09344463165079074,
    0.0006698703667698971,
    1.0,
    1.0,
)
"""The state a person starts in: the model's own after an hour at rest from the FDA's first values. In this order:
peripheral and central chemoreflex (L/min), damping; CO2 and oxygen in the alveoli (mmHg), in the brain and in the
tissue (L/L); how far CO2 and hypoxia open the vessels; strength of the flows to brain and tissue."""

LUNGS_TO_CAROTIDS_L: Final = 0.588
LUNGS_TO_BRAIN_L: Final = 0.9239
"""A delay is this over the blood flow in L/s."""
WEAK_FLOW_L_S: Final = 0.0163
"""At or below this flow breathing fades with it, and nothing is delayed."""
NO_BREATH_FLOW_L_S: Final = 0.00817
"""At or below this flow there is no breathing."""
_HAIR: Final = 1e-6
_LONGEST_DELAY_S: Final = LUNGS_TO_BRAIN_L / WEAK_FLOW_L_S


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


class _Effect(NamedTuple, Generic[Number]):
    """What the drugs do to breathing: L/min of wakefulness lost, the part of the chemoreflexes left, metabolism."""

    lost: Number
    left: Number
    burned: Number
    made: Number


class _Moment(NamedTuple, Generic[Number]):
    """What follows from a state at one time, and how fast the state changes."""

    pao2: Number
    paco2: Number
    pbo2: Number
    ve: Number
    flow: Number
    rates: tuple[Number, ...]


class FdaModel(Generic[Number]):
    """The model, of one person or of many; everybody starts settled, with no drug.

    Args:
        m: Arithmetic.
        parameters: How drugs move and bind.
        settings: Tolerance, arrest rule and step.

    Attributes:
        t: Seconds since the start, a whole number of steps.
        drugs: What was given and what it binds.
        apnoea: True stops the person's own breathing; given breaths still arrive.
        arrest_s: When the circulation stopped, seconds; infinite before.
        collapse_s: When it began to fail.
    """

    def __init__(self, m: Arithmetic[Number], parameters: DrugParameters[Number], settings: FdaSettings) -> None:
        self._m: Arithmetic[Number] = m
        self._step_s = settings.step_s
        self._tolerance = TOLERANCES[settings.tolerance]
        self.drugs: Drugs[Number] = Drugs(m, parameters)
        self._rule: CollapseRule[Number] = CollapseRule(m, rearm=settings.arrest_rule == "rearm")
        self._state: tuple[Number, ...] = tuple(m.whole(value) for value in SETTLED)
        self._effect: _Effect[Number] = self._drug_effect()
        self.t = 0.0
        self._assist = 0.0
        self._fio2 = ROOM_AIR
        self.apnoea = False
        self.arrest_s: Number = m.whole(float("inf"))
        self.collapse_s: Number = m.whole(float("inf"))
        samples = int(_LONGEST_DELAY_S / self._step_s) + 2
        self._steps = 0
        nothing: Number = m.whole(0.0)
        self._pao2: History[Number] = m.history(nothing, samples)
        self._paco2: History[Number] = m.history(nothing, samples)
        self._pbco2: History[Number] = m.history(nothing, samples)

    @property
    def assist(self) -> float:
        """Breaths given, L/min in all; below 0 takes away from the person's own.

        Raises:
            UsageError: When set to what can't be.
        """
        return self._assist

    @assist.setter
    def assist(self, l_min: float) -> None:
        self._assist = checked(l_min, "breaths given", LEAST_ASSIST_L_MIN, MOST_ASSIST_L_MIN, "L/min")

    @property
    def fio2(self) -> float:
        """Oxygen in what is breathed, a fraction.

        Raises:
            UsageError: When set to what can't be.
        """
        return self._fio2

    @fio2.setter
    def fio2(self, fraction: float) -> None:
        self._fio2 = checked(fraction, "oxygen breathed", LEAST_FIO2, MOST_FIO2, "")

    def body(self) -> FdaBody[Number]:
        """What is true now."""
        now = self._moment(self._state, self._steps, self._effect)
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
        now = self._watch(self._moment(state, self._steps, self._effect))
        self.drugs.step(step_s, circulation.volumes(m, now.flow))
        self._effect = self._drug_effect()
        ahead = tuple(value + rate * step_s for value, rate in zip(state, now.rates, strict=True))
        then = self._moment(ahead, self._steps + 1, self._effect)
        half = step_s / 2
        self._state = tuple(value + (a + b) * half for value, a, b in zip(state, now.rates, then.rates, strict=True))
        self._steps += 1
        self.t = self._steps * step_s
        return now.ve

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

    def _watch(self, now: _Moment[Number]) -> _Moment[Number]:
        """Look for collapse and arrest; in the very step of the collapse the circulation begins to fade."""
        m, t = self._m, self.t
        if self._rule.somebody_fails:
            stopped = now.flow <= circulation.ARREST_FLOW_L_S
            self.arrest_s = m.choose(stopped, m.least(self.arrest_s, t), self.arrest_s)
        if self._rule.watch(t, now.pao2):
            self.collapse_s = m.choose(self._rule.failing > 0, m.least(self.collapse_s, t), self.collapse_s)
            return self._moment(self._state, self._steps, self._effect)
        return now

    def _drug_effect(self) -> _Effect[Number]:
        m, bound = self._m, self.drugs.opioid_bound
        lost = ventilation.wakefulness_lost(bound, self._tolerance)
        burned, made = gas_exchange.metabolism(m, m.most(1.0 - lost / ventilation.WAKEFULNESS_L_MIN, 0.0))
        return _Effect(lost, ventilation.chemoreflex_left(bound, self._tolerance), burned, made)

    def _moment(self, state: tuple[Number, ...], step: int, effect: _Effect[Number]) -> _Moment[Number]:
        m = self._m
        (
            peripheral,
            central,
            damping,
            alveolar_co2,
            alveolar_o2,
            b_co2,
            b_o2,
            t_co2,
            t_o2,
            by_co2,
            by_o2,
            strong_b,
            strong_t,
        ) = state
        to_brain = circulation.brain_flow(m, by_co2, by_o2, strong_b)
        to_tissue = circulation.tissue_flow(m, by_o2, strong_t)
        flow = to_brain + to_tissue
        brain = gas_exchange.tissue_blood(m, b_o2, b_co2)
        tissue = gas_exchange.tissue_blood(m, t_o2, t_co2)
        lungs = gas_exchange.lungs(m, alveolar_o2, alveolar_co2, to_brain / flow, brain, tissue)
        pao2, paco2 = gas_exchange.pressures(m, lungs.arterial_o2, lungs.arterial_co2)
        self._pao2.put(step, pao2)
        self._paco2.put(step, paco2)
        self._pbco2.put(step, brain.pco2)

        reaches_carotids, reaches_brain = self._late(step, flow)
        fires = ventilation.firing(m, self._pao2.at(reaches_carotids), self._paco2.at(reaches_carotids))
        left, failing = effect.left, self._rule.failing
        ve = self._breathing(ventilation.chemoreflex(m, peripheral, central, damping) - effect.lost, flow)
        alveolar = ve * (gas_exchange.ALVEOLAR_PART / 60.0)
        inspired_o2 = self._fio2 * gas_exchange.INSPIRED_MMHG
        in_brain: tuple[Number, Number] = gas_exchange.tissue_rates(
            m,
            brain,
            lungs,
            to_brain / gas_exchange.BRAIN_L,
            effect.made * (gas_exchange.BRAIN_CO2_L_S / gas_exchange.BRAIN_L),
            effect.burned * (gas_exchange.BRAIN_O2_L_S / gas_exchange.BRAIN_L),
        )
        in_tissue: tuple[Number, Number] = gas_exchange.tissue_rates(
            m,
            tissue,
            lungs,
            to_tissue / gas_exchange.TISSUE_L,
            effect.made * (gas_exchange.TISSUE_CO2_L_S / gas_exchange.TISSUE_L),
            effect.burned * (gas_exchange.TISSUE_O2_L_S / gas_exchange.TISSUE_L),
        )
        return _Moment(
            pao2,
            paco2,
            brain.po2,
            ve,
            flow,
            (
                ventilation.peripheral_rate(peripheral, left, fires),
                ventilation.central_rate(central, left, self._pbco2.at(reaches_brain)),
                ventilation.damping_rate(m, damping, brain.po2),
                gas_exchange.lung_rate(alveolar_co2, 0.0, alveolar, flow, lungs.venous_co2 - lungs.end_co2),
                gas_exchange.lung_rate(alveolar_o2, inspired_o2, alveolar, flow, lungs.venous_o2 - lungs.end_o2),
                in_brain[0],
                in_brain[1],
                in_tissue[0],
                in_tissue[1],
                circulation.by_co2_rate(m, by_co2, paco2),
                circulation.by_hypoxia_rate(m, by_o2, pao2),
                circulation.fading(strong_b, failing, circulation.FAILING_BRAIN_BY_CO2_PER_S, paco2),
                circulation.fading(strong_t, failing, circulation.FAILING_TISSUE_BY_CO2_PER_S, paco2),
            ),
        )

    def _breathing(self, own_l_min: Number, flow: Number) -> Number:
        """L/min in all: the person's own (above wakefulness) and what is given; a weak flow takes its part."""
        m = self._m
        own = m.choose(self.apnoea, 0.0, own_l_min + ventilation.WAKEFULNESS_L_MIN)
        fading = m.choose(flow <= WEAK_FLOW_L_S, flow / WEAK_FLOW_L_S, 1.0)
        return m.most(own + self._assist, 0.0) * m.choose(flow <= NO_BREATH_FLOW_L_S, 0.0, fading)

    def _late(self, step: int, flow: Number) -> tuple[Number, Number]:
        """The positions in the rings of what reaches carotids and brain now.

        As in the FDA's code nothing is late in a weak flow, nor before the first blood of the run has arrived.
        """
        m = self._m
        per_l = m.choose(flow <= WEAK_FLOW_L_S, 0.0, 1.0 / (m.most(flow, WEAK_FLOW_L_S) * self._step_s))
        carotids, brain = per_l * LUNGS_TO_CAROTIDS_L, per_l * LUNGS_TO_BRAIN_L
        return step - m.choose(carotids > step, 0.0, carotids), step - m.choose(brain > step, 0.0, brain)


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
