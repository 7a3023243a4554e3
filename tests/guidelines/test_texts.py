"""The text catalogue has every word the guide may say, short and without stigma."""

import pytest

from breathline.errors import UsageError
from breathline.events.model import AlarmId, PromptId
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import MOST_WORDS, languages, load_texts
from breathline.words import AnswerValue, Cause, QuestionId


@pytest.mark.parametrize("language", languages())
def test_every_prompt_question_alarm_and_cause_has_words(language: str) -> None:
    texts = load_texts(language)

    assert set(texts.prompts) == set(PromptId)
    assert set(texts.questions) == set(QuestionId)
    assert set(texts.alarms) == set(AlarmId)
    assert set(texts.causes) == set(Cause)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("prompt", PromptId)
def test_a_prompt_has_at_most_twelve_words(language: str, prompt: PromptId) -> None:
    words = load_texts(language).prompt_words(prompt, breath_period=5)

    assert len(words.split()) <= MOST_WORDS
    assert "{" not in words


def test_figures_come_from_the_pack() -> None:
    texts = load_texts("en")
    period = load_pack("bc").timer("breath_period").value

    assert texts.prompt_words(PromptId.VENTILATE, breath_period=f"{period:g}") == "GIVE one breath every 5 seconds."
    assert texts.alarm(AlarmId.SPO2_LOW, limit="90") == "SpO2 below 90"
    assert texts.reason("look_again", minutes=5) == "5 minutes since naloxone"


def test_answers_stand_in_key_order() -> None:
    options = load_texts("en").question(QuestionId.BREATHING).options()

    assert [value for value, _ in options] == [AnswerValue.YES, AnswerValue.NO, AnswerValue.CANT_TELL]


def test_a_prompt_with_a_button_says_what_it_records() -> None:
    prompt = load_texts("en").prompt(PromptId.NALOXONE)

    assert (prompt.action, prompt.action_label) == ("naloxone", "I gave naloxone")


def test_an_unknown_language_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="no texts in language 'xx'; there are: en"):
        load_texts("xx")
