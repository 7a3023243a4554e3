"""The box's one conditioner, seen from a response: the same readings, counted from the response's start."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from breathline.device.response import Conditions
    from breathline.words import Fault, Reading, Vitals


class Shifted:
    """Turns a response's seconds into the box's and back, so that a start does not forget the number.

    Args:
        conditioner: Lives as long as the box and counts by its clock.
        began: When the response began, by the box's clock.
    """

    def __init__(self, conditioner: Conditions, began: float) -> None:
        self._conditioner = conditioner
        self._began = began

    def take(self, reading: Reading) -> Vitals | None:
        """As the conditioner's."""
        vitals = self._conditioner.take(replace(reading, t=reading.t + self._began))
        return None if vitals is None else replace(vitals, t=reading.t)

    def hear(self, fault: Fault, t: float) -> Vitals:
        """As the conditioner's."""
        return replace(self._conditioner.hear(fault, t + self._began), t=t)

    def at(self, t: float) -> Vitals:
        """As the conditioner's."""
        return replace(self._conditioner.at(t + self._began), t=t)
