"""Whatever people do, in any order and at any time, some things always hold."""

from __future__ import annotations

from collections.abc import Callable

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from breathline.events.model import (
    AlarmId,
    AlarmState,
    Change,
    PromptEvent,
    PromptId,
    PromptState,
    QuestionEvent,
    QuestionState,
    ResponseEvent,
    ResponseState,
)
from breathline.words import ActionId, AnswerValue, Cause, FaultId, QuestionId, Trust, Vitals
from tests.guidelines.rehearsal import FIGURES, Rehearsal, after_naloxone, alarms, giving_breaths, not_waking, started

GAPS = st.one_of(
    st.just(0.0),
    st.floats(0.1, 30.0),
    st.sampled_from([FIGURES.patience, FIGURES.ask, FIGURES.look_again, FIGURES.step_patience]),
)
ACTS = st.sampled_from([action for action in ActionId if action is not ActionId.END])


@st.composite
def numbers(draw: st.DrawFn) -> Vitals:
    trust = draw(st.sampled_from(Trust))
    shown = trust in {Trust.LIVE, Trust.DOUBTFUL}
    spo2 = draw(st.floats(40.0, 100.0)) if shown else None
    pulse = draw(st.floats(20.0, 220.0)) if shown else None
    cause = None if trust is Trust.LIVE else draw(st.sampled_from(Cause))
    return Vitals(0.0, spo2, pulse, trust, cause, pulse_trust=trust, battery=draw(st.sampled_from([None, 5, 90])))


class AnyResponse(RuleBasedStateMachine):
    """A box that everything happens to: acts, answers, numbers, faults, gaps in time and power cuts."""

    def __init__(self) -> None:
        super().__init__()
        self.box = Rehearsal()
        self.breathes = False

    @initialize(vitals=numbers(), begun=st.sampled_from([started, not_waking, giving_breaths, after_naloxone]))
    def somewhere_in_a_response(self, vitals: Vitals, begun: Callable[[], Rehearsal]) -> None:
        self.box = begun()
        self.judge(self.box.vitals(vitals))

    @rule(action=ACTS, gap=GAPS)
    def somebody_acts(self, action: ActionId, gap: float) -> None:
        self.time_passes(gap)
        self.judge(self.box.act(self.box.t, action))

    @rule(question=st.sampled_from(QuestionId), value=st.sampled_from(AnswerValue), gap=GAPS)
    def somebody_answers(self, question: QuestionId, value: AnswerValue, gap: float) -> None:
        self.time_passes(gap)
        if question is QuestionId.BREATHING:
            self.breathes = value is AnswerValue.YES
        self.judge(self.box.answer(self.box.t, question, value))

    @rule(value=st.sampled_from(AnswerValue), gap=GAPS)
    def somebody_answers_what_is_asked(self, value: AnswerValue, gap: float) -> None:
        asked = self.box.question()
        if asked is not None:
            self.somebody_answers(asked, value, gap)

    @rule(vitals=numbers(), gap=GAPS)
    def a_number_comes(self, vitals: Vitals, gap: float) -> None:
        self.time_passes(gap)
        was = self.box.question()
        said = self.box.vitals(vitals)
        self.judge(said)
        if was is QuestionId.BREATHING:
            assert self.box.question() is QuestionId.BREATHING
        raised = {alarm for alarm, state in alarms(said) if state is AlarmState.OCCURRED}
        if vitals.trust is not Trust.LIVE:
            assert raised <= {AlarmId.NO_READING, AlarmId.LINK_LOST, AlarmId.BATTERY_LOW, AlarmId.UNANSWERED}
        if raised & {AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW}:
            assert self.box.question() is QuestionId.BREATHING

    @rule(fault=st.sampled_from(FaultId), present=st.booleans(), gap=GAPS)
    def a_fault_comes_or_goes(self, fault: FaultId, present: bool, gap: float) -> None:
        self.time_passes(gap)
        self.judge(self.box.fault(self.box.t, fault, present))

    @rule(gap=st.one_of(GAPS, st.floats(60.0, 7200.0)))
    def time_passes(self, gap: float) -> None:
        self.judge(self.box.wait(self.box.t + gap))

    @rule(gap=GAPS)
    def the_power_is_cut(self, gap: float) -> None:
        before = self.box.state
        self.box.restart()
        assert self.box.state == before
        after = self.box.engine.wait(self.box.state, self.box.t + gap)
        assert after == self.box.engine.wait(before, self.box.t + gap)

    @rule(t=st.floats(0.0, 10.0))
    def the_clock_is_set_back(self, t: float) -> None:
        before = self.box.t
        self.judge(self.box.answer(before - t, QuestionId.PULSE_FELT, AnswerValue.CANT_TELL))
        assert self.box.t == before

    @invariant()
    def there_is_always_one_thing_to_do(self) -> None:
        if self.box.situation.started:
            assert self.box.situation.prompt is not None
            assert self.box.situation.prompt.reason
            assert self.box.state.deadlines or self.box.question() is QuestionId.BREATHING

    @invariant()
    def a_pause_has_an_end(self) -> None:
        until = self.box.situation.pause_until
        if until is not None:
            assert self.box.t < until <= self.box.t + FIGURES.pause_most

    @invariant()
    def deadlines_lie_ahead_and_in_order(self) -> None:
        times = [time for time, _ in self.box.state.deadlines]
        assert times == sorted(times)
        assert all(time > self.box.t for time in times)

    @invariant()
    def the_screen_agrees_with_what_was_said(self) -> None:
        shown = [change for change in self.box.changes if isinstance(change, PromptEvent)]
        last = [change.id for change in shown if change.state is PromptState.SHOWN][-1:]
        assert last == ([] if self.box.prompt() is None else [self.box.prompt()])
        life = [change for change in self.box.changes if isinstance(change, QuestionEvent)][-1:]
        is_open = [change.id for change in life if change.state is QuestionState.ASKED]
        assert is_open == ([] if self.box.question() is None else [self.box.question()])

    def judge(self, said: list[Change]) -> None:
        """Naloxone is never prompted while they breathe, nor before a dose had its time."""
        given = self.box.situation.naloxone.last_at
        for change in said:
            if isinstance(change, PromptEvent) and (change.id, change.state) == (PromptId.NALOXONE, PromptState.SHOWN):
                assert not self.breathes
                assert given is None or change.t >= given + FIGURES.look_again
            assert not (isinstance(change, ResponseEvent) and change.state is ResponseState.ENDED)
        if self.box.prompt() is PromptId.NALOXONE:
            assert not self.breathes
            assert given is None or self.box.t >= given + FIGURES.look_again


TestAnyResponse = AnyResponse.TestCase
TestAnyResponse.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
