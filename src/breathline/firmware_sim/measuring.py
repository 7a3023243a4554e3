"""What a clip makes of what it sees, second by second: search, average, hold, dashes, and all of it a little late."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from breathline.firmware_sim.blood_way import BloodWay, Lag
from breathline.firmware_sim.habits import Habits
from breathline.firmware_sim.optics import (
    FASTEST_BPM,
    LOW_PERFUSION,
    MOST_PERFUSION,
    SLOWEST_BPM,
    Second,
    second,
)
from breathline.firmware_sim.truth import Truth
from breathline.words import Flag

SEARCHING_S: Final = 5.0
SEARCHING_LONGEST_S: Final = 10.0
"""Seconds from finger on to the first value: 5 to 10 after a clip is put back. The weaker the pulse, the longer."""
EASY_PERFUSION: Final = 2.0
"""Percent; from here on it is found as soon as can be (design)."""
PULSE_WANDERS_BPM, PERFUSION_WANDERS, WANDERS_S = 1.0, 0.06, 8.0
"""No living finger gives the same numbers for long: in recordings of five oximeters SpO2, pulse and perfusion index
together never stood still for over 20 s. Standard deviation of a pulse and (as a part of it) of a perfusion index, and
the time constant with which they wander (design)."""
SEARCHING: Final = frozenset({Flag.SEARCHING})
WEAK: Final = frozenset({Flag.WEAK_SIGNAL})


def searching_s(perfusion: float) -> float:
    """How long a pulse of this perfusion index (percent) is searched for, seconds."""
    hard = (EASY_PERFUSION - perfusion) / (EASY_PERFUSION - LOW_PERFUSION)
    return SEARCHING_S + (SEARCHING_LONGEST_S - SEARCHING_S) * min(max(hard, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Display:
    """What the device shows this second.

    Attributes:
        spo2: Whole percent, 1 to 100; None is dashes.
        pulse: Whole beats a minute; None is dashes.
        perfusion: Percent, in tenths; None is dashes.
        flags: What it says about them.
    """

    spo2: float | None = None
    pulse: float | None = None
    perfusion: float | None = None
    flags: frozenset[Flag] = frozenset()


class Wander:
    """A number that goes up and down around 0, with a standard deviation of 1.

    Args:
        random: Where it goes.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._kept = math.exp(-1.0 / WANDERS_S)
        self._pushed = math.sqrt(1.0 - self._kept**2)
        self._now = 0.0

    def step(self) -> float:
        """Where it is a second later."""
        self._now = self._kept * self._now + self._random.gauss(0, self._pushed)
        return self._now


class Measuring:
    """One clip's.

    Args:
        habits: Of its family.
        lag: How late it is.
        random: Where its small differences come from.
    """

    def __init__(self, habits: Habits, lag: Lag, random: Random) -> None:
        self._habits = habits
        self._random = random
        self._way = BloodWay(lag)
        self._pulse, self._perfusion = Wander(random), Wander(random)
        self._recent: deque[tuple[float, float]] = deque(maxlen=habits.averaging_s)
        # It shows once a second, so that a delay of 1.5 s is one of 2.
        self._coming: deque[Display] = deque(maxlen=1 + math.ceil(lag.display_s))
        self._found_at: float | None = None
        self._lost_at: float | None = None
        self._gone_at: float | None = None
        self._shown = Display()

    def blood(self, t: float, truth: Truth) -> float:
        """Let blood leave for the finger; gives back the saturation of what arrives there, percent."""
        return self._way.arrives(t, truth.spo2, truth.flow, truth.cold)

    def look(self, t: float, truth: Truth, *, switched_on: bool, finger: bool) -> Display:
        """What it shows at `t` seconds; call it once a second, whether it is on a finger or not.

        Args:
            t: Seconds.
            truth: What is true.
            switched_on: Whether it is.
            finger: Whether it is on one.
        """
        spo2 = self.blood(t, truth)
        if not switched_on:
            self._forget()
            self._shown = Display(flags=SEARCHING)
        elif finger:
            self._gone_at = None
            self._shown = self._with_finger(t, second(truth, spo2, self._habits.needs_perfusion, self._random))
        else:
            self._shown = self._without_finger(t)
        return self._shown

    def _with_finger(self, t: float, seen: Second) -> Display:
        if seen.lost:
            return self._without_pulse(t, seen)
        self._lost_at = None
        if self._found_at is None:
            self._found_at = t
        if t - self._found_at < searching_s(seen.perfusion):
            return Display(flags=seen.flags | SEARCHING)
        self._recent.append((seen.spo2, seen.pulse + PULSE_WANDERS_BPM * self._pulse.step()))
        self._coming.append(self._mean(seen))
        if len(self._coming) < (self._coming.maxlen or 1):
            return Display(flags=seen.flags | SEARCHING)
        # What is the matter now is said at once, and what was the matter as long as its numbers show.
        return replace(self._coming[0], flags=self._coming[0].flags | seen.flags)

    def _mean(self, seen: Second) -> Display:
        spo2, pulse = (sum(values) / len(self._recent) for values in zip(*self._recent, strict=True))
        perfusion = seen.perfusion * max(1.0 + PERFUSION_WANDERS * self._perfusion.step(), 0.0)
        return Display(
            spo2=float(min(max(round(spo2), 1), 100)),
            pulse=float(min(max(round(pulse), SLOWEST_BPM), FASTEST_BPM)),
            perfusion=round(min(perfusion, MOST_PERFUSION), 1),
            flags=seen.flags,
        )

    def _without_pulse(self, t: float, seen: Second) -> Display:
        """Hold what was, marked; then dashes, and a new search."""
        self._lost_at = t if self._lost_at is None else self._lost_at
        if self._shown.spo2 is not None and t - self._lost_at < self._habits.hold_weak_s:
            return replace(self._shown, flags=seen.flags | WEAK)
        self._forget()
        return Display(flags=seen.flags | SEARCHING)

    def _without_finger(self, t: float) -> Display:
        self._forget()
        self._gone_at = t if self._gone_at is None else self._gone_at
        if self._shown.spo2 is not None and t - self._gone_at < self._habits.hold_s:
            return self._shown
        return Display(flags=frozenset({Flag.NO_FINGER}))

    def _forget(self) -> None:
        self._recent.clear()
        self._coming.clear()
        self._found_at = self._lost_at = None
