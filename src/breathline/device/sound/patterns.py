"""The sounds as arrays of samples: a burst for each priority, and a tick for the pacer."""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from breathline.device.sound.shapes import SHAPES, Shape
from breathline.events.model import Priority

Samples: TypeAlias = NDArray[np.int16]
"""One channel, at `RATE_HZ`."""

RATE_HZ = 44_100
"""What every sound device plays without converting."""

HARMONICS_DB = (0.0, -3.0, -6.0, -8.0, -10.0)
"""Loudness of the fundamental and the harmonics above it: all within 15 dB, so that a small speaker that can't give
the fundamental, or an ear that has lost the high ones, still hears the pattern."""

RISE_PART = 0.15
"""Part of a pulse in which it rises (10 to 40 % allowed): a sharper start clicks and startles."""

FALL_PART = 0.3
"""Part of a pulse in which it fades."""

PEAK = 0.9
"""Of the largest sample: a little room, so that a device's own filters do not clip."""

TICK_HZ = 1200.0
"""Above the alarms' fundamentals, and far shorter than their pulses: a tick is never taken for an alarm."""

TICK_S = 0.03


@cache
def burst(priority: Priority) -> Samples:
    """One burst of a priority, at full loudness."""
    shape = SHAPES[priority]
    pulse = _pulse(shape)
    parts = [pulse]
    for gap in shape.gaps_s:
        parts += [np.zeros(round(gap * RATE_HZ)), pulse]
    return _as_samples(np.concatenate(parts))


@cache
def tick() -> Samples:
    """One beat of the pacer, at full loudness: a short knock."""
    t = np.arange(round(TICK_S * RATE_HZ)) / RATE_HZ
    fade = np.exp(-t / (TICK_S / 5)) * np.minimum(1.0, t / (TICK_S / 20))
    return _as_samples(np.sin(2 * np.pi * TICK_HZ * t) * fade)


def _pulse(shape: Shape) -> NDArray[np.float64]:
    t = np.arange(round(shape.pulse_s * RATE_HZ)) / RATE_HZ
    wave = np.zeros(t.size)
    for number, loudness_db in enumerate(HARMONICS_DB, start=1):
        wave += 10 ** (loudness_db / 20) * np.sin(2 * np.pi * number * shape.fundamental_hz * t)
    place = t / shape.pulse_s
    rise = np.minimum(1.0, place / RISE_PART)
    fall = np.minimum(1.0, (1.0 - place) / FALL_PART)
    shaped: NDArray[np.float64] = wave * np.minimum(rise, fall)
    return shaped


def _as_samples(wave: NDArray[np.float64]) -> Samples:
    scaled = wave * (PEAK * np.iinfo(np.int16).max / np.abs(wave).max())
    samples: Samples = scaled.astype(np.int16)
    samples.setflags(write=False)
    return samples
