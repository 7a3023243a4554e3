"""Where guidelines differ: each rule of a pack is obeyed, and nothing else changes with it."""

from __future__ import annotations

from enum import StrEnum

import pytest

from breathline.events.model import AlarmId, PromptId, PromptState
from breathline.guidelines.engine import Engine
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.pack_parts import Figure, Mark, Unit
from breathline.guidelines.pack_rules import Call911, FirstNaloxone, NotBreathing, OxygenRule, PulseUnsure
from breathline.guidelines.reasons import Reason
from breathline.guidelines.texts import load_texts, texts_for
from breathline.words import ActionId, BreathMethod, QuestionId
from tests.guidelines.rehearsal import CANT_TELL, FIGURES, NO, YES, Rehearsal, live, prompts

NEXT = {prompt: words.next for prompt, words in load_texts("en").prompts.items()}
READY, PATIENCE = FIGURES.naloxone_ready, FIGURES.step_patience


def bc_with(**choices: StrEnum) -> Pack:
    """British Columbia's pack with other choices."""
    pack = load_pack("bc")
    rules = {name: getattr(pack.rules, name).model_copy(update={"value": value}) for name, value in choices.items()}
    return pack.model_copy(update={"rules": pack.rules.model_copy(update=rules)})


def response_under(pack: Pack) -> Rehearsal:
    response = Rehearsal(Engine(pack, texts_for(pack)))
    response.act(0.0, ActionId.START)
    return response


def why(response: Rehearsal) -> Reason:
    assert response.state.prompt is not None
    return response.state.prompt.reason


def not_breathing_under(pack: Pack) -> Rehearsal:
    """They do not wake (5), 911 is called (6), not breathing (10)."""
    response = response_under(pack)
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    response.act(6.0, ActionId.CALLED_911)
    response.answer(10.0, QuestionId.BREATHING, NO)
    return response


# 911.


@pytest.mark.hazard("H-22")
def test_call_at_once_comes_before_waking_them() -> None:
    response = response_under(bc_with(call_911=Call911.AT_ONCE))
    assert response.prompt() is PromptId.CALL_911
    assert why(response) is Reason.CALL_FIRST
    assert response.situation.next_text == NEXT[PromptId.STIMULATE]
    assert response.question() is QuestionId.RESPONSIVE
    response.wait(PATIENCE)
    response.answer(PATIENCE + 1, QuestionId.RESPONSIVE, YES)
    assert response.prompt() is not PromptId.CALL_911


def test_call_at_once_lets_the_first_step_go_on_once_it_is_called() -> None:
    response = response_under(bc_with(call_911=Call911.AT_ONCE))
    response.act(3.0, ActionId.CALLED_911)
    assert response.prompt() is PromptId.STIMULATE
    assert response.situation.next_text == NEXT[PromptId.AIRWAY]


@pytest.mark.hazard("H-22")
def test_call_when_not_breathing_waits_for_that() -> None:
    response = response_under(bc_with(call_911=Call911.NOT_BREATHING))
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    assert response.prompt() is PromptId.AIRWAY
    assert response.question() is QuestionId.BREATHING
    response.answer(10.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.CALL_911
    assert response.situation.next_text == NEXT[PromptId.VENTILATE]


def test_call_when_not_breathing_is_not_asked_of_somebody_who_breathes() -> None:
    response = response_under(bc_with(call_911=Call911.NOT_BREATHING))
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    response.answer(10.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.RECOVERY_POSITION


def test_where_a_nurse_decides_the_call_is_never_prompted_but_taken() -> None:
    response = response_under(bc_with(call_911=Call911.OFF))
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    response.answer(10.0, QuestionId.BREATHING, NO)
    response.wait(600.0)
    assert PromptId.CALL_911 not in [prompt for prompt, _ in prompts(response.changes)]
    response.act(601.0, ActionId.CALLED_911)
    assert response.situation.called_911_at == 601.0


# Naloxone.


def test_first_naloxone_as_soon_as_they_do_not_breathe() -> None:
    response = not_breathing_under(bc_with(first_naloxone=FirstNaloxone.NOT_BREATHING))
    assert response.prompt() is PromptId.NALOXONE
    assert why(response) is Reason.NOT_BREATHING
    assert response.situation.pacer is not None
    response.act(15.0, ActionId.NALOXONE)
    assert response.prompt() is PromptId.VENTILATE
    response.answer(100.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.VENTILATE


@pytest.mark.hazard("H-18")
def test_early_naloxone_nobody_gives_makes_way_for_breaths_and_comes_back_beside_them() -> None:
    response = not_breathing_under(bc_with(first_naloxone=FirstNaloxone.NOT_BREATHING))
    response.wait(10.0 + PATIENCE)
    assert response.prompt() is PromptId.VENTILATE
    response.act(32.0, ActionId.BREATHS_STARTED)
    assert response.prompt() is PromptId.NALOXONE
    response.wait(200.0)
    assert response.prompt() is PromptId.NALOXONE


def test_somebody_who_says_again_that_they_do_not_breathe_hears_of_naloxone_again() -> None:
    response = not_breathing_under(bc_with(first_naloxone=FirstNaloxone.NOT_BREATHING))
    response.wait(10.0 + PATIENCE)
    response.answer(10.0 + PATIENCE + 1, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.NALOXONE


def with_naloxone_spo2(value: float) -> Pack:
    figure = Figure(value=value, unit=Unit.PERCENT, mark=Mark.SITE, source="for a test")
    return load_pack("bc").model_copy(update={"naloxone_spo2": figure})


def test_spo2_that_is_not_held_after_breaths_is_not_breathing_well_enough() -> None:
    response = not_breathing_under(with_naloxone_spo2(95.0))
    response.act(12.0, ActionId.BREATHS_STARTED)
    response.number(13.0, 9.0 + READY, 93.0)
    assert response.prompt() is not PromptId.NALOXONE
    response.vitals(live(10.0 + READY, 93.0))
    assert response.prompt() is PromptId.NALOXONE
    assert why(response) is Reason.SPO2_NOT_HELD
    response.vitals(live(11.0 + READY, 95.5))
    assert response.prompt() is PromptId.NALOXONE, "one number must not flicker a prompt"
    response.vitals(live(12.0 + READY, 97.0))
    assert response.prompt() is PromptId.KEEP_GOING


def test_spo2_decides_nothing_against_the_word_that_they_breathe() -> None:
    response = not_breathing_under(with_naloxone_spo2(95.0))
    response.answer(12.0, QuestionId.BREATHING, YES)
    response.act(13.0, ActionId.BREATHS_STARTED)
    response.number(14.0, 80.0, 93.0)
    assert PromptId.NALOXONE not in [prompt for prompt, _ in prompts(response.changes)]


# Breaths and compressions.


def test_cpr_means_compressions_and_nobody_feels_for_a_pulse() -> None:
    response = not_breathing_under(bc_with(not_breathing=NotBreathing.CPR))
    assert response.prompt() is PromptId.COMPRESSIONS
    assert why(response) is Reason.NOT_BREATHING
    assert response.question() is None
    assert response.situation.pacer is not None
    assert (response.situation.pacer.kind, response.situation.pacer.started_at) == ("compressions", 10.0)
    response.act(12.0, ActionId.COMPRESSIONS_STARTED)
    assert response.prompt() is PromptId.COMPRESSIONS
    assert response.situation.next_text == NEXT[PromptId.NALOXONE]


def test_under_cpr_the_call_still_comes_first_and_pushes_follow() -> None:
    response = response_under(bc_with(not_breathing=NotBreathing.CPR))
    response.answer(5.0, QuestionId.BREATHING, NO)
    assert response.prompt() is PromptId.CALL_911
    assert response.situation.next_text == NEXT[PromptId.COMPRESSIONS]


def test_under_cpr_a_pulse_that_somebody_felt_all_the_same_leads_to_breaths() -> None:
    response = not_breathing_under(bc_with(not_breathing=NotBreathing.CPR))
    response.answer(14.0, QuestionId.PULSE_FELT, YES)
    assert response.prompt() is PromptId.VENTILATE


def test_naloxone_comes_beside_compressions_and_makes_way_for_them() -> None:
    response = not_breathing_under(bc_with(not_breathing=NotBreathing.CPR, first_naloxone=FirstNaloxone.NOT_BREATHING))
    assert response.prompt() is PromptId.COMPRESSIONS
    response.act(12.0, ActionId.COMPRESSIONS_STARTED)
    assert response.prompt() is PromptId.NALOXONE
    assert response.situation.next_text == NEXT[PromptId.COMPRESSIONS]
    assert response.situation.pacer is not None
    assert response.situation.pacer.kind == "compressions"
    response.wait(12.0 + PATIENCE)
    assert response.prompt() is PromptId.COMPRESSIONS


def test_compressions_nobody_marks_hold_up_no_naloxone() -> None:
    response = not_breathing_under(bc_with(not_breathing=NotBreathing.CPR, first_naloxone=FirstNaloxone.NOT_BREATHING))
    response.wait(10.0 + PATIENCE)
    assert response.prompt() is PromptId.NALOXONE
    response.wait(10.0 + 2 * PATIENCE)
    assert response.prompt() is PromptId.COMPRESSIONS


@pytest.mark.hazard("H-21")
@pytest.mark.parametrize(
    ("rule", "prompt"),
    [(PulseUnsure.COMPRESSIONS, PromptId.COMPRESSIONS), (PulseUnsure.BREATHS, PromptId.VENTILATE)],
)
def test_not_sure_of_a_pulse_leads_where_the_guideline_says(rule: PulseUnsure, prompt: PromptId) -> None:
    response = not_breathing_under(bc_with(pulse_unsure=rule))
    response.answer(14.0, QuestionId.PULSE_FELT, CANT_TELL)
    assert response.prompt() is prompt
    wanted = Reason.NOT_SURE_PULSE if rule is PulseUnsure.COMPRESSIONS else Reason.NOT_BREATHING
    assert why(response) is wanted


@pytest.mark.hazard("H-21")
def test_a_silence_about_the_pulse_is_not_taken_for_none() -> None:
    response = not_breathing_under(bc_with(pulse_unsure=PulseUnsure.COMPRESSIONS))
    response.wait(10.0 + FIGURES.patience)
    assert response.prompt() is PromptId.VENTILATE


# Oxygen and the bag.


def test_oxygen_that_is_not_in_the_guideline_is_never_offered() -> None:
    response = not_breathing_under(bc_with(oxygen=OxygenRule.OFF))
    response.act(11.0, ActionId.BREATHS_STARTED)
    response.number(12.0, 40.0, 82.0)
    assert PromptId.OXYGEN not in [prompt for prompt, _ in prompts(response.changes)]


def test_where_oxygen_comes_first_it_follows_the_airway() -> None:
    response = response_under(bc_with(oxygen=OxygenRule.FIRST, call_911=Call911.OFF))
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    response.act(7.0, ActionId.AIRWAY)
    assert response.prompt() is PromptId.OXYGEN
    assert why(response) is Reason.OXYGEN_FIRST
    assert response.question() is QuestionId.BREATHING
    response.act(9.0, ActionId.OXYGEN_ON)
    assert response.prompt() is PromptId.CHECK_BREATHING


def test_where_oxygen_comes_first_it_follows_breaths_that_are_needed_at_once() -> None:
    response = not_breathing_under(bc_with(oxygen=OxygenRule.FIRST))
    assert response.prompt() is PromptId.VENTILATE
    response.act(12.0, ActionId.BREATHS_STARTED)
    assert response.prompt() is PromptId.OXYGEN
    response.answer(14.0, QuestionId.BREATHING, NO)
    response.wait(12.0 + PATIENCE)
    assert response.prompt() is PromptId.KEEP_GOING


def test_where_oxygen_comes_first_a_low_number_brings_it_to_somebody_who_breathes() -> None:
    response = response_under(bc_with(oxygen=OxygenRule.FIRST, call_911=Call911.OFF))
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    response.act(6.0, ActionId.RECOVERY_POSITION)
    response.number(7.0, 14.0, 88.0)
    response.answer(15.0, QuestionId.BREATHING, YES)
    assert response.prompt() is PromptId.OXYGEN
    assert why(response) is Reason.SPO2_LOW


def test_with_a_bag_the_beat_is_a_squeeze() -> None:
    response = not_breathing_under(bc_with(breath_method=BreathMethod.BAG))
    assert response.situation.pacer is not None
    assert (response.situation.pacer.kind, response.situation.pacer.text) == ("breaths", load_texts("en").pacers["bag"])
    assert response.situation.breath_method == "bag"


# After naloxone.


def breathing_after_a_dose(pack: Pack) -> Rehearsal:
    response = not_breathing_under(pack)
    response.act(20.0, ActionId.NALOXONE)
    response.answer(30.0, QuestionId.RESPONSIVE, YES)
    response.answer(31.0, QuestionId.BREATHING, YES)
    response.answer(32.0, QuestionId.RESPONSIVE, YES)
    response.act(33.0, ActionId.OXIMETER_OFF)
    return response


@pytest.mark.hazard("H-19")
def test_after_naloxone_somebody_stays_for_as_long_as_the_pack_says() -> None:
    pack = load_pack("bc")
    observe, wears_off = pack.timer("observe").value, pack.timer("naloxone_wears_off").value
    response = breathing_after_a_dose(pack)
    assert response.prompt() is PromptId.STAY
    assert why(response) is Reason.OBSERVE
    assert response.situation.observe_until == 20.0 + observe
    response.answer(20.0 + wears_off, QuestionId.BREATHING, YES)
    assert why(response) is Reason.WEARING_OFF
    response.answer(20.0 + observe, QuestionId.BREATHING, YES)
    assert why(response) is Reason.AWAKE


@pytest.mark.hazard("H-19")
def test_while_naloxone_may_wear_off_they_are_looked_at_more_often() -> None:
    pack = load_pack("bc")
    response = breathing_after_a_dose(pack)
    response.act(34.0, ActionId.OXIMETER_ON)
    t = 20.0 + pack.timer("naloxone_wears_off").value
    response.vitals(live(t, 97.0))
    response.answer(t, QuestionId.BREATHING, YES)
    response.number(t + 1, t + FIGURES.ask, 97.0)
    assert response.question() is QuestionId.BREATHING


def test_a_pack_that_says_nothing_of_wearing_off_asks_for_nothing() -> None:
    pack = load_pack("bc")
    timers = {name: timer for name, timer in pack.timers.items() if name not in {"observe", "naloxone_wears_off"}}
    response = breathing_after_a_dose(pack.model_copy(update={"timers": timers}))
    assert response.situation.observe_until is None
    assert why(response) is Reason.AWAKE


def test_without_an_end_to_the_watch_naloxone_goes_on_wearing_off() -> None:
    pack = load_pack("bc")
    timers = {name: timer for name, timer in pack.timers.items() if name != "observe"}
    response = breathing_after_a_dose(pack.model_copy(update={"timers": timers}))
    response.answer(20_000.0, QuestionId.BREATHING, YES)
    assert why(response) is Reason.WEARING_OFF


def test_without_escalation_in_the_pack_a_low_alarm_keeps_its_first_level() -> None:
    pack = load_pack("bc")
    plain = pack.model_copy(
        update={"escalation": pack.escalation.model_copy(update={"warning": None, "emergency": None})}
    )
    assert Figures.of(plain).levels == ()
    response = response_under(plain)
    response.number(1.0, 200.0, 82.0)
    levels = {alarm.level for alarm in response.situation.alarms if alarm.id is AlarmId.SPO2_LOW}
    assert levels == {1}


def test_marking_the_pushes_does_what_the_prompt_asks() -> None:
    response = not_breathing_under(bc_with(not_breathing=NotBreathing.CPR))
    said = response.act(12.0, ActionId.COMPRESSIONS_STARTED)
    assert (PromptId.COMPRESSIONS, PromptState.DONE) in prompts(said)
