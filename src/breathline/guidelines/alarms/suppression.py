"""Alarm suppression: what holds a signal back for a while. Nothing holds it back for good."""

from __future__ import annotations

from breathline.guidelines import guards
from breathline.guidelines.figures import Figures
from breathline.guidelines.quick import replace
from breathline.guidelines.state import State, Watch


def acknowledge(state: State, figures: Figures) -> State:
    """Silence what stands now, until it changes or the longest time runs out."""
    until = guards.silent_until(state.t, figures.acknowledge_most)
    return replace(
        state,
        watches=tuple(
            watch if watch.since is None else replace(watch, acknowledged_until=until) for watch in state.watches
        ),
    )


def pause(state: State, figures: Figures) -> State:
    """Pause all sound for the longest time; a pause that runs is not made longer."""
    return state if paused(state) else replace(state, pause_until=guards.silent_until(state.t, figures.pause_most))


def paused(state: State) -> bool:
    """True while the sound is paused."""
    return state.pause_until is not None and state.t < state.pause_until


def suppressed(watch: Watch, state: State) -> bool:
    """True while this alarm's signal is held back."""
    acknowledged = watch.acknowledged_until is not None and state.t < watch.acknowledged_until
    return acknowledged or paused(state)
