"""EXPERIMENTAL. Breathing, guessed from what it does to the pleth; it refuses when it can't know.

It never silences or lowers anything, and is never shown without its quality.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BreathSigns:
    """EXPERIMENTAL. What the pleth says of breathing.

    Attributes:
        rate: Breaths a minute; None when it can't be known.
        quality: How far what breathing does to the pleth agrees with itself, 0..1.
        gap: Seconds without a breath; None when it can't be known.
    """

    rate: float | None
    quality: float
    gap: float | None


class BreathingMonitor:
    """EXPERIMENTAL. Breathing from one oximeter's pleth. No call raises, whatever comes in.

    Args:
        hz: Samples a second that the family sends.
    """

    def __init__(self, hz: float) -> None:
        self._hz = hz

    def clear(self) -> None:
        """Forget everything: another finger, another link."""

    def take(self, t: float, samples: Sequence[float]) -> None:
        """Take a block of samples.

        Args:
            t: When the newest of them arrived, seconds.
            samples: Device units, oldest first.
        """

    def at(self, t: float) -> BreathSigns | None:
        """What the pleth says of breathing at this time; None when there is none, or too little of it."""
        del t
        return None
