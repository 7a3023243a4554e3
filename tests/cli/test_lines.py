"""Events as lines: every change in words, the machine's own steps not at all."""

import pytest

from breathline.cli.lines import Lines
from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    AnswerEvent,
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
    VitalsEvent,
)
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import load_texts
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    Cause,
    Fault,
    FaultId,
    QuestionId,
    Trust,
    Vitals,
)


@pytest.fixture
def lines() -> Lines:
    return Lines(load_pack("bc"), load_texts("en"))


ANSWER = Answer(QuestionId.BREATHING, AnswerValue.NO)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (ActionEvent(61.5, Action(ActionId.NALOXONE)), "   1:01  done      naloxone"),
        (AnswerEvent(0.0, ANSWER), "   0:00  said      breathing: no"),
        (FaultEvent(0.0, Fault(FaultId.LINK_LOST, present=True)), "   0:00  fault     link_lost began"),
        (FaultEvent(0.0, Fault(FaultId.LINK_LOST, present=False)), "   0:00  fault     link_lost ended"),
        (
            PromptEvent(0.0, PromptId.STAY, PromptState.SHOWN, "STAY here.", "they wake"),
            "   0:00  DO        STAY here. (they wake)",
        ),
        (PromptEvent(0.0, PromptId.STAY, PromptState.DONE, "STAY here.", ""), "   0:00  did       STAY here."),
        (
            QuestionEvent(3600.0, QuestionId.BREATHING, QuestionState.ANSWERED, AnswerValue.NO),
            "  60:00  answered  Are they breathing normally on their own? no",
        ),
        (
            AlarmEvent(0.0, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.OCCURRED),
            "   0:00  ALARM     *** SpO2 below 90",
        ),
        (
            AlarmEvent(0.0, AlarmId.UNANSWERED, Priority.MEDIUM, AlarmState.CLEARED),
            "   0:00  over      ** Please answer: look at the person",
        ),
        (ResponseEvent(0.0, ResponseState.ENDED, "end"), "   0:00  response  ended: end"),
    ],
)
def test_a_change_is_a_line(lines: Lines, event: Event, line: str) -> None:
    assert list(lines.of(event)) == [line]


def test_a_deadline_is_not_said(lines: Lines) -> None:
    assert list(lines.of(DeadlineEvent(1.0, DeadlineId.ASK))) == []


def test_numbers_are_said_every_ten_seconds_and_when_their_trust_changes(lines: Lines) -> None:
    vitals = [Vitals(float(t), 96.6, 70.0, Trust.LIVE, None, slope=-4.04) for t in range(12)]
    vitals += [Vitals(12.0, None, None, Trust.NONE, Cause.NO_FINGER), Vitals(13.0, 97.0, None, Trust.LIVE, None)]
    said = [line for each in vitals for line in lines.of(VitalsEvent(each))]
    assert said == [
        "   0:00  SpO2  97  pulse  70  -4.0 a minute",
        "   0:10  SpO2  97  pulse  70  -4.0 a minute",
        "   0:12  SpO2  --  pulse  --  none: no finger in the clip",
        "   0:13  SpO2  97  pulse  --",
    ]
