"""EXPERIMENTAL. Breathing, guessed from what it does to the pleth; it refuses when it can't know.

A breath in moves three things in a finger: how large a beat is, where the wave's foot lies, and how soon the next beat
comes. Where at least two of them move together, that is taken for breathing; where they then stop together while the
pulse goes on, for no breath. It never silences or lowers anything, and is never shown without its quality. Blood
pressure has waves of its own, about six a minute, that look the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from breathline.signal import beats, pleth
from breathline.signal.breath_waves import GOOD, Breaths, breaths, pause, waves
from breathline.signal.wave import LONGEST_HOLE_S, Wave

STEP_S = 4.0
"""How often it looks, in seconds of samples: nothing here is known to the second anyway."""

HISTORY_S = 60.0
"""Seconds of beats that are kept: four breaths at four a minute."""

ENOUGH_S = 30.0
"""Seconds of beats without a hole, before anything is said."""

HOLE = 2.5
"""Beats further apart than so many usual intervals have a hole between them, in which anything may have happened."""

STOPPED_S = 10.0
"""So long without a breath, a rate says nothing."""


LONGEST_GAP_S = 120.0
"""What a breath looked like so long ago says nothing any more: hands and clips move."""


@dataclass(frozen=True, slots=True)
class BreathSigns:
    """EXPERIMENTAL. What the pleth says of breathing.

    Attributes:
        rate: Breaths a minute; None when it can't be known.
        quality: How far what breathing does to the pleth agrees with itself, 0..1.
        gap: Seconds without a breath; None when it can't be known.
    """

    rate: float | None
    quality: float
    gap: float | None


UNKNOWN = BreathSigns(None, 0.0, None)


class BreathingMonitor:
    """EXPERIMENTAL. Breathing from one oximeter's pleth. No call raises, whatever comes in.

    Args:
        hz: Samples a second that the family sends.
    """

    def __init__(self, hz: float) -> None:
        self._wave = Wave(hz, pleth.WINDOW_S + LONGEST_HOLE_S + 4 * STEP_S)
        self._rate = self._wave.rate
        self._step = max(1, int(STEP_S * self._rate))
        self._piece = int(STEP_S * self._wave.hz)
        self._forget()

    def clear(self) -> None:
        """Forget everything: another finger, another link."""
        self._wave.clear()

    def take(self, t: float, samples: Sequence[float]) -> None:
        """Take a block of samples.

        Args:
            t: When the newest of them arrived, seconds.
            samples: Device units, oldest first.
        """
        many = len(samples)
        if many <= self._piece:
            self._take(t, samples)
            return
        for start in range(0, many, self._piece):
            piece = samples[start : start + self._piece]
            self._take(t - (many - start - len(piece)) / self._wave.hz, piece)

    def at(self, t: float) -> BreathSigns | None:
        """What the pleth says of breathing at this time; None when there is none, or too little of it."""
        heard = self._wave.heard
        if heard is None or not t - heard < pleth.SILENT_S:
            return None
        return self._signs

    def _take(self, t: float, samples: Sequence[float]) -> None:
        """Look at every step as soon as it is complete: what is said must not depend on when that is asked for."""
        self._wave.add(t, samples)
        if self._wave.stretch != self._stretch:
            self._forget()
        while self._wave.count >= self._next:
            self._look(self._next)
            self._next += self._step

    def _forget(self) -> None:
        self._stretch = self._wave.stretch
        self._next = self._step
        self._signs: BreathSigns | None = None
        self._lose()

    def _lose(self) -> None:
        """What was seen so far says nothing of what is seen from now on."""
        self._beats: NDArray[np.float64] = np.empty((4, 0))
        self._upside_down = False
        self._known: Breaths | None = None
        self._breathed = 0.0

    def _look(self, count: int) -> None:
        stretch = self._wave.unbroken(count, int(pleth.WINDOW_S * self._rate))
        found = beats.find(stretch, self._rate) if len(stretch) >= pleth.ENOUGH_S * self._rate else None
        quality = 0.0
        if found is not None:
            quality = pleth.signs(found, len(stretch), self._rate).quality
            if quality >= pleth.GOOD:
                self._keep(found, count - len(stretch))
        self._signs = self._judge(quality)

    def _keep(self, found: beats.Beats, start: int) -> None:
        """Add the beats that are new, and whole: with a foot before and a peak after."""
        if found.upside_down != self._upside_down:
            self._lose()
            self._upside_down = found.upside_down
        at = (found.at + start) / self._rate
        new = np.stack((at[1:-1], found.tops[1:] - found.feet[:-1], found.feet[:-1], np.diff(at)[:-1]))
        if self._beats.shape[1]:
            last = float(self._beats[0, -1])
            new = new[:, new[0] > last + beats.REFRACTORY * found.period / self._rate]
            if new.shape[1] and float(new[0, 0]) - last > HOLE * found.period / self._rate:
                self._lose()
                self._upside_down = found.upside_down
        kept = np.concatenate((self._beats, new), axis=1)
        self._beats = kept[:, kept[0] > kept[0, -1] - HISTORY_S] if kept.shape[1] else kept

    def _judge(self, quality: float) -> BreathSigns | None:
        """What the beats that are kept say.

        Args:
            quality: The pleth's own.
        """
        at, heights, feet, intervals = self._beats
        if not len(at) or at[-1] - at[0] < ENOUGH_S:
            return None
        if quality < pleth.GOOD:
            return UNKNOWN
        drawn = waves(at, heights, feet, intervals)
        now = breaths(drawn, 60.0 / beats.middle(intervals.tolist()))
        sure = 0.0 if now is None else min(quality, now.quality)
        if sure >= GOOD:
            self._known = now
        gap = self._gap(drawn, float(at[-1]))
        if gap is not None and self._known is not None and gap >= STOPPED_S:
            return BreathSigns(None, min(quality, self._known.quality), gap)
        if now is None or sure < GOOD:
            return BreathSigns(None, sure, None)
        return BreathSigns(now.rate, sure, gap)

    def _gap(self, drawn: NDArray[np.float64], end: float) -> float | None:
        """Seconds without a breath; None when it is not known, or no more, what a breath looks like here."""
        if self._known is None:
            return None
        since = pause(drawn, self._known)
        if since is not None:
            self._breathed = end - since
        if end - self._breathed > LONGEST_GAP_S:
            self._known = None
            return None
        return end - self._breathed
