"""EXPERIMENTAL. What breathing does to a row of beats, as three waves, and what the waves have in common."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from breathline.signal.beats import middle
from breathline.signal.grade import grade

Samples = NDArray[np.float64]

TINY = 1e-12
"""Keeps a wave that does not move from being divided by nothing."""

GRID_HZ = 2.0
"""The waves are drawn so densely: the usual rate for this is 4, but beats are hardly denser than 2."""

GOOD = 0.5
"""From this quality on something is said."""

SLOWEST, FASTEST = 4.0, 40.0
"""Breaths a minute that are looked for."""

BREATHS_SEEN = 2.5
"""So many breaths must fit into the waves."""

SLOWEST_PULSE = 40.0
"""Beats a minute. Beats draw a breath that comes more than once in two of them as a slower one: with fewer beats, quiet
breathing would look like dangerous breathing."""

BEATS_A_BREATH = 2.2
"""Fewer beats than this can't draw a breath."""

_POINTS = 512
_STEP = GRID_HZ * 60.0 / _POINTS
"""Of the Fourier transform: tones a quarter of a breath a minute apart."""

_LOBE = 1.3
"""Half the width of a steady breath in the spectrum, in cycles of the whole stretch (Hann window)."""

_OVERTONES_BELOW = 10.0
"""Breaths a minute. Slower breathing is a short breath and a long pause: a row of overtones, not one tone."""

_SHARE_WORST, _SHARE_BEST = 0.35, 0.75
"""How much of a wave the breaths must be; of pure chance they are about 0.2."""

_AGAIN_WORST, _AGAIN_BEST = 0.2, 0.6
"""How much a wave must be like itself a breath later: a drift is not."""

_ACTIVE_S = 4.0
"""About a breath's length: movement is measured over so long."""

_USUAL = 0.8
"""The quantile of that movement which stands for a breath: most of the time between slow breaths is pause."""

_NO_BREATH = 0.45
"""Less of the usual movement is none."""


@dataclass(frozen=True, slots=True)
class Breaths:
    """Breathing as it was seen.

    Attributes:
        rate: Breaths a minute.
        quality: How far the waves agree on it, 0..1.
        shares: How much of each wave it is, 0..1.
        usual: How much each wave moves with a breath.
    """

    rate: float
    quality: float
    shares: Samples
    usual: Samples


def waves(at: Samples, heights: Samples, feet: Samples, intervals: Samples) -> Samples:
    """Height, foot and interval of beats as three waves, as shares of what is usual.

    Args:
        at: When each beat came, seconds.
        heights: From foot to peak.
        feet: Where each foot lies.
        intervals: Seconds since the beat before.

    Returns:
        Three rows, from the first beat to the last, two samples a second.
    """
    grid = at[-1] - np.arange(int((at[-1] - at[0]) * GRID_HZ), -1, -1) / GRID_HZ
    height = middle(heights.tolist()) + TINY
    return np.stack(
        (
            np.interp(grid, at, heights / height),
            np.interp(grid, at, feet / height),
            np.interp(grid, at, intervals / middle(intervals.tolist())),
        )
    )


def breaths(drawn: Samples, pulse: float) -> Breaths | None:
    """What the waves have in common, if that can be breathing; None with too slow a pulse.

    Args:
        drawn: The three waves.
        pulse: Beats a minute.
    """
    many = drawn.shape[1]
    cycle = _POINTS / many  # once in the whole stretch, in points of the spectrum
    if pulse < SLOWEST_PULSE:
        return None
    first = math.ceil(max(SLOWEST / _STEP, BREATHS_SEEN * cycle))
    last = int(min(FASTEST, pulse / BEATS_A_BREATH) / _STEP)
    level = _level(drawn)
    power = _power(level, round(cycle), int(pulse / 2 / _STEP))
    peak = _peak(np.add.reduce(power, axis=0), first, last)
    shares = _shares(power, peak, _LOBE * cycle)
    alike = _alike(level, round(_POINTS / peak))
    grades = [
        min(grade(share, _SHARE_WORST, _SHARE_BEST), grade(again, _AGAIN_WORST, _AGAIN_BEST))
        for share, again in zip(shares.tolist(), alike.tolist(), strict=True)
    ]
    return Breaths(peak * _STEP, middle(grades), shares, _usual(drawn))


def _level(drawn: Samples) -> Samples:
    """The waves without their mean and their slant."""
    many = drawn.shape[1]
    line = np.arange(many) - (many - 1) / 2
    level = drawn - np.add.reduce(drawn, axis=1, keepdims=True) / many
    slant = level @ line / (line @ line)
    return np.asarray(level - slant[:, None] * line)


def _power(level: Samples, slowest: int, fastest: int) -> Samples:
    """How much of each wave each tone is, from the slowest to the fastest that beats can draw."""
    spectrum = np.fft.rfft(level * _window(level.shape[1]), _POINTS)[:, :fastest]
    power = spectrum.real**2 + spectrum.imag**2
    power[:, :slowest] = 0.0
    power /= np.add.reduce(power, axis=1, keepdims=True) + TINY
    return power


@cache
def _window(many: int) -> Samples:
    return np.asarray(np.hanning(many))


def _peak(common: Samples, first: int, last: int) -> int:
    """The tone that stands out; a slow one also by its first overtone."""
    score = common[first:last].copy()
    slow = np.arange(first, min(last, int(_OVERTONES_BELOW / _STEP))) * 2
    slow = slow[slow < len(common)]
    score[: len(slow)] += common[slow] / 2
    return first + int(np.argmax(score))


def _shares(power: Samples, peak: int, aside: float) -> Samples:
    """How much of each wave breaths of this rate are."""
    near = np.zeros(power.shape[1], dtype=bool)
    for overtone in (1, 2, 3) if peak * _STEP < _OVERTONES_BELOW else (1,):
        near[int(overtone * peak - aside) : int(overtone * peak + aside) + 1] = True
    return np.asarray(np.add.reduce(power[:, near], axis=1))


def _alike(level: Samples, later: int) -> Samples:
    """How much each wave is like itself a breath later."""
    early, late = level[:, :-later], level[:, later:]
    size = np.add.reduce(early * early, axis=1) * np.add.reduce(late * late, axis=1)
    return np.asarray(np.add.reduce(early * late, axis=1) / (np.sqrt(size) + TINY))


def pause(drawn: Samples, known: Breaths) -> float | None:
    """Seconds since the waves last moved as they do with a breath; None when they don't in the whole stretch."""
    weights = known.shares / (known.usual + TINY) / float(np.add.reduce(known.shares))
    moved = weights @ _movement(drawn)
    breathing = np.flatnonzero(moved >= _NO_BREATH)
    return (len(moved) - 1 - int(breathing[-1])) / GRID_HZ if len(breathing) else None


def _usual(drawn: Samples) -> Samples:
    """How much each wave moves with a breath."""
    moved = np.sort(_movement(drawn), axis=1)
    return moved[:, int(_USUAL * moved.shape[1])]


def _movement(drawn: Samples) -> Samples:
    """How much each wave moves around each moment."""
    width = int(_ACTIVE_S * GRID_HZ)
    sums = np.add.accumulate(drawn, axis=1)
    squares = np.add.accumulate(drawn * drawn, axis=1)
    mean = (sums[:, width:] - sums[:, :-width]) / width
    return np.sqrt(np.maximum((squares[:, width:] - squares[:, :-width]) / width - mean * mean, 0.0))
