"""The pleth as it comes in, block by block, as one stretch of evenly spaced samples that knows its holes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from breathline.signal.plausibility import is_time

RATE_HZ = 25.0
"""Samples a second that are kept, at least: a pulse wave holds little above 10 Hz, and the slowest family's wave has 24
anyway. Faster ones are averaged down by a whole factor."""

GAP_S = 0.75
"""Samples so late were lost, not delayed: a busy radio holds a block back for some tenths of a second."""

AHEAD_S = 3.0
"""So many more samples than time has passed are a clock that was set, not a burst after a stall."""

DRIFT_S = 10.0
"""How fast our idea of the newest sample's time follows the arrivals: no device's clock is ours."""

LARGEST = 1e9
"""Device units. Nothing a family can send comes near it, and its powers still fit."""

LONGEST_HOLE_S = 10.0
"""After a longer silence nothing from before is kept."""

_MANY = 4096
"""Samples that may wait to be averaged down when nobody looks."""


class Wave:
    """The last seconds of a pleth. A hole in it is as long as the time that is missing and holds NaN.

    How the stretch was cut into blocks changes nothing in it. Samples that are no numbers are holes too.

    Args:
        hz: Samples a second that the family sends; a number that can't be one is taken for 25.
        keep_s: Seconds to keep.

    Attributes:
        hz: Samples a second that come.
        rate: Samples a second that are kept.
        stretch: Counts how often everything was forgotten.
        heard: When the newest block arrived; None before the first.
    """

    def __init__(self, hz: float, keep_s: float) -> None:
        self.hz = hz if math.isfinite(hz) and hz >= 1.0 else RATE_HZ
        self._factor = max(1, int(self.hz / RATE_HZ))
        self._follow = 1.0 / (self.hz * DRIFT_S)
        self.rate = self.hz / self._factor
        self._keep = int(keep_s * self.rate)
        self._kept: NDArray[np.float64] = np.empty(2 * self._keep)
        self.stretch = 0
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.stretch += 1
        self.heard: float | None = None
        self._newest = 0.0
        self._waiting: list[float] = []
        self._count = 0
        self._end = 0

    def add(self, t: float, samples: Sequence[float]) -> None:
        """Take a block of samples.

        Args:
            t: When the newest of them was measured, as far as we know: when the block arrived.
            samples: Device units, oldest first.
        """
        many = len(samples)
        if not many or not is_time(t):
            return
        if self.heard is None:
            self._newest = t
        else:
            self._newest += many / self.hz
            late = t - self._newest
            if -AHEAD_S < late < GAP_S:
                self._newest += late * min(1.0, many * self._follow)
            else:
                self._break(late)
                self._newest = t
        self.heard = t
        self._waiting.extend(samples)
        if len(self._waiting) >= _MANY:
            self._settle()

    @property
    def count(self) -> int:
        """Samples to keep that came since the beginning, holes and those already forgotten among them."""
        return self._count + len(self._waiting) // self._factor

    def unbroken(self, count: int, many: int) -> NDArray[np.float64]:
        """The samples before a count of them back to the last hole, but no more than so many."""
        self._settle()
        end = self._end - (self._count - count)
        samples = self._kept[max(end - many, self._end - min(self._count, self._keep), 0) : end]
        holes = np.isnan(samples).nonzero()[0]
        return samples[holes[-1] + 1 :] if len(holes) else samples

    def _break(self, late: float) -> None:
        """So many seconds are missing, or too many."""
        if 0.0 < late <= LONGEST_HOLE_S:
            self._waiting.extend([math.nan] * round(late * self.hz))
        else:
            self.clear()

    def _settle(self) -> None:
        """Average down what waits."""
        many = len(self._waiting) // self._factor
        new = np.array(self._waiting[: many * self._factor], dtype=np.float64)
        del self._waiting[: many * self._factor]
        new[~(np.abs(new) <= LARGEST)] = np.nan
        if self._factor > 1:
            new = np.add.reduce(new.reshape(many, self._factor), axis=1) / self._factor
        self._count += many
        new = new[-self._keep :]
        if self._end + len(new) > len(self._kept):
            left = self._keep - len(new)
            self._kept[:left] = self._kept[self._end - left : self._end]
            self._end = left
        self._kept[self._end : self._end + len(new)] = new
        self._end += len(new)
