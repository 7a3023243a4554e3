"""Where the heart beats in a stretch of pleth, and how much each beat is like the others (numpy, no clock)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float64]

SHORTEST_S, LONGEST_S = 0.24, 3.0
"""Seconds from beat to beat: 250 to 20 a minute."""

FIRST_OF_BEST = 0.85
"""The period is the shortest one at which the wave is so much as like itself as at the best one: twice the period is
always as good, half of it (a second bump in each beat) is not."""

UPSTROKE = 0.4
"""A beat rises at least so steeply, as a share of what is usual in this stretch."""

REFRACTORY = 0.55
"""No beat comes sooner after another, as a share of the period."""

BEFORE, AFTER = 0.2, 0.5
"""How much of a beat is compared with the others around its steepest rise, as shares of the period."""

_SPREAD_S = 0.16
"""The rise is taken over so long: steep enough for a pulse of 250, smooth enough for a coarse wave."""

FEWEST = 3
"""Beats: two intervals can be compared, one can't."""

STILL = 1e-9
"""As a share of the largest number: a wave that moves less does not move."""


@dataclass(frozen=True, slots=True)
class Beats:
    """The beats of a stretch of pleth.

    Attributes:
        at: When each beat rises most steeply, in samples from the stretch's first.
        period: Samples from beat to beat by which the stretch is most like itself.
        periodicity: How much it is like itself then, up to 1.
        likeness: How much a beat is usually like the mean of all of them, up to 1.
        feet: The lowest sample between each beat and the next, device units; negative where a wave is turned upright.
        tops: The highest sample between each beat and the next, likewise.
        upside_down: Whether more blood is a lower number.
        clipped: Share of samples that are exactly the highest or the lowest of the stretch.
        noise: By how much a sample of a beat usually differs from the mean beat's, device units.
    """

    at: Samples
    period: float
    periodicity: float
    likeness: float
    feet: Samples
    tops: Samples
    upside_down: bool
    clipped: float
    noise: float


def find(wave: Samples, rate: float) -> Beats | None:
    """The beats of a stretch without holes; None when nothing in it repeats.

    Args:
        wave: Device units, upright or upside down.
        rate: Samples a second.
    """
    lowest, highest = float(np.minimum.reduce(wave)), float(np.maximum.reduce(wave))
    size = highest - lowest
    longest = min(int(LONGEST_S * rate), len(wave) // 2)
    if size <= STILL * max(abs(lowest), abs(highest)) or longest <= SHORTEST_S * rate + 2:
        return None
    wave = (wave - lowest) / size
    clipped = float(np.count_nonzero(wave == 1.0) + np.count_nonzero(wave == 0.0)) / len(wave)
    spread = max(1, round(_SPREAD_S * rate))
    rise = wave[spread:] - wave[:-spread]
    rise -= np.add.reduce(rise) / len(rise)
    squares = rise * rise
    upside_down = float(np.add.reduce(squares * rise)) < 0.0  # a pulse rises faster than it falls
    foot = lowest
    if upside_down:
        foot = -highest
        rise, wave = -rise, 1.0 - wave
    found = _period(rise, squares, max(2, int(SHORTEST_S * rate)), longest)
    if found is None:
        return None
    period, periodicity = found
    steepest = _steepest(rise, period)
    if len(steepest) < FEWEST:
        return None
    tops = np.maximum.reduceat(wave, steepest)[:-1]
    feet = np.minimum.reduceat(wave, steepest)[:-1]
    likeness, noise = _likeness(wave, steepest + spread // 2, period)
    return Beats(
        at=_refine(rise, steepest) + spread / 2,
        period=period,
        periodicity=periodicity,
        likeness=likeness,
        feet=feet * size + foot,
        tops=tops * size + foot,
        upside_down=upside_down,
        clipped=clipped,
        noise=noise * size,
    )


def _period(rise: Samples, squares: Samples, shortest: int, longest: int) -> tuple[float, float] | None:
    """By how many samples the wave must be moved to be most like itself, and how much it then is."""
    many = len(rise)
    room = _fast(many + longest + 1)
    spectrum = np.fft.rfft(rise, room)
    products = np.fft.irfft(spectrum.real**2 + spectrum.imag**2, room)[shortest - 1 : longest + 2]
    energy = np.add.accumulate(squares)
    total = float(energy[-1])
    if total <= STILL * many:
        return None
    heads = energy[many - longest - 2 : many - shortest + 1][::-1]
    tails = total - energy[shortest - 2 : longest + 1]
    alike = products / np.sqrt(heads * tails + (STILL * total) ** 2)
    tops = _tops(alike)
    if not len(tops):
        return None
    heights = alike[tops]
    first = int(tops[np.argmax(heights >= FIRST_OF_BEST * heights.max())])
    before, at, after = float(alike[first - 1]), float(alike[first]), float(alike[first + 1])
    aside = 0.5 * (before - after) / (before - 2 * at + after)
    return shortest - 1 + first + aside, min(1.0, at - 0.25 * (before - after) * aside)


@cache
def _fast(many: int) -> int:
    """The next length that a Fourier transform does quickly: a power of two, or one and a half times one."""
    room = 16
    while room < many:
        room *= 2
    return room * 3 // 4 if room * 3 // 4 >= many else room


def _tops(values: Samples) -> NDArray[np.intp]:
    """Where a value is higher than its neighbours; of equal ones, the last."""
    inner = values[1:-1]
    return ((inner >= values[:-2]) & (inner > values[2:])).nonzero()[0] + 1


def _steepest(rise: Samples, period: float) -> NDArray[np.intp]:
    """Where each beat rises most steeply."""
    tops = _tops(rise)
    if not len(tops):
        return tops
    heights = rise[tops].tolist()
    usual = sorted(heights)[-max(1, round(len(rise) / period)) :]
    enough = UPSTROKE * middle(usual)
    kept: list[int] = []
    highest = 0.0
    for at, height in zip(tops.tolist(), heights, strict=True):
        if height < enough:
            continue
        if kept and at - kept[-1] < REFRACTORY * period:
            if height > highest:
                kept[-1], highest = at, height
        else:
            kept.append(at)
            highest = height
    return np.array(kept, dtype=np.intp)


def _refine(rise: Samples, at: NDArray[np.intp]) -> Samples:
    """Between the samples: the top of the parabola through three of them."""
    before, top, after = rise[at - 1], rise[at], rise[at + 1]
    return at + 0.5 * (before - after) / (before - 2 * top + after)


def _likeness(wave: Samples, at: NDArray[np.intp], period: float) -> tuple[float, float]:
    """How much a beat is usually like the mean of all of them, and by how much its samples differ from it."""
    before, after = int(BEFORE * period), max(3, int(AFTER * period))
    whole = at[(at >= before) & (at + after <= len(wave))]
    if len(whole) < FEWEST - 1:
        return 0.0, 1.0
    rows = wave[whole[:, None] + np.arange(-before, after)]
    rows -= np.add.reduce(rows, axis=1, keepdims=True) / (before + after)
    squares = np.add.reduce(rows * rows, axis=1)
    mean = np.add.reduce(rows, axis=0) / len(whole)
    own = float(mean @ mean)
    alike = (rows @ mean) / (np.sqrt(squares * own) + STILL)
    noise = (float(np.add.reduce(squares)) / len(whole) - own) / (before + after)
    return middle(alike.tolist()), math.sqrt(max(0.0, noise))


def middle(values: Sequence[float]) -> float:
    """The median: the higher of two in the middle. For a few numbers; numpy's takes longer to begin."""
    return sorted(values)[len(values) // 2]
