"""What the engine waits for: every time at which something changes though nobody does anything."""

from __future__ import annotations

from breathline.events.model import AlarmId, DeadlineId
from breathline.guidelines import course
from breathline.guidelines.alarms import occurrence
from breathline.guidelines.figures import Figures
from breathline.guidelines.prompts import makes_way_at
from breathline.guidelines.quick import replace
from breathline.guidelines.state import State
from breathline.words import QuestionId

_OF_ALARM = {alarm: DeadlineId(alarm.value) for alarm in AlarmId}

Times = dict[DeadlineId, float]


def arm(state: State, figures: Figures) -> State:
    """Put every deadline still to come into the state, soonest first.

    Each is strictly later than the state's time, so firing them in order always comes to an end. Before a start only
    an alarm and a pause have any.
    """
    times: Times = {}
    if state.running:
        _questions(times, state, figures)
        _steps(times, state, figures)
    _keep(times, state, DeadlineId.PAUSE_ENDS, state.pause_until)
    _alarms(times, state, figures)
    due = tuple(sorted((time, name) for name, time in times.items()))
    return state if due == state.deadlines else replace(state, deadlines=due)


def _keep(times: Times, state: State, name: DeadlineId, time: float | None) -> None:
    """Note a time that is still to come; of two under one name, the sooner."""
    if time is not None and time > state.t and time < times.get(name, float("inf")):
        times[name] = time


def _questions(times: Times, state: State, figures: Figures) -> None:
    if state.question is None or state.question.id is not QuestionId.BREATHING:
        _keep(times, state, DeadlineId.ASK, course.ask_breathing_at(state, figures))
        _keep(times, state, DeadlineId.ASK, course.ask_responsive_at(state, figures))
    overdue_at = course.overdue_at(state, figures)
    if overdue_at is not None:
        _keep(times, state, DeadlineId.UNANSWERED, overdue_at)
        _keep(times, state, DeadlineId.UNANSWERED, course.silence_counts_at(state, figures))
        _keep(times, state, DeadlineId.UNANSWERED_ESCALATES, overdue_at + figures.escalates)


def _steps(times: Times, state: State, figures: Figures) -> None:
    _keep(times, state, DeadlineId.RECHECK, course.look_again_at(state, figures))
    _keep(times, state, DeadlineId.WEARS_OFF, course.wears_off_at(state, figures))
    _keep(times, state, DeadlineId.WEARS_OFF, course.observe_until(state, figures))
    _keep(times, state, DeadlineId.KEEP_GOING, course.number_follows_until(state, figures))
    _keep(times, state, DeadlineId.MOVE_ON, makes_way_at(state, figures))


def _alarms(times: Times, state: State, figures: Figures) -> None:
    for watch in state.watches:
        _keep(times, state, _OF_ALARM[watch.id], occurrence.next_time(watch, state, figures))
    _keep(times, state, DeadlineId.NO_READING, occurrence.coming_no_reading(state, figures))
