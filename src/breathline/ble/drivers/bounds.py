"""What can be a value at all. Wire formats carry more than a body can show; the rest is "no value"."""

from __future__ import annotations

SPO2_MAX = 100.0
"""Percent; a saturation is a share."""
PULSE_MAX = 511.0
"""Beats a minute; the largest any family's field holds (nine bits), itself a "missing" code in some."""
PERFUSION_MAX = 100.0
"""Percent; the pulsing part of the light is a share. Displays end at 20."""
BATTERY_MAX = 100
"""Percent."""


def spo2_or_none(percent: float) -> float | None:
    """The SpO2 in percent, or None where it can't be one. Devices send a plain 0 for "none"."""
    return percent if 0 < percent <= SPO2_MAX else None


def pulse_or_none(beats_a_minute: float) -> float | None:
    """The pulse in beats a minute, or None where it can't be one. Devices send a plain 0 for "none"."""
    return beats_a_minute if 0 < beats_a_minute <= PULSE_MAX else None


def perfusion_or_none(percent: float) -> float | None:
    """The perfusion index in percent, or None where it can't be one. Devices send a plain 0 for "none"."""
    return percent if 0 < percent <= PERFUSION_MAX else None


def to_field(value: float | None, highest: int, *, times: int = 1, none: int = 0) -> int:
    """The whole number that a frame holds for a value.

    Args:
        value: In its own unit; None when there is none.
        highest: The largest number the field can hold for a value.
        times: Steps of the field in one unit: 10 for tenths.
        none: What the field holds when there is no value.
    """
    return none if value is None else min(max(round(value * times), 0), highest)
