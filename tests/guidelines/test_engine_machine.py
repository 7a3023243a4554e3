"""Whatever people do, under whatever guideline, in any order and at any time, some things always hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from breathline.events.model import (
    AlarmEvent,
    AlarmId,
    AlarmState,
    Change,
    DeadlineEvent,
    DeadlineId,
    PromptEvent,
    PromptId,
    PromptState,
    QuestionEvent,
    QuestionState,
    ResponseEvent,
    ResponseState,
)
from breathline.guidelines import guards
from breathline.guidelines.acts import UNDO_DEPTH
from breathline.guidelines.pack_file import pack_names
from breathline.guidelines.situation import AlarmKind
from breathline.guidelines.state import State
from breathline.words import ActionId, AnswerValue, Cause, FaultId, QuestionId, Trust, Vitals
from tests.guidelines.rehearsal import (
    FIGURES,
    Rehearsal,
    after_naloxone,
    alarms,
    figures_of,
    giving_breaths,
    not_waking,
    started,
)

GAPS = st.one_of(
    st.just(0.0),
    st.floats(0.1, 30.0),
    st.sampled_from([FIGURES.patience, FIGURES.ask, FIGURES.look_again, FIGURES.step_patience]),
)
ACTS = st.sampled_from([action for action in ActionId if action is not ActionId.END])
TECHNICAL = {AlarmId.NO_READING, AlarmId.LINK_LOST, AlarmId.UNANSWERED}
"""What may be raised with no live number."""


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

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.box = Rehearsal()
        self.figures = FIGURES
        self.breathes = False

    @initialize(
        vitals=numbers(),
        pack=st.sampled_from(pack_names()),
        begun=st.sampled_from([started, not_waking, giving_breaths, after_naloxone]),
    )
    def somewhere_in_a_response(self, vitals: Vitals, pack: str, begun: Callable[[str], Rehearsal]) -> None:
        self.box, self.figures = begun(pack), figures_of(pack)
        self.judge(self.box.vitals(vitals))

    @rule(action=ACTS, gap=GAPS)
    def somebody_acts(self, action: ActionId, gap: float) -> None:
        self.time_passes(gap)
        self.judge(self.box.act(self.box.t, action))

    @rule(action=ACTS, gap=GAPS)
    def somebody_acts_and_takes_it_back_at_once(self, action: ActionId, gap: float) -> None:
        self.time_passes(gap)
        before = self.box.state
        self.box.act(self.box.t, action)
        if self.box.state.acts == before.acts or action is ActionId.UNDO:
            return
        self.judge(self.box.act(self.box.t, ActionId.UNDO))
        after = self.box.state
        assert after.undoable == before.undoable[-UNDO_DEPTH + 1 :]
        assert replace(after, undoable=()) == replace(before, undoable=())

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
            assert raised <= {*TECHNICAL, AlarmId.BATTERY_LOW}
        if raised & {AlarmId.SPO2_LOW, AlarmId.SPO2_VERY_LOW}:
            assert self.box.question() is QuestionId.BREATHING

    @rule(fault=st.sampled_from(FaultId), present=st.booleans(), gap=GAPS)
    def a_fault_comes_or_goes(self, fault: FaultId, present: bool, gap: float) -> None:
        self.time_passes(gap)
        self.judge(self.box.fault(self.box.t, fault, present))

    @rule(gap=st.one_of(GAPS, st.floats(60.0, 7200.0)))
    def time_passes(self, gap: float) -> None:
        began = self.box.t
        old = began if self.box.state.live_at is None else self.box.state.live_at
        said = self.box.wait(began + gap)
        self.judge(said)
        for change in said:
            # Old data never raises a new alarm: what occurs later than a live number may be old is technical.
            if isinstance(change, AlarmEvent):
                fresh = change.t < old + self.figures.bounds[AlarmId.NO_READING].delay_s
                recent = change.t < began + self.figures.bounds[AlarmId.NO_READING].delay_s
                assert fresh or recent or change.state is not AlarmState.OCCURRED or change.id in TECHNICAL

    @rule(gap=GAPS)
    def the_power_is_cut(self, gap: float) -> None:
        before, shown = self.box.state, self.box.situation
        self.box.restart()
        assert self.box.state == before
        after = self.box.engine.wait(self.box.state, self.box.t + gap)
        assert after == self.box.engine.wait(before, self.box.t + gap)
        again = self.box.engine.step(self.box.state, DeadlineEvent(self.box.t, DeadlineId.KEEP_GOING))
        assert (again.situation, again.changes) == (shown, ())

    @rule()
    def the_log_is_read_back(self) -> None:
        state: State = self.box.engine.begin()
        for event in self.box.inputs:
            state = self.box.engine.step(state, event).state
        assert state == self.box.state

    @rule(t=st.floats(0.0, 10.0))
    def the_clock_is_set_back(self, t: float) -> None:
        before = self.box.t
        self.judge(self.box.answer(before - t, QuestionId.PULSE_FELT, AnswerValue.CANT_TELL))
        assert self.box.t == before

    @invariant()
    def there_is_always_one_thing_to_do(self) -> None:
        type(self).steps += 1
        if self.box.situation.started:
            assert self.box.situation.prompt is not None
            assert self.box.situation.prompt.reason
            assert self.box.state.deadlines or self.box.question() is QuestionId.BREATHING

    @invariant()
    def silence_has_an_end(self) -> None:
        ends = [alarm.quiet_until for alarm in self.box.situation.alarms] + [self.box.situation.pause_until]
        for until in ends:
            assert until is None or self.box.t < until <= self.box.t + guards.LONGEST_SILENCE_S

    @invariant()
    def what_is_held_back_is_held_back_by_a_silence_that_runs(self) -> None:
        for alarm in self.box.situation.alarms:
            quiet = alarm.quiet_until is not None or self.box.situation.pause_until is not None
            assert (alarm.state is AlarmState.SUPPRESSED) is quiet

    @invariant()
    def only_the_person_latches(self) -> None:
        for alarm in self.box.situation.latched:
            assert alarm.kind is AlarmKind.PHYSIOLOGICAL
            assert self.box.state.touched_at is None or self.box.state.touched_at < alarm.since

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

    @invariant()
    def the_alarms_that_stand_are_those_that_were_said_and_not_cleared(self) -> None:
        standing = dict(alarms(self.box.changes))
        assert {alarm for alarm, state in standing.items() if state is not AlarmState.CLEARED} == set(self.box.alarms)

    def judge(self, said: list[Change]) -> None:
        """Naloxone is never prompted while they breathe, nor before breaths and a dose had their time."""
        given = self.box.situation.naloxone.last_at
        for change in said:
            if isinstance(change, PromptEvent) and (change.id, change.state) == (PromptId.NALOXONE, PromptState.SHOWN):
                self.judge_naloxone(change.t, given)
            assert not (isinstance(change, ResponseEvent) and change.state is ResponseState.ENDED)
        if self.box.prompt() is PromptId.NALOXONE:
            self.judge_naloxone(self.box.t, given)

    def judge_naloxone(self, t: float, given: float | None) -> None:
        assert not self.breathes
        assert given is None or t >= given + self.figures.look_again
        if self.figures.breaths_first:
            assert t >= self.box.state.phase_since + self.figures.naloxone_ready


TestAnyResponse = AnyResponse.TestCase
TestAnyResponse.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


class ManyResponses(AnyResponse):
    """The same at length."""


@pytest.mark.hazard("H-20", "H-34")
@pytest.mark.slow
def test_a_hundred_thousand_steps_and_power_cuts_break_no_promise() -> None:
    at_length = settings(
        max_examples=1200, stateful_step_count=100, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(ManyResponses, settings=at_length)
    assert ManyResponses.steps >= 100_000
