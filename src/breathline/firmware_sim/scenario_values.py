"""Quantities as a scenario file writes them: a number and its unit in one text, "1.6 mg", "90 s", "80 %"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

_QUANTITY = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*(\S.*?)?\s*")

_MASS = {"mg": 1.0, "ug": 1e-3, "mcg": 1e-3, "µg": 1e-3}
_TIME = {"s": 1.0, "min": 60.0, "h": 3600.0}


def _quantity(units: Mapping[str, float], example: str, *, bare: bool = False) -> Callable[[Any], Any]:
    """What reads a quantity with one of these units, each with what it counts; `bare` takes a number alone too."""

    def read(given: Any) -> float:
        if isinstance(given, int | float) and not isinstance(given, bool):
            if bare:
                return given
            raise ValueError(f"{given!r} has no unit; write {example}")
        found = _QUANTITY.fullmatch(given) if isinstance(given, str) else None
        if found is None:
            raise ValueError(f"{given!r} is no quantity; write {example}")
        if found[2] not in units:
            raise ValueError(f"{given!r}: its unit must be {' or '.join(units)}; write {example}")
        return float(found[1]) * units[found[2]]

    return read


Seconds: TypeAlias = Annotated[
    float, BeforeValidator(_quantity(_TIME, '90 or "90 s" or "2 min"', bare=True)), Field(ge=0)
]
"""A time or a duration, seconds."""
Dose: TypeAlias = Annotated[float, BeforeValidator(_quantity(_MASS, '"1.6 mg" or "90 ug"')), Field(gt=0, le=1000)]
"""Milligrams."""
Weight: TypeAlias = Annotated[float, BeforeValidator(_quantity({"kg": 1.0}, '"70 kg"')), Field(ge=30, le=250)]
"""Kilograms; the bounds are those of `person.trainer_settings`."""
Percent: TypeAlias = Annotated[float, BeforeValidator(_quantity({"%": 1.0}, '"80 %"')), Field(ge=0, le=100)]
Flow: TypeAlias = Annotated[float, BeforeValidator(_quantity({"L/min": 1.0}, '"10 L/min"')), Field(ge=0, le=25)]
Pressure: TypeAlias = Annotated[float, BeforeValidator(_quantity({"mmHg": 1.0}, '"70 mmHg"')), Field(gt=0, le=300)]
PerMinute: TypeAlias = Annotated[float, BeforeValidator(_quantity({"/min": 1.0}, '"50 /min"')), Field(ge=0, le=300)]
Part: TypeAlias = Annotated[float, Field(ge=0, le=1)]
"""From 0 (not at all) to 1."""
