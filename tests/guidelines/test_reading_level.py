"""Every text reads at grade 8 at most, and half of a catalogue's at grade 6 or below.

How it is measured. Each text is measured by itself, not joined with others: prompts (screen, spoken, "next", button),
questions and answers, alarm labels, causes, faults, reasons, notes, pacers, the words of the screen itself; and the
words a pack has of its own.
Figures still open count as a short number; a reason that names a cause is measured with each cause in its place.
English is measured with the Flesch-Kincaid grade, French with Flesch's reading ease after Kandel and Moles turned into
a grade by Flesch's table, both by textstat (`breathline.guidelines.reading`). The formulas were made for passages of a
hundred words. On two words a single long one decides, so a short text is judged harder than a reader would find it;
we reword those rather than leave them out; a label of the screen, of one or two words, is measured as the end of a
short sentence ("Here it says battery"). What the formulas can't see is whether a word is known ("naloxone", "SpO2"):
those few names are taught.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from statistics import median
from string import Formatter
from typing import Any

import pytest

from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.reading import MEDIAN_GRADE, MOST_GRADE, reading_grade, screen_grade, word_count
from breathline.guidelines.texts import MOST_WORDS, Texts, languages, load_texts

NOT_SAID = {"language", "action"}
"""Keys of a catalogue whose value is a name for the program, not words."""


def said(plain: dict[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for key, value in plain.items():
        if isinstance(value, dict):
            yield from said(value, f"{place}{key}.")
        elif value and key not in NOT_SAID:
            yield f"{place}{key}", value


def catalogue(language: str) -> dict[str, str]:
    return dict(said(load_texts(language).model_dump(mode="json")))


def grade(place: str, text: str, language: str) -> float:
    """The screen's labels are measured as the end of a sentence."""
    measure = screen_grade if place.startswith("screen.") else reading_grade
    return measure(text, language)


def filled(text: str, texts: Texts) -> list[str]:
    """A text as it can stand on the screen: once, or once for each cause it may name."""
    return [text.replace("{cause}", cause) for cause in texts.causes.values()] if "{cause}" in text else [text]


def own_words(pack: Pack) -> Iterator[str]:
    for own in chain(pack.prompts.values(), pack.questions.values()):
        yield from own.own().values()


def open_figures(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.hazard("H-30")
@pytest.mark.parametrize("language", languages())
def test_every_text_of_a_catalogue_is_at_most_grade_eight(language: str) -> None:
    texts = load_texts(language)
    hard = {
        each: measured
        for place, text in catalogue(language).items()
        for each in filled(text, texts)
        if (measured := grade(place, each, language)) > MOST_GRADE
    }

    assert hard == {}


@pytest.mark.parametrize("language", languages())
def test_the_middle_text_of_a_catalogue_is_at_most_grade_six(language: str) -> None:
    assert median(grade(place, text, language) for place, text in catalogue(language).items()) <= MEDIAN_GRADE


@pytest.mark.parametrize("language", languages())
def test_the_middle_prompt_is_at_most_grade_six(language: str) -> None:
    prompts = load_texts(language).prompts.values()

    assert median(reading_grade(prompt.text, language) for prompt in prompts) <= MEDIAN_GRADE


@pytest.mark.parametrize("name", pack_names())
def test_a_packs_own_words_are_at_most_grade_eight_and_twelve_words(name: str) -> None:
    pack = load_pack(name)
    hard = [words for words in own_words(pack) if reading_grade(words, pack.language) > MOST_GRADE]

    assert hard == []
    assert all(word_count(words) <= MOST_WORDS for words in own_words(pack))


@pytest.mark.parametrize("language", languages())
def test_a_prompt_has_at_most_twelve_words_and_a_shorter_spoken_form(language: str) -> None:
    for prompt in load_texts(language).prompts.values():
        assert word_count(prompt.text) <= MOST_WORDS
        assert 0 < word_count(prompt.voice) <= word_count(prompt.text)


@pytest.mark.hazard("H-31")
@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same_things_with_the_same_figures(language: str) -> None:
    english, other = catalogue("en"), catalogue(language)

    assert set(other) == set(english)
    assert {key: open_figures(text) for key, text in other.items()} == {
        key: open_figures(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_buttons(language: str) -> None:
    english, other = load_texts("en").prompts, load_texts(language).prompts

    assert {prompt: words.action for prompt, words in other.items()} == {
        prompt: words.action for prompt, words in english.items()
    }
