"""Which one thing to do now, and why: the guideline's wishes, one after the other.

Each wish has its reason. The guard block takes the first that nothing stands against.
"""

from __future__ import annotations

from collections.abc import Iterator

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines import course, guards
from breathline.guidelines.acts import DOES
from breathline.guidelines.figures import Figures
from breathline.guidelines.guards import Choice
from breathline.guidelines.pack_rules import OxygenRule
from breathline.guidelines.quick import replace
from breathline.guidelines.reasons import Reason
from breathline.guidelines.state import Phase, Said, State
from breathline.words import ActionId, AnswerValue, QuestionId, Trust

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
    if shown is None or not (shown.id in MAKES_WAY or _makes_way_here(shown.id, state, figures)):
        return None
    return shown.since + figures.step_patience


def _makes_way_here(prompt: PromptId, state: State, figures: Figures) -> bool:
    """Naloxone that nobody gives does not hold up what keeps them alive, and pushes nobody marks not the naloxone."""
    if prompt is PromptId.COMPRESSIONS:
        return not course.pushing(state) and course.naloxone_due(state, figures)
    return prompt is PromptId.NALOXONE and (course.needs_pushing(state, figures) or _early(state, figures))


def _early(state: State, figures: Figures) -> bool:
    """True while naloxone comes before breaths have begun and had their time."""
    return not course.giving_breaths(state) and state.t < course.breaths_had_their_time_at(state, figures)


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
    return guards.first_allowed(_wishes(state, figures), state, figures)


def _wishes(state: State, figures: Figures) -> Iterator[Choice]:
    if course.recheck_due(state, figures) and not course.needs_pushing(state, figures):
        yield PromptId.RECHECK, Reason.LOOK_AGAIN
    elif state.phase is Phase.ROUSE:
        yield from _rouse(state, figures)
    elif state.phase is Phase.LOOK:
        yield from _look(state, figures)
    elif state.phase is Phase.BREATHS:
        yield from _breaths(state, figures)
    else:
        yield from _breathing(state, figures)


def _rouse(state: State, figures: Figures) -> Iterator[Choice]:
    yield from _doubted(state)
    if course.call_open(state, figures):
        yield PromptId.CALL_911, Reason.CALL_FIRST
    yield PromptId.STIMULATE, Reason.STARTED


def _look(state: State, figures: Figures) -> Iterator[Choice]:
    yield from _doubted(state)
    if course.call_open(state, figures):
        yield PromptId.CALL_911, _not_waking(state)
    if not (course.helped(state) or PromptId.AIRWAY in state.passed):
        yield PromptId.AIRWAY, _call_settled(state)
    if figures.oxygen is OxygenRule.FIRST and _oxygen_open(state, figures):
        yield PromptId.OXYGEN, Reason.OXYGEN_FIRST
    yield PromptId.CHECK_BREATHING, Reason.NOT_CHECKED


def _breaths(state: State, figures: Figures) -> Iterator[Choice]:
    if course.call_open(state, figures):
        yield PromptId.CALL_911, _not_breathing(state)
    yield from _push(state, figures) if course.needs_pushing(state, figures) else _breathe_for_them(state, figures)


def _push(state: State, figures: Figures) -> Iterator[Choice]:
    """Pushes first; naloxone beside them, for as long as a hand may need for it."""
    begun = course.pushing(state) or PromptId.COMPRESSIONS in state.passed
    if begun and PromptId.NALOXONE not in state.passed and course.naloxone_due(state, figures):
        yield PromptId.NALOXONE, _still_not_breathing(state, figures)
    yield PromptId.COMPRESSIONS, _pushing(state, figures)


def _breathe_for_them(state: State, figures: Figures) -> Iterator[Choice]:
    going = course.giving_breaths(state)
    if figures.oxygen is OxygenRule.FIRST and going and _oxygen_open(state, figures):
        yield PromptId.OXYGEN, Reason.OXYGEN_FIRST
    made_way = PromptId.NALOXONE in state.passed and _early(state, figures)
    if not made_way and course.naloxone_due(state, figures):
        yield PromptId.NALOXONE, _still_not_breathing(state, figures)
    if not going:
        yield PromptId.VENTILATE, _not_breathing(state)
    if _low_without_oxygen(state, figures):
        yield PromptId.OXYGEN, Reason.SPO2_LOW
    yield PromptId.KEEP_GOING, _keep_going(state, figures)


def _breathing(state: State, figures: Figures) -> Iterator[Choice]:
    yield from _doubted(state)
    asked = state.question
    if asked is not None and asked.id is QuestionId.BREATHING and course.overdue(state, figures):
        yield PromptId.CHECK_BREATHING, Reason.NO_ANSWER
    if state.phase is Phase.BREATHING:
        yield from _unroused(state, figures)
    if state.acts.help_here_at is not None:
        yield PromptId.HAND_OVER, Reason.HELP_HERE
    yield from _clip(state)
    yield _watch(state, figures)


def _unroused(state: State, figures: Figures) -> Iterator[Choice]:
    """What a person who breathes and is not known to be awake still needs."""
    if state.responsive is None and not course.helped(state):
        yield PromptId.STIMULATE, Reason.STARTED
    if course.call_open(state, figures):
        yield PromptId.CALL_911, _not_waking(state)
    if state.acts.recovery_at is None and PromptId.RECOVERY_POSITION not in state.passed:
        yield PromptId.RECOVERY_POSITION, Reason.BREATHING
    if figures.oxygen is OxygenRule.FIRST and _low_without_oxygen(state, figures):
        yield PromptId.OXYGEN, Reason.SPO2_LOW


def _watch(state: State, figures: Figures) -> Choice:
    awake = state.phase is Phase.AWAKE
    not_woken_since = state.responsive is not None and state.responsive.t >= state.phase_since
    if not awake and state.alarm(AlarmId.PULSE_LOW) is not None:
        return PromptId.SEDATED_WATCH, Reason.PULSE_SLOW
    if not awake and not_woken_since:
        return PromptId.SEDATED_WATCH, Reason.SEDATED
    return PromptId.STAY, _staying(state, figures)


def _staying(state: State, figures: Figures) -> Reason:
    until = course.observe_until(state, figures)
    if course.wearing_off(state, figures):
        return Reason.WEARING_OFF
    if until is not None and state.t < until:
        return Reason.OBSERVE
    return Reason.AWAKE if state.phase is Phase.AWAKE else Reason.BREATHING


def _clip(state: State) -> Iterator[Choice]:
    """The clip, where no breaths are needed: it never hides them."""
    if state.acts.oximeter_off:
        return
    if state.live_at is None:
        if PromptId.ATTACH_OXIMETER not in state.passed:
            yield PromptId.ATTACH_OXIMETER, Reason.NO_NUMBER_YET
    elif state.alarm(AlarmId.NO_READING) is not None and PromptId.FIX_READING not in state.passed:
        yield PromptId.FIX_READING, _no_number(state)


def _doubted(state: State) -> Iterator[Choice]:
    """Look at the person, because the number fell or went away after the last answer."""
    if state.doubt is not None:
        low = {AlarmId.SPO2_LOW: Reason.SPO2_LOW, AlarmId.SPO2_VERY_LOW: Reason.SPO2_VERY_LOW}
        yield PromptId.CHECK_BREATHING, low.get(state.doubt) or _no_number(state)


def _oxygen_open(state: State, figures: Figures) -> bool:
    """True while oxygen belongs to the guideline, is not on, and its prompt has not made way."""
    if PromptId.OXYGEN not in figures.steps or figures.oxygen is OxygenRule.OFF:
        return False
    return state.acts.oxygen_since is None and PromptId.OXYGEN not in state.passed


def _low_without_oxygen(state: State, figures: Figures) -> bool:
    already = state.prompt is not None and state.prompt.id is PromptId.OXYGEN
    return _oxygen_open(state, figures) and course.low(state) and (already or course.fresh(state, figures))


def _no_number(state: State) -> Reason:
    doubtful = state.vitals is not None and state.vitals.trust is Trust.DOUBTFUL
    return Reason.DOUBTFUL if doubtful else Reason.NO_READING


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


def _still_not_breathing(state: State, figures: Figures) -> Reason:
    said = state.breathing
    if said is None or said.t < course.naloxone_from(state, figures):
        return Reason.SPO2_NOT_HELD
    no = Reason.STILL_NOT_BREATHING if said.t > state.phase_since else Reason.NOT_BREATHING
    return _by_answer(said, no=no, cant_tell=Reason.CANT_TELL_BREATHING)


def _pushing(state: State, figures: Figures) -> Reason:
    if course.no_pulse(state, figures):
        sure = state.pulse_felt is not None and state.pulse_felt.value is AnswerValue.NO
        return Reason.NO_PULSE_FELT if sure else Reason.NOT_SURE_PULSE
    return Reason.COMPRESSIONS_GOING if course.pushing(state) else _not_breathing(state)


def _by_answer(said: Said, no: Reason, cant_tell: Reason) -> Reason:
    if said.assumed:
        return Reason.NO_ANSWER
    return no if said.value is AnswerValue.NO else cant_tell


def _call_settled(state: State) -> Reason:
    if state.acts.called_911_at is not None:
        return Reason.CALLED
    return Reason.NOT_CALLED if state.acts.no_911 else _not_waking(state)
