"""A whole recording through the conditioner at once, with the same vitals as one reading at a time, bit for bit.

Where rows come regularly, what is said of a row depends on the last few minutes alone, and a block of rows is worked
out together (`block`). Everything else (doubled rows, rows out of time, long gaps, fast streams) goes through a
`Conditioner` one by one, which begins early enough to know what it must.
"""

from __future__ import annotations

import math

import numpy as np

from breathline.signal.block import work_out
from breathline.signal.conditioned import Conditioned, Marks, Numbers
from breathline.signal.conditioner import SHORTEST_PERIOD_S, Conditioner
from breathline.signal.past import Past
from breathline.signal.plausibility import FARTHEST_S
from breathline.signal.rows import Rows, is_regular
from breathline.words import Frame, Reading, Vitals

BLOCK = 16384
"""Rows worked out together: their arrays stay near the processor."""

SMALLEST = 64
"""Rows that are not worth dividing further."""

MARGIN_ROWS = 80
"""So many rows before a block are looked at, at least."""


def condition(
    t: Numbers,
    spo2: Numbers,
    pulse: Numbers,
    perfusion: Numbers,
    *,
    period_s: float = SHORTEST_PERIOD_S,
    low_limit: float | None = None,
    looks: Marks | None = None,
) -> Conditioned:
    """Condition a recording.

    Args:
        t: Seconds, a row each; meant to grow, but anything is taken.
        spo2: Percent; NaN where the device had none.
        pulse: Beats a minute; NaN where it had none.
        perfusion: Percent; NaN where it had none.
        period_s: As for `Conditioner`.
        low_limit: As for `Conditioner`.
        looks: Rows at which nothing came and the vitals were only looked at; None when there are none.

    Returns:
        What a `Conditioner` returns for these rows, one after the other.
    """
    rows = Rows(*(np.ascontiguousarray(column, dtype=np.float64) for column in (t, spo2, pulse, perfusion)))
    return _Batch(rows, period_s, low_limit, looks).run()


class _Batch:
    """One recording on its way through."""

    def __init__(self, rows: Rows, period_s: float, low_limit: float | None, looks: Marks | None) -> None:
        self._rows = rows
        self._looks = np.zeros(len(rows.t), dtype=np.bool_) if looks is None else looks
        self._period_s, self._low_limit = period_s, low_limit
        self._period = max(SHORTEST_PERIOD_S, period_s)
        self._window_s = self._fresh().window_s
        self._out = Conditioned.empty(len(rows.t))
        self._past = Past(len(rows.t))
        self._stream: Conditioner | None = None

    def run(self) -> Conditioned:
        rows = len(self._rows.t)
        in_order = self._in_order()
        for start in range(0, in_order, BLOCK):
            self._divide(start, min(in_order, start + BLOCK))
        if in_order < rows:
            self._one_by_one(in_order, rows)
        return self._out

    def _fresh(self) -> Conditioner:
        return Conditioner(self._period_s, low_limit=self._low_limit)

    def _in_order(self) -> int:
        """How many rows come before the first whose time goes back or is none."""
        t = self._rows.t
        wrong = ~(np.abs(t) <= FARTHEST_S)
        wrong[1:] |= ~(t[1:] >= t[:-1])
        return int(np.argmax(wrong)) if wrong.any() else len(t)

    def _divide(self, start: int, stop: int) -> None:
        """Work out rows together where that can be done, else divide them."""
        begin = self._begin(start)
        # With the step into it: the first row after a long gap waits for a second one, and has no say.
        there = slice(max(0, begin - 1), stop)
        if not self._looks[there].any() and is_regular(self._rows.t[there], self._period):
            self._stream = None
            work_out(self._rows, (begin, start, stop), self._past, self._out, self._period, self._low_limit)
        elif stop - start <= SMALLEST:
            self._one_by_one(start, stop)
        else:
            middle = (start + stop) // 2
            self._divide(start, middle)
            self._divide(middle, stop)

    def _begin(self, start: int) -> int:
        """The first row that has a say in what is said from this row on."""
        t = self._rows.t[: start + 1]
        return min(int(np.searchsorted(t, t[start] - self._window_s)), max(0, start - MARGIN_ROWS))

    def _one_by_one(self, start: int, stop: int) -> None:
        stream = self._stream or self._warmed(start)
        self._stream = stream
        self._past.moves(start)
        for row in range(start, stop):
            self._out.put(row, self._step(stream, row))
            self._past.held[row] = stream.held
        if not stream.held:
            self._past.rests(stop)
        self._past.numbered = stream.numbered

    def _warmed(self, start: int) -> Conditioner:
        """A conditioner that has seen what it must before this row."""
        stream = self._fresh()
        if start == 0:
            stream.recall(self._past.hold, None)
            return stream
        begin, hold = self._past.before(self._begin(start))
        for row in range(self._begin(begin), begin):
            self._step(stream, row)
        stream.recall(hold, None)
        for row in range(begin, start):
            self._step(stream, row)
        stream.recall(self._past.hold, self._past.numbered)
        return stream

    def _step(self, stream: Conditioner, row: int) -> Vitals | None:
        t = float(self._rows.t[row])
        if self._looks[row]:
            return stream.at(t)
        spo2, pulse, perfusion = (_known(column[row]) for column in self._rows.columns)
        return stream.take(Reading(t, Frame.VALUES, spo2, pulse, perfusion))


def _known(number: np.float64) -> float | None:
    return None if math.isnan(number) else float(number)
