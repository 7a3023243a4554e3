"""Oxygen and carbon dioxide in lungs, blood, brain and the rest of the body (Mann 2022; dissociation after Spencer).

Pressures in mmHg, contents in L of gas per L, flows in L/s. The blood holds no store of its own here: what leaves the
lungs is at once in the arteries. That is the publication's; see docs/physiology.md for what it costs.
"""

from __future__ import annotations

from typing import Final, Generic, NamedTuple

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.number import Number

_MOLAR_L: Final = 0.02272
O2_CAPACITY: Final = _MOLAR_L * 9.0
"""The most oxygen that a litre of blood binds, L."""
CO2_CAPACITY: Final = _MOLAR_L * 86.11
O2_SCALE, O2_SHAPE = 14.99, 0.3836
CO2_SCALE, CO2_SHAPE = 194.4, 1.819
O2_BY_CO2, O2_BY_CO2_BOUND = 0.008275, 0.03198
"""b1 and a1: how CO2 moves the oxygen curve (Bohr)."""
CO2_BY_O2, CO2_BY_O2_BOUND = 0.03255, 0.05591
"""b2 and a2: how oxygen moves the CO2 curve (Haldane)."""
_LEAST_CONTENT: Final = 1e-9
_FULLEST: Final = 1.0 - 1e-9
"""Contents are kept this little inside their bounds, where the inverse has its poles."""

SHUNT: Final = 0.024
"""The part of the blood that passes the lungs by."""
ALVEOLAR_PART: Final = 0.66
"""The part of breathing that reaches the alveoli."""
LUNG_L: Final = 3.28
DRY_BODY_MMHG: Final = 863.0
"""L (dry, 0 °C) to L x mmHg in the lungs."""
INSPIRED_MMHG: Final = 713.0
"""Barometric less water vapour: inspired oxygen is FiO2 of this."""

BRAIN_L, TISSUE_L = 1.32, 38.68
TISSUE_O2_PER_MMHG: Final = 3.17e-5
TISSUE_CO2_AT_0, TISSUE_CO2_PER_MMHG = 0.5824, 6.67e-4
BRAIN_CO2_L_S, BRAIN_O2_L_S = 0.04 / 60, 0.05 / 60
TISSUE_CO2_L_S, TISSUE_O2_L_S = 0.16 / 60, 0.2 / 60
"""What brain and tissue make and burn at rest."""
METABOLISM_SHAPE: Final = 0.06319
METABOLISM_CO2_LEAST, METABOLISM_O2_LEAST = 0.87, 0.93
"""An opioid lowers metabolism with wakefulness, but not below."""
STARVING_MMHG: Final = 6.0
"""Below this much oxygen a tissue burns in proportion to it."""


def contents(po2: Number, pco2: Number) -> tuple[Number, Number]:
    """Oxygen and CO2 in blood (L/L) at its pressures, both 0 or more."""
    f1 = po2 * (1.0 + O2_BY_CO2 * pco2) / (O2_SCALE * (1.0 + O2_BY_CO2_BOUND * pco2))
    f2 = pco2 * (1.0 + CO2_BY_O2 * po2) / (CO2_SCALE * (1.0 + CO2_BY_O2_BOUND * po2))
    g1 = f1 ** (1 / O2_SHAPE)
    g2 = f2 ** (1 / CO2_SHAPE)
    return O2_CAPACITY * g1 / (1.0 + g1), CO2_CAPACITY * g2 / (1.0 + g2)


def pressures(m: Arithmetic[Number], o2: Number, co2: Number) -> tuple[Number, Number]:
    """Oxygen and CO2 pressures of blood at its contents: the inverse of `contents`."""
    o2 = m.least(m.most(o2, _LEAST_CONTENT), O2_CAPACITY * _FULLEST)
    co2 = m.least(m.most(co2, _LEAST_CONTENT), CO2_CAPACITY * _FULLEST)
    d1 = O2_SCALE * (o2 / (O2_CAPACITY - o2)) ** O2_SHAPE
    d2 = CO2_SCALE * (co2 / (CO2_CAPACITY - co2)) ** CO2_SHAPE
    both = O2_BY_CO2_BOUND * CO2_BY_O2_BOUND * d1 * d2
    by1 = CO2_BY_O2 + CO2_BY_O2_BOUND * O2_BY_CO2 * d2
    by2 = O2_BY_CO2 + O2_BY_CO2_BOUND * CO2_BY_O2 * d1
    tilt = O2_BY_CO2 * d2 - CO2_BY_O2 * d1
    r1 = (both - 1.0 - tilt) / (2.0 * by1)
    r2 = (both - 1.0 + tilt) / (2.0 * by2)
    s1 = (d1 + O2_BY_CO2_BOUND * d1 * d2) / by1
    s2 = (d2 + CO2_BY_O2_BOUND * d1 * d2) / by2
    return r1 + m.sqrt(r1 * r1 + s1), r2 + m.sqrt(r2 * r2 + s2)


class TissueBlood(NamedTuple, Generic[Number]):
    """Pressures in a tissue (mmHg), and contents of the blood that leaves it (L/L): venous blood has its pressures."""

    po2: Number
    pco2: Number
    o2: Number
    co2: Number


class LungBlood(NamedTuple, Generic[Number]):
    """Contents (L/L) of the blood that comes to the lungs, that leaves the alveoli, and that the arteries carry."""

    venous_o2: Number
    venous_co2: Number
    end_o2: Number
    end_co2: Number
    arterial_o2: Number
    arterial_co2: Number


def tissue_blood(m: Arithmetic[Number], o2: Number, co2: Number) -> TissueBlood[Number]:
    """What brain or tissue holds at its contents (L/L)."""
    po2 = m.most(o2 / TISSUE_O2_PER_MMHG, 0.0)
    pco2 = m.most((co2 - TISSUE_CO2_AT_0) / TISSUE_CO2_PER_MMHG, 0.0)
    return TissueBlood(po2, pco2, *contents(po2, pco2))


def lungs(
    m: Arithmetic[Number],
    po2: Number,
    pco2: Number,
    brain_share: Number,
    brain: TissueBlood[Number],
    tissue: TissueBlood[Number],
) -> LungBlood[Number]:
    """The blood in the lungs, at alveolar pressures and with `brain_share` of the flow coming from the brain."""
    venous_o2 = tissue.o2 + brain_share * (brain.o2 - tissue.o2)
    venous_co2 = tissue.co2 + brain_share * (brain.co2 - tissue.co2)
    end_o2, end_co2 = contents(m.most(po2, 0.0), m.most(pco2, 0.0))
    return LungBlood(
        venous_o2,
        venous_co2,
        end_o2,
        end_co2,
        end_o2 + SHUNT * (venous_o2 - end_o2),
        end_co2 + SHUNT * (venous_co2 - end_co2),
    )


def lung_rate(pressure: Number, inspired: float, ventilation: Number, flow: Number, given_off: Number) -> Number:
    """How fast an alveolar pressure changes, mmHg/s.

    Args:
        pressure: In the alveoli, mmHg.
        inspired: Of the same gas in what is breathed.
        ventilation: Of the alveoli, L/s.
        flow: Of blood, L/s.
        given_off: What a litre of blood gives off in the lungs, L.
    """
    return (ventilation * (inspired - pressure) + DRY_BODY_MMHG * (1.0 - SHUNT) * flow * given_off) / LUNG_L


def burning(m: Arithmetic[Number], po2: Number) -> Number:
    """The part of its metabolism, 0 to 1, that a tissue keeps up at its oxygen pressure."""
    return m.least(po2 / STARVING_MMHG, 1.0)


def tissue_rates(
    m: Arithmetic[Number],
    blood: TissueBlood[Number],
    lungs: LungBlood[Number],
    flow: Number,
    made: Number,
    burned: Number,
) -> tuple[Number, Number]:
    """How fast a tissue's CO2 and oxygen change, L/L a second.

    Args:
        m: Arithmetic.
        blood: What it holds.
        lungs: For the arterial blood that comes.
        flow: Of blood, L/s for each litre of it.
        made: CO2 made in plenty of oxygen, L/s for each litre.
        burned: Oxygen burned, likewise.
    """
    part = burning(m, blood.po2)
    return flow * (lungs.arterial_co2 - blood.co2) + made * part, flow * (lungs.arterial_o2 - blood.o2) - burned * part


def metabolism(m: Arithmetic[Number], wakefulness: Number) -> tuple[Number, Number]:
    """Factors on oxygen burned and CO2 made, at a fraction 0 to 1 of the drive of being awake."""
    factor = wakefulness**METABOLISM_SHAPE
    return m.most(factor, METABOLISM_O2_LEAST), m.most(factor, METABOLISM_CO2_LEAST)
