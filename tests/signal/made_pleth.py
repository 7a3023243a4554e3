"""Made-up pleth for tests and benchmarks: what breathing, motion and a weak pulse do to a wave, at known rates.

Shape of a beat: the landmarks of a synthetic photoplethysmogram as in NeuroKit2 (onset, systolic peak, notch, diastolic
peak), as sines. Breathing moves amplitude, baseline and interval by 3 to 10 %.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

_PHASES = (0.0, 0.05, 0.175, 0.30, 0.40, 0.45, 0.70, 1.0)
_HEIGHTS = (0.0, 0.15, 1.0, 0.72, 0.49, 0.51, 0.22, 0.0)
_BREATH_S = 4.0
"""A breath, in and out, takes so long however seldom it comes."""


@dataclass(frozen=True)
class Made:
    """A pleth to be made.

    Attributes:
        seconds: How long.
        hz: Samples a second.
        pulse: Beats a minute.
        breaths: Breaths a minute; 0 for none at all.
        without: Spans (from, to) in seconds without a breath.
        amplitude: How much breathing moves the amplitude, as a share of it.
        baseline: How much it moves the baseline, as a share of the amplitude.
        interval: How much it moves the interval between beats, as a share of it.
        jitter: Standard deviation of an interval, as a share of it.
        slow_waves: Blood pressure's own waves, six a minute: how much they move all three, as a share.
        height: From foot to peak, device units.
        noise: Standard deviation of what is added to each sample, device units.
        motion: Spans (from, to) in seconds in which the hand moves.
        seed: Of everything that is random.
    """

    seconds: float = 60.0
    hz: float = 50.0
    pulse: float = 72.0
    breaths: float = 0.0
    without: tuple[tuple[float, float], ...] = ()
    amplitude: float = 0.08
    baseline: float = 0.08
    interval: float = 0.04
    jitter: float = 0.01
    slow_waves: float = 0.0
    height: float = 60.0
    noise: float = 0.3
    motion: tuple[tuple[float, float], ...] = ()
    seed: int = 1

    def samples(self) -> Samples:
        """The samples, whole numbers as devices send them."""
        chance = np.random.default_rng(self.seed)
        t = np.arange(round(self.seconds * self.hz)) / self.hz
        breath = self._breath(t, chance)
        slow = self.slow_waves * np.sin(2 * np.pi * (0.1 * t + 0.3 * np.sin(0.05 * t) + chance.random()))
        beat = self._beat(t, self.interval * breath + slow / 2, chance)
        shape = np.interp(beat % 1.0, np.linspace(0.0, 1.0, 101), _shape())
        wave = shape * (1 + self.amplitude * breath + slow) + self.baseline * breath + slow
        wave = 0.2 * self.height + self.height * wave + chance.normal(0.0, self.noise, len(t))
        for start, end in self.motion:
            wave += self._motion(t, start, end, chance)
        return np.round(wave)

    def moved(self, **changes: object) -> Made:
        """The same with some things otherwise."""
        return replace(self, **changes)  # type: ignore[arg-type]  # names and types are the fields' own

    def _breath(self, t: Samples, chance: np.random.Generator) -> Samples:
        """-1..1: how far the chest is out."""
        if not self.breaths:
            return np.zeros_like(t)
        lengths = 60.0 / self.breaths * (1 + chance.normal(0.0, 0.06, int(self.seconds * self.breaths / 60) * 2 + 9))
        starts = np.cumsum(lengths) - lengths[0]
        index = np.clip(np.searchsorted(starts, t, side="right") - 1, 0, None)
        length = lengths[np.clip(index + 1, 0, len(lengths) - 1)]
        inside = np.clip((t - starts[index]) / np.minimum(length, _BREATH_S), 0.0, 1.0)
        breath = np.where(t >= starts[0], -np.cos(2 * np.pi * inside), -1.0)
        for start, end in self.without:
            breath[(starts[index] >= start) & (starts[index] < end)] = -1.0
            breath[(t >= start) & (t < end) & (starts[index] >= start)] = -1.0
        return np.asarray(breath)

    def _beat(self, t: Samples, moved: Samples, chance: np.random.Generator) -> Samples:
        """How many beats there have been."""
        speed = self.pulse / 60.0 / (1 + moved)
        stretch = 1 + chance.normal(0.0, self.jitter, int(self.seconds * self.pulse / 60 * 2) + 9)
        first = np.cumsum(speed) / self.hz
        ends = np.concatenate(([0.0], np.cumsum(stretch)))
        return np.asarray(np.interp(first, ends, np.arange(len(stretch) + 1.0)))

    def _motion(self, t: Samples, start: float, end: float, chance: np.random.Generator) -> Samples:
        """Pushes and pulls of a half to three a second, larger than the pulse."""
        moves = np.zeros_like(t)
        for _ in range(6):
            wander = 2 * np.sin(chance.uniform(0.5, 2.0) * t)
            moves += np.sin(2 * np.pi * (chance.uniform(0.4, 3.0) * t + chance.random()) + wander)
        moves *= self.height * chance.uniform(0.4, 1.0)
        return np.asarray(np.where((t >= start) & (t < end), moves, 0.0))


def _shape() -> Samples:
    """One beat, 0..1, at 101 phases."""
    phases = np.linspace(0.0, 1.0, 101)
    index = np.clip(np.searchsorted(_PHASES, phases, side="right") - 1, 0, len(_PHASES) - 2)
    left, right = np.take(_PHASES, index), np.take(_PHASES, index + 1)
    low, high = np.take(_HEIGHTS, index), np.take(_HEIGHTS, index + 1)
    smooth = np.interp(phases, _PHASES, _HEIGHTS)
    return np.asarray((smooth + low + (high - low) * (1 - np.cos(np.pi * (phases - left) / (right - left))) / 2) / 2)
