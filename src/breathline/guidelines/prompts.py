"""Which one thing to do now, and why: one rule after the other, the first that holds.

Every choice has its reason.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines import course
from breathline.guidelines.acts import DOES
from breathline.guidelines.figures import Figures
from breathline.guidelines.reasons import Reason
from breathline.guidelines.state import Phase, Said, State
from breathline.words import ActionId, AnswerValue, QuestionId, Trust

Choice: TypeAlias = tuple[PromptId, Reason]

MAKES_WAY = frozenset(
    {
        PromptId.CALL_911,
        PromptId.AIRWAY,
        PromptId.OXYGEN,
        PromptId.RECOVERY_POSITION,
        PromptId.ATTACH_OXIMETER,
        PromptId.FIX_READING,
    }
)
"""Prompts that go on to the next when nobody marks them: hands are busy, and nothing may wait for a key."""


_LOOKS = {
    PromptId.STIMULATE: QuestionId.RESPONSIVE,
    PromptId.CHECK_BREATHING: QuestionId.BREATHING,
    PromptId.RECHECK: QuestionId.BREATHING,
}


def makes_way_at(state: State, figures: Figures) -> float | None:
    """When the prompt on the screen makes way unmarked; None when it stays."""
    shown = state.prompt
    if shown is None or shown.id not in MAKES_WAY:
        return None
    return shown.since + figures.step_patience


def make_way(state: State, figures: Figures) -> State:
    """Let a prompt that has had its time go by."""
    at = makes_way_at(state, figures)
    if state.prompt is None or at is None or state.t < at or state.prompt.id in state.passed:
        return state
    return replace(state, passed=(*state.passed, state.prompt.id))


def does(prompt: PromptId, action: ActionId) -> bool:
    """True when this act is what the prompt asks for."""
    return action in DOES.get(prompt, frozenset())


def looks(prompt: PromptId, question: QuestionId) -> bool:
    """True when the prompt asks for the look that this answer comes from."""
    return _LOOKS.get(prompt) is question


def choose(state: State, figures: Figures) -> Choice:
    """The one thing to do now."""
    if course.recheck_due(state, figures) and not _needs_pushing(state):
        return PromptId.RECHECK, Reason.LOOK_AGAIN
    if state.phase is Phase.ROUSE:
        return _doubted(state) or (PromptId.STIMULATE, Reason.STARTED)
    if state.phase is Phase.LOOK:
        return _look(state)
    if state.phase is Phase.BREATHS:
        return _breaths(state, figures)
    return _breathing(state, figures)


def _look(state: State) -> Choice:
    doubted = _doubted(state)
    if doubted:
        return doubted
    if course.call_open(state):
        return PromptId.CALL_911, _not_waking(state)
    opened = course.helped(state) or PromptId.AIRWAY in state.passed
    if not opened:
        return PromptId.AIRWAY, _call_settled(state)
    return PromptId.CHECK_BREATHING, Reason.NOT_CHECKED


def _breaths(state: State, figures: Figures) -> Choice:
    if _needs_pushing(state):
        return PromptId.COMPRESSIONS, Reason.NO_PULSE_FELT if course.no_pulse(state) else Reason.COMPRESSIONS_GOING
    if course.call_open(state):
        return PromptId.CALL_911, _not_breathing(state)
    if course.naloxone_due(state, figures):
        return PromptId.NALOXONE, _still_not_breathing(state)
    if not course.giving_breaths(state):
        return PromptId.VENTILATE, _not_breathing(state)
    if _wants_oxygen(state, figures):
        return PromptId.OXYGEN, Reason.SPO2_LOW
    return PromptId.KEEP_GOING, _keep_going(state, figures)


def _breathing(state: State, figures: Figures) -> Choice:
    awake = state.phase is Phase.AWAKE
    return (
        _doubted(state)
        or _unanswered(state, figures)
        or (None if awake else _unroused(state))
        or _clip(state)
        or _watch(state)
    )


def _unanswered(state: State, figures: Figures) -> Choice | None:
    asked = state.question
    silent = asked is not None and asked.id is QuestionId.BREATHING and course.overdue(state, figures)
    return (PromptId.CHECK_BREATHING, Reason.NO_ANSWER) if silent else None


def _unroused(state: State) -> Choice | None:
    """What a person who breathes and is not known to be awake still needs."""
    if state.responsive is None and not course.helped(state):
        return PromptId.STIMULATE, Reason.STARTED
    if course.call_open(state):
        return PromptId.CALL_911, _not_waking(state)
    settled = state.acts.recovery_at is not None or PromptId.RECOVERY_POSITION in state.passed
    return None if settled else (PromptId.RECOVERY_POSITION, Reason.BREATHING)


def _watch(state: State) -> Choice:
    if state.phase is Phase.AWAKE:
        return PromptId.STAY, Reason.AWAKE
    asked_since = state.responsive is not None and state.responsive.t >= state.phase_since
    return (PromptId.SEDATED_WATCH, Reason.SEDATED) if asked_since else (PromptId.STAY, Reason.BREATHING)


def _clip(state: State) -> Choice | None:
    """The clip, where no breaths are needed: it never hides them."""
    if state.acts.oximeter_off:
        return None
    if state.live_at is None:
        return None if PromptId.ATTACH_OXIMETER in state.passed else (PromptId.ATTACH_OXIMETER, Reason.NO_NUMBER_YET)
    if state.alarm(AlarmId.NO_READING) is None or PromptId.FIX_READING in state.passed:
        return None
    return PromptId.FIX_READING, _no_number(state)


def _doubted(state: State) -> Choice | None:
    """Look at the person, because the number fell or went away after the last answer."""
    if state.doubt is None:
        return None
    low = {AlarmId.SPO2_LOW: Reason.SPO2_LOW, AlarmId.SPO2_VERY_LOW: Reason.SPO2_VERY_LOW}
    return PromptId.CHECK_BREATHING, low.get(state.doubt) or _no_number(state)


def _no_number(state: State) -> Reason:
    doubtful = state.vitals is not None and state.vitals.trust is Trust.DOUBTFUL
    return Reason.DOUBTFUL if doubtful else Reason.NO_READING


def _needs_pushing(state: State) -> bool:
    return state.phase is Phase.BREATHS and (course.no_pulse(state) or course.pushing(state))


def _wants_oxygen(state: State, figures: Figures) -> bool:
    if PromptId.OXYGEN not in figures.steps or PromptId.OXYGEN in state.passed or state.acts.oxygen_since is not None:
        return False
    already = state.prompt is not None and state.prompt.id is PromptId.OXYGEN
    return course.low(state) and (already or course.fresh(state, figures))


def _keep_going(state: State, figures: Figures) -> Reason:
    until = course.number_follows_until(state, figures)
    if course.low(state) and until is not None and state.t < until:
        return Reason.NUMBER_FOLLOWS
    return Reason.NALOXONE_GIVEN if course.look_again_at(state, figures) is not None else Reason.BREATHS_GOING


def _not_waking(state: State) -> Reason:
    said = state.responsive
    if said is None:
        return Reason.NOT_CHECKED
    return _by_answer(said, no=Reason.NOT_WAKING, cant_tell=Reason.NOT_SURE_WAKING)


def _not_breathing(state: State) -> Reason:
    said = state.breathing
    if said is None:
        return Reason.BREATHS_GOING
    stopped = state.acts.breaths_stopped_at
    if stopped is not None and stopped >= said.t:
        return Reason.BREATHS_STOPPED
    return _by_answer(said, no=Reason.NOT_BREATHING, cant_tell=Reason.CANT_TELL_BREATHING)


def _still_not_breathing(state: State) -> Reason:
    said = state.breathing
    return (
        Reason.NO_ANSWER
        if said is None
        else _by_answer(said, no=Reason.STILL_NOT_BREATHING, cant_tell=Reason.CANT_TELL_BREATHING)
    )


def _by_answer(said: Said, no: Reason, cant_tell: Reason) -> Reason:
    if said.assumed:
        return Reason.NO_ANSWER
    return no if said.value is AnswerValue.NO else cant_tell


def _call_settled(state: State) -> Reason:
    if state.acts.called_911_at is not None:
        return Reason.CALLED
    return Reason.NOT_CALLED if state.acts.no_911 else _not_waking(state)
