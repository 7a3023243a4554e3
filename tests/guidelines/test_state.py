"""The state is plain data: it goes through JSON exactly, so a response goes on after a power cut."""

from __future__ import annotations

import json

import pytest

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.state import State, from_plain, to_plain
from breathline.words import ActionId, Cause, FaultId, Outcome, QuestionId
from tests.guidelines.rehearsal import NO, Rehearsal, after_naloxone, doubtful, live, started


def rich() -> Rehearsal:
    response = after_naloxone()
    response.number(61.1, 70.1, 77.123456789)
    response.act(70.3, ActionId.ACKNOWLEDGE)
    response.act(70.4, ActionId.PAUSE)
    response.fault(70.5, FaultId.NO_SOUND)
    response.vitals(doubtful(71.0, 80.5, Cause.LOW_PERFUSION))
    return response


@pytest.mark.parametrize("make", [Rehearsal, started, after_naloxone, rich], ids=lambda make: make.__name__)
def test_a_state_comes_back_from_json_as_it_was(make: type[Rehearsal]) -> None:
    state = make().state
    assert from_plain(json.loads(json.dumps(to_plain(state)))) == state


def test_an_ended_state_comes_back_with_its_outcome() -> None:
    response = rich()
    response.act(80.0, ActionId.END, outcome=Outcome.RECOVERED_HERE)
    again = from_plain(json.loads(json.dumps(to_plain(response.state))))
    assert again.outcome is Outcome.RECOVERED_HERE


def test_the_timers_go_on_after_a_restart() -> None:
    whole, cut = after_naloxone(), after_naloxone()
    cut.restart()
    assert cut.engine.next_deadline(cut.state) == whole.engine.next_deadline(whole.state)
    assert cut.wait(1000.0) == whole.wait(1000.0)
    assert cut.situation == whole.situation


def test_a_state_with_a_missing_field_is_refused() -> None:
    plain = to_plain(State())
    del plain["acts"]
    with pytest.raises(KeyError):
        from_plain(plain)


def test_a_state_with_an_unknown_word_is_refused() -> None:
    plain = to_plain(started().state)
    plain["prompt"]["id"] = "do_nothing"
    with pytest.raises(ValueError, match="do_nothing"):
        from_plain(plain)


def test_only_an_alarm_that_occurred_is_one() -> None:
    response = started()
    response.vitals(live(1.0, 88.0))
    assert [watch.id for watch in response.state.watches] == [AlarmId.SPO2_LOW]
    assert response.state.alarm(AlarmId.SPO2_LOW) is None


def test_a_state_says_what_was_asked_and_shown() -> None:
    response = started()
    response.answer(4.0, QuestionId.RESPONSIVE, NO)
    assert response.state.prompt is not None
    assert response.state.prompt.id is PromptId.CALL_911
