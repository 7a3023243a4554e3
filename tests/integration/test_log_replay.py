"""A response replays from its log to the same prompts, questions and alarms, bit for bit."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.device.response import Response
from breathline.events.codec import as_row
from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.model import Event, Input
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    Fault,
    FaultId,
    Flag,
    Frame,
    Outcome,
    QuestionId,
    Reading,
    Route,
)

Item: TypeAlias = Action | Answer | Fault | tuple[float | None, float | None, frozenset[Flag]]
"""What may come: an act, an answer, a fault, or what an oximeter says."""

items: st.SearchStrategy[Item] = st.one_of(
    st.builds(Action, st.sampled_from([each for each in ActionId if each is not ActionId.END])),
    st.just(Action(ActionId.NALOXONE, dose_mg=4.0, route=Route.NASAL)),
    st.builds(Answer, st.sampled_from(QuestionId), st.sampled_from(AnswerValue)),
    st.builds(Fault, st.sampled_from(FaultId), st.booleans()),
    st.tuples(
        st.none() | st.floats(40.0, 100.0),
        st.none() | st.floats(20.0, 220.0),
        st.frozensets(st.sampled_from(Flag), max_size=1),
    ),
)
stretches = st.lists(st.tuples(st.floats(0.0, 45.0), items), max_size=25)


@cache
def engine() -> Engine:
    pack = load_pack("bc")
    return Engine(pack, texts_for(pack))


def lived(stretch: list[tuple[float, Item]]) -> list[Event]:
    """A response as the box runs it: each item after its pause, seconds without one in between."""
    response = Response(engine(), Conditioner())
    events = response.do(Action(ActionId.START), 0.0)
    t = 0.0
    for pause, item in stretch:
        t += pause
        events += _given(response, item, t)
    return events + response.do(Action(ActionId.END, outcome=Outcome.PRACTICE), t + 20.0)


def _given(response: Response, item: Item, t: float) -> list[Event]:
    if isinstance(item, Fault):
        return response.fault(item, t)
    if isinstance(item, tuple):
        spo2, pulse, flags = item
        return response.reading(Reading(t, Frame.VALUES, spo2, pulse, flags=flags))
    return response.do(item, t)


def replayed(events: list[Event]) -> list[Event]:
    """The same from the inputs alone, as they were logged: nothing but steps of the engine."""
    made: list[Event] = []
    state = engine().begin()
    for event in events:
        if isinstance(event, Input):
            step = engine().step(state, event)
            state = step.state
            made += [event, *step.changes]
    return made


def spelled(events: list[Event]) -> list[str]:
    return [json.dumps(as_row(event)) for event in events]


def logged(events: list[Event]) -> list[Event]:
    with TemporaryDirectory() as folder, Log.open(Path(folder), Kind.PRACTICE) as log:
        response = log.begin("bc", load_pack("bc").hash, "0.1.0", None)
        log.append(response, events)
        return log.read(response)


@pytest.mark.hazard("H-41")
@settings(max_examples=40, deadline=None)
@given(stretches)
def test_any_logged_response_replays_to_the_same_changes(stretch: list[tuple[float, Item]]) -> None:
    events = lived(stretch)
    back = logged(events)
    assert spelled(back) == spelled(events)
    assert spelled(replayed(back)) == spelled(events)


def test_a_response_with_everything_in_it_replays_to_the_same_changes() -> None:
    falling: list[tuple[float, Item]] = [(1.0, (98.0 - second / 3.0, 72.5, frozenset[Flag]())) for second in range(60)]
    asked: list[tuple[float, Item]] = [
        (2.0, Answer(QuestionId.RESPONSIVE, AnswerValue.NO)),
        (3.0, Answer(QuestionId.BREATHING, AnswerValue.NO)),
        (2.0, Action(ActionId.BREATHS_STARTED)),
        (5.0, Action(ActionId.NALOXONE, dose_mg=0.4, route=Route.MUSCLE)),
        (1.0, Fault(FaultId.LINK_LOST, present=True)),
        (300.0, Fault(FaultId.LINK_LOST, present=False)),
    ]
    events = lived(falling + asked)
    kinds = {str(as_row(event)["kind"]) for event in events}
    assert kinds == {"vitals", "action", "answer", "fault", "deadline", "prompt", "question", "alarm", "response"}
    assert spelled(replayed(logged(events))) == spelled(events)
