"""A plausible pulse wave: one beat after another, as a clip draws it, with what breathing, motion and light do."""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin, tau
from random import Random
from typing import Final

from breathline.firmware_sim.optics import FASTEST_BPM, seen_perfusion
from breathline.firmware_sim.truth import Truth

_LANDMARKS = ((0.0, 0.0), (0.175, 1.0), (0.40, 0.49), (0.45, 0.51), (1.0, 0.0))
"""Share of the beat, share of its height: onset, systolic peak, notch, diastolic peak, next onset. The usual
landmarks of a synthetic photoplethysmogram (as in NeuroKit2's)."""
_FOOT = 20.0
_HEIGHT = 70.0
_LOWEST, _HIGHEST = 1.0, 100.0
"""Device units, so that the wave with the deepest breath stays within the 0..100 that every family can carry. In some,
0 is a sample that is none."""
_FULL_PERFUSION = 2.0
"""Percent; from here on the wave fills the display. Below, it shrinks with the perfusion index."""
_JITTER = 0.02
"""Standard deviation of a beat's length, as a share of it."""
_JITTER_COMPRESSED = 0.06
"""Hands are no clockwork (design)."""

QUIET_BREATH_L: Final = 0.5
DEEPEST: Final = 2.0
"""A quiet breath; a deep one moves the wave no more than two of those."""
BREATH_AMPLITUDE, BREATH_BASELINE, BREATH_INTERVAL = 0.10, 0.10, 0.05
"""What a quiet breath takes from a beat's height, from its foot (as a share of the height) and from the time to the
next beat: 3 to 10 %."""

_MOVES = 4
_MOVES_BPM = (30.0, 180.0)
_MOVES_FOR_S = 3.0
"""A moving hand pushes and pulls a half to three times a second, and differently every few seconds (design)."""
_MOVES_HEIGHT = 70.0
"""Device units of one of these moves at the worst: larger than a pulse."""
_MAINS_HZ = 60.0
_FLICKER, _GLARE = 8.0, 15.0
"""Lamps flicker with the mains; samples that come slower draw that as something slower. Device units at the worst, and
by how much the light lifts the wave (design)."""

_TABLE = 512


def beat_height(phase: float) -> float:
    """The height of one beat, 0..1, at a phase of 0..1; half cosines between the landmarks."""
    for (x0, y0), (x1, y1) in pairwise(_LANDMARKS):
        if phase <= x1:
            return y0 + (y1 - y0) * (1 - cos(pi * (phase - x0) / (x1 - x0))) / 2
    return 0.0


_BEAT = tuple(beat_height(number / _TABLE) for number in range(_TABLE))


class Pleth:
    """Draws the wave, some samples at a time.

    Args:
        random: Where the small differences between beats come from.
        hz: Samples a second.
    """

    def __init__(self, random: Random, hz: float) -> None:
        self._random = random
        self._hz = hz
        self._phase = 0.0
        self._stretch = 1.0
        self._breath = 0.0
        self._drawn = 0
        self._moves: list[tuple[float, float]] = []
        self._moves_until = 0

    def draw(self, many: int, truth: Truth) -> list[float]:
        """The next samples, 0..100; flat without a pulse.

        Args:
            many: How many.
            truth: What is true at their end; the chest goes there evenly from where it was before them.
        """
        wave, worn = self._beats(many, truth), truth.worn
        if worn.motion:
            self._stir(wave, worn.motion)
        if worn.light:
            self._light(wave, worn.light)
        if worn.motion or worn.light:
            wave = [min(max(sample, _LOWEST), _HIGHEST) for sample in wave]
        self._drawn += many
        return [float(round(sample)) for sample in wave]

    def _beats(self, many: int, truth: Truth) -> list[float]:
        pulse = min(max(truth.pulse, 0.0), FASTEST_BPM)
        full = min(seen_perfusion(truth.perfusion, truth.worn) / _FULL_PERFUSION, 1.0) if pulse else 0.0
        height, breath = _HEIGHT * full, self._breath
        rise = (min(max(truth.lungs_l / QUIET_BREATH_L, 0.0), DEEPEST) - breath) / many
        phase, step = self._phase, pulse / 60.0 / self._hz
        jitter = _JITTER_COMPRESSED if truth.compressed else _JITTER
        wave = []
        for _ in range(many):
            breath += rise
            phase += step * self._stretch * (1.0 + BREATH_INTERVAL * breath)
            if phase >= 1.0:
                phase %= 1.0
                self._stretch = 1.0 + self._random.gauss(0, jitter)
            beat = _BEAT[int(phase * _TABLE)] * (1.0 - BREATH_AMPLITUDE * breath)
            wave.append(_FOOT + height * (beat - BREATH_BASELINE * breath))
        self._phase, self._breath = phase, breath
        return wave

    def _stir(self, wave: list[float], motion: float) -> None:
        """A hand that moves."""
        if self._drawn >= self._moves_until:
            self._moves_until = self._drawn + round(_MOVES_FOR_S * self._hz)
            self._moves = [
                (self._random.uniform(*_MOVES_BPM) / 60.0 * tau / self._hz, self._random.uniform(0.0, tau))
                for _ in range(_MOVES)
            ]
        for number in range(len(wave)):
            at = self._drawn + number
            wave[number] += _MOVES_HEIGHT * motion * sum(sin(speed * at + begin) for speed, begin in self._moves)

    def _light(self, wave: list[float], light: float) -> None:
        """Light from the room."""
        for number in range(len(wave)):
            flicker = sin(tau * _MAINS_HZ / self._hz * (self._drawn + number))
            wave[number] += light * (_GLARE + _FLICKER * flicker)
