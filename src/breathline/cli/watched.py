"""A recording as a response watches it: its rows, and a look at the vitals for every second in which none came."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from breathline.device.response import JOIN_S, TICK_S
from breathline.signal.batch import condition
from breathline.signal.conditioned import Marks, Numbers
from breathline.signal.conditioner import SLOTS_A_SECOND
from breathline.signal.plausibility import SPO2
from breathline.signal.recordings import Recording
from breathline.words import Vitals


def watch(recording: Recording, period_s: float, low_limit: float) -> Iterator[Vitals]:
    """The vitals of a recording, as `Response` would give them one after the other.

    Args:
        recording: The rows.
        period_s: Their usual distance, seconds.
        low_limit: The pack's low limit of SpO2, in percent.
    """
    t, rows = _moments(recording)
    columns = (recording.spo2, recording.pulse, recording.perfusion)
    looks: Marks = rows < 0
    spo2, pulse, perfusion = (np.where(looks, np.nan, column[rows]) for column in columns)
    conditioned = condition(t, spo2, pulse, perfusion, period_s=period_s, low_limit=low_limit, looks=looks)
    for row in range(len(t)):
        vitals = conditioned.vitals(row)
        if vitals is not None:
            yield vitals


def _moments(recording: Recording) -> tuple[Numbers, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """When something is said, and from which row; -1 for a look."""
    steps = np.diff(recording.t)
    if ((steps >= TICK_S / SLOTS_A_SECOND) & (steps < TICK_S + JOIN_S)).all():
        return recording.t, np.arange(len(recording.t))
    t: list[float] = []
    rows: list[int] = []
    last = 0.0
    slot, had_number = None, False
    for row, (now, spo2) in enumerate(zip(recording.t.tolist(), recording.spo2.tolist(), strict=True)):
        while last + TICK_S <= now - JOIN_S:
            last += TICK_S
            t.append(last)
            rows.append(-1)
        t.append(now)
        rows.append(row)
        merged = math.floor(now * SLOTS_A_SECOND) == slot and not (had_number and math.isnan(spo2))
        if not merged:
            last, slot, had_number = now, math.floor(now * SLOTS_A_SECOND), SPO2.lowest <= spo2 <= SPO2.highest
    return np.array(t), np.array(rows)
