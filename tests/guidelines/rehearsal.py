"""A response acted out in a few words, with the clock in the test's hand."""

from __future__ import annotations

import json
from functools import cache

from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    AnswerEvent,
    Change,
    FaultEvent,
    Input,
    PromptEvent,
    PromptId,
    PromptState,
    QuestionEvent,
    QuestionState,
    VitalsEvent,
)
from breathline.guidelines.engine import Done, Engine
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.situation import Situation
from breathline.guidelines.state import State, from_plain, to_plain
from breathline.guidelines.texts import texts_for
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    Cause,
    Fault,
    FaultId,
    Outcome,
    QuestionId,
    Trust,
    Vitals,
)

YES, NO, CANT_TELL = AnswerValue.YES, AnswerValue.NO, AnswerValue.CANT_TELL
FIGURES = Figures.of(load_pack("bc"))


@cache
def engine_of(name: str) -> Engine:
    """The engine is costly to make and keeps nothing: one does for every test."""
    pack = load_pack(name)
    return Engine(pack, texts_for(pack))


@cache
def figures_of(name: str) -> Figures:
    return Figures.of(load_pack(name))


def live(t: float, spo2: float, pulse: float = 70.0, battery: int | None = None) -> Vitals:
    return Vitals(t, spo2, pulse, Trust.LIVE, None, pulse_trust=Trust.LIVE, age=0.0, battery=battery)


def doubtful(t: float, spo2: float, cause: Cause = Cause.MOTION) -> Vitals:
    return Vitals(t, spo2, None, Trust.DOUBTFUL, cause, age=0.0)


def gone(t: float, cause: Cause = Cause.NO_FINGER) -> Vitals:
    return Vitals(t, None, None, Trust.NONE, cause, age=None)


class Rehearsal:
    """Drives an engine and keeps what it said."""

    def __init__(self, engine: Engine | None = None) -> None:
        self.engine = engine_of("bc") if engine is None else engine
        self.state: State = self.engine.begin()
        self.inputs: list[Input] = []
        self.changes: list[Change] = []
        self.situation: Situation = self.engine.step(self.state, VitalsEvent(gone(0.0))).situation

    @property
    def t(self) -> float:
        return self.state.t

    def take(self, event: Input) -> list[Change]:
        return self._keep(self.engine.advance(self.state, event))

    def wait(self, t: float) -> list[Change]:
        return self._keep(self.engine.wait(self.state, t))

    def act(self, t: float, action: ActionId, outcome: Outcome | None = None, count: int | None = None) -> list[Change]:
        return self.take(ActionEvent(t, Action(action, outcome=outcome, count=count)))

    def answer(self, t: float, question: QuestionId, value: AnswerValue) -> list[Change]:
        return self.take(AnswerEvent(t, Answer(question, value)))

    def vitals(self, vitals: Vitals) -> list[Change]:
        return self.take(VitalsEvent(vitals))

    def fault(self, t: float, fault: FaultId, present: bool = True) -> list[Change]:
        return self.take(FaultEvent(t, Fault(fault, present)))

    def number(self, start: float, end: float, spo2: float) -> list[Change]:
        """A live number each second, from `start` up to and with `end`."""
        said: list[Change] = []
        for step in range(int(end - start) + 1):
            said += self.vitals(live(start + step, spo2))
        return said

    def restart(self) -> None:
        """A power cut: all that is left is the state as JSON."""
        self.state = from_plain(json.loads(json.dumps(to_plain(self.state))))

    def prompt(self) -> PromptId | None:
        return None if self.situation.prompt is None else self.situation.prompt.id

    def question(self) -> QuestionId | None:
        return None if self.situation.question is None else self.situation.question.id

    @property
    def alarms(self) -> dict[AlarmId, AlarmState]:
        return {alarm.id: alarm.state for alarm in self.situation.alarms}

    def _keep(self, done: list[Done]) -> list[Change]:
        said: list[Change] = []
        for each in done:
            self.inputs.append(each.event)
            self.state, self.situation = each.step.state, each.step.situation
            said.extend(each.step.changes)
        self.changes += said
        return said


def prompts(changes: list[Change]) -> list[tuple[PromptId, PromptState]]:
    return [(change.id, change.state) for change in changes if isinstance(change, PromptEvent)]


def questions(changes: list[Change]) -> list[tuple[QuestionId, QuestionState]]:
    return [(change.id, change.state) for change in changes if isinstance(change, QuestionEvent)]


def alarms(changes: list[Change]) -> list[tuple[AlarmId, AlarmState]]:
    return [(change.id, change.state) for change in changes if isinstance(change, AlarmEvent)]


def started(pack: str = "bc") -> Rehearsal:
    """A response begun at 0, with nothing answered."""
    response = Rehearsal(engine_of(pack))
    response.act(0.0, ActionId.START)
    return response


def not_waking(pack: str = "bc") -> Rehearsal:
    """They do not wake (10), 911 is called (12)."""
    response = started(pack)
    response.answer(10.0, QuestionId.RESPONSIVE, NO)
    response.act(12.0, ActionId.CALLED_911)
    return response


def giving_breaths(pack: str = "bc") -> Rehearsal:
    """Not breathing (16), breaths since 20, a pulse is felt (22)."""
    response = not_waking(pack)
    response.act(14.0, ActionId.AIRWAY)
    response.answer(16.0, QuestionId.BREATHING, NO)
    response.act(20.0, ActionId.BREATHS_STARTED)
    response.answer(22.0, QuestionId.PULSE_FELT, YES)
    return response


def after_naloxone(pack: str = "bc") -> Rehearsal:
    """Still not breathing after breaths (50), a dose at 60."""
    response = giving_breaths(pack)
    response.wait(16.0 + FIGURES.naloxone_ready)
    response.answer(50.0, QuestionId.BREATHING, NO)
    response.act(60.0, ActionId.NALOXONE)
    return response


def breathing_again() -> Rehearsal:
    """As after naloxone, and breathing on their own at 80; on their side at 90; not awake at 101."""
    response = after_naloxone()
    response.answer(80.0, QuestionId.BREATHING, YES)
    response.act(90.0, ActionId.RECOVERY_POSITION)
    response.wait(80.0 + FIGURES.stimulate_look)
    response.answer(101.0, QuestionId.RESPONSIVE, NO)
    return response
