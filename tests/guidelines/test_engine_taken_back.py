"""The guide says of each undo which act it took back, and notes what changes nothing it does."""

from __future__ import annotations

from collections.abc import Sequence

from breathline.events.model import ActionEvent, Change, PromptId, TakenBackEvent
from breathline.words import Action, ActionId, BreathMethod
from tests.guidelines.rehearsal import after_naloxone, giving_breaths, live, started


def said(changes: Sequence[Change]) -> list[TakenBackEvent]:
    return [change for change in changes if isinstance(change, TakenBackEvent)]


def test_an_undo_names_the_act_and_its_time() -> None:
    response = after_naloxone()
    assert said(response.act(65.0, ActionId.UNDO)) == [TakenBackEvent(65.0, ActionId.NALOXONE, 60.0)]


def test_an_act_that_changed_nothing_is_passed_over() -> None:
    response = after_naloxone()
    response.act(62.0, ActionId.OXYGEN_OFF)
    assert said(response.act(65.0, ActionId.UNDO)) == [TakenBackEvent(65.0, ActionId.NALOXONE, 60.0)]


def test_an_undo_of_nothing_says_nothing() -> None:
    response = started()
    assert said(response.act(3.0, ActionId.UNDO)) == []


def test_breaths_that_go_on_with_something_else_keep_their_time() -> None:
    response = giving_breaths()
    since = response.situation.breaths_since
    response.take(ActionEvent(40.0, Action(ActionId.BREATHS_STARTED, method=BreathMethod.BAG)))
    assert response.situation.breaths_since == since


def test_a_clip_that_was_moved_quiets_nothing_and_can_be_taken_back() -> None:
    response = giving_breaths()
    response.number(23.0, 60.0, 78.0)
    alarms = response.situation.alarms
    assert alarms
    response.act(60.5, ActionId.SENSOR_MOVED)
    assert response.situation.alarms == alarms
    assert response.situation.can_undo is ActionId.SENSOR_MOVED
    response.vitals(live(61.0, 78.0))
    assert response.situation.alarms[0].id is alarms[0].id


def test_that_somebody_took_over_is_noted_once_and_changes_no_prompt() -> None:
    response = giving_breaths()
    prompt = response.situation.prompt
    assert prompt is not None
    assert prompt.id is not PromptId.HAND_OVER
    response.act(40.0, ActionId.HANDED_OVER)
    acts = response.state.acts
    assert acts.handed_over_at == 40.0
    response.act(50.0, ActionId.HANDED_OVER)
    assert response.state.acts == acts
    assert response.situation.prompt == prompt
