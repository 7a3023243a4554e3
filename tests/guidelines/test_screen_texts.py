"""The screen's words are whole in every language, and named as the program names what it says."""

from importlib import resources

import pytest

from breathline.complaint import read_model
from breathline.device.published import Link, Sound
from breathline.errors import UsageError
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.screen_texts import FigureWords, LinkWords, NoticeWords, SoundWords
from breathline.guidelines.texts import Texts, languages, load_texts
from breathline.tui.wording import Notice
from breathline.words import ActionId, LinkAdvice, Outcome


def read(text: str) -> Texts:
    return read_model(Texts, text, "texts fr")


def french() -> str:
    return (resources.files("breathline.guidelines.packs.texts") / "fr.toml").read_text(encoding="utf-8")


def without(line: str) -> str:
    whole = french()
    assert f"\n{line}" in whole
    before, _, after = whole.partition(f"\n{line}")
    return f"{before}\n{after.partition(chr(10))[2]}"


@pytest.mark.hazard("H-31")
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("not_certified = ", r"line \d+: screen.guide.not_certified: is missing"),
        ("leave_asked = ", r"screen.notices.leave_asked: is missing"),
        ('called_911 = "911 appelé"', r"line \d+: screen.acts: lacks called_911; write it there"),
        ("ambulance = ", r"screen.outcomes: lacks ambulance"),
        ("no_slot = ", r"screen.link_advice: lacks no_slot"),
    ],
)
def test_a_language_that_lacks_a_word_is_refused_with_its_line(line: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read(without(line))


def test_a_word_that_nobody_shows_is_refused_with_what_was_meant() -> None:
    with pytest.raises(UsageError, match=r"unknown key 'screen.guide.nxet'; did you mean 'screen.guide.next'"):
        read(french().replace("[screen.guide]\n", '[screen.guide]\nnxet = "puis"\n'))


def test_states_notices_and_figures_are_named_as_the_program_names_them() -> None:
    assert set(LinkWords.model_fields) == set(Link)
    assert set(SoundWords.model_fields) == set(Sound)
    assert set(NoticeWords.model_fields) == set(Notice)
    figures = {str(place[-1]) for name in pack_names() for place, _ in load_pack(name).figures()}
    assert set(FigureWords.model_fields) == figures - {"amount"}


@pytest.mark.parametrize("language", languages())
def test_every_act_outcome_and_advice_has_words(language: str) -> None:
    screen = load_texts(language).screen
    assert set(screen.acts) == set(ActionId)
    assert set(screen.outcomes) == set(Outcome)
    assert set(screen.link_advice) == set(LinkAdvice)
    assert screen.links.of(Link.LOST) == screen.links.lost
