"""The four shapes of an overdose raise the high alarm at the pack's limit plus its delay, to the second.

Sleep metrics miss these shapes: baselines that move chase the fall, and long or unfinished events are thrown away. The
shapes go through the conditioner and the engine, one reading a second, under every pack; the alarm is counted on the
vitals that come out of the conditioner.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from breathline.device.response import Response
from breathline.events.model import (
    AlarmEvent,
    AlarmId,
    AlarmState,
    Event,
    Priority,
    QuestionEvent,
    QuestionState,
    VitalsEvent,
)
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, Answer, AnswerValue, Frame, QuestionId, Reading, Trust

UNTIL_S = 700
Shape = Callable[[float], float]


def _line(t: float, start: tuple[float, float], end: tuple[float, float]) -> float:
    """SpO2 on the straight way from one (t, SpO2) to another, and level outside."""
    share = min(1.0, max(0.0, (t - start[0]) / (end[0] - start[0])))
    return start[1] + share * (end[1] - start[1])


def an_apnoea_ramp(t: float) -> float:
    """97 to 90 in 40 s, and on to the depth of a long apnoea."""
    return _line(t, (60.0, 97.0), (100.0, 90.0)) if t < 100.0 else _line(t, (100.0, 90.0), (160.0, 79.0))


def a_fall_with_recovery(t: float) -> float:
    """97 to 70 in 240 s, low for 300 s, then better."""
    return _line(t, (60.0, 97.0), (300.0, 70.0)) if t < 600.0 else _line(t, (600.0, 70.0), (660.0, 97.0))


def a_fall_that_never_ends(t: float) -> float:
    """97 to 60 in 600 s, with no recovery."""
    return _line(t, (60.0, 97.0), (660.0, 60.0))


def clipped_on_low(_t: float) -> float:
    """The clip goes on at 84: there is no fall to see."""
    return 84.0


SHAPES: tuple[Shape, ...] = (an_apnoea_ramp, a_fall_with_recovery, a_fall_that_never_ends, clipped_on_low)


@cache
def _engine(name: str) -> tuple[Pack, Engine]:
    pack = load_pack(name)
    return pack, Engine(pack, texts_for(pack))


@cache
def watched(name: str, shape: Shape) -> tuple[Pack, list[Event]]:
    """A person who was awake and breathing at the start, with a reading a second and nobody at the keys after that."""
    pack, engine = _engine(name)
    response = Response(engine, Conditioner(low_limit=pack.limit(AlarmId.SPO2_LOW).value))
    events = response.do(Action(ActionId.START), 0.0)
    events += response.do(Answer(QuestionId.RESPONSIVE, AnswerValue.YES), 0.2)
    events += response.do(Answer(QuestionId.BREATHING, AnswerValue.YES), 0.3)
    for second in range(1, UNTIL_S):
        events += response.reading(Reading(float(second), Frame.VALUES, round(shape(float(second))), 70.0))
    return pack, events


def occurred(events: list[Event], alarm: AlarmId) -> AlarmEvent | None:
    said = (each for each in events if isinstance(each, AlarmEvent) and each.id is alarm)
    return next((each for each in said if each.state is AlarmState.OCCURRED), None)


def first_below(events: list[Event], limit: float, at_least: bool = False) -> float:
    """When SpO2 was first live and below the limit (or at it)."""
    vitals = (each.vitals for each in events if isinstance(each, VitalsEvent))
    return next(
        each.t
        for each in vitals
        if each.trust is Trust.LIVE
        and each.spo2 is not None
        and (each.spo2 < limit or (at_least and each.spo2 == limit))
    )


@pytest.mark.hazard("H-01")
@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("name", pack_names())
def test_the_shape_raises_the_high_alarm_at_the_limit_plus_the_delay(name: str, shape: Shape) -> None:
    pack, events = watched(name, shape)
    limit = pack.limit(AlarmId.SPO2_LOW)
    alarm = occurred(events, AlarmId.SPO2_LOW)
    assert alarm is not None
    assert alarm.priority is Priority.HIGH
    assert alarm.t == first_below(events, limit.value) + limit.delay_s


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("name", pack_names())
def test_ten_points_below_the_limit_it_alarms_at_once(name: str, shape: Shape) -> None:
    pack, events = watched(name, shape)
    low, very_low = pack.limit(AlarmId.SPO2_LOW), pack.limit(AlarmId.SPO2_VERY_LOW)
    assert (low.value - very_low.value, very_low.delay_s) == (10, 0)
    alarm = occurred(events, AlarmId.SPO2_VERY_LOW)
    if min(shape(float(t)) for t in range(UNTIL_S)) > very_low.value:
        assert alarm is None
    else:
        assert alarm is not None
        assert (alarm.priority, alarm.t) == (Priority.HIGH, first_below(events, very_low.value, at_least=True))


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("name", pack_names())
def test_with_the_alarm_the_breathing_question_is_open(name: str, shape: Shape) -> None:
    _, events = watched(name, shape)
    alarm = occurred(events, AlarmId.SPO2_LOW)
    assert alarm is not None
    asked = [each for each in events if isinstance(each, QuestionEvent) and each.t <= alarm.t]
    assert (asked[-1].id, asked[-1].state) == (QuestionId.BREATHING, QuestionState.ASKED)


@pytest.mark.parametrize("name", pack_names())
def test_an_unfinished_fall_alarms_to_the_end_and_escalates(name: str) -> None:
    pack, events = watched(name, a_fall_that_never_ends)
    life = [each for each in events if isinstance(each, AlarmEvent) and each.id is AlarmId.SPO2_LOW]
    assert AlarmState.CLEARED not in [each.state for each in life]
    given = [figure for figure in (pack.escalation.warning, pack.escalation.emergency) if figure is not None]
    assert sorted({each.level for each in life}) == list(range(1, len(given) + 2))
