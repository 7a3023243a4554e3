"""Plain words, counted and measured."""

import builtins
from collections.abc import Iterator

import pytest

from breathline.errors import UsageError
from breathline.guidelines import reading
from breathline.guidelines.reading import reading_grade, screen_grade, word_count, words_not_used


@pytest.fixture
def _measured_anew() -> Iterator[None]:
    reading._meter.cache_clear()
    yield
    reading._meter.cache_clear()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("GIVE one breath every {breath_period} seconds.", 6),
        ("Est-ce que la personne respire ?", 5),
        ("N’ATTENDEZ pas : appelez le 911.", 5),  # noqa: RUF001  # as French sets it
        ("SpO2 below 90", 3),
        ("", 0),
    ],
)
def test_words_are_counted_as_a_reader_counts_them(text: str, count: int) -> None:
    assert word_count(text) == count


@pytest.mark.parametrize(
    "word", ["patient", "Patients", "addicted", "drug abuse", "clean", "cleanest", "dirty", "victim"]
)
def test_a_word_of_stigma_is_found_in_english(word: str) -> None:
    assert words_not_used(f"the {word} there")


@pytest.mark.parametrize("word", ["patiente", "toxicomane", "drogués", "abus", "propre", "sale", "victimes"])
def test_a_word_of_stigma_is_found_in_french(word: str) -> None:
    assert words_not_used(f"une {word} ici") == [word]


def test_other_words_pass() -> None:
    assert words_not_used("the person, with patience: la personne") == []
    assert words_not_used("a sale", ("en",)) == []
    assert words_not_used("a victim", ("de",)) == []


def test_short_words_read_at_a_low_grade_and_long_ones_at_a_high_one() -> None:
    assert reading_grade("GIVE one breath every {breath_period} seconds.", "en") < 6
    assert reading_grade("Administration of supplementary medication necessitates authorisation.", "en") > 8
    assert reading_grade("Ne pas bouger.", "fr") == 5
    assert reading_grade("Administration intramusculaire immédiatement recommandée.", "fr") == 16


def test_french_ease_is_that_of_kandel_and_moles() -> None:
    # 6 words, 12 syllables: 207 - 1.015 * 6 - 73.6 * 12 / 6 = 54, Flesch's tenth to twelfth year.
    assert reading_grade("Vérifier la respiration de la personne.", "fr") == 11


def test_a_grade_is_never_below_zero() -> None:
    assert reading_grade("Go on.", "en") == 0


def test_a_language_without_a_measure_is_one_line() -> None:
    with pytest.raises(UsageError, match="no reading level for language 'de'; there is one for: en, fr"):
        reading_grade("Ja.", "de")


@pytest.mark.usefixtures("_measured_anew")
def test_without_textstat_the_way_to_get_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    plain_import = builtins.__import__

    def no_textstat(name: str, *args: object, **named: object) -> object:
        if name.startswith("textstat"):
            raise ImportError(name)
        return plain_import(name, *args, **named)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(builtins, "__import__", no_textstat)
    with pytest.raises(UsageError, match=r"pip install 'breathline\[packs\]'"):
        reading_grade("Go on.", "en")


def test_a_label_is_measured_as_the_end_of_a_short_sentence_and_a_sentence_as_it_is() -> None:
    assert reading_grade("battery", "en") > 8 > screen_grade("battery", "en")
    assert screen_grade("experimental", "en") == 0.0
    assert screen_grade("Give breaths to them.", "en") == reading_grade("Give breaths to them.", "en")
    assert screen_grade("rechercher", "fr") < reading_grade("rechercher", "fr")


def test_a_label_in_a_language_without_a_measure_is_refused_like_a_sentence() -> None:
    with pytest.raises(UsageError, match="no reading level"):
        screen_grade("Ja.", "de")
