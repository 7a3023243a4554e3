"""What was done is told as separate facts, without what was taken back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.events.facts import Facts, facts_of, standing, taken_back
from breathline.events.model import ActionEvent, CloseOutEvent, Event, TakenBackEvent
from breathline.words import Action, ActionId, BreathMethod, Hardship, Outcome
from tests.events.examples import events

BAG = Action(ActionId.BREATHS_STARTED, method=BreathMethod.BAG)


def done(*actions: Action | ActionId) -> list[Event]:
    """Acts a second apart."""
    named = [Action(each) if isinstance(each, ActionId) else each for each in actions]
    return [ActionEvent(float(t), each) for t, each in enumerate(named)]


def back(t: float, act: ActionId, at: float) -> list[Event]:
    """An undo and what the guide says of it."""
    return [ActionEvent(t, Action(ActionId.UNDO)), TakenBackEvent(t, act, at)]


@pytest.mark.parametrize(
    ("action", "facts"),
    [
        (Action(ActionId.OXYGEN_ON), Facts(oxygen=True)),
        (Action(ActionId.BREATH), Facts(breaths=True)),
        (Action(ActionId.BREATHS_STARTED, method=BreathMethod.MASK), Facts(breaths=True)),
        (BAG, Facts(bagging=True)),
        (Action(ActionId.NALOXONE), Facts(naloxone=1)),
        (Action(ActionId.NALOXONE, dose_mg=4.0, count=2), Facts(naloxone=2, naloxone_mg=8.0)),
        (Action(ActionId.COMPRESSIONS_STARTED), Facts(compressions=True)),
        (Action(ActionId.CALLED_911), Facts(called_911=True)),
        (Action(ActionId.NO_911), Facts(called_911=False)),
        (Action(ActionId.HELP_HERE), Facts(help_here=True)),
        (Action(ActionId.HANDED_OVER), Facts(handed_over=True)),
        (Action(ActionId.SENSOR_MOVED), Facts()),
        (Action(ActionId.END, outcome=Outcome.AMBULANCE), Facts(outcome=Outcome.AMBULANCE)),
    ],
)
def test_each_is_a_fact_by_itself(action: Action, facts: Facts) -> None:
    assert facts_of(done(ActionId.START, action)) == facts


def test_watching_alone_is_a_fact_too() -> None:
    assert facts_of(done(ActionId.START, ActionId.CALLED_911, ActionId.RECOVERY_POSITION)).monitor_only
    for act in (ActionId.OXYGEN_ON, ActionId.BREATH, ActionId.NALOXONE, ActionId.COMPRESSIONS_STARTED, BAG):
        assert not facts_of(done(act)).monitor_only


def test_the_ambulance_is_not_the_call() -> None:
    assert facts_of(done(ActionId.CALLED_911)).ambulance is None
    assert facts_of([CloseOutEvent(9.0, Outcome.LEFT)]).ambulance is False
    assert facts_of([CloseOutEvent(9.0, Outcome.AMBULANCE)]).ambulance is True


def test_an_amount_that_nobody_said_is_not_guessed() -> None:
    known, unknown = Action(ActionId.NALOXONE, dose_mg=4.0), Action(ActionId.NALOXONE)
    assert facts_of(done(known, unknown)) == Facts(naloxone=2, naloxone_mg=None)


def test_the_close_out_has_the_last_word_and_what_it_skips_stands() -> None:
    end: list[Event] = [ActionEvent(1.0, Action(ActionId.END, outcome=Outcome.LEFT))]
    assert facts_of([*end, CloseOutEvent(9.0)]).outcome is Outcome.LEFT
    said = facts_of([*end, CloseOutEvent(9.0, Outcome.DIED, Hardship.PLACE)])
    assert (said.outcome, said.hardship) == (Outcome.DIED, Hardship.PLACE)


def test_the_guide_says_which_act_an_undo_took() -> None:
    # Oxygen was stopped, which changed nothing: the undo took the dose before it.
    acts = done(ActionId.NALOXONE, ActionId.OXYGEN_OFF)
    assert taken_back([*acts, *back(5.0, ActionId.NALOXONE, 0.0)]) == {0}


def test_what_was_said_again_goes_with_the_act_it_repeats() -> None:
    acts = done(ActionId.OXYGEN_ON, ActionId.NALOXONE, ActionId.OXYGEN_ON)
    undone = [*acts, *back(5.0, ActionId.OXYGEN_ON, 0.0)]
    assert taken_back(undone) == {0, 2}
    assert facts_of(undone) == Facts(naloxone=1)


def test_of_two_equal_doses_the_one_of_that_time_goes() -> None:
    two = [*done(Action(ActionId.NALOXONE, dose_mg=4.0), Action(ActionId.NALOXONE, dose_mg=0.4))]
    first = [*two, *back(5.0, ActionId.NALOXONE, 1.0), *back(6.0, ActionId.NALOXONE, 0.0)]
    assert taken_back(first[:4]) == {1}
    assert taken_back(first) == {0, 1}


def test_an_undo_that_took_nothing_takes_nothing_here() -> None:
    acts = done(ActionId.NALOXONE, ActionId.AIRWAY)
    empty: list[Event] = [ActionEvent(9.0, Action(ActionId.UNDO))]
    assert taken_back([*acts, *back(5.0, ActionId.AIRWAY, 1.0), *empty]) == {1}


def test_a_word_about_an_act_that_is_not_there_takes_nothing() -> None:
    assert taken_back([*done(ActionId.NALOXONE), *back(5.0, ActionId.NALOXONE, 3.0)]) == frozenset()


def test_in_rows_of_before_the_guides_word_an_undo_takes_the_last_act() -> None:
    acts = done(ActionId.OXYGEN_ON, ActionId.NALOXONE, ActionId.PAUSE, ActionId.UNDO, ActionId.UNDO, ActionId.UNDO)
    assert taken_back(acts) == {0, 1}
    assert standing(acts) == ()


@given(st.lists(events))
def test_any_events_have_facts_and_only_acts_are_taken_back(seen: list[Event]) -> None:
    facts_of(seen)
    assert all(isinstance(seen[place], ActionEvent) for place in taken_back(seen))
