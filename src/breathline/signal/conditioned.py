"""A conditioned recording: the vitals of every row, as arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from breathline.words import Cause, Trust, Vitals

Numbers = NDArray[np.float64]
Codes = NDArray[np.uint8]
Marks = NDArray[np.bool_]

TRUSTS = tuple(Trust)
CAUSES = (None, *Cause)
LIVE, DOUBTFUL, STALE, NONE = (TRUSTS.index(trust) for trust in (Trust.LIVE, Trust.DOUBTFUL, Trust.STALE, Trust.NONE))
CODES = {cause: code for code, cause in enumerate(CAUSES)}


@dataclass(frozen=True, slots=True, eq=False)
class Conditioned:
    """The vitals of a recording, an entry a row; NaN stands for None.

    Attributes:
        taken: Whether the row gave vitals: one of a fast stream was merged with the row before.
        t: Seconds.
        spo2: Percent.
        pulse: Beats a minute.
        trust: Places in `TRUSTS`.
        cause: Places in `CAUSES`.
        slope: Percent a minute.
        slope_error: Its standard error.
        pulse_trust: Places in `TRUSTS`.
        age: Seconds since the last valid SpO2.
        perfusion: Percent.
        low_in: Seconds until the low limit.
    """

    taken: Marks
    t: Numbers
    spo2: Numbers
    pulse: Numbers
    trust: Codes
    cause: Codes
    slope: Numbers
    slope_error: Numbers
    pulse_trust: Codes
    age: Numbers
    perfusion: Numbers
    low_in: Numbers

    @classmethod
    def empty(cls, rows: int) -> Conditioned:
        """Room for so many rows."""
        numbers = [np.empty(rows) for _ in range(8)]
        codes = [np.empty(rows, dtype=np.uint8) for _ in range(3)]
        t, spo2, pulse, slope, slope_error, age, perfusion, low_in = numbers
        trust, cause, pulse_trust = codes
        taken = np.ones(rows, dtype=np.bool_)
        return cls(taken, t, spo2, pulse, trust, cause, slope, slope_error, pulse_trust, age, perfusion, low_in)

    def put(self, row: int, vitals: Vitals | None) -> None:
        """Write down a row's vitals."""
        if vitals is None:
            self.taken[row] = False
            vitals = Vitals(math.nan, None, None, Trust.NONE, None)
        self.t[row] = vitals.t
        self.trust[row] = TRUSTS.index(vitals.trust)
        self.cause[row] = CODES[vitals.cause]
        self.pulse_trust[row] = TRUSTS.index(vitals.pulse_trust)
        for column, number in (
            (self.spo2, vitals.spo2),
            (self.pulse, vitals.pulse),
            (self.slope, vitals.slope),
            (self.slope_error, vitals.slope_error),
            (self.age, vitals.age),
            (self.perfusion, vitals.perfusion),
            (self.low_in, vitals.low_in),
        ):
            column[row] = math.nan if number is None else number

    def vitals(self, row: int) -> Vitals | None:
        """A row's vitals; None when it was merged with the row before."""
        if not self.taken[row]:
            return None
        return Vitals(
            t=float(self.t[row]),
            spo2=_known(self.spo2[row]),
            pulse=_known(self.pulse[row]),
            trust=TRUSTS[self.trust[row]],
            cause=CAUSES[self.cause[row]],
            slope=_known(self.slope[row]),
            slope_error=_known(self.slope_error[row]),
            pulse_trust=TRUSTS[self.pulse_trust[row]],
            age=_known(self.age[row]),
            perfusion=_known(self.perfusion[row]),
            low_in=_known(self.low_in[row]),
        )


def _known(number: np.float64) -> float | None:
    return None if math.isnan(number) else float(number)
