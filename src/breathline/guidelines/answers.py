"""What an answer, or its absence, changes."""

from __future__ import annotations

from breathline.events.model import PromptId
from breathline.guidelines.course import silence_counts_at
from breathline.guidelines.figures import Figures
from breathline.guidelines.quick import replace
from breathline.guidelines.state import Asked, Said, State
from breathline.words import Answer, AnswerValue, QuestionId


def hear(state: State, answer: Answer) -> State:
    """Take an answer. One that was not asked for counts too; it closes only the question it answers."""
    said = Said(answer.value, state.t)
    asked = state.question
    question = None if asked is not None and asked.id is answer.question else asked
    if answer.question is QuestionId.RESPONSIVE:
        return replace(state, question=question, responsive=said)
    if answer.question is QuestionId.PULSE_FELT:
        return replace(state, question=question, pulse_felt=said)
    return _breathing(state, said, question)


def _breathing(state: State, said: Said, question: Asked | None) -> State:
    heard = replace(state, question=question, breathing=said, breathing_heard=said, doubt=None)
    if said.yes:
        return replace(heard, breathed_at=said.t, pulse_felt=None)
    responsive = state.responsive
    if responsive is None or responsive.yes:
        # They may have woken before: that is no longer known, and breathing decides.
        responsive = Said(AnswerValue.CANT_TELL, state.t, assumed=True)
    # Naloxone that nobody gave made way; somebody who says again that they do not breathe is told again.
    passed = tuple(each for each in state.passed if each is not PromptId.NALOXONE)
    return replace(heard, responsive=responsive, passed=passed)


def assume(state: State, figures: Figures) -> State:
    """When a question has waited long enough, go on as after "can't tell". The question stays open."""
    at = silence_counts_at(state, figures)
    if state.question is None or at is None or state.t < at:
        return state
    silence = Said(AnswerValue.CANT_TELL, state.t, assumed=True)
    if state.question.id is QuestionId.RESPONSIVE:
        return replace(state, responsive=silence) if _before(state.responsive, at) else state
    if state.question.id is QuestionId.PULSE_FELT:
        return replace(state, pulse_felt=silence) if _before(state.pulse_felt, at) else state
    return replace(state, breathing=silence) if _before(state.breathing, at) else state


def _before(said: Said | None, at: float) -> bool:
    return said is None or said.t < at
