"""The table of responses says what was done, without what was taken back."""

from __future__ import annotations

import pytest

from breathline.events.export.facts import Facts, facts_of, taken_back
from breathline.events.model import ActionEvent, CloseOutEvent, Event, ResponseEvent, ResponseState
from breathline.words import Action, ActionId, BreathMethod, Hardship, Outcome
from tests.events.examples import ONE_OF_EACH


def facts(*events: Event) -> Facts:
    return facts_of(events, taken_back(events))


def acts(*ids: ActionId) -> list[Event]:
    return [ActionEvent(float(t), Action(each)) for t, each in enumerate(ids)]


def test_one_of_each() -> None:
    assert facts(*ONE_OF_EACH) == Facts(
        "oxygen+breaths+naloxone", 300.0, "recovered_here", "sedation", "recovered_here", len(ONE_OF_EACH)
    )


def test_nothing_done_is_monitoring_only() -> None:
    assert facts(*acts(ActionId.START, ActionId.CALLED_911)).pathway == "monitor_only"
    assert facts() == Facts("monitor_only", 0.0, "", "", "", 0)


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
    assert facts(ActionEvent(3.0, action)).pathway == pathway


def test_an_undo_takes_the_last_act_that_still_stands() -> None:
    done = acts(ActionId.OXYGEN_ON, ActionId.NALOXONE, ActionId.PAUSE, ActionId.UNDO, ActionId.UNDO, ActionId.UNDO)
    assert taken_back(done) == {0, 1}
    assert facts(*done).pathway == "monitor_only"


def test_an_outcome_said_last_counts_and_a_skipped_one_leaves_it() -> None:
    end = ActionEvent(9.0, Action(ActionId.END, outcome=Outcome.LEFT))
    ended = ResponseEvent(9.0, ResponseState.ENDED, "person")
    skipped = facts(end, ended, CloseOutEvent(20.0))
    assert (skipped.outcome, skipped.hardship, skipped.length_s, skipped.ended_reason) == ("left", "", 9.0, "person")
    said = facts(end, ended, CloseOutEvent(20.0, Outcome.AMBULANCE, Hardship.PLACE))
    assert (said.outcome, said.hardship) == ("ambulance", "place")
