"""Which question is open. Breathing comes first, and nothing the number says takes that question away."""

from __future__ import annotations

from breathline.guidelines import course, guards
from breathline.guidelines.figures import Figures
from breathline.guidelines.state import Asked, Phase, State
from breathline.words import AnswerValue, QuestionId


def choose(state: State, figures: Figures) -> Asked | None:
    """The question to have open now in a running response: the open one as it is, a new one, or None."""
    wanted = _wanted(state, figures)
    asked = state.question
    if wanted is None or (asked is not None and asked.id is wanted):
        return None if wanted is None else asked
    left = asked is not None and course.overdue(state, figures)
    waiting_since = asked.waiting_since if asked is not None and left else state.t
    return Asked(wanted, state.t, waiting_since)


def _wanted(state: State, figures: Figures) -> QuestionId | None:
    if _breathing(state, figures):
        return QuestionId.BREATHING
    if _pulse(state, figures):
        return QuestionId.PULSE_FELT
    if _responsive(state, figures):
        return QuestionId.RESPONSIVE
    return None


def _breathing(state: State, figures: Figures) -> bool:
    if guards.open_question(state) or state.doubt is not None or course.recheck_due(state, figures):
        return True
    if state.phase is Phase.LOOK:
        return not course.call_open(state, figures)
    at = course.ask_breathing_at(state, figures)
    return at is not None and state.t >= at


def _pulse(state: State, figures: Figures) -> bool:
    if state.phase is not Phase.BREATHS or not figures.asks_pulse:
        return False
    if _is_open(state, QuestionId.PULSE_FELT):
        return True
    heard = state.breathing_heard
    return state.pulse_felt is None and heard is not None and heard.value is AnswerValue.NO


def _responsive(state: State, figures: Figures) -> bool:
    if state.phase is Phase.ROUSE:
        return True
    if _is_open(state, QuestionId.RESPONSIVE):
        return state.phase in {Phase.LOOK, Phase.BREATHING}
    at = course.ask_responsive_at(state, figures)
    return at is not None and state.t >= at


def _is_open(state: State, question: QuestionId) -> bool:
    return state.question is not None and state.question.id is question
