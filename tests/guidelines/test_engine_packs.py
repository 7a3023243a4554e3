"""Another guideline, another course: the engine steers by the pack, and by nothing of its own."""

from __future__ import annotations

import pytest

from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.engine import Engine
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack import Pack, PackError
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import load_texts
from breathline.words import ActionId, QuestionId
from tests.guidelines.rehearsal import NO, Rehearsal


def response_under(pack: Pack) -> Rehearsal:
    response = Rehearsal(Engine(pack, load_texts("en")))
    response.act(0.0, ActionId.START)
    response.answer(5.0, QuestionId.RESPONSIVE, NO)
    response.act(6.0, ActionId.CALLED_911)
    response.answer(10.0, QuestionId.BREATHING, NO)
    response.act(11.0, ActionId.BREATHS_STARTED)
    return response


def without_steps(*left_out: PromptId) -> Pack:
    pack = load_pack("bc")
    return pack.model_copy(update={"steps": tuple(step for step in pack.steps if step.id not in left_out)})


def with_timer(name: str, value: float) -> Pack:
    pack = load_pack("bc")
    changed = pack.timers[name].model_copy(update={"value": value})
    return pack.model_copy(update={"timers": {**pack.timers, name: changed}})


def test_a_guideline_without_the_pulse_does_not_ask_for_it() -> None:
    assert response_under(without_steps(PromptId.COMPRESSIONS)).question() is None


def test_a_guideline_without_oxygen_never_offers_it() -> None:
    response = response_under(without_steps(PromptId.OXYGEN))
    response.number(12.0, 30.0, 75.0)
    assert response.prompt() is PromptId.KEEP_GOING


def test_a_guideline_without_a_rate_for_pushes_gives_no_beat_to_push_to() -> None:
    pack = load_pack("bc")
    timers = {name: timer for name, timer in pack.timers.items() if name != "compression_period"}
    response = response_under(pack.model_copy(update={"timers": timers}))
    response.act(12.0, ActionId.COMPRESSIONS_STARTED)
    assert response.prompt() is PromptId.COMPRESSIONS
    assert response.situation.pacer is None


def test_the_time_to_look_again_is_the_packs() -> None:
    response = response_under(with_timer("naloxone_look_again", 120.0))
    response.act(20.0, ActionId.NALOXONE)
    response.wait(140.0)
    assert response.prompt() is PromptId.RECHECK
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "2 minutes since naloxone"


def test_the_beat_and_its_words_are_the_packs() -> None:
    response = response_under(with_timer("breath_period", 6.0))
    assert response.situation.pacer is not None
    assert response.situation.pacer.period_s == 6.0
    assert response.situation.prompt is not None
    assert "every 6 seconds" in response.situation.prompt.text


def test_a_limit_without_hysteresis_clears_at_itself() -> None:
    pack = load_pack("bc")
    limit = pack.limits["spo2_low"].model_copy(update={"clear_at": None})
    figures = Figures.of(pack.model_copy(update={"limits": {**pack.limits, "spo2_low": limit}}))
    assert figures.bounds[AlarmId.SPO2_LOW].clear_at == limit.value


def test_a_pack_that_lacks_a_figure_the_engine_needs_is_refused_by_name() -> None:
    pack = load_pack("bc")
    timers = {name: timer for name, timer in pack.timers.items() if name != "question_patience"}
    with pytest.raises(PackError, match="question_patience"):
        Engine(pack.model_copy(update={"timers": timers}), load_texts("en"))
