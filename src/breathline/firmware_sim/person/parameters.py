"""Drugs, products and tolerance as published: the typical person.

Sources, named at each table:
  Mann 2022     Mann J et al., Clin Pharmacol Ther 112(5):1020-1032, doi 10.1002/cpt.2696, and the FDA's published code
                (github.com/FDA/Mechanistic-PK-PD-Model-to-Rescue-Opioid-Overdose, folder Figure_7).
  Strauss 2024  Strauss DG et al., JAMA Netw Open 7(1):e2351839, and the branch
                Intranasal-Naloxone-Repeat-Dosing-Strategies-and-Fentayl-Overdose of the same repository.
  FDA v1.0      The README of its first version (github.com/FDA/Mechanistic-PK-PD-Model-to-Rescue-Opiod-Overdose).

Every table is generic in its numbers, so a population puts one value for each person where the typical person has one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Generic

from breathline.firmware_sim.person.number import Number

FASTEST_PER_S: Final = 2.0
"""Absorption faster than this is clipped to it, as the FDA's code does (Figure_7): half a second is at once."""


@dataclass(frozen=True, slots=True)
class IntravenousKinetics(Generic[Number]):
    """A drug into a vein: three compartments and an effect site.

    Attributes:
        out: Elimination, 1/s.
        k12: Central to second, 1/s.
        k21: Second to central, 1/s.
        k13: Central to third, 1/s.
        k31: Third to central, 1/s.
        volume_l: Central volume at rest, L.
        effect: Plasma to effect site, 1/s.
        molar_mass: g/mol.
    """

    out: Number
    k12: Number
    k21: Number
    k13: Number
    k31: Number
    volume_l: Number
    effect: float
    molar_mass: float


@dataclass(frozen=True, slots=True)
class Binding(Generic[Number]):
    """A ligand at the mu receptor.

    Attributes:
        on: Association, pM^-exponent / s.
        off: Dissociation, 1/s.
        exponent: Of the concentration.
    """

    on: Number
    off: Number
    exponent: Number


@dataclass(frozen=True, slots=True)
class AbsorbedKinetics(Generic[Number]):
    """Naloxone from muscle or nose: two transit steps, two compartments.

    Attributes:
        dose_mg: What one device holds.
        bioavailable: Fraction of a dose that reaches the blood.
        again: The same for a spray into a nostril that was used before.
        again_after_two: The same when the first two sprays were given together.
        transit: Between the steps of absorption, 1/s.
        uptake: Into the blood, 1/s.
        clearance: mL/s.
        volume_ml: Central volume at rest.
        exchange: With the second compartment, mL/s.
        volume2_ml: Second compartment.
    """

    dose_mg: float
    bioavailable: Number
    again: Number
    again_after_two: Number
    transit: Number
    uptake: Number
    clearance: Number
    volume_ml: Number
    exchange: Number
    volume2_ml: Number


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Exponents on the fraction of receptors bound by opioid (Mann 2022, as in the code; its README swaps the names).

    Attributes:
        chemoreflex: P1, on the chemoreflex.
        wakefulness: P3, on the drive of being awake.
    """

    chemoreflex: float
    wakefulness: float


OPIOIDS: Final[dict[str, IntravenousKinetics[float]]] = {
    # Mann 2022; fentanyl's compartments are those of Algera 2020.
    "fentanyl": IntravenousKinetics(0.002, 0.0032, 0.0023, 0.0036, 0.00023, 10.5, effect=0.003, molar_mass=336.4),
    "carfentanil": IntravenousKinetics(0.0002, 0.0032, 0.023, 0.00036, 0.0023, 10.5, effect=10 / 60, molar_mass=394.5),
}
"""The opioids whose figures are published; any other is an equivalent of fentanyl with another course of doses."""

OPIOID_BINDING: Final[dict[str, Binding[float]]] = {
    # Mann 2022.
    "fentanyl": Binding(3.08e-5, 0.004331, 0.8439),
    "carfentanil": Binding(9.95e-6, 2.47e-4, 1.025),
}

NALOXONE_BINDING: Final[Binding[float]] = Binding(1.67e-4, 0.03959, 0.858)
"""Mann 2022."""
NALOXONE_MOLAR_MASS: Final = 327.27
NALOXONE_EFFECT_PER_S: Final = 0.001774
"""Plasma to effect site, 1/s (Mann 2022)."""

IN4MG: Final = "in4mg"
IM2MG: Final = "im2mg"
IM2MG_AUTO: Final = "im2mg-auto"
IM04MG: Final = "im0.4mg"

ABSORBED: Final[dict[str, AbsorbedKinetics[float]]] = {
    # 4 mg nasal spray, Strauss 2024; 0.2005 for a third or fourth spray, 0.165 after two at once.
    IN4MG: AbsorbedKinetics(4.0, 0.2563, 0.2005, 0.165, 0.0105, 0.002657, 38.8, 114300, 141.1, 113800),
    # 2 mg/2 mL generic injection, Mann 2022.
    IM2MG: AbsorbedKinetics(2.0, 0.6257, 0.6257, 0.6257, 0.005121, 0.005164, 32.03, 156500, 524.6, 320000),
    # 2 mg/0.4 mL autoinjector, Mann 2022.
    IM2MG_AUTO: AbsorbedKinetics(2.0, 0.5704, 0.5704, 0.5704, 0.00833, 0.008198, 31.31, 124700, 45.28, 108900),
    # 0.4 mg/0.4 mL injection, FDA v1.0; its uptake of 109.5 /s is clipped.
    IM04MG: AbsorbedKinetics(0.4, 0.5169, 0.5169, 0.5169, 0.005563, FASTEST_PER_S, 36.03, 135400, 138.3, 140300),
}
"""Naloxone by the product."""

INJECTED: Final[IntravenousKinetics[float]] = IntravenousKinetics(
    0.001858304,
    0.001901858,
    0.000933713,
    0.000445219,
    0.000186719,
    34.44,
    effect=NALOXONE_EFFECT_PER_S,
    molar_mass=NALOXONE_MOLAR_MASS,
)
"""Naloxone into a vein, Strauss 2024."""
INJECTED_OVER_S: Final = 10.1
INJECTED_EXTRA: Final = 1.01
"""A dose into a vein runs in over ten seconds. The FDA's scripts give it as 101 pulses of a hundredth, a tenth of a
second apart, so one hundredth too much; we do as they do."""

TOLERANCES: Final[dict[str, Tolerance]] = {
    # Mann 2022, as in the code.
    "chronic": Tolerance(chemoreflex=4.226, wakefulness=1.323),
    "naive": Tolerance(chemoreflex=2.875, wakefulness=0.9),
}
