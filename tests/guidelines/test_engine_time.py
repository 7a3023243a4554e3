"""Time comes in with each input: deadlines fire in order, and no clock can wind the guide back."""

from __future__ import annotations

import math

import pytest

from breathline.events.model import ActionEvent, DeadlineEvent, DeadlineId, VitalsEvent
from breathline.words import Action, ActionId, QuestionId
from tests.guidelines.rehearsal import FIGURES, NO, Rehearsal, after_naloxone, live, started


def test_deadlines_before_an_input_fire_first_and_in_order() -> None:
    response = started()
    done = response.engine.advance(response.state, VitalsEvent(live(100.0, 97.0)))
    times = [each.event.t for each in done]
    assert times == sorted(times)
    assert all(isinstance(each.event, DeadlineEvent) for each in done[:-1])
    assert isinstance(done[-1].event, VitalsEvent)
    assert len(done) > 3


def test_the_next_deadline_is_the_soonest() -> None:
    response = started()
    assert response.engine.next_deadline(response.state) == (FIGURES.patience, DeadlineId.UNANSWERED)


def test_an_input_from_before_the_last_one_is_taken_as_of_the_last() -> None:
    response = after_naloxone()
    response.vitals(live(200.0, 97.0))
    response.answer(150.0, QuestionId.BREATHING, NO)
    assert response.t == 200.0
    assert response.state.breathing is not None
    assert response.state.breathing.t == 200.0
    response.vitals(live(120.0, 96.0))
    assert response.state.vitals is not None
    assert response.state.vitals.t == 200.0


@pytest.mark.hazard("H-35")
@pytest.mark.parametrize("t", [math.nan, math.inf, -math.inf])
def test_a_time_that_is_none_moves_no_timer(t: float) -> None:
    response = after_naloxone()
    before = response.t
    response.take(ActionEvent(t, Action(ActionId.OXYGEN_ON)))
    assert response.t == before
    assert response.situation.oxygen_since == before


def test_waiting_for_ever_comes_to_an_end() -> None:
    response = after_naloxone()
    response.wait(1e12)
    assert response.t < 7200.0


def test_a_deadline_given_late_or_twice_does_no_harm() -> None:
    response = started()
    response.wait(FIGURES.patience)
    state = response.state
    again = response.engine.step(state, DeadlineEvent(FIGURES.patience, DeadlineId.UNANSWERED))
    assert again.state == state
    assert again.changes == ()


def test_the_same_inputs_lead_to_the_same_changes() -> None:
    first = after_naloxone()
    first.wait(700.0)
    second = Rehearsal()
    for event in first.inputs:
        step = second.engine.step(second.state, event)
        second.state = step.state
        second.changes += step.changes
    assert second.changes == first.changes
    assert second.state == first.state
