from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from breathline.errors import BreathlineError
from breathline.events.codec import as_row, from_row
from breathline.events.fields import RowError
from breathline.events.model import (
    AlarmEvent,
    AlarmId,
    AlarmState,
    Event,
    Priority,
    PromptEvent,
    PromptId,
    PromptState,
    ResponseEvent,
    ResponseState,
    VitalsEvent,
)
from breathline.words import Trust, Vitals
from tests.events.examples import ONE_OF_EACH, events


def through_json(row: dict[str, object]) -> dict[str, object]:
    back: dict[str, object] = json.loads(json.dumps(row, allow_nan=False))
    return back


def spelled(event: Event) -> str:
    """Every bit of every float and the difference of 71 and 71.0, which `==` does not see."""
    return json.dumps(as_row(event))


@given(events)
def test_every_event_comes_back_from_its_row_exactly(event: Event) -> None:
    assert from_row(as_row(event)) == event


@given(events)
def test_every_event_comes_back_through_json_with_every_bit(event: Event) -> None:
    back = from_row(through_json(as_row(event)))
    assert back == event
    assert spelled(back) == spelled(event)


def test_a_vitals_row_has_the_documented_keys_in_order() -> None:
    assert json.dumps(as_row(ONE_OF_EACH[1])) == (
        '{"t": 12.0, "kind": "vitals", "spo2": 97.2, "pulse": 71, "trust": "live", "cause": null, "slope": -0.4, '
        '"slope_error": 0.1, "pulse_trust": "live", "age": 0.0, "perfusion": 5.5, "battery": 75}'
    )


@pytest.mark.parametrize(
    ("event", "keys"),
    [
        (ONE_OF_EACH[0], ["t", "kind", "state", "reason"]),
        (ONE_OF_EACH[3], ["t", "kind", "id", "dose_mg", "route", "count"]),
        (ONE_OF_EACH[4], ["t", "kind", "id", "method"]),
        (ONE_OF_EACH[5], ["t", "kind", "id", "flow_l_min"]),
        (ONE_OF_EACH[6], ["t", "kind", "id", "answer"]),
        (ONE_OF_EACH[7], ["t", "kind", "id", "present"]),
        (ONE_OF_EACH[8], ["t", "kind", "id"]),
        (ONE_OF_EACH[9], ["t", "kind", "id", "state", "text", "reason"]),
        (ONE_OF_EACH[10], ["t", "kind", "id", "state", "answer"]),
        (ONE_OF_EACH[12], ["t", "kind", "id", "priority", "state"]),
        (ONE_OF_EACH[13], ["t", "kind", "id", "outcome"]),
    ],
)
def test_each_kind_has_its_keys_in_order(event: Event, keys: list[str]) -> None:
    assert list(as_row(event)) == keys


@pytest.mark.parametrize("key", ["spo2", "pulse", "slope", "slope_error", "age", "perfusion"])
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_number_never_enters(key: str, value: float) -> None:
    changed: dict[str, Any] = {key: value}
    vitals = replace(Vitals(1.0, 97.0, 70.0, Trust.LIVE, None), **changed)
    with pytest.raises(RowError, match=f'"{key}"'):
        as_row(VitalsEvent(vitals))


def test_a_time_that_is_not_finite_never_enters() -> None:
    with pytest.raises(RowError, match='"t" is nan'):
        as_row(ResponseEvent(math.nan, ResponseState.STARTED, ""))


def test_a_whole_number_too_large_for_json_never_enters() -> None:
    with pytest.raises(RowError, match="a number too large"):
        as_row(ResponseEvent(10**400, ResponseState.STARTED, ""))


def test_numpy_floats_are_written_as_plain_ones() -> None:
    row = as_row(VitalsEvent(Vitals(np.float64(1.5), np.float64(97.25), None, Trust.LIVE, None)))
    assert [type(row["t"]), type(row["spo2"])] == [float, float]


@pytest.mark.parametrize("text", ["two\nlines", "\x1b[2J", "\ud800"])
def test_a_prompt_is_one_line_of_printable_text(text: str) -> None:
    with pytest.raises(RowError, match='"text"'):
        as_row(PromptEvent(0.0, PromptId.STAY, PromptState.SHOWN, text, ""))


def test_a_reason_for_the_end_is_a_fixed_word_so_a_name_has_no_place() -> None:
    with pytest.raises(RowError, match="\"reason\" is 'Jo Smith left'"):
        as_row(ResponseEvent(0.0, ResponseState.ENDED, "Jo Smith left"))


def test_an_alarms_level_stands_in_its_row_only_once_it_has_grown() -> None:
    first = AlarmEvent(26.0, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SIGNALLED)
    grown = replace(first, level=2)
    assert "level" not in as_row(first)
    assert as_row(grown)["level"] == 2
    assert from_row(as_row(grown)) == grown


@pytest.mark.parametrize("level", [0, 4])
def test_a_level_that_no_alarm_has_never_enters(level: int) -> None:
    with pytest.raises(RowError, match='"level"'):
        as_row(AlarmEvent(26.0, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SIGNALLED, level))


RESPONSE = {"t": 1.0, "kind": "response", "state": "ended", "reason": "input_ended"}
VITALS = as_row(ONE_OF_EACH[1])
ALARM = as_row(ONE_OF_EACH[12])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({}, '"kind" is missing'),
        ({"kind": "note", "t": 1}, "\"kind\" is 'note': not one of vitals, action"),
        ({"kind": ["vitals"], "t": 1}, '"kind" is'),
        ({"kind": "response"}, '"t" is missing'),
        ({**RESPONSE, "t": "1"}, "\"t\" is '1': a finite number is needed"),
        ({**RESPONSE, "t": True}, '"t" is True'),
        ({**RESPONSE, "t": math.inf}, '"t" is inf'),
        ({**RESPONSE, "name": "x"}, "'name' is not a key of this kind of row"),
        ({**RESPONSE, "state": "paused"}, "\"state\" is 'paused': not one of started, ended"),
        ({**RESPONSE, "state": ["ended"]}, '"state" is'),
        ({**RESPONSE, "reason": 7}, '"reason" is 7: a short fixed word'),
        ({key: value for key, value in VITALS.items() if key != "cause"}, '"cause" is missing'),
        ({**VITALS, "battery": 7.5}, '"battery" is 7.5: a whole number'),
        ({**VITALS, "battery": True}, '"battery" is True'),
        ({**VITALS, "battery": -1}, '"battery" is -1'),
        ({**VITALS, "spo2": 10**400}, '"spo2" is a number too large'),
        ({"t": 0, "kind": "fault", "id": "no_sound", "present": 1}, '"present" is 1: true or false'),
        ({"t": 0, "kind": "action", "id": "naloxone", "dose_mg": None}, '"dose_mg" is None'),
        ({**ALARM, "level": 1}, '"level" is 1: 2 to 3 is needed; level 1 is left out'),
        ({**ALARM, "level": 4}, '"level" is 4: 2 to 3'),
        ({**ALARM, "level": 2.5}, '"level" is 2.5: a whole number'),
        (
            {"t": 0, "kind": "prompt", "id": "stay", "state": "shown", "text": 5, "reason": ""},
            '"text" is not one line of printable text',
        ),
    ],
)
def test_what_the_vocabulary_does_not_know_is_refused_with_its_key(row: dict[str, Any], said: str) -> None:
    with pytest.raises(BreathlineError) as refused:
        from_row(row)
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)
