"""What one oximeter said, second by second, and what it should have said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from breathline.words import Flag, Frame, Reading

Numbers = NDArray[np.float64]
Marks = NDArray[np.bool_]

NO_FLAGS: frozenset[Flag] = frozenset()


@dataclass(frozen=True)
class Course:
    """One oximeter on one person, a row each second.

    Attributes:
        name: Whose and which.
        spo2: What the device said; NaN where it had no number.
        pulse: The same in beats a minute.
        perfusion: The same in percent; NaN throughout when the device gives none.
        truth: What the row is measured against, in percent.
        undisturbed: What the device said before anything was laid over it.
        laid: What was laid over each second; empty where nothing was.
        flags: What the device said about its measurement.
        sent: Whether a frame came at all.
    """

    name: str
    spo2: Numbers
    pulse: Numbers
    perfusion: Numbers
    truth: Numbers
    undisturbed: Numbers
    laid: tuple[str, ...]
    flags: tuple[frozenset[Flag], ...]
    sent: Marks

    @property
    def hours(self) -> float:
        """How long it is."""
        return len(self.spo2) / 3600.0

    @cached_property
    def disturbed(self) -> Marks:
        """Where something was laid over it."""
        return np.array([bool(what) for what in self.laid])

    @cached_property
    def readings(self) -> list[Reading | None]:
        """What came in each second; None when nothing did."""
        columns = (self.spo2.tolist(), self.pulse.tolist(), self.perfusion.tolist(), self.flags, self.sent.tolist())
        return [
            Reading(float(t), Frame.VALUES, _known(spo2), _known(pulse), _known(perfusion), flags) if sent else None
            for t, (spo2, pulse, perfusion, flags, sent) in enumerate(zip(*columns, strict=True))
        ]


def undisturbed(name: str, spo2: Numbers, pulse: Numbers, perfusion: Numbers, truth: Numbers) -> Course:
    """A course as the device gave it, with nothing laid over it and no flags."""
    count = len(spo2)
    return Course(
        name,
        spo2,
        pulse,
        perfusion,
        truth,
        undisturbed=spo2,
        laid=("",) * count,
        flags=(NO_FLAGS,) * count,
        sent=np.ones(count, dtype=np.bool_),
    )


def _known(number: float) -> float | None:
    return None if math.isnan(number) else number
