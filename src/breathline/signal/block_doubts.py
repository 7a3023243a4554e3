"""What is shown of a block's readings and why it is doubted: the rules of `smoothing` and `unrest`, for arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from breathline.signal import stillness, unrest
from breathline.signal.conditioned import CODES, Codes, Marks, Numbers
from breathline.signal.conditioner import SPO2_SHAPE
from breathline.signal.hold import FALL
from breathline.signal.past import Past
from breathline.signal.plausibility import Jump
from breathline.signal.rows import CLOSEST, Rows, Samples, back, near_by
from breathline.signal.smoothing import FORGET_PERIODS, Shape
from breathline.words import Cause

SEARCHING, IMPLAUSIBLE, NO_PULSE, FROZEN, MOTION = (
    CODES[cause] for cause in (Cause.SEARCHING, Cause.IMPLAUSIBLE, Cause.NO_PULSE, Cause.FROZEN, Cause.MOTION)
)


def smooth(samples: Samples, own: Codes, shape: Shape, forget_s: float) -> tuple[Numbers, Codes]:
    """What a `Trace` shows of each sample, and why it is not live (0: it is)."""
    value = samples.value
    near = [near_by(samples.t, places, forget_s) for places in range(1, shape.keep)]
    earlier = [np.where(there, back(value, places, np.inf), np.inf) for places, there in enumerate(near, start=1)]
    low, high = np.minimum(value, earlier[0]), np.maximum(value, earlier[0])
    if shape is SPO2_SHAPE:
        # The second lowest of four or three; the lower of two.
        low_2, high_2 = np.minimum(earlier[1], earlier[2]), np.maximum(earlier[1], earlier[2])
        shown = np.where(near[1], np.minimum(np.maximum(low, low_2), np.minimum(high, high_2)), low)
    else:
        # The middle of three; the higher of two.
        middle = np.maximum(low, np.minimum(high, earlier[1]))
        shown = np.where(near[1], middle, np.where(near[0], high, value))
    return shown, _disagree(own, near, _jumps(samples, near[0], shape.jump))


def _jumps(samples: Samples, near: Marks, jump: Jump) -> Marks:
    """Where a sample is further from the one before than a body moves."""
    change = samples.value - back(samples.value, 1, np.nan)
    far = np.zeros(len(change), dtype=np.bool_)
    some = np.flatnonzero((np.abs(change) > min(jump.fall, jump.rise)) & near)
    step, seconds = change[some], samples.step[some]
    far[some] = np.where(
        step < 0, -step > jump.fall + jump.fall_per_s * seconds, step > jump.rise + jump.rise_per_s * seconds
    )
    return far


def _disagree(own: Codes, near: Sequence[Marks], far: Marks) -> Codes:
    """As `Trace._doubt`: a sample's own doubt, else an older one's, else a jump between them, else too few of them."""
    doubt = np.where(near[1], np.uint8(0), np.uint8(SEARCHING))
    if own.any() or far.any():
        second = near[1] & back(far, 1, 0)
        doubt = np.where(near[1] & second, np.uint8(IMPLAUSIBLE), doubt)
        doubt = np.where(near[1] & (back(own, 2, 0) != 0), back(own, 2, 0), doubt)
        doubt = np.where(near[0] & far, np.uint8(IMPLAUSIBLE), doubt)
        doubt = np.where(near[0] & (back(own, 1, 0) != 0), back(own, 1, 0), doubt)
        doubt = np.where(own != 0, own, doubt)
    return doubt


def doubts(spo2: Samples, block: Rows, heard: Numbers, refused: Codes, forget_s: float) -> Codes:
    """Why a sample is doubted by itself: refused numbers, no pulse, numbers that stand still."""
    pulse, perfusion = spo2.of(heard), spo2.of(block.perfusion)
    none = np.isnan(pulse)
    doubt = refused
    if none.any():
        doubt = np.where((doubt == 0) & none, np.uint8(NO_PULSE), doubt)
    changed = np.ones(len(spo2.t), dtype=np.bool_)
    changed[1:] = _differ(spo2.value) | _differ(pulse) | _differ(perfusion)
    changed |= spo2.step > forget_s
    if spo2.at is not None:
        changed[1:] |= np.diff(spo2.at) != 1
    times = spo2.t[changed]
    if len(times) == 0 or np.diff(times, append=spo2.t[-1]).max() < stillness.FROZEN_WITH_PERFUSION_S:
        return doubt
    since = np.maximum.accumulate(np.where(changed, np.arange(len(changed)), 0))
    longest = np.where(np.isnan(perfusion), stillness.FROZEN_S, stillness.FROZEN_WITH_PERFUSION_S)
    return np.where((doubt == 0) & (spo2.t - spo2.t[since] >= longest), np.uint8(FROZEN), doubt)


def _differ(numbers: Numbers) -> Marks:
    """Whether each number but the first differs from the one before; two missing ones do not."""
    newer, older = numbers[1:], numbers[:-1]
    differ: Marks = (newer != older) & ~(np.isnan(newer) & np.isnan(older))
    return differ


def restless_at(spo2: Samples, heard: Numbers, period_s: float) -> Marks:
    """Where SpO2 or the pulse is thrown about, as `Unrest` sees it; and at the sample after."""
    gone = spo2.step > FORGET_PERIODS * period_s
    events = np.zeros(len(spo2.t), dtype=np.bool_)
    number, step, way = _ways(spo2.value, gone)
    some = np.flatnonzero(way > unrest.SPO2_UNREST)
    net = np.abs(number[some] - number[some - unrest.STEPS])
    events[some] = way[some] - net > unrest.SPO2_UNREST
    pulse, pulse_step, way = _ways(heard, gone)
    some = np.flatnonzero(way > min(unrest.PULSE_UNREST, unrest.PULSE_RANGE))
    net = np.abs(pulse[some] - pulse[some - unrest.STEPS])
    few = pulse[some[:, None] - np.arange(unrest.STEPS + 1)]
    spread = few.max(axis=1, initial=-np.inf) - few.min(axis=1, initial=np.inf)
    events[some] |= (way[some] - net > unrest.PULSE_UNREST) | (spread > unrest.PULSE_RANGE)
    small = (step <= unrest.CALM_SPO2) & (pulse_step <= unrest.CALM_PULSE)
    moving = ~(small & back(small, 1, 0) & back(small, 2, 0))
    events &= moving
    restless: Marks = events | (back(events, 1, 0) & moving & (spo2.step < unrest.LAST_PERIODS * period_s))
    return restless


def _ways(numbers: Numbers, gone: Marks) -> tuple[Numbers, Numbers, Numbers]:
    """The numbers in whole hundredths, their steps, and the way they go in five; NaN where one is missing."""
    fine = np.rint(numbers * unrest.FINE)
    step = np.abs(fine - back(fine, 1, np.nan))
    step[gone] = np.nan
    two = step + back(step, 1, np.nan)
    return fine, step, two + back(two, 2, np.nan) + back(step, 4, np.nan)


def follow(spo2: Samples, restless: Marks, there: tuple[int, int, int], past: Past, period_s: float) -> Marks:
    """Take the new samples' steps down and up; where one speaks against the number."""
    begin, start, _ = there
    rows = np.arange(begin, begin + len(spo2.t)) if spo2.at is None else spo2.at + begin
    gone = spo2.step > FORGET_PERIODS * period_s
    change = np.abs(spo2.value - back(spo2.value, 1, np.nan))
    first = int(np.searchsorted(rows, start))
    steps = np.flatnonzero(gone[first:] | (change[first:] > min(FALL.fall, FALL.rise))) + first
    lasts = unrest.LAST_PERIODS * period_s
    at, waiting = first, iter(steps.tolist())
    due = next(waiting, None)
    while at < len(rows):
        if not past.moving:
            if due is None:
                break
            at = due
            past.moves(int(rows[at]))
        t = float(spo2.t[at])
        if gone[at]:
            past.hold.clear()
        else:
            before, now = float(spo2.value[at - 1]), float(spo2.value[at])
            past.hold.step(t, before, now, float(spo2.step[at]), calm=not restless[at])
        past.held[rows[at]] = past.hold.speaks(t, lasts)
        if not past.held[rows[at]]:
            past.rests(int(rows[at]) + 1)
        while due is not None and due <= at:
            due = next(waiting, None)
        at += 1
    return past.held[rows]


def against(spo2: Samples, shown: Numbers, doubt: Codes, restless: Marks, period_s: float) -> Codes:
    """The doubts, with those of a restless number that has fallen."""
    some = np.flatnonzero(restless & (doubt == 0))
    if len(some) == 0:
        return doubt
    top_s = unrest.TOP_S * period_s
    earlier = np.maximum(some[:, None] - np.arange(int(unrest.TOP_S / CLOSEST) + 2), 0)
    minute = spo2.t[some][:, None] - spo2.t[earlier] <= top_s
    top = np.where(minute, spo2.value[earlier], -np.inf).max(axis=1)
    doubt[some[top - shown[some] >= unrest.FALLEN]] = MOTION
    return doubt
