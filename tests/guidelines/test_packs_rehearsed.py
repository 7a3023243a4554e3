"""Quarter of an hour under each shipped pack: a person who does not wake, does not breathe, and breathes again."""

from functools import cache
from itertools import pairwise

import pytest

from breathline.events.model import PromptEvent, PromptId, PromptState
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.pack_rules import Call911, FirstNaloxone, NotBreathing, OxygenRule
from breathline.guidelines.reading import word_count
from breathline.guidelines.texts import MOST_WORDS, texts_for
from breathline.words import ActionId, QuestionId
from tests.guidelines.rehearsal import NO, YES, Rehearsal, live

NOT_BREATHING_AT, BREATHS_AT, BREATHING_AT, END = 18, 20, 700, 900
ACTS = {
    PromptId.CALL_911: ActionId.CALLED_911,
    PromptId.AIRWAY: ActionId.AIRWAY,
    PromptId.OXYGEN: ActionId.OXYGEN_ON,
    PromptId.NALOXONE: ActionId.NALOXONE,
    PromptId.COMPRESSIONS: ActionId.COMPRESSIONS_STARTED,
}
"""What the responder does as soon as it is asked for; breaths are given from BREATHS_AT."""


@cache
def acted_out(name: str) -> Rehearsal:
    pack = load_pack(name)
    response = Rehearsal(Engine(pack, texts_for(pack)))
    response.act(0.0, ActionId.START)
    for second in range(1, END):
        t = float(second)
        response.vitals(live(t, 82.0 if NOT_BREATHING_AT < second < BREATHING_AT else 97.0))
        assert response.prompt() is not None
        act = ACTS.get(response.prompt() or PromptId.STAY)
        if act is not None and (act is not ActionId.COMPRESSIONS_STARTED or not response.situation.compressions_since):
            response.act(t, act)
        if second == BREATHS_AT:
            response.act(t, ActionId.BREATHS_STARTED)
        asked = response.question()
        if asked is QuestionId.BREATHING and second >= NOT_BREATHING_AT:
            response.answer(t, asked, NO if second < BREATHING_AT else YES)
        elif asked in {QuestionId.RESPONSIVE, QuestionId.PULSE_FELT}:
            response.answer(t, asked, YES if asked is QuestionId.PULSE_FELT else NO)
    assert response.situation.ended is False
    response.act(float(END), ActionId.END)
    return response


def shown(name: str) -> list[PromptEvent]:
    events = [change for change in acted_out(name).changes if isinstance(change, PromptEvent)]
    return [event for event in events if event.state is PromptState.SHOWN]


def first(name: str, prompt: PromptId) -> float:
    return next(event.t for event in shown(name) if event.id is prompt)


@pytest.mark.parametrize("name", pack_names())
def test_only_a_person_ends_it(name: str) -> None:
    assert acted_out(name).situation.ended


@pytest.mark.parametrize("name", pack_names())
def test_every_prompt_shown_is_a_step_of_the_pack_in_at_most_twelve_words(name: str) -> None:
    pack = load_pack(name)

    assert {event.id for event in shown(name)} <= {step.id for step in pack.steps}
    assert all(word_count(event.text) <= MOST_WORDS for event in shown(name))


@pytest.mark.parametrize("name", pack_names())
def test_911_is_prompted_as_the_pack_sets_it(name: str) -> None:
    prompted = any(event.id is PromptId.CALL_911 for event in shown(name))

    assert prompted == (load_pack(name).rules.call_911.value is not Call911.OFF)


@pytest.mark.parametrize("name", pack_names())
def test_the_first_naloxone_comes_when_the_pack_says(name: str) -> None:
    pack = load_pack(name)
    breaths_first = pack.rules.first_naloxone.value is FirstNaloxone.AFTER_BREATHS
    earliest = NOT_BREATHING_AT + (pack.timer("naloxone_ready").value if breaths_first else 0)

    assert earliest <= first(name, PromptId.NALOXONE) <= earliest + pack.timer("breathing_ask").value


@pytest.mark.parametrize("name", pack_names())
def test_doses_are_apart_by_the_packs_interval(name: str) -> None:
    given = [event.t for event in shown(name) if event.id is PromptId.NALOXONE]
    interval = load_pack(name).timer("naloxone_look_again").value

    assert all(later - earlier >= interval for earlier, later in pairwise(given))


@pytest.mark.parametrize("name", pack_names())
def test_compressions_come_at_once_only_where_nobody_feels_for_a_pulse(name: str) -> None:
    pushed = any(event.id is PromptId.COMPRESSIONS for event in shown(name))

    assert pushed == (load_pack(name).rules.not_breathing.value is NotBreathing.CPR)


@pytest.mark.parametrize("name", pack_names())
def test_oxygen_stands_where_the_pack_puts_it(name: str) -> None:
    prompted = [event.t for event in shown(name) if event.id is PromptId.OXYGEN]
    rule = load_pack(name).rules.oxygen.value

    if rule is OxygenRule.OFF:
        assert prompted == []
    elif rule is OxygenRule.FIRST:
        assert prompted[0] < first(name, PromptId.VENTILATE)


@pytest.mark.parametrize("name", pack_names())
def test_no_naloxone_once_they_breathe(name: str) -> None:
    breathing = first(name, PromptId.RECOVERY_POSITION)

    assert not [event for event in shown(name) if event.id is PromptId.NALOXONE and event.t >= breathing]
