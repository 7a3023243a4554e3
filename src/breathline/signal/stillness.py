"""Is the device still measuring? A living finger never gives exactly the same numbers for long."""

from __future__ import annotations

FROZEN_S = 120.0
"""SpO2 and pulse, both unchanged for so long, are doubted. In an hour of recordings of four clinical oximeters the
longest such run was 32 s; people lying still are steadier than those, hence almost four times that."""

FROZEN_WITH_PERFUSION_S = 90.0
"""With a perfusion index that does not move either, less is enough: in the same recordings all three never stood still
for longer than 10 s, in ten minutes of a fifth oximeter 20 s."""


class Stillness:
    """Watches for numbers that do not move."""

    def __init__(self) -> None:
        self._numbers: tuple[float, float | None, float | None] | None = None
        self._since = 0.0

    def clear(self) -> None:
        """Forget everything."""
        self._numbers = None

    def still(self, t: float, spo2: float, pulse: float | None, perfusion: float | None) -> float:
        """Take a reading's numbers and say for how many seconds they have stood still."""
        numbers = (spo2, pulse, perfusion)
        if numbers != self._numbers:
            self._numbers, self._since = numbers, t
        return t - self._since


def is_frozen(still_s: float, perfusion: float | None) -> bool:
    """Whether numbers have stood still for too long."""
    return still_s >= (FROZEN_S if perfusion is None else FROZEN_WITH_PERFUSION_S)
