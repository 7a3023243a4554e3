"""How plain a text is: its words counted, its reading level measured, and the words this project does not use.

The reading level is measured with textstat (extra `packs`), which is imported only when it is asked for: a box at a
site shows texts that were measured before they came to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from types import MappingProxyType
from typing import Protocol

from breathline.errors import UsageError

MOST_GRADE = 8.0
"""No text of a catalogue or a pack may need more school years than this."""

MEDIAN_GRADE = 6.0
"""The middle text of a catalogue may need no more school years than this."""

_WORD = re.compile(r"\w[\w'’-]*")  # noqa: RUF001  # French sets the curly apostrophe
_FIGURE = re.compile(r"\{\w+\}")
_STAND_IN = "5"
"""What a figure counts as while its place in a text is still open: one short word."""

_NOT_USED = MappingProxyType(
    {
        "en": r"patients?|addict\w*|abus(?:e|ed|er|ers|es|ing|ive)|clean\w*|dirty|dirti\w*|victims?|junk(?:ie|ies|y)",
        "fr": r"patient(?:e|s|es)?|toxico\w*|drogué\w*|accros?|abus\w*|propre\w*|sales?|victimes?",
    }
)
"""Words that judge or make the person a case, by language. "The person" ("la personne") is what is said instead."""

_EASE_TO_GRADE = ((90, 5.0), (80, 6.0), (70, 7.0), (60, 8.5), (50, 11.0), (30, 14.0))
"""Flesch's own table, reading ease to school year; a band of several years counts as its middle."""

_HARDEST_GRADE = 16.0
"""Below the last band of Flesch's table: a university degree."""


_LABEL_WORDS = 2
_BEFORE_A_LABEL = MappingProxyType({"en": "Here it says", "fr": "Ici, on lit"})
"""What makes a sentence of a label, by language."""


class _Meter(Protocol):
    def set_lang(self, lang: str) -> None: ...
    def flesch_kincaid_grade(self, text: str) -> float: ...
    def flesch_reading_ease(self, text: str) -> float: ...


def word_count(text: str) -> int:
    """Words in a text as a reader counts them: a lone mark such as the French " ?" is none, a {figure} is one."""
    return len(_WORD.findall(_FIGURE.sub(_STAND_IN, text)))


def words_not_used(text: str, languages: Iterable[str] = ("en", "fr")) -> list[str]:
    """The words in a text that this project does not use, as they stand in it.

    Args:
        text: What to look through.
        languages: Whose lists to hold it against (ISO 639-1); a language without a list has none.
    """
    listed = [_NOT_USED[language] for language in languages if language in _NOT_USED]
    return [found for words in listed for found in re.findall(rf"\b(?:{words})\b", text, re.IGNORECASE)]


def reading_grade(text: str, language: str) -> float:
    """The school year a text can be read in.

    English: the Flesch-Kincaid grade, never below 0. French: Flesch's reading ease with the constants of Kandel and
    Moles (1958), turned into a school year by Flesch's table. Both formulas were made for passages of a hundred words;
    on one short sentence they are harsh, since a single long word decides. We hold every text to them all the same.
    Figures, initials and SpO2 count as one syllable each.

    Args:
        text: What the screen says; a {figure} still open counts as a short number.
        language: "en" or "fr".

    Raises:
        UsageError: There is no measure for the language, or textstat is not installed.
    """
    meter = _meter(language)
    words = _FIGURE.sub(_STAND_IN, text)
    if language == "en":
        return max(0.0, meter.flesch_kincaid_grade(words))
    ease = meter.flesch_reading_ease(words)
    return next((grade for least, grade in _EASE_TO_GRADE if ease >= least), _HARDEST_GRADE)


_TERMS = frozenset({"experimental", "expérimental"})
"""Set aside when the screen is measured: a figure that nobody has proved has to be called that, and no plainer word
says it."""


def screen_grade(text: str, language: str) -> float:
    """The same for the screen's own words, among which are labels ("NALOXONE", "clip off").

    A label of one or two words is no sentence, and the formula would judge one long word alone. It is measured as
    what it is read as: the end of a short sentence.

    Args:
        text: A sentence or a label.
        language: As for `reading_grade`.

    Raises:
        UsageError: As `reading_grade`.
    """
    if text in _TERMS:
        return 0.0
    if word_count(text) > _LABEL_WORDS or language not in _BEFORE_A_LABEL:
        return reading_grade(text, language)
    return reading_grade(f"{_BEFORE_A_LABEL[language]} {text}", language)


@cache
def _meter(language: str) -> _Meter:
    if language not in _NOT_USED:
        raise UsageError(f"no reading level for language {language!r}; there is one for: {', '.join(_NOT_USED)}")
    try:
        # Only those who write packs need it.
        from textstat.textstat import textstatistics  # type: ignore[import-untyped]  # it ships no types
    except ImportError as error:
        raise UsageError(
            "the reading level needs textstat; install it with: pip install 'breathline[packs]'"
        ) from error
    meter: _Meter = textstatistics()
    meter.set_lang(language)
    return meter
