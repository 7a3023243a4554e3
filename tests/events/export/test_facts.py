"""The table of responses says what was done, without what was taken back."""

from __future__ import annotations

import pytest

from breathline.events.export.facts import row_of
from breathline.events.model import ActionEvent, CloseOutEvent, Event, ResponseEvent, ResponseState
from breathline.words import Action, ActionId, BreathMethod, Hardship, Outcome
from tests.events.examples import ONE_OF_EACH


def acts(*ids: ActionId) -> list[Event]:
    return [ActionEvent(float(t), Action(each)) for t, each in enumerate(ids)]


def test_one_of_each() -> None:
    assert row_of(ONE_OF_EACH) == {
        "pathway": "oxygen+breaths+naloxone",
        "length_s": 300.0,
        "outcome": "recovered_here",
        "hardship": "sedation",
        "ended_reason": "recovered_here",
        "rows": len(ONE_OF_EACH),
    }


def test_nothing_done_is_monitoring_only() -> None:
    assert row_of(acts(ActionId.START, ActionId.CALLED_911))["pathway"] == "monitor_only"
    assert list(row_of([]).values()) == ["monitor_only", 0.0, "", "", "", 0]


@pytest.mark.parametrize(
    ("action", "pathway"),
    [
        (Action(ActionId.BREATH), "breaths"),
        (Action(ActionId.BREATHS_STARTED, method=BreathMethod.MOUTH), "breaths"),
        (Action(ActionId.BREATHS_STARTED, method=BreathMethod.BAG), "bagging"),
        (Action(ActionId.OXYGEN_ON), "oxygen"),
        (Action(ActionId.NALOXONE), "naloxone"),
        (Action(ActionId.COMPRESSIONS_STARTED), "compressions"),
    ],
)
def test_each_is_a_fact_by_itself(action: Action, pathway: str) -> None:
    assert row_of([ActionEvent(3.0, action)])["pathway"] == pathway


def test_what_was_taken_back_was_not_done() -> None:
    assert row_of(acts(ActionId.OXYGEN_ON, ActionId.NALOXONE, ActionId.UNDO))["pathway"] == "oxygen"


def test_an_outcome_said_last_counts_and_a_skipped_one_leaves_it() -> None:
    end = ActionEvent(9.0, Action(ActionId.END, outcome=Outcome.LEFT))
    ended = ResponseEvent(9.0, ResponseState.ENDED, "person")
    skipped = row_of([end, ended, CloseOutEvent(20.0)])
    assert list(skipped.values()) == ["monitor_only", 9.0, "left", "", "person", 3]
    said = row_of([end, ended, CloseOutEvent(20.0, Outcome.AMBULANCE, Hardship.PLACE)])
    assert (said["outcome"], said["hardship"]) == ("ambulance", "place")
