"""What the engine waits for: every time at which something changes though nobody does anything."""

from __future__ import annotations

from math import inf

from breathline.events.model import AlarmId, DeadlineId
from breathline.guidelines import course
from breathline.guidelines.alarms import occurrence
from breathline.guidelines.figures import Figures
from breathline.guidelines.prompts import makes_way_at
from breathline.guidelines.quick import replace
from breathline.guidelines.state import State
from breathline.words import QuestionId

_OF_ALARM = {alarm: DeadlineId(alarm.value) for alarm in AlarmId}

Wanted = list[tuple[DeadlineId, float | None]]
"""Times under their names; a name may stand there twice, and then the sooner counts."""


def arm(state: State, figures: Figures) -> State:
    """Put every deadline still to come into the state, soonest first.

    Each is strictly later than the state's time, so firing them in order always comes to an end. Before a start only
    an alarm and a pause have any.
    """
    wanted: Wanted = [(DeadlineId.PAUSE_ENDS, state.pause_until), *_alarms(state, figures)]
    if state.running:
        wanted += _questions(state, figures)
        wanted += _steps(state, figures)
    now, times = state.t, dict[DeadlineId, float]()
    for name, time in wanted:
        if time is not None and now < time < times.get(name, inf):
            times[name] = time
    due = tuple(sorted((time, name) for name, time in times.items()))
    return state if due == state.deadlines else replace(state, deadlines=due)


def _questions(state: State, figures: Figures) -> Wanted:
    found: Wanted = []
    if state.question is None or state.question.id is not QuestionId.BREATHING:
        found.append((DeadlineId.ASK, course.ask_breathing_at(state, figures)))
        found.append((DeadlineId.ASK, course.ask_responsive_at(state, figures)))
    overdue_at = course.overdue_at(state, figures)
    if overdue_at is not None:
        found.append((DeadlineId.UNANSWERED, overdue_at))
        found.append((DeadlineId.UNANSWERED, course.silence_counts_at(state, figures)))
        found.append((DeadlineId.UNANSWERED_ESCALATES, overdue_at + figures.escalates))
    return found


def _steps(state: State, figures: Figures) -> Wanted:
    return [
        (DeadlineId.RECHECK, course.look_again_at(state, figures)),
        (DeadlineId.WEARS_OFF, course.wears_off_at(state, figures)),
        (DeadlineId.WEARS_OFF, course.observe_until(state, figures)),
        (DeadlineId.KEEP_GOING, course.number_follows_until(state, figures)),
        (DeadlineId.MOVE_ON, makes_way_at(state, figures)),
    ]


def _alarms(state: State, figures: Figures) -> Wanted:
    found: Wanted = [(_OF_ALARM[watch.id], occurrence.next_time(watch, state, figures)) for watch in state.watches]
    found.append((DeadlineId.NO_READING, occurrence.coming_no_reading(state, figures)))
    return found
