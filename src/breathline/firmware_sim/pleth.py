"""A plausible pulse wave: one beat after another, as a finger clip draws it."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi
from random import Random

_LANDMARKS = ((0.0, 0.0), (0.175, 1.0), (0.40, 0.49), (0.45, 0.51), (1.0, 0.0))
"""Share of the beat, share of its height: onset, systolic peak, notch, diastolic peak, next onset. The usual
landmarks of a synthetic photoplethysmogram (as in NeuroKit2's)."""
_FOOT = 10.0
_HEIGHT = 80.0
"""Device units, so that the wave stays within the 0..100 that every family can carry."""
_FULL_PERFUSION = 2.0
"""Percent; from here on the wave fills the display. Below, it shrinks with the perfusion index."""
_JITTER = 0.02
"""Standard deviation of a beat's length, as a share of it."""


def beat_height(phase: float) -> float:
    """The height of one beat, 0..1, at a phase of 0..1; half cosines between the landmarks."""
    for (x0, y0), (x1, y1) in pairwise(_LANDMARKS):
        if phase <= x1:
            return y0 + (y1 - y0) * (1 - cos(pi * (phase - x0) / (x1 - x0))) / 2
    return 0.0


class Pleth:
    """Draws the wave sample by sample.

    Args:
        random: Where the small differences between beats come from.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._phase = 0.0
        self._stretch = 1.0

    def sample(self, step_s: float, pulse: float, perfusion: float) -> float:
        """The next sample, 0..100, `step_s` seconds after the one before; flat without a pulse."""
        self._phase += step_s * pulse / 60 * self._stretch
        if self._phase >= 1:
            self._phase %= 1
            self._stretch = 1 + self._random.gauss(0, _JITTER)
        full = min(perfusion / _FULL_PERFUSION, 1.0) if pulse else 0.0
        return float(round(_FOOT + _HEIGHT * full * beat_height(self._phase)))
