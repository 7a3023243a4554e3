"""The guard block holds before every rule, under every pack, whatever the pack says."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines import guards
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.reasons import Reason
from breathline.guidelines.state import Phase
from breathline.guidelines.texts import texts_for
from breathline.words import ActionId, Cause, QuestionId, Trust
from tests.guidelines.rehearsal import (
    CANT_TELL,
    FIGURES,
    NO,
    YES,
    Rehearsal,
    after_naloxone,
    figures_of,
    giving_breaths,
    live,
    not_waking,
    prompts,
    started,
)

LOW = FIGURES.bounds[AlarmId.SPO2_LOW]


@pytest.mark.parametrize("spo2", [math.nan, math.inf, -1.0, 101.0])
def test_a_number_that_cant_be_one_is_taken_for_none(spo2: float) -> None:
    response = started()
    response.vitals(live(1.0, spo2))
    vitals = response.situation.vitals
    assert vitals is not None
    assert (vitals.spo2, vitals.trust, vitals.cause) == (None, Trust.NONE, Cause.IMPLAUSIBLE)
    assert response.state.live_at is None
    assert response.alarms == {}


@pytest.mark.parametrize("pulse", [math.nan, -5.0, 600.0])
def test_a_pulse_that_cant_be_one_leaves_the_spo2_alone(pulse: float) -> None:
    vitals = guards.believable(live(1.0, 96.0, pulse=pulse))
    assert (vitals.pulse, vitals.pulse_trust) == (None, Trust.NONE)
    assert (vitals.spo2, vitals.trust) == (96.0, Trust.LIVE)


@pytest.mark.hazard("H-16")
@pytest.mark.parametrize("pack", pack_names())
def test_naloxone_is_never_wished_for_while_somebody_says_they_breathe(pack: str) -> None:
    response = started(pack)
    response.answer(5.0, QuestionId.BREATHING, YES)
    said = response.wait(7200.0)
    assert PromptId.NALOXONE not in [prompt for prompt, _ in prompts(said)]
    state = replace(response.state, phase=Phase.BREATHS)
    assert guards.bar_to_naloxone(state, figures_of(pack)) is guards.Bar.BREATHING


@pytest.mark.hazard("H-17")
@pytest.mark.parametrize("pack", pack_names())
def test_no_dose_before_the_last_had_its_time(pack: str) -> None:
    response, figures = after_naloxone(pack), figures_of(pack)
    early = replace(response.state, t=60.0 + figures.look_again - 0.1)
    assert guards.bar_to_naloxone(early, figures) is guards.Bar.DOSE_WORKING
    late = replace(early, t=60.0 + figures.look_again, phase_since=0.0)
    assert guards.bar_to_naloxone(late, figures) is None


def test_breaths_come_before_the_first_dose_where_the_guideline_has_them_first() -> None:
    response = giving_breaths()
    assert guards.bar_to_naloxone(response.state, FIGURES) is guards.Bar.BREATHS_FIRST
    assert guards.bar_to_naloxone(response.state, replace(FIGURES, breaths_first=False)) is None


def test_a_wish_that_is_barred_gives_way_to_the_next() -> None:
    wishes = [(PromptId.NALOXONE, Reason.NOT_BREATHING), (PromptId.VENTILATE, Reason.NOT_BREATHING)]
    chosen = guards.first_allowed(iter(wishes), giving_breaths().state, FIGURES)
    assert chosen == wishes[1]


@pytest.mark.hazard("H-20")
def test_with_no_wish_at_all_somebody_looks_at_the_person() -> None:
    nothing = guards.first_allowed(iter(()), giving_breaths().state, FIGURES)
    assert nothing == (PromptId.CHECK_BREATHING, Reason.NOT_CHECKED)


@pytest.mark.hazard("H-05", "H-06")
@pytest.mark.parametrize("pack", pack_names())
def test_a_good_number_takes_no_breathing_question_away_and_ends_nothing(pack: str) -> None:
    response = not_waking(pack)
    response.act(13.0, ActionId.AIRWAY)
    assert response.question() is QuestionId.BREATHING
    response.number(14.0, 300.0, 100.0)
    assert response.question() is QuestionId.BREATHING
    assert response.situation.ended is False


@pytest.mark.hazard("H-25")
def test_only_the_end_ends() -> None:
    assert [action for action in ActionId if guards.may_end(action)] == [ActionId.END]


@pytest.mark.parametrize("seconds", [120.0, 3600.0, math.inf, math.nan])
def test_silence_is_never_longer_than_two_minutes(seconds: float) -> None:
    assert guards.silent_until(100.0, seconds) == 220.0


def test_a_shorter_silence_stays_shorter() -> None:
    assert guards.silent_until(100.0, 60.0) == 160.0


@pytest.mark.hazard("H-28")
def test_no_pack_makes_a_pause_longer() -> None:
    pack = load_pack("bc")
    long = {name: pack.timers[name].model_copy(update={"value": 9000.0}) for name in ("pause_most", "acknowledge_most")}
    response = Rehearsal(Engine(pack.model_copy(update={"timers": {**pack.timers, **long}}), texts_for(pack)))
    response.act(0.0, ActionId.START)
    response.number(1.0, 1.0 + LOW.delay_s, 88.0)
    response.act(7.0, ActionId.ACKNOWLEDGE)
    response.act(8.0, ActionId.PAUSE)
    assert response.situation.pause_until == 8.0 + guards.LONGEST_SILENCE_S
    assert response.situation.alarms[0].quiet_until == 7.0 + guards.LONGEST_SILENCE_S


@pytest.mark.parametrize("pack", pack_names())
@pytest.mark.parametrize("answers", [(NO, NO), (CANT_TELL, CANT_TELL), (YES, YES), (YES, NO)])
def test_every_prompt_under_every_pack_has_its_reason(pack: str, answers: tuple[Any, Any]) -> None:
    response = started(pack)
    response.answer(5.0, QuestionId.RESPONSIVE, answers[0])
    response.answer(9.0, QuestionId.BREATHING, answers[1])
    for t in range(10, 900, 10):
        response.wait(float(t))
        assert response.situation.prompt is not None
        assert response.situation.prompt.reason
        assert response.situation.next_text
