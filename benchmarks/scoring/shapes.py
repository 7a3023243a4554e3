"""Made-up courses in the shapes of an overdose, as a clip would show them.

The truth is the person's SpO2 after the device's own averaging; the device adds slow wandering and whole percents.
None of this is recorded: nobody has published second-by-second SpO2 of an overdose.
"""

from __future__ import annotations

import numpy as np

from scoring.course import Course, Numbers, undisturbed

AVERAGING_S = 6
"""Clips average over 4 to 8 s."""

WANDER = 0.5
"""Standard deviation of the device's own wandering, percent; the recorded oximeters' is about that at rest."""

WANDER_S = 10.0
"""And how long it takes to wander off."""

BASE = 97.0
SETTLED_S = 120

Corner = tuple[float, float]
"""Seconds and percent."""


def _apnoeas() -> list[Corner]:
    """Breath holds of growing depth: 40 s to the bottom, quickly back (room air, physiology of a healthy adult)."""
    corners: list[Corner] = [(0, BASE)]
    for i, bottom in enumerate((92.0, 89.0, 87.0, 84.0, 80.0, 75.0, 70.0, 60.0)):
        begins = SETTLED_S + 180.0 * i
        corners += [(begins, BASE), (begins + 40.0, bottom), (begins + 50.0, bottom), (begins + 70.0, BASE)]
    return [*corners, (SETTLED_S + 180.0 * 8, BASE)]


SHAPES: dict[str, list[Corner]] = {
    "97 to 60 in 10 min, no recovery": [(0, 97), (120, 97), (720, 60), (900, 60)],
    "97 to 70 in 4 min, low for 5, recovers": [(0, 97), (120, 97), (360, 70), (660, 70), (720, 96), (1200, 96)],
    "clipped on at 80": [(0, 80), (240, 80), (300, 95), (900, 95)],
    "apnoea ramps": _apnoeas(),
    "apnoea ramps on a slow clip": _apnoeas(),
    "healthy, no fall": [(0, 97), (1200, 97)],
    "low but steady, no fall": [(0, 93), (1200, 93)],
}

RENEWED_S = {"apnoea ramps on a slow clip": 4}
"""How long a clip shows the same number; the others renew it every second. A quick fall then comes in steps."""


def made(name: str, chance: np.random.Generator) -> Course:
    """One shape as a clip would show it, with wandering of its own."""
    corners = SHAPES[name]
    seconds = np.arange(int(corners[-1][0]))
    person = np.interp(seconds, [t for t, _ in corners], [spo2 for _, spo2 in corners])
    before = np.concatenate([np.full(AVERAGING_S - 1, person[0]), person])
    truth: Numbers = np.convolve(before, np.full(AVERAGING_S, 1 / AVERAGING_S), mode="valid")
    spo2: Numbers = np.clip(np.round(truth + wandering(len(truth), WANDER, WANDER_S, chance)), 1, 100)
    renewed = RENEWED_S.get(name, 1)
    spo2 = spo2[seconds // renewed * renewed]
    pulse: Numbers = np.round(72.0 + wandering(len(truth), 4.0, 20.0, chance) + 0.5 * np.maximum(0.0, 95.0 - truth))
    perfusion: Numbers = (2.5 + wandering(len(truth), 0.5, 15.0, chance)).clip(0.5).round(1)
    return undisturbed(name, spo2, pulse, perfusion, truth)


def wandering(count: int, deviation: float, seconds: float, chance: np.random.Generator) -> Numbers:
    """Noise that remembers where it was for so many seconds."""
    keep = np.exp(-1.0 / seconds)
    steps = chance.normal(0.0, deviation * np.sqrt(1 - keep**2), count)
    steps[0] = chance.normal(0.0, deviation)
    values = np.empty(count)
    now = 0.0
    for i, step in enumerate(steps):
        now = now * keep + step
        values[i] = now
    return values
