"""The engine: one input and a state in, the next state, the Situation and the changes out.

A pure function of what it is given: no clock, no memory of its own. A response is its inputs, in order.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from math import isfinite

from breathline.events.model import (
    ActionEvent,
    AnswerEvent,
    Change,
    DeadlineEvent,
    DeadlineId,
    FaultEvent,
    Input,
    PromptEvent,
    PromptId,
    PromptState,
    QuestionEvent,
    QuestionState,
    ResponseEvent,
    ResponseState,
    VitalsEvent,
)
from breathline.guidelines import acts, answers, course, deadlines, guards, prompts, questions, undo
from breathline.guidelines.alarms import life, suppression
from breathline.guidelines.describe import situation
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack import Pack
from breathline.guidelines.quick import replace
from breathline.guidelines.situation import Situation
from breathline.guidelines.state import Asked, Phase, Shown, State
from breathline.guidelines.texts import Texts
from breathline.guidelines.undo import Back
from breathline.guidelines.wording import Wording
from breathline.words import Action, ActionId, Answer, Fault, Trust, Vitals

_STARTS = frozenset(
    {
        ActionId.START,
        ActionId.STIMULATED,
        ActionId.AIRWAY,
        ActionId.BREATHS_STARTED,
        ActionId.BREATH,
        ActionId.OXYGEN_ON,
        ActionId.NALOXONE,
        ActionId.CALLED_911,
        ActionId.COMPRESSIONS_STARTED,
        ActionId.RECOVERY_POSITION,
    }
)
"""Acts that begin a response: one that began in a hurry, with the naloxone, is not lost for a missing start."""

_PERSON = "person"


@dataclass(frozen=True, slots=True)
class Step:
    """What the engine made of one input.

    Attributes:
        state: The state to go on from.
        situation: What to draw now.
        changes: What changed, in order.
    """

    state: State
    situation: Situation
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """An input that was taken, and what the engine made of it."""

    event: Input
    step: Step


class Engine:
    """The guide under one pack, in one language. It keeps nothing between two calls.

    Args:
        pack: The guideline.
        texts: The words.

    Raises:
        PackError: The pack lacks a figure that the engine needs.
    """

    def __init__(self, pack: Pack, texts: Texts) -> None:
        self._figures = Figures.of(pack)
        self._wording = Wording(texts, self._figures)

    def begin(self) -> State:
        """A response that has not started."""
        return State()

    def next_deadline(self, state: State) -> tuple[float, DeadlineId] | None:
        """What the engine waits for next, and when; None when for nothing."""
        return state.deadlines[0] if state.deadlines else None

    def advance(self, state: State, event: Input) -> list[Done]:
        """Fire every deadline due at or before the event, in order, then take the event."""
        done = self.wait(state, event.t)
        step = self.step(done[-1].step.state if done else state, event)
        return [*done, Done(event, step)]

    def wait(self, state: State, t: float) -> list[Done]:
        """Fire every deadline due at or before `t`, in order; none for a `t` that is not finite."""
        done: list[Done] = []
        while isfinite(t) and state.deadlines and state.deadlines[0][0] <= t:
            event = DeadlineEvent(*state.deadlines[0])
            step = self.step(state, event)
            done.append(Done(event, step))
            state = step.state
        return done

    def step(self, state: State, event: Input) -> Step:
        """Take one input. It is the only way on.

        Time never goes back: an input stamped before the last one is taken as of the last one.
        """
        changes: list[Change] = []
        back = undo.back(state, _later(state, event.t)) if _undoes(state, event) else None
        if state.ended_at is None:
            state = self._take(state, event, changes)
        if state.running:
            state = undo.settle(self._decide(state, back, changes))
        elif state.ended_at is None:
            state = deadlines.arm(life.update_before_start(state, self._figures, changes), self._figures)
        return Step(state, situation(state, self._figures, self._wording), tuple(changes))

    def finish(self, state: State, t: float, reason: str) -> Step:
        """End a running response for a reason that is not a person's, such as "input_ended"."""
        changes: list[Change] = []
        if state.running:
            state = self._end(replace(state, t=_later(state, t)), reason, changes)
        return Step(state, situation(state, self._figures, self._wording), tuple(changes))

    def _take(self, state: State, event: Input, changes: list[Change]) -> State:
        t = _later(state, event.t)
        if isinstance(event, VitalsEvent):
            return _believe(state, guards.believable(event.vitals), t)
        if isinstance(event, AnswerEvent) and state.running:
            return self._answer(_attended(state, t), event.answer, changes)
        state = replace(state, t=t)
        if isinstance(event, FaultEvent):
            return _fault(state, event.fault)
        return self._act(state, event.action, changes) if isinstance(event, ActionEvent) else state

    def _answer(self, state: State, answer: Answer, changes: list[Change]) -> State:
        if state.question is not None and state.question.id is answer.question:
            changes.append(QuestionEvent(state.t, answer.question, QuestionState.ANSWERED, answer.value))
        shown = state.prompt
        if shown is not None and prompts.looks(shown.id, answer.question):
            state = self._mark_done(state, shown, changes)
        return answers.hear(state, answer)

    def _act(self, state: State, action: Action, changes: list[Change]) -> State:
        if action.id is ActionId.ACKNOWLEDGE:
            return _attended(suppression.acknowledge(state, self._figures), state.t)
        if state.started_at is None:
            if action.id not in _STARTS:
                return state
            state = self._start(state, changes)
        if action.id is ActionId.PAUSE:
            return suppression.pause(state, self._figures)
        if guards.may_end(action.id):
            return self._end(replace(state, outcome=action.outcome), _PERSON, changes)
        if action.id is ActionId.UNDO:
            return undo.undo(state, changes)
        return self._record(state, action, changes)

    def _start(self, state: State, changes: list[Change]) -> State:
        """Begin. What stood before is said anew in the response's own time: its record begins here."""
        state = life.clear_all(state, changes)
        changes.append(ResponseEvent(state.t, ResponseState.STARTED, _PERSON))
        return replace(state, started_at=state.t, phase_since=state.t)

    def _record(self, state: State, action: Action, changes: list[Change]) -> State:
        before = undo.moment(state)
        state = _attended(state, state.t)
        if action.id is ActionId.COMPRESSIONS_STOPPED:
            state = replace(state, pulse_felt=None)
        shown = state.prompt
        if shown is not None and prompts.does(shown.id, action.id):
            state = self._mark_done(state, shown, changes)
        return acts.record(state, action, before)

    def _mark_done(self, state: State, shown: Shown, changes: list[Change]) -> State:
        if shown.done:
            return state
        changes.append(self._prompt_event(state, shown, PromptState.DONE))
        return replace(state, prompt=replace(shown, done=True))

    def _end(self, state: State, reason: str, changes: list[Change]) -> State:
        if state.prompt is not None and not state.prompt.done:
            changes.append(self._prompt_event(state, state.prompt, PromptState.WITHDRAWN))
        if state.question is not None:
            changes.append(QuestionEvent(state.t, state.question.id, QuestionState.WITHDRAWN))
        state = life.clear_all(state, changes)
        changes.append(ResponseEvent(state.t, ResponseState.ENDED, reason))
        return replace(state, ended_at=state.t, prompt=None, question=None, pause_until=None, deadlines=())

    def _decide(self, state: State, back: Back | None, changes: list[Change]) -> State:
        """Work out what follows: silence, phase, alarms, question, prompt and the times to come."""
        figures, shown, asked = self._figures, state.prompt, state.question
        state = state if back is None else replace(state, prompt=back.prompt, question=back.question)
        state = prompts.make_way(answers.assume(state, figures), figures)
        state = _enter(state, course.phase(state))
        state = life.update(state, figures, changes)
        state = self._ask(state, asked, changes)
        state = life.update_question(state, figures, changes)
        return deadlines.arm(self._show(state, shown, changes), figures)

    def _ask(self, state: State, asked: Asked | None, changes: list[Change]) -> State:
        """Settle which question is open; `asked` is the one that was open before this input."""
        wanted = questions.choose(state, self._figures)
        asked_id = None if asked is None else asked.id
        wanted_id = None if wanted is None else wanted.id
        if asked_id is not None and asked_id is not wanted_id:
            changes.append(QuestionEvent(state.t, asked_id, QuestionState.WITHDRAWN))
        if wanted_id is not None and wanted_id is not asked_id:
            changes.append(QuestionEvent(state.t, wanted_id, QuestionState.ASKED))
        return state if wanted is state.question else replace(state, question=wanted)

    def _show(self, state: State, shown: Shown | None, changes: list[Change]) -> State:
        """Settle what is to be done now; `shown` is the prompt that stood on the screen before this input."""
        chosen, reason = prompts.choose(state, self._figures)
        new = next((each for each in (state.prompt, shown) if each is not None and each.id is chosen), None)
        new = Shown(chosen, reason, state.t) if new is None else new
        new = new if new.reason is reason else replace(new, reason=reason)
        if shown is None or shown.id is not chosen:
            if shown is not None and not shown.done:
                clip_is_on = shown.id is PromptId.ATTACH_OXIMETER and state.live_at is not None
                how = PromptState.DONE if clip_is_on else PromptState.WITHDRAWN
                changes.append(self._prompt_event(state, replace(shown, reason=reason), how))
            changes.append(self._prompt_event(state, new, PromptState.SHOWN))
        return state if new is state.prompt else replace(state, prompt=new)

    def _prompt_event(self, state: State, shown: Shown, how: PromptState) -> PromptEvent:
        words = self._wording
        return PromptEvent(state.t, shown.id, how, words.prompts[shown.id], words.reason(shown.reason, state))


def _later(state: State, t: float) -> float:
    """The time to take an input at: a clock set back, or a time that is none, does not move the timers."""
    return t if isfinite(t) and t > state.t else state.t


def _believe(state: State, vitals: Vitals, t: float) -> State:
    live = vitals.trust is Trust.LIVE and vitals.spo2 is not None
    kept = vitals if vitals.t == t else dataclasses.replace(vitals, t=t)
    return replace(state, t=t, vitals=kept, live_at=t if live else state.live_at)


def _undoes(state: State, event: Input) -> bool:
    return isinstance(event, ActionEvent) and event.action.id is ActionId.UNDO and state.running


def _attended(state: State, t: float) -> State:
    """A person did or answered something: whatever waited to be seen has been."""
    return replace(state, t=t, touched_at=t, latched=())


def _fault(state: State, fault: Fault) -> State:
    others = tuple(each for each in state.faults if each is not fault.id)
    return replace(state, faults=(*others, fault.id) if fault.present else others)


def _enter(state: State, phase: Phase) -> State:
    """Enter a phase. Prompts that made way are fresh again, but for the way to the first breath."""
    if phase is state.phase:
        return state
    passed = state.passed if phase is Phase.BREATHS else ()
    return replace(state, phase=phase, phase_since=state.t, passed=passed)
