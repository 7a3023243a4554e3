"""Mode `fda`: the FDA's equations put together (Mann 2022, Strauss 2024): what follows from a state at one time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic, NamedTuple

from breathline.firmware_sim.person import circulation, gas_exchange, ventilation
from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.delays import History
from breathline.firmware_sim.person.number import Number
from breathline.firmware_sim.person.parameters import Tolerance
from breathline.firmware_sim.person.settings import ROOM_AIR

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

_LONGEST_DELAY_S: Final = circulation.LUNGS_TO_BRAIN_L / circulation.WEAK_FLOW_L_S


class Effect(NamedTuple, Generic[Number]):
    """What the drugs do to breathing: L/min of wakefulness lost, the part of the chemoreflexes left, metabolism."""

    lost: Number
    left: Number
    burned: Number
    made: Number


class Moment(NamedTuple, Generic[Number]):
    """What follows from a state at one time, and how fast the state changes."""

    pao2: Number
    paco2: Number
    pbo2: Number
    ve: Number
    flow: Number
    rates: tuple[Number, ...]


@dataclass(slots=True)
class Outside:
    """What is done to a person from outside.

    Attributes:
        assist: Breaths given, L/min in all; below 0 takes away from the person's own.
        fio2: Oxygen in what is breathed, a fraction.
        apnoea: True stops the person's own breathing.
    """

    assist: float = 0.0
    fio2: float = ROOM_AIR
    apnoea: bool = False


class Equations(Generic[Number]):
    """The equations, with the recent past that some of them look back to.

    Args:
        m: Arithmetic.
        tolerance: To the opioid.
        step_s: Seconds from one step to the next.
    """

    def __init__(self, m: Arithmetic[Number], tolerance: Tolerance, step_s: float) -> None:
        self._m: Arithmetic[Number] = m
        self._tolerance = tolerance
        self._step_s = step_s
        samples = int(_LONGEST_DELAY_S / step_s) + 2
        nothing: Number = m.whole(0.0)
        self._pao2: History[Number] = m.history(nothing, samples)
        self._paco2: History[Number] = m.history(nothing, samples)
        self._pbco2: History[Number] = m.history(nothing, samples)

    def effect(self, bound: Number) -> Effect[Number]:
        """What a fraction of receptors bound by opioid does."""
        m = self._m
        lost = ventilation.wakefulness_lost(bound, self._tolerance)
        burned, made = gas_exchange.metabolism(m, m.most(1.0 - lost / ventilation.WAKEFULNESS_L_MIN, 0.0))
        return Effect(lost, ventilation.chemoreflex_left(bound, self._tolerance), burned, made)

    def moment(
        self, state: tuple[Number, ...], step: int, effect: Effect[Number], outside: Outside, failing: Number
    ) -> Moment[Number]:
        """What follows from a state.

        Args:
            state: As `SETTLED` has it.
            step: Which step it is the state of.
            effect: Of the drugs at that time.
            outside: What is done to the person.
            failing: 1 in collapse, 0 before.
        """
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
        left = effect.left
        ve = self._breathing(ventilation.chemoreflex(m, peripheral, central, damping) - effect.lost, flow, outside)
        alveolar = ve * (gas_exchange.ALVEOLAR_PART / 60.0)
        inspired_o2 = outside.fio2 * gas_exchange.INSPIRED_MMHG
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
        return Moment(
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

    def _breathing(self, own_l_min: Number, flow: Number, outside: Outside) -> Number:
        """L/min in all: the person's own (above wakefulness) and what is given; a weak flow takes its part."""
        m = self._m
        own = m.choose(outside.apnoea, 0.0, own_l_min + ventilation.WAKEFULNESS_L_MIN)
        fading = m.choose(flow <= circulation.WEAK_FLOW_L_S, flow / circulation.WEAK_FLOW_L_S, 1.0)
        return m.most(own + outside.assist, 0.0) * m.choose(flow <= circulation.NO_BREATH_FLOW_L_S, 0.0, fading)

    def _late(self, step: int, flow: Number) -> tuple[Number, Number]:
        """The positions in the rings of what reaches carotids and brain now.

        As in the FDA's code nothing is late in a weak flow, nor before the first blood of the run has arrived.
        """
        m = self._m
        per_l = m.choose(
            flow <= circulation.WEAK_FLOW_L_S, 0.0, 1.0 / (m.most(flow, circulation.WEAK_FLOW_L_S) * self._step_s)
        )
        carotids, brain = per_l * circulation.LUNGS_TO_CAROTIDS_L, per_l * circulation.LUNGS_TO_BRAIN_L
        return step - m.choose(carotids > step, 0.0, carotids), step - m.choose(brain > step, 0.0, brain)
