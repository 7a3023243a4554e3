"""A goal is met by what a run was: at some time by then, or all the time from then on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    Event,
    Priority,
    PromptEvent,
    PromptId,
    PromptState,
)
from breathline.firmware_sim.goals import Goal, Trace, judge
from breathline.firmware_sim.person.trainer import TrainerPerson
from breathline.firmware_sim.person.trainer_settings import TrainerSettings
from breathline.words import Action, ActionId

WELL = TrainerPerson(TrainerSettings()).body()
ILL = replace(WELL, sao2=70.0, paco2=75.0, pulse_bpm=40.0, breathing=False, responsive=False)
EVENTS: tuple[Event, ...] = (
    ActionEvent(3, Action(ActionId.NALOXONE, count=2)),
    PromptEvent(5, PromptId.NALOXONE, PromptState.SHOWN, "", ""),
    PromptEvent(6, PromptId.STAY, PromptState.DONE, "", ""),
    AlarmEvent(7, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.OCCURRED),
    AlarmEvent(8, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SIGNALLED),
)
TRACE = Trace([(0, WELL), (10, ILL), (20, ILL), (30, WELL)], EVENTS)


def goal(**keys: object) -> Goal:
    return Goal.model_validate({"responder": "ideal", "says": "So."} | keys)


@pytest.mark.parametrize(
    ("keys", "met", "saw"),
    [
        ({"check": "survives"}, True, "throughout"),
        ({"check": "arrests"}, False, "never"),
        ({"check": "not_breathing", "by": 10}, True, "first at 10 s"),
        ({"check": "not_breathing", "by": 9}, False, "first at 10 s"),
        ({"check": "breathes", "from": 0}, False, "not so at 10 s"),
        ({"check": "breathes", "from": 25}, True, "throughout"),
        ({"check": "not_breathing", "from": 10, "until": 20}, True, "throughout"),
        ({"check": "breathes", "from": 31}, False, "throughout"),
        ({"check": "awake", "by": 0}, True, "first at 0 s"),
        ({"check": "not_awake", "from": 10}, False, "not so at 30 s"),
        ({"check": "sao2_above", "value": "90 %", "from": 30}, True, "throughout"),
        ({"check": "sao2_below", "value": "75 %"}, True, "first at 10 s"),
        ({"check": "paco2_above", "value": "70 mmHg"}, True, "first at 10 s"),
        ({"check": "pulse_below", "value": "45 /min"}, True, "first at 10 s"),
        ({"check": "doses", "most": 1}, False, "2 recorded"),
        ({"check": "doses", "least": 2}, True, "2 recorded"),
        ({"check": "prompted", "id": "naloxone", "by": 5}, True, "first at 5 s"),
        ({"check": "prompted", "id": "stay"}, False, "never"),
        ({"check": "not_prompted", "id": "naloxone"}, False, "first at 5 s"),
        ({"check": "alarmed", "id": "spo2_low", "by": 7}, False, "first at 8 s"),
        ({"check": "not_alarmed", "id": "link_lost"}, True, "never"),
        ({"check": "done", "id": "naloxone", "by": 3}, True, "first at 3 s"),
    ],
)
def test_a_goal_is_met_by_what_a_run_was(keys: dict[str, object], met: bool, saw: str) -> None:
    verdict = judge(goal(**keys), TRACE)

    assert (verdict.met, verdict.saw) == (met, saw)
