"""Which of a device's numbers can be numbers of a living body at all, and why the others are refused."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """Why a reading, or a number in it, was not used."""

    NOT_A_TIME = "not_a_time"
    """Its time is not finite, or further away than any response."""
    TIME_BACKWARDS = "time_backwards"
    """It is stamped before the reading we already had."""
    FROM_THE_FUTURE = "from_the_future"
    """It is stamped more than a minute after all that came before, and nothing else says that a minute has passed."""
    MERGED = "merged"
    """It came in the same quarter of a second as the reading before: doubled, or one of a fast stream."""
    NOT_A_NUMBER = "not_a_number"
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers that are believed possible, both ends included."""

    lowest: float
    highest: float

    def check(self, value: float | None) -> tuple[float | None, Refusal | None]:
        """Take a number or refuse it.

        Args:
            value: What the device said; None when it said it has none.

        Returns:
            The number and None, or None and the reason. A missing number is neither: (None, None).
        """
        if value is None:
            return None, None
        if self.lowest <= value <= self.highest:
            return value, None
        return None, Refusal.NOT_A_NUMBER if math.isnan(value) else Refusal.OUT_OF_RANGE


SPO2 = Range(1.0, 100.0)
"""Percent. Oximeters are calibrated from 70 up but go on counting below it, and so does an overdose; 0 is how many
families say "none", and above 100 there is nothing."""

PULSE = Range(10.0, 350.0)
"""Beats a minute. Wider than any clip claims (25 to 240), because a sedated heart can beat twenty times a minute."""

PERFUSION = Range(0.0, 100.0)
"""Percent, by its definition. Devices show 0.02 to 20."""

FARTHEST_S = 1e9
"""Thirty years. A time beyond it is a broken number, and quarter seconds could not be told apart there."""


def is_time(t: float) -> bool:
    """Whether this can be a time in seconds at all."""
    return -FARTHEST_S <= t <= FARTHEST_S


@dataclass(frozen=True, slots=True)
class Jump:
    """How far a quantity can move between two readings before it is doubted.

    A jump is not refused: it may be true (the clip went to another person). It is dimmed until enough readings
    after it agree.

    Attributes:
        fall: What it may fall at once (rounding, averaging).
        fall_per_s: And in each second between the readings.
        rise: What it may rise at once.
        rise_per_s: And in each second.
    """

    fall: float
    fall_per_s: float
    rise: float
    rise_per_s: float

    def between(self, before: float, after: float, seconds: float) -> bool:
        """Whether the step from one number to the next is too far."""
        step = after - before
        if step < 0:
            return -step > self.fall + self.fall_per_s * seconds
        return step > self.rise + self.rise_per_s * seconds


SPO2_JUMP = Jump(fall=4.0, fall_per_s=1.0, rise=6.0, rise_per_s=6.0)
"""Percent. Apnoea takes off at most about 1 % a second; in three recordings of four clinical oximeters each, with
SpO2 down to 65, the largest fall from one second to the next was 3 and the largest rise 11 (UW hypoxemia data)."""

PULSE_JUMP = Jump(fall=15.0, fall_per_s=10.0, rise=15.0, rise_per_s=10.0)
"""Beats a minute. The same recordings never moved more than 11 in a second; motion throws it by 30 and more."""
