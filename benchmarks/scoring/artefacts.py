"""What happens to a clip on a person who is moved, bagged and turned, laid over an undisturbed course.

Half of what a device could notice it flags and half it does not: clips differ, and cheap ones say nothing. The kinds
come from oximeters' manuals and studies of motion (docs/signal.md); lengths, sizes and how often each comes (about one
in every hundred seconds, all kinds alike) are guesses. The same luck gives the same disturbances.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from breathline.words import Flag
from scoring.course import Course, Numbers
from scoring.shapes import wandering

MEAN_GAP_S = 75.0
"""Seconds of peace between two of them, on average."""

FIRST_S = 20
MOTION_LEVEL = 85.0
"""Equal noise in red and infrared reads as a ratio of 1, and that as 85 %."""


class Draft:
    """A course being disturbed.

    Args:
        course: What it starts from.
        chance: Where its luck comes from.
    """

    def __init__(self, course: Course, chance: np.random.Generator) -> None:
        self.chance = chance
        self.spo2 = course.spo2.copy()
        self.pulse = course.pulse.copy()
        self.perfusion = course.perfusion.copy()
        self.sent = course.sent.copy()
        self.flags = list(course.flags)
        self.laid = list(course.laid)

    def stretch(self, what: str, start: int, shortest: int, longest: int) -> slice:
        """So many seconds from here, as far as the course goes; marked as disturbed by this."""
        seconds = int(self.chance.integers(shortest, longest + 1))
        there = slice(start, min(len(self.spo2), start + seconds))
        self.mark(what, there)
        return there

    def mark(self, what: str, there: slice) -> None:
        """Say what is laid over these seconds."""
        self.laid[there] = [what] * len(self.laid[there])

    def half(self) -> bool:
        """Heads or tails."""
        return bool(self.chance.random() < 0.5)

    def flag(self, there: slice, flag: Flag) -> None:
        """The device notices: up to 2 s late, and lets go up to 2 s late."""
        first = there.start + int(self.chance.integers(0, 3))
        last = min(len(self.flags), there.stop + int(self.chance.integers(0, 3)))
        self.mark(f"{self.laid[there.start]}, flagged", slice(there.start, last))
        for t in range(first, last):
            self.flags[t] |= {flag}

    def silence(self, there: slice) -> None:
        """No numbers."""
        self.spo2[there] = np.nan
        self.pulse[there] = np.nan


Artefact = Callable[[Draft, int], slice]


def dropout(draft: Draft, start: int) -> slice:
    """No number for 3 to 20 s: without a word, as searching, or no frame at all."""
    there = draft.stretch("dropout", start, 3, 20)
    draft.silence(there)
    way = draft.chance.integers(3)
    if way == 0:
        draft.sent[there] = False
    elif way == 1:
        for t in range(there.start, there.stop):
            draft.flags[t] |= {Flag.SEARCHING}
    return there


def spike(draft: Draft, start: int) -> slice:
    """One or two readings far off, mostly too low."""
    there = draft.stretch("spike", start, 1, 2)
    down = draft.chance.random() < 0.8
    draft.spo2[there] += -draft.chance.uniform(6, 30) if down else draft.chance.uniform(3, 10)
    return there


def motion(draft: Draft, start: int) -> slice:
    """SpO2 is drawn towards 85 for 15 to 50 s, the pulse follows the movement, the amplitude grows."""
    there = draft.stretch("motion", start, 15, 50)
    count = there.stop - there.start
    ramp = draft.chance.uniform(3, 8)
    pull = draft.chance.uniform(0.7, 1.0) * np.clip(
        np.minimum(np.arange(1, count + 1), np.arange(count, 0, -1)) / ramp, 0.0, 1.0
    )
    level = MOTION_LEVEL + wandering(count, 1.0, 4.0, draft.chance)
    draft.spo2[there] = (1 - pull) * draft.spo2[there] + pull * level
    rate = draft.chance.uniform(50, 170) + wandering(count, 15.0, 4.0, draft.chance)
    draft.pulse[there] = np.round((1 - pull) * draft.pulse[there] + pull * rate)
    draft.perfusion[there] *= draft.chance.uniform(1.3, 4.0)
    if draft.half():
        draft.flag(there, Flag.MOTION if draft.half() else Flag.WEAK_SIGNAL)
    return there


def frozen(draft: Draft, start: int) -> slice:
    """The last numbers again and again for 8 to 30 s; half the time followed by dashes (Nonin: 10 s, then dashes)."""
    there = draft.stretch("frozen", start, 8, 30)
    for values in (draft.spo2, draft.pulse, draft.perfusion):
        values[there] = values[start - 1]
    if draft.half():
        after = draft.stretch("frozen", there.stop, 3, 15)
        draft.silence(after)
        return after
    return there


def step(draft: Draft, start: int) -> slice:
    """The clip slips or light gets in: SpO2 is off by a constant for 15 to 60 s, from one second to the next."""
    there = draft.stretch("step", start, 15, 60)
    down = draft.chance.random() < 0.75
    draft.spo2[there] += -draft.chance.uniform(4, 12) if down else draft.chance.uniform(2, 5)
    draft.perfusion[there] *= draft.chance.uniform(0.3, 0.8)
    if draft.half():
        draft.flag(there, Flag.INTERFERENCE if draft.half() else Flag.WEAK_SIGNAL)
    return there


def low_perfusion(draft: Draft, start: int) -> slice:
    """A cold or pressed hand for 20 to 60 s: too low by 0 to 6, restless, the pulse unsure, the amplitude a tenth."""
    there = draft.stretch("low perfusion", start, 20, 60)
    count = there.stop - there.start
    onset = np.clip(np.arange(1, count + 1) / 5.0, 0.0, 1.0)
    off = -draft.chance.uniform(0, 6) + wandering(count, 1.5, 3.0, draft.chance)
    draft.spo2[there] += onset * off
    draft.pulse[there] = np.round(draft.pulse[there] + onset * wandering(count, 8.0, 3.0, draft.chance))
    draft.perfusion[there] *= 0.1
    if draft.half():
        draft.flag(there, Flag.LOW_PERFUSION)
    return there


KINDS: tuple[Artefact, ...] = (dropout, spike, motion, frozen, step, low_perfusion)


def disturbed(course: Course, chance: np.random.Generator) -> Course:
    """The course with artefacts laid over it, every kind about as often."""
    draft = Draft(course, chance)
    whole = bool(np.all(course.spo2 == np.round(course.spo2)))
    now = float(FIRST_S)
    waiting: list[Artefact] = []
    while True:
        now += chance.exponential(MEAN_GAP_S)
        if now >= len(course.spo2):
            break
        waiting = waiting or [KINDS[i] for i in chance.permutation(len(KINDS))]
        now = float(waiting.pop()(draft, int(now)).stop + 5)
    return Course(
        course.name,
        as_shown(draft.spo2, whole),
        np.where(draft.pulse > 0, draft.pulse, np.nan),
        np.round(draft.perfusion, 2),
        course.truth,
        course.undisturbed,
        tuple(draft.laid),
        tuple(draft.flags),
        draft.sent,
    )


def as_shown(spo2: Numbers, whole: bool) -> Numbers:
    """As a display gives it: 1 to 100, in whole percents or tenths."""
    shown: Numbers = np.clip(np.round(spo2, 0 if whole else 1), 1.0, 100.0)
    return shown
