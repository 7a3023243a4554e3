"""The shape of the alarm sounds: pulses, pauses and pitch, after IEC 60601-1-8.

Three priorities are told apart by the number of pulses, their pace and their pitch, so that a person who knows any
hospital monitor knows these. The standard itself is sold; its figures here are those that manuals of monitors quote
(ten, three and one pulses; a fundamental of 150 to 1000 Hz with at least four harmonics between 300 and 4000 Hz
within 15 dB of it) and, where no manual does, as remembered from the standard. Breathline is not certified to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from breathline.events.model import Priority


@dataclass(frozen=True, slots=True)
class Shape:
    """A burst.

    Attributes:
        fundamental_hz: Pitch of its pulses.
        pulse_s: Length of a pulse.
        gaps_s: Silence between one pulse and the next; there is one pulse more than gaps.
        again_s: Silence from the end of a burst to the next.
    """

    fundamental_hz: float
    pulse_s: float
    gaps_s: tuple[float, ...]
    again_s: float

    @property
    def length_s(self) -> float:
        """From the first pulse's start to the last one's end."""
        return self.pulse_s * (len(self.gaps_s) + 1) + sum(self.gaps_s)

    @property
    def period_s(self) -> float:
        """From the start of a burst to the start of the next."""
        return self.length_s + self.again_s


def _three_and_two(pulse_s: float, gap_s: float, half_s: float) -> tuple[float, ...]:
    # Between the three and the two the pause is as long as a pulse that was left out.
    half = (gap_s, gap_s, 2 * gap_s + pulse_s, gap_s)
    return (*half, half_s, *half)


SHAPES = MappingProxyType(
    {
        # Pulses of 75 to 200 ms, 50 to 125 ms apart; 2.5 to 15 s between bursts: short, for hands that are needed.
        Priority.HIGH: Shape(523.0, 0.15, _three_and_two(0.15, 0.1, 0.5), 4.0),
        # Pulses of 125 to 250 ms, 125 to 250 ms apart; 2.5 to 30 s between bursts.
        Priority.MEDIUM: Shape(440.0, 0.2, (0.2, 0.2), 8.0),
        # One pulse; more than 15 s between, as monitors do that repeat it at all.
        Priority.LOW: Shape(330.0, 0.2, (), 30.0),
    }
)
