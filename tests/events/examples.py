"""One event of each kind, and hypothesis strategies for all that the vocabulary can say."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from hypothesis import strategies as st

from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    AnswerEvent,
    CloseOutEvent,
    DeadlineEvent,
    DeadlineId,
    Event,
    FaultEvent,
    Priority,
    PromptEvent,
    PromptId,
    PromptState,
    QuestionEvent,
    QuestionState,
    ResponseEvent,
    ResponseState,
    TakenBackEvent,
    VitalsEvent,
)
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    BreathMethod,
    Cause,
    Fault,
    FaultId,
    Hardship,
    Outcome,
    QuestionId,
    Route,
    Trust,
    Vitals,
)

_Item = TypeVar("_Item", bound=StrEnum)

STARTED = ResponseEvent(0.0, ResponseState.STARTED, "")
ENDED = ResponseEvent(300.0, ResponseState.ENDED, "recovered_here")

ONE_OF_EACH: tuple[Event, ...] = (
    STARTED,
    VitalsEvent(
        Vitals(
            t=12.0,
            spo2=97.2,
            pulse=71,
            trust=Trust.LIVE,
            cause=None,
            slope=-0.4,
            slope_error=0.1,
            pulse_trust=Trust.LIVE,
            age=0.0,
            perfusion=5.5,
            battery=75,
        )
    ),
    VitalsEvent(Vitals(t=13.0, spo2=None, pulse=None, trust=Trust.NONE, cause=Cause.LINK_LOST)),
    ActionEvent(14.5, Action(ActionId.NALOXONE, dose_mg=4.0, route=Route.NASAL, count=1)),
    ActionEvent(15.0, Action(ActionId.BREATHS_STARTED, method=BreathMethod.MASK)),
    ActionEvent(16.0, Action(ActionId.OXYGEN_ON, flow_l_min=6)),
    AnswerEvent(20.25, Answer(QuestionId.BREATHING, AnswerValue.NO)),
    FaultEvent(21.0, Fault(FaultId.LINK_LOST, present=True)),
    DeadlineEvent(22.0, DeadlineId.RECHECK),
    PromptEvent(22.0, PromptId.VENTILATE, PromptState.SHOWN, "ONE BREATH every 5 seconds", "SpO2 below 90"),
    QuestionEvent(23.0, QuestionId.BREATHING, QuestionState.ASKED),
    QuestionEvent(24.0, QuestionId.BREATHING, QuestionState.ANSWERED, AnswerValue.CANT_TELL),
    AlarmEvent(25.0, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SIGNALLED),
    ActionEvent(300.0, Action(ActionId.END, outcome=Outcome.RECOVERED_HERE)),
    VitalsEvent(
        Vitals(
            t=299.5,
            spo2=98.0,
            pulse=71,
            trust=Trust.LIVE,
            cause=None,
            low_in=31.5,
            signal_quality=0.93,
            breath_rate=9.5,
            breath_quality=0.8,
            breath_gap=0.0,
        )
    ),
    ENDED,
    TakenBackEvent(21.0, ActionId.AIRWAY, 3.0),
    CloseOutEvent(320.0, Outcome.RECOVERED_HERE, Hardship.SEDATION),
)


def _maybe(values: st.SearchStrategy[_Value]) -> st.SearchStrategy[_Value | None]:
    return st.none() | values


_Value = TypeVar("_Value")

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53)
counts = st.integers(0, 2**53)
texts = st.text(st.characters(exclude_categories=("Cc", "Cs")))
reasons = st.text("abcdefghijklmnopqrstuvwxyz0123456789_", max_size=40)


def _item(items: type[_Item]) -> st.SearchStrategy[_Item]:
    return st.sampled_from(items)


events: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        VitalsEvent,
        st.builds(
            Vitals,
            t=numbers,
            spo2=_maybe(numbers),
            pulse=_maybe(numbers),
            trust=_item(Trust),
            cause=_maybe(_item(Cause)),
            slope=_maybe(numbers),
            slope_error=_maybe(numbers),
            pulse_trust=_item(Trust),
            age=_maybe(numbers),
            perfusion=_maybe(numbers),
            battery=_maybe(counts),
            low_in=_maybe(numbers),
            signal_quality=_maybe(numbers),
            breath_rate=_maybe(numbers),
            breath_quality=_maybe(numbers),
            breath_gap=_maybe(numbers),
        ),
    ),
    st.builds(
        ActionEvent,
        numbers,
        st.builds(
            Action,
            _item(ActionId),
            method=_maybe(_item(BreathMethod)),
            flow_l_min=_maybe(numbers),
            dose_mg=_maybe(numbers),
            route=_maybe(_item(Route)),
            count=_maybe(counts),
            outcome=_maybe(_item(Outcome)),
        ),
    ),
    st.builds(AnswerEvent, numbers, st.builds(Answer, _item(QuestionId), _item(AnswerValue))),
    st.builds(FaultEvent, numbers, st.builds(Fault, _item(FaultId), st.booleans())),
    st.builds(CloseOutEvent, numbers, _maybe(_item(Outcome)), _maybe(_item(Hardship))),
    st.builds(TakenBackEvent, numbers, _item(ActionId), numbers),
    st.builds(DeadlineEvent, numbers, _item(DeadlineId)),
    st.builds(PromptEvent, numbers, _item(PromptId), _item(PromptState), texts, texts),
    st.builds(QuestionEvent, numbers, _item(QuestionId), _item(QuestionState), _maybe(_item(AnswerValue))),
    st.builds(AlarmEvent, numbers, _item(AlarmId), _item(Priority), _item(AlarmState), st.integers(1, 3)),
    st.builds(ResponseEvent, numbers, _item(ResponseState), reasons),
)
