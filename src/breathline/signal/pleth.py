"""What the pleth wave says besides the numbers: is it a pulse at all, how fast, and how large.

Anything that beats evenly is a pulse to it, compressions too: what they move in a finger looks the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from breathline.signal import beats
from breathline.signal.grade import grade
from breathline.signal.wave import Wave

WINDOW_S = 10.0
"""Seconds of pleth that are looked at: three beats at 20 a minute, and no more, so that motion is forgotten soon."""

ENOUGH_S = 5.0
"""Less in one piece says nothing."""

STEP_S = 1.0
"""How often it is looked at, in seconds of samples."""

SILENT_S = 2.0
"""After so long without a block there is no pleth."""

GOOD = 0.5
"""From this quality on there is a pulse."""

RECENT = 2.5
"""A pulse has stopped when no beat came for so many periods."""

BEATS_AT_ALL = 0.3
"""A pulse under motion is still so much like itself a period later; plain noise is in one look of twenty."""

UNEVEN = 0.2
"""A beat that comes so much earlier or later than usual, as a share of the usual interval, is out of step."""


@dataclass(frozen=True, slots=True)
class PlethSigns:
    """What a pleth says of its last ten seconds.

    Attributes:
        quality: How much it looks like a pulse, 0..1: as good as the worst of what is asked of it.
        pulse: Beats a minute; None when the quality is below 0.5.
        amplitude: From foot to peak of a usual beat in device units; 0 when nothing beats.
        intervals: Seconds from beat to beat, oldest first.
        alive: Whether it moves and beats at all, and has not stopped.
    """

    quality: float
    pulse: float | None
    amplitude: float
    intervals: tuple[float, ...]
    alive: bool


DEAD = PlethSigns(0.0, None, 0.0, (), alive=False)


class PlethMonitor:
    """What to believe of one oximeter's pleth. No call raises, whatever comes in.

    Args:
        hz: Samples a second that the family sends.
    """

    def __init__(self, hz: float) -> None:
        self._wave = Wave(hz, WINDOW_S + 2 * STEP_S)
        self._step = max(1, int(STEP_S * self._wave.rate))
        self._window = int(WINDOW_S * self._wave.rate)
        self._looked = (0, 0)
        self._signs: PlethSigns | None = None

    def clear(self) -> None:
        """Forget everything: another finger, another link."""
        self._wave.clear()

    def take(self, t: float, samples: Sequence[float]) -> None:
        """Take a block of samples.

        Args:
            t: When the newest of them arrived, seconds.
            samples: Device units, oldest first.
        """
        self._wave.add(t, samples)

    def at(self, t: float) -> PlethSigns | None:
        """What the pleth says at this time; None when there is none, or too little of it in one piece."""
        heard = self._wave.heard
        if heard is None or not t - heard < SILENT_S:
            return None
        steps = self._wave.count // self._step
        if (self._wave.stretch, steps) != self._looked:
            self._looked = self._wave.stretch, steps
            self._signs = self._look(steps * self._step)
        return self._signs

    def _look(self, count: int) -> PlethSigns | None:
        wave = self._wave.unbroken(count, self._window)
        if len(wave) < ENOUGH_S * self._wave.rate:
            return None
        found = beats.find(wave, self._wave.rate)
        return DEAD if found is None else signs(found, len(wave), self._wave.rate)


def signs(found: beats.Beats, many: int, rate: float) -> PlethSigns:
    """What the beats of a stretch say.

    Args:
        found: The beats.
        many: Samples in the stretch.
        rate: Samples a second.
    """
    times = found.at.tolist()
    intervals = [after - before for before, after in pairwise(times)]
    usual = beats.middle(intervals)
    even = sum(abs(interval - usual) <= UNEVEN * usual for interval in intervals) / len(intervals)
    heights = (found.tops - found.feet).tolist()
    amplitude = beats.middle(heights)
    recent = many - times[-1] <= RECENT * max(usual, found.period)
    quality = min(
        grade(found.periodicity, 0.45, 0.85),
        grade(found.likeness, 0.7, 0.95),
        grade(even, 0.5, 0.9),
        grade(abs(usual / found.period - 1.0), 0.25, 0.1),
        grade(found.clipped, 0.4, 0.15),
        grade(found.noise, amplitude / 2.0, amplitude / 6.0),
        grade(max(heights), 3.5 * amplitude, 1.5 * amplitude),
    )
    if not recent:
        quality = 0.0
    return PlethSigns(
        quality=quality,
        pulse=60.0 * rate / usual if quality >= GOOD else None,
        amplitude=amplitude,
        intervals=tuple(interval / rate for interval in intervals),
        alive=recent and found.periodicity >= BEATS_AT_ALL,
    )
