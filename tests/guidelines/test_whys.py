"""A table names beforehand every reason a prompt can be shown for."""

from __future__ import annotations

import random

import pytest

from breathline.events.model import ActionEvent, AnswerEvent, FaultEvent, Input, PromptId, VitalsEvent
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.pack_parts import Figure, Mark, Unit
from breathline.guidelines.pack_rules import Call911
from breathline.guidelines.reasons import Reason
from breathline.guidelines.whys import whys
from breathline.words import Action, ActionId, Answer, AnswerValue, Fault, FaultId, QuestionId
from tests.guidelines.pack_text import parse_plain
from tests.guidelines.rehearsal import doubtful, engine_of, gone, live

STEPS = 1200
ACTS = [action for action in ActionId if action is not ActionId.END]


def anything(chance: random.Random, t: float, asked: QuestionId) -> Input:
    """Somebody does, answers or measures something."""
    kind = chance.random()
    if kind < 0.4:
        number = chance.choice([live(t, chance.uniform(60, 100), chance.uniform(30, 160)), doubtful(t, 90.0), gone(t)])
        return VitalsEvent(number)
    if kind < 0.7:
        return AnswerEvent(t, Answer(asked, chance.choice(list(AnswerValue))))
    if kind < 0.75:
        return FaultEvent(t, Fault(chance.choice(list(FaultId)), present=chance.random() < 0.5))
    return ActionEvent(t, Action(chance.choice(ACTS)))


@pytest.mark.parametrize("name", pack_names())
def test_no_prompt_is_shown_for_a_reason_that_is_not_named(name: str) -> None:
    pack, engine, chance = load_pack(name), engine_of(name), random.Random(7)
    named = {prompt: whys(prompt, pack) for prompt in PromptId}
    state, t, seen = engine.begin(), 0.0, set[tuple[PromptId, Reason]]()

    for number in range(STEPS):
        if number % 120 == 0:
            state, t = engine.begin(), 0.0
        t += chance.choice([0.0, 1.0, 5.0, 20.0, 60.0])
        asked = QuestionId.BREATHING if state.question is None else state.question.id
        for done in engine.advance(state, anything(chance, t, asked)):
            state = done.step.state
            if state.prompt is not None:
                seen.add((state.prompt.id, state.prompt.reason))

    assert {(prompt, reason) for prompt, reason in seen if reason not in named[prompt]} == set()
    assert len({prompt for prompt, _ in seen}) > 10


def test_every_prompt_has_a_reason() -> None:
    assert all(whys(prompt, load_pack("bc")) for prompt in PromptId)


def test_a_reason_that_the_rules_rule_out_is_not_named() -> None:
    pack = parse_plain()
    late = pack.rules.call_911.model_copy(update={"value": Call911.NOT_BREATHING})

    assert Reason.CALL_FIRST not in whys(PromptId.CALL_911, pack)
    assert Reason.NOT_WAKING in whys(PromptId.CALL_911, pack)
    assert Reason.NOT_SURE_PULSE in whys(PromptId.COMPRESSIONS, pack)
    assert Reason.NOT_BREATHING not in whys(PromptId.COMPRESSIONS, pack)
    assert Reason.SPO2_NOT_HELD not in whys(PromptId.NALOXONE, pack)
    later = pack.model_copy(update={"rules": pack.rules.model_copy(update={"call_911": late})})
    assert Reason.NOT_WAKING not in whys(PromptId.CALL_911, later)
    figure = Figure(value=95, unit=Unit.PERCENT, mark=Mark.SITE, source="why")
    nurse = pack.model_copy(update={"naloxone_spo2": figure})
    assert Reason.SPO2_NOT_HELD in whys(PromptId.NALOXONE, nurse)
