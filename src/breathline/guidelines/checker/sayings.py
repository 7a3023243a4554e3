"""Every word a pack can put on the screen or speak: short, plain, and fit to be said of a person. And every source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Mark
from breathline.guidelines.reading import (
    MEDIAN_GRADE,
    MOST_GRADE,
    reading_grade,
    screen_grade,
    word_count,
    words_not_used,
)
from breathline.guidelines.texts import MOST_WORDS, Texts

_NAMES = frozenset({"language", "action"})
"""Keys of a catalogue whose value is a name for the program, not words."""


def complaints(pack: Pack, texts: Texts) -> list[str]:
    """What is wrong with the words and the sources, one line for each; [] when nothing is.

    Args:
        pack: The guideline.
        texts: The catalogue with the pack's own words in it.

    Raises:
        UsageError: The reading level can't be measured: the language has no measure, or textstat is missing.
    """
    return [*_words(texts), *_sources(pack)]


def _words(texts: Texts) -> Iterator[str]:
    grades = []
    for place, text in _said(texts.model_dump(mode="json")):
        for whole in _filled(text, texts):
            measure = screen_grade if place.startswith("screen.") else reading_grade
            grade = measure(whole, texts.language)
            grades.append(grade)
            if grade > MOST_GRADE:
                yield f"{place}: {whole!r} needs school year {grade:g}; at most {MOST_GRADE:g}"
        banned = words_not_used(text)
        if banned:
            yield f"{place}: {text!r} says {', '.join(banned)}; say it otherwise"
    for prompt, words in texts.prompts.items():
        if word_count(words.text) > MOST_WORDS:
            yield f"prompts.{prompt}.text: {words.text!r} has {word_count(words.text)} words; at most {MOST_WORDS}"
    middle = median(grades)
    if middle > MEDIAN_GRADE:
        yield f"the middle text needs school year {middle:g}; at most {MEDIAN_GRADE:g}"


def _said(plain: Mapping[str, Any], place: str = "") -> Iterator[tuple[str, str]]:
    for key, value in plain.items():
        if isinstance(value, dict):
            yield from _said(value, f"{place}{key}.")
        elif value and key not in _NAMES:
            yield f"{place}{key}", value


def _filled(text: str, texts: Texts) -> list[str]:
    """A text as it can stand on the screen: once, or once for each cause it may name."""
    return [text.replace("{cause}", cause) for cause in texts.causes.values()] if "{cause}" in text else [text]


def _sources(pack: Pack) -> Iterator[str]:
    for place, mark, source in pack.citations():
        if not source.strip() or (mark is not Mark.SITE and source not in pack.sources):
            yield f"{'.'.join(map(str, place))}: {source!r} is no source of the pack"
