"""Words come from the catalogue, and a catalogue with a gap is found before a response, not in it."""

from __future__ import annotations

import pytest

from breathline.errors import UsageError
from breathline.events.model import AlarmId
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.reasons import Reason
from breathline.guidelines.texts import languages, load_texts
from breathline.words import ActionId, Cause, QuestionId
from tests.guidelines.rehearsal import YES, Rehearsal, started


@pytest.mark.hazard("H-31")
@pytest.mark.parametrize("table", ["prompts", "questions", "alarms", "causes", "faults", "reasons", "notes", "pacers"])
def test_a_catalogue_with_a_gap_is_refused_before_a_response(table: str) -> None:
    texts = load_texts("en")
    words = dict(getattr(texts, table))
    left_out = next(name for name in words if table != "reasons" or name in set(Reason))
    del words[left_out]
    with pytest.raises(UsageError, match=rf"\[{table}\] lacks {left_out}"):
        Engine(load_pack("bc"), texts.model_copy(update={table: words}))


@pytest.mark.parametrize("language", languages())
def test_every_catalogue_has_every_word(language: str) -> None:
    Engine(load_pack("bc"), load_texts(language))


def test_a_number_that_is_gone_before_anything_was_measured_says_so() -> None:
    response = Rehearsal()
    response.act(0.0, ActionId.START)
    response.answer(1.0, QuestionId.RESPONSIVE, YES)
    assert response.situation.prompt is not None
    assert response.situation.prompt.reason == "no number from a clip yet"


def test_an_alarms_label_holds_the_packs_limit() -> None:
    response = started()
    response.number(1.0, 9.0, 70.0)
    labels = {alarm.id: alarm.label for alarm in response.situation.alarms}
    assert labels[AlarmId.SPO2_VERY_LOW] == "SpO2 very low, below 80"


def test_every_cause_has_words() -> None:
    assert set(load_texts("en").causes) == set(Cause)
