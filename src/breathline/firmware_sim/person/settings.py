"""What is chosen about a person before the start, and what can be given to them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from breathline.errors import UsageError
from breathline.firmware_sim.person.parameters import ABSORBED, OPIOIDS, TOLERANCES

ArrestRule = Literal["once", "rearm"]

STEP_S: Final = 0.1
"""One person's step. Against the FDA's own runs it errs by a quarter of what is asked for; see docs/physiology.md."""
LONGEST_STEP_S: Final = 0.25
"""Heun's method is unstable at 0.5 s around collapse, where the brain burns its last oxygen in a third of a second."""
MOST_MG: Final = 1000.0
"""No dose is larger; a larger number is a slip of the pen."""
LEAST_ASSIST_L_MIN, MOST_ASSIST_L_MIN = -200.0, 60.0
"""Breaths given, in all; below zero takes away from the person's own. The FDA's code stops breathing with -200."""
LEAST_FIO2, MOST_FIO2 = 0.05, 1.0
ROOM_AIR: Final = 149 / 713
"""Oxygen in dry room air as the FDA's code has it: 149 mmHg inspired of 713."""
LONGEST_S: Final = 86400.0
"""A day: no run, time or infusion is longer."""
INTO_VEIN: Final = "iv"
"""Naloxone that is injected into a vein, in any dose."""
_INTO_VEIN = re.compile(r"iv(\d+(?:\.\d+)?)mg")


@dataclass(frozen=True, slots=True)
class FdaSettings:
    """A person of mode `fda`.

    Attributes:
        opioid: A key of `parameters.OPIOIDS`, or None.
        tolerance: A key of `parameters.TOLERANCES`.
        arrest_rule: `once`: low oxygen is looked at again 220 s after it was first low, and never more; `rearm`: a
            later low starts the rule again (late return of the opioid).
        step_s: Seconds of one step, above 0 and up to 0.25.

    Raises:
        UsageError: A value that can't be; it says what to write.
    """

    opioid: str | None = "fentanyl"
    tolerance: str = "chronic"
    arrest_rule: ArrestRule = "once"
    step_s: float = STEP_S

    def __post_init__(self) -> None:
        if self.opioid is not None and self.opioid not in OPIOIDS:
            raise UsageError(f'no figures for the opioid "{self.opioid}"; choose one of: {", ".join(OPIOIDS)}, none')
        if self.tolerance not in TOLERANCES:
            raise UsageError(f'no tolerance "{self.tolerance}"; choose one of: {", ".join(TOLERANCES)}')
        if self.arrest_rule not in {"once", "rearm"}:
            raise UsageError(f'no arrest rule "{self.arrest_rule}"; choose once or rearm')
        if not 0 < self.step_s <= LONGEST_STEP_S:
            raise UsageError(
                f"a step of {self.step_s:g} s is not stable; choose one above 0 and up to {LONGEST_STEP_S} s"
            )


@dataclass(frozen=True, slots=True)
class OpioidDose:
    """Opioid into a vein.

    Attributes:
        mg: Above 0 and up to 1,000.
        over_s: Evenly over so many seconds; 0 is at once.

    Raises:
        UsageError: A value that can't be; it says what to write.
    """

    mg: float
    over_s: float = 0.0

    def __post_init__(self) -> None:
        checked_mg(self.mg, "the opioid dose")
        checked(self.over_s, "the infusion", 0.0, LONGEST_S, "s")


@dataclass(frozen=True, slots=True)
class NaloxoneDose:
    """A dose of naloxone.

    Attributes:
        product: A key of `parameters.ABSORBED`, or `INTO_VEIN`.
        mg: Above 0 and up to 1,000.

    Raises:
        UsageError: There is no such product, or the dose can't be.
    """

    product: str
    mg: float

    def __post_init__(self) -> None:
        if self.product not in {*ABSORBED, INTO_VEIN}:
            raise UsageError(_no_product(self.product))
        checked_mg(self.mg, f"naloxone {self.product}")

    @classmethod
    def named(cls, name: str) -> NaloxoneDose:
        """What one device of a product's name holds, or `iv<mg>mg`.

        Raises:
            UsageError: There is no such product, or the dose can't be.
        """
        if name in ABSORBED:
            return cls(name, ABSORBED[name].dose_mg)
        into_vein = _INTO_VEIN.fullmatch(name)
        if into_vein is None:
            raise UsageError(_no_product(name))
        return cls(INTO_VEIN, float(into_vein[1]))


def _no_product(name: str) -> str:
    return f'there is no naloxone "{name}"; choose one of: {", ".join(ABSORBED)}, iv0.4mg or any iv<mg>mg'


def checked_mg(mg: float, what: str) -> float:
    """A dose that can be given.

    Raises:
        UsageError: It is not a number above 0 and up to `MOST_MG`.
    """
    if mg > 0:
        return checked(mg, what, 0.0, MOST_MG, "mg")
    raise UsageError(f"{what}: {mg:g} mg can't be; give a number above 0 and up to {MOST_MG:g}")


def checked(value: float, what: str, least: float, most: float, unit: str) -> float:
    """A value within its bounds, both allowed.

    Raises:
        UsageError: It lies outside or is no number; the text names both ends.
    """
    if least <= value <= most:  # no NaN passes
        return value
    raise UsageError(f"{what}: {value:g}{unit and f' {unit}'} can't be; give a number from {least:g} to {most:g}")
