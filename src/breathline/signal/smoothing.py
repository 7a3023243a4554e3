"""One quantity over the last few seconds: the number to show, and whether those seconds agree on it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from breathline.signal.plausibility import Jump
from breathline.words import Cause

AGREE = 3
"""So many readings must agree before a number is live: two agree by chance, and a maker asks for about 4 s of
readings before relying on them (Nonin 3230)."""

AGREE_PERIODS = 2.5
"""With more than one reading a period, everything in this time must agree: as long as three readings a period apart."""

FORGET_PERIODS = 5.0
"""Nothing older than this has a say in the number."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a quantity is smoothed.

    Attributes:
        keep: How many readings the number is taken from, at least.
        keep_periods: And everything within so many periods.
        share: Where in those readings, sorted, the number stands: 3 is a third of the way up, 2 the middle.
        jump: How far it may move between two readings.
    """

    keep: int
    keep_periods: float
    share: int
    jump: Jump


@dataclass(frozen=True, slots=True)
class _Sample:
    t: float
    value: float
    doubt: Cause | None
    jumped: bool
    """Too far from the sample before it."""


class Trace:
    """The last few readings of one quantity.

    The number is an order statistic, so one wild reading never moves it. Taken a third of the way up from four
    readings, a fall shows after two of them and a rise after three: bad news is quick, good news has to hold.

    Args:
        shape: How it is smoothed.
        period_s: Nominal seconds between two readings.

    Attributes:
        value: The number; None before the first reading.
        doubt: Why it is not live; None when the last readings agree and none of them was doubted.
        last: When the last reading came; None before the first.
    """

    def __init__(self, shape: Shape, period_s: float) -> None:
        self._shape = shape
        self._keep_s = shape.keep_periods * period_s
        self._agree_s = AGREE_PERIODS * period_s
        self._forget_s = FORGET_PERIODS * period_s
        self._samples: deque[_Sample] = deque()
        self.value: float | None = None
        self.doubt: Cause | None = Cause.SEARCHING
        self.last: float | None = None

    def clear(self) -> None:
        """Forget everything: what comes next has nothing to do with it."""
        self._samples.clear()
        self.value, self.doubt, self.last = None, Cause.SEARCHING, None

    def add(self, t: float, value: float, doubt: Cause | None) -> None:
        """Take a plausible number.

        Args:
            t: Seconds; later than the one before.
            value: The number.
            doubt: Why the reading itself is doubted; None when it is not.
        """
        samples = self._samples
        while samples and (
            t - samples[0].t > self._forget_s or (len(samples) >= self._shape.keep and t - samples[0].t > self._keep_s)
        ):
            samples.popleft()
        jumped = bool(samples) and self._shape.jump.between(samples[-1].value, value, t - samples[-1].t)
        samples.append(_Sample(t, value, doubt, jumped))
        self.last = t
        self.value = sorted([sample.value for sample in samples])[len(samples) // self._shape.share]
        self.doubt = self._doubt()

    def _doubt(self) -> Cause | None:
        """The newest reading's own doubt, else an older one's; else a jump between them; else too few of them."""
        agreed = 0
        jumped = False
        for sample in reversed(self._samples):
            if agreed >= AGREE and self._samples[-1].t - sample.t > self._agree_s:
                break
            if sample.doubt is not None:
                return sample.doubt
            if jumped:
                return Cause.IMPLAUSIBLE
            agreed += 1
            # Counts only if the reading before it is still among those that must agree.
            jumped = sample.jumped
        return None if agreed >= AGREE else Cause.SEARCHING
