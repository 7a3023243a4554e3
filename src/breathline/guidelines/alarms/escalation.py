"""How far a low-SpO2 alarm has escalated: time below the limit times depth below it, from the pack's figures.

A short shallow dip and a long deep fall are not the same alarm (compare Nellcor's SatSeconds, Masimo's three levels).
The level only rises while the alarm stands.
"""

from __future__ import annotations

from breathline.events.model import AlarmId
from breathline.guidelines import course
from breathline.guidelines.figures import Figures
from breathline.guidelines.quick import replace
from breathline.guidelines.state import State, Watch


def grow(watch: Watch, state: State, figures: Figures) -> Watch:
    """Count the time since the last look, at the depth that is believed now; without a live number nothing counts."""
    if watch.id is not AlarmId.SPO2_LOW or not figures.levels:
        return watch
    bound, vitals = figures.bounds[AlarmId.SPO2_LOW], state.vitals
    fresh = vitals is not None and vitals.spo2 is not None and course.fresh(state, figures)
    depth = max(0.0, bound.value - vitals.spo2) if fresh and vitals is not None and vitals.spo2 is not None else 0.0
    counted_at = watch.began_at if watch.counted_at is None else watch.counted_at
    # A longer gap than the number may have is time that nobody measured.
    seconds = min(state.t - counted_at, figures.bounds[AlarmId.NO_READING].delay_s)
    burden = watch.burden + depth * seconds
    reached = 1 + sum(burden >= level for level in figures.levels)
    return replace(watch, burden=burden, counted_at=state.t, level=max(watch.level, reached))
