"""Alarm occurrence: a condition becomes an alarm after its delay, and ends once it has stayed away."""

from __future__ import annotations

from breathline.events.model import AlarmId, Priority
from breathline.guidelines.alarms.conditions import Truth, no_reading_at
from breathline.guidelines.figures import Bound, Figures
from breathline.guidelines.quick import replace
from breathline.guidelines.state import State, Watch

_UNANSWERED = Bound(0.0, 0.0, 0.0, 0.0, Priority.MEDIUM)
"""The question's own patience is its delay; it has no limit to clear."""
_NO_BOUND_DELAY = frozenset({AlarmId.NO_READING, AlarmId.UNANSWERED})
"""Their delay counts from the last live number or the question, and is part of the condition."""


def bound(alarm: AlarmId, figures: Figures) -> Bound:
    """The alarm's limit."""
    return figures.bounds.get(alarm, _UNANSWERED)


def occurs_at(watch: Watch, figures: Figures) -> float:
    """When a condition that goes on holding becomes an alarm."""
    delay = 0.0 if watch.id in _NO_BOUND_DELAY else bound(watch.id, figures).delay_s
    return watch.began_at + delay


def begin(alarm: AlarmId, t: float, figures: Figures) -> Watch:
    """The watch of a condition that begins to hold now."""
    return Watch(alarm, bound(alarm, figures).priority, began_at=t)


def follow(watch: Watch, truth: Truth, t: float, figures: Figures) -> Watch | None:
    """The alarm's watch after looking at its condition; None when there is nothing to watch any more."""
    if watch.since is None:
        return _waiting(watch, truth, t, figures)
    return _standing(watch, truth, t, figures)


def _waiting(watch: Watch, truth: Truth, t: float, figures: Figures) -> Watch | None:
    if truth is Truth.HOLDS:
        return replace(watch, since=t) if t >= occurs_at(watch, figures) else watch
    # A number that is gone for a moment does not start the delay again; it can't end it either.
    return watch if truth is Truth.UNKNOWN else None


def _standing(watch: Watch, truth: Truth, t: float, figures: Figures) -> Watch | None:
    if truth is Truth.UNWATCHED:
        return None
    if truth is not Truth.GONE:
        return watch if watch.ends_at is None else replace(watch, ends_at=None)
    ends_at = t + bound(watch.id, figures).clear_s if watch.ends_at is None else watch.ends_at
    return None if t >= ends_at else replace(watch, ends_at=ends_at)


def next_time(watch: Watch, state: State, figures: Figures) -> float | None:
    """When this alarm next changes by time alone; None when it does not."""
    if watch.since is None:
        return occurs_at(watch, figures)
    ends_at, sounds_at = watch.ends_at, watch.acknowledged_until
    if sounds_at is None or sounds_at <= state.t:
        return ends_at
    return sounds_at if ends_at is None else min(ends_at, sounds_at)


def coming_no_reading(state: State, figures: Figures) -> float | None:
    """When the number's absence becomes an alarm, unless a live one comes first."""
    return None if state.acts.oximeter_off else no_reading_at(state, figures)
