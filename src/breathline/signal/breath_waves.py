"""EXPERIMENTAL. What breathing does to a row of beats, as three waves, and what the waves have in common."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from breathline.signal.beats import middle
from breathline.signal.grade import grade

Samples = NDArray[np.float64]

GRID_HZ = 2.0
"""The waves are drawn so densely: the usual rate for this is 4, but beats are hardly denser than 2."""

GOOD = 0.5
"""From this quality on something is said."""

SLOWEST, FASTEST = 4.0, 40.0
"""Breaths a minute that are looked for."""

BREATHS_SEEN = 2.5
"""So many breaths must fit into the waves."""

BEATS_A_BREATH = 2.2
"""Fewer beats than this can't draw a breath."""

_POINTS = 512
"""Of the Fourier transform: a quarter of a breath a minute apart."""

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
    height = middle(heights.tolist())
    return np.stack(
        (
            np.interp(grid, at, heights / height),
            np.interp(grid, at, feet / height),
            np.interp(grid, at, intervals / middle(intervals.tolist())),
        )
    )


def breaths(drawn: Samples, pulse: float) -> Breaths | None:
    """What the waves have in common, if that can be breathing.

    Args:
        drawn: The three waves.
        pulse: Beats a minute.
    """
    many = drawn.shape[1]
    line = np.arange(many) - (many - 1) / 2
    level = drawn - np.add.reduce(drawn, axis=1, keepdims=True) / many
    level -= (level @ line / (line @ line))[:, None] * line
    spectrum = np.fft.rfft(level * np.hanning(many), _POINTS)
    power = spectrum.real**2 + spectrum.imag**2
    step = GRID_HZ * 60.0 / _POINTS
    wide = 60.0 * GRID_HZ / many
    low, high = max(SLOWEST, BREATHS_SEEN * wide), min(FASTEST, pulse / BEATS_A_BREATH)
    first, last = int(np.ceil(low / step)), int(high / step)
    if last <= first:
        return None
    until = min(power.shape[1] - 1, int(pulse / 2 / step))
    power[:, : round(wide / step)] = 0.0
    total = np.add.reduce(power[:, :until], axis=1)
    power /= total[:, None] + 1e-12
    common = np.add.reduce(power, axis=0)
    score = common[first:last].copy()
    slow = int(_OVERTONES_BELOW / step) - first
    if slow > 0:
        double = np.arange(first, min(last, first + slow)) * 2
        score[: len(double)] += 0.5 * common[double]
    peak = first + int(np.argmax(score))
    near = np.zeros(power.shape[1], dtype=bool)
    overtones = (1, 2, 3) if peak * step < _OVERTONES_BELOW else (1,)
    for overtone in overtones:
        aside = _LOBE * wide / step
        near[max(0, int(overtone * peak - aside)) : int(overtone * peak + aside) + 1] = True
    near[until:] = False
    shares = np.add.reduce(power[:, near], axis=1)
    later = round(60.0 * GRID_HZ / (peak * step))
    early, late = level[:, :-later], level[:, later:]
    again = np.add.reduce(early * late, axis=1) / (
        np.sqrt(np.add.reduce(early * early, axis=1) * np.add.reduce(late * late, axis=1)) + 1e-12
    )
    grades = [
        min(grade(share, _SHARE_WORST, _SHARE_BEST), grade(like, _AGAIN_WORST, _AGAIN_BEST))
        for share, like in zip(shares.tolist(), again.tolist(), strict=True)
    ]
    quality = sorted(grades)[1]
    return Breaths(peak * step, quality, shares, _usual(drawn))


def pause(drawn: Samples, known: Breaths) -> float | None:
    """Seconds since the waves last moved as they do with a breath; None when they don't in the whole stretch."""
    moved = (known.shares @ (_movement(drawn) / (known.usual[:, None] + 1e-12))) / float(np.add.reduce(known.shares))
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
