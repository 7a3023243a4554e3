from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.events.bucket import Bucket, DayPart
from breathline.events.fields import RowError
from breathline.events.model import ActionEvent, Event, VitalsEvent
from breathline.events.summary import Summary, read_summary, summary_of, summary_row
from breathline.words import Action, ActionId, Cause, Outcome, Trust, Vitals
from tests.events.examples import events


def acts(*ids: ActionId) -> list[Event]:
    return [ActionEvent(float(t), Action(each)) for t, each in enumerate(ids)]


def test_nothing_happened() -> None:
    assert summary_of([]) == Summary()


def test_the_lowest_spo2_is_one_that_could_be_believed() -> None:
    seen: list[Event] = [
        VitalsEvent(Vitals(0.0, 91.5, 70.0, Trust.LIVE, None)),
        VitalsEvent(Vitals(1.0, 84.0, 70.0, Trust.LIVE, None)),
        VitalsEvent(Vitals(2.0, 88.0, 70.0, Trust.LIVE, None)),
        VitalsEvent(Vitals(3.0, 60.0, 70.0, Trust.DOUBTFUL, Cause.MOTION)),
        VitalsEvent(Vitals(4.0, None, None, Trust.STALE, Cause.LINK_LOST)),
    ]
    assert summary_of(seen).lowest_spo2 == 84.0


@pytest.mark.parametrize(
    ("ids", "doses"),
    [
        ([ActionId.NALOXONE, ActionId.NALOXONE], 2),
        ([ActionId.NALOXONE, ActionId.UNDO], 0),
        ([ActionId.NALOXONE, ActionId.BREATH, ActionId.UNDO], 1),
        ([ActionId.NALOXONE, ActionId.BREATH, ActionId.UNDO, ActionId.UNDO], 0),
        ([ActionId.NALOXONE, ActionId.ACKNOWLEDGE, ActionId.PAUSE, ActionId.UNDO], 0),
        ([ActionId.UNDO, ActionId.NALOXONE], 1),
    ],
)
def test_a_dose_that_was_taken_back_is_not_counted(ids: list[ActionId], doses: int) -> None:
    assert summary_of(acts(*ids)).naloxone == doses


def test_doses_given_at_once_are_all_counted() -> None:
    sprays: list[Event] = [ActionEvent(1.0, Action(ActionId.NALOXONE, count=2)), *acts(ActionId.NALOXONE)]
    assert summary_of(sprays).naloxone == 3


def test_the_outcome_is_what_a_person_said_last() -> None:
    ends: list[Event] = [
        ActionEvent(1.0, Action(ActionId.END, outcome=Outcome.AMBULANCE)),
        ActionEvent(2.0, Action(ActionId.END)),
    ]
    assert summary_of(ends).outcome is Outcome.AMBULANCE


@given(st.lists(events), st.none() | st.builds(Bucket, st.just("2026-05"), st.sampled_from(DayPart)))
def test_a_summary_comes_back_through_json(seen: list[Event], bucket: Bucket | None) -> None:
    summary = summary_of(seen, bucket)
    assert read_summary(json.loads(json.dumps(summary_row(summary)))) == summary


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"month": "2026-05-17"}, '"month"'),
        ({"month": 5}, '"month"'),
        ({"part": "noon"}, '"part"'),
        ({"note": ""}, "'note' is not a key"),
    ],
)
def test_what_is_no_summary_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(RowError, match=why):
        read_summary({**summary_row(Summary()), **change})
