"""What is chosen about a person of mode `trainer` before the start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from breathline.errors import UsageError
from breathline.firmware_sim.person.blood import Lungs
from breathline.firmware_sim.person.breaths import DEAD_PART
from breathline.firmware_sim.person.gas_exchange import LUNG_L, SHUNT
from breathline.firmware_sim.person.parameters import OPIOIDS, TOLERANCES
from breathline.firmware_sim.person.settings import LONGEST_STEP_S, checked

LungHealth = Literal["healthy", "chronic"]

TRAINER_STEP_S: Final = 0.25
"""A finer step moves no crossing of the apnoea by more than a quarter of a second."""
USUAL_KG: Final = 70.0
"""The published figures are of a typical grown person; a dose counts by weight."""
LEAST_KG, MOST_KG = 30.0, 250.0
LEAST_AGE, MOST_AGE = 12.0, 100.0
GROWN_OLD: Final = 40.0
PER_YEAR: Final = 0.01
"""Each year above 40 makes an opioid or a sedative count so much more (design)."""
HEAVY_KG, LUNGS_LOSE = 100.0, 0.004
"""Each kg above this takes so much of the lungs' air, down to half: heavy people fall sooner (design; Benumof 1997 has
them fall nearly three times as soon)."""
LEAST_LUNGS: Final = 0.5
LEAST_BPM, MOST_BPM = 40.0, 120.0

CHRONIC_SHUNT: Final = 0.2
CHRONIC_DEAD_PART: Final = 0.5
CHRONIC_USED_TO_MMHG, VESSELS_USED_TO = 14.0, 0.5
"""Chronic lung disease (design): more blood passes the lungs by, more of each breath is lost, and breathing is used to
so much more CO2, the brain's vessels to half of it. At rest that person has an SaO2 near 90 % and a PaCO2 near 48."""


@dataclass(frozen=True, slots=True)
class TrainerSettings:
    """A person of mode `trainer`.

    Attributes:
        opioid: A key of `parameters.OPIOIDS`: the one they may get; None is none.
        tolerance: A key of `parameters.TOLERANCES`.
        age: Years, 12 to 100.
        weight_kg: 30 to 250.
        lungs: healthy, or chronic lung disease.
        cold: How cold the hands are, 0 (warm) to 1.
        asleep: Whether they sleep as anybody does.
        airway_alone: How open the airway stays, 0 to 1, while they don't respond and nobody helps.
        rest_bpm: Pulse at rest, 40 to 120.
        seed: The same seed gives the same run.
        step_s: Seconds of one step, above 0 and up to 0.25.

    Raises:
        UsageError: A value that can't be; it says what to write.
    """

    opioid: str | None = "fentanyl"
    tolerance: str = "chronic"
    age: float = 35.0
    weight_kg: float = USUAL_KG
    lungs: LungHealth = "healthy"
    cold: float = 0.0
    asleep: bool = False
    airway_alone: float = 0.8
    rest_bpm: float = 75.0
    seed: int = 0
    step_s: float = TRAINER_STEP_S

    def __post_init__(self) -> None:
        if self.opioid is not None and self.opioid not in OPIOIDS:
            raise UsageError(f'no figures for the opioid "{self.opioid}"; choose one of: {", ".join(OPIOIDS)}, none')
        if self.tolerance not in TOLERANCES:
            raise UsageError(f'no tolerance "{self.tolerance}"; choose one of: {", ".join(TOLERANCES)}')
        if self.lungs not in {"healthy", "chronic"}:
            raise UsageError(f'no lungs "{self.lungs}"; choose healthy or chronic')
        checked(self.age, "the age", LEAST_AGE, MOST_AGE, "years")
        checked(self.weight_kg, "the weight", LEAST_KG, MOST_KG, "kg")
        checked(self.cold, "cold hands", 0.0, 1.0, "")
        checked(self.airway_alone, "the airway", 0.0, 1.0, "")
        checked(self.rest_bpm, "the pulse at rest", LEAST_BPM, MOST_BPM, "a minute")
        if not 0 < self.step_s <= LONGEST_STEP_S:
            raise UsageError(
                f"a step of {self.step_s:g} s is not stable; choose one above 0 and up to {LONGEST_STEP_S} s"
            )

    def counts(self, mg: float) -> float:
        """What a dose of an opioid or a sedative is to this person, as milligrams for the typical one."""
        return mg * USUAL_KG / self.weight_kg * (1.0 + PER_YEAR * max(self.age - GROWN_OLD, 0.0))

    def their_lungs(self) -> Lungs:
        """Their lungs."""
        air = LUNG_L * max(1.0 - LUNGS_LOSE * max(self.weight_kg - HEAVY_KG, 0.0), LEAST_LUNGS)
        return Lungs(air, CHRONIC_SHUNT, CHRONIC_DEAD_PART) if self.lungs == "chronic" else Lungs(air, SHUNT, DEAD_PART)
