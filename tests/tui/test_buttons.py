from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.device.published import OpenResponse, Published, Sound
from breathline.guidelines.texts import load_texts
from breathline.tui import keys
from breathline.tui.hands import Hands
from breathline.tui.paint import ASCII, Role, View
from breathline.tui.panes.buttons import button, face, main_key
from breathline.tui.pictures import StillDesk
from breathline.tui.places import places
from breathline.words import ActionId
from tests.tui.scenes import SCENES, TEXTS, WORDS, before, breathing_for, doubtful, ended, guiding, offered
from tests.tui.steps import Clock, roles, text, view, with_situation

ALL_KEYS = ("p", "k", "space", "u", *keys.ANSWERS, *(spec.key.lower() for spec in keys.BAR))


def pressed(published: Published, *presses: str) -> View:
    hands = Hands(StillDesk(published), Clock(), WORDS)
    for key in presses:
        hands.press(key)
    return View(published, published.situation.t, 0.0, hands, TEXTS)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45)])
@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_button_shows_its_key_and_all_its_words_at_every_size(size: tuple[int, int], scene: str) -> None:
    scene_view = view(SCENES[scene]())
    parts = places(*size).parts
    for key in ALL_KEYS:
        shown, words = face(key, scene_view)
        drawn = text(button(key, scene_view, parts[key].width, parts[key].height))
        assert shown in drawn
        assert words in drawn


@pytest.mark.parametrize("act", list(ActionId))
def test_undo_names_what_it_takes_back_and_fits(act: ActionId) -> None:
    parts = places(80, 24).parts
    scene = view(with_situation(guiding(), can_undo=act))
    drawn = text(button("u", scene, parts["u"].width, 3))
    assert "U undo" in drawn
    assert WORDS.acts[act] in drawn


def test_every_answer_of_the_guide_fits_its_button() -> None:
    parts = places(80, 24).parts
    for words in load_texts("en").questions.values():
        for key, (_, option) in zip(keys.ANSWERS, words.options(), strict=True):
            assert len(option) <= parts[key].width - 2


def test_every_act_of_the_guide_fits_the_big_button() -> None:
    for prompt in load_texts("en").prompts.values():
        assert len(prompt.action_label) <= places(80, 24).parts["space"].width - 2


def test_a_button_that_does_not_apply_is_dimmed_and_still_there() -> None:
    scene = view(with_situation(guiding(), question=None, can_undo=None))
    for key in ("1", "2", "3", "u", "9", "s", "k"):
        lines = button(key, scene, 20, 3)
        assert roles(lines) == {Role.BUTTON_OFF.value}
        assert text(lines).strip()


def test_an_answer_key_without_a_question_has_no_words() -> None:
    for published in (before(), ended(), with_situation(guiding(), question=None)):
        assert [face(key, view(published)) for key in keys.ANSWERS] == [("1", ""), ("2", ""), ("3", "")]


def test_after_the_end_no_switch_is_on() -> None:
    over = view(with_situation(ended(), oxygen_since=10.0))
    assert face("o", over) == ("O", "give oxygen")
    assert roles(button("o", over, 20, 1)) == {Role.BUTTON_OFF.value}


def test_a_switch_that_is_on_looks_and_reads_so() -> None:
    assert roles(button("b", view(breathing_for()), 16, 1)) == {Role.BUTTON_ON.value}
    assert "stop breaths" in text(button("b", view(breathing_for()), 16, 1))
    assert "give breaths" in text(button("b", view(guiding()), 16, 1))


def test_a_paused_sound_counts_down_on_its_button() -> None:
    assert "sound in 1:32" in text(button("p", view(doubtful()), 16, 1))
    assert roles(button("p", view(doubtful()), 16, 1)) == {Role.BUTTON_ON.value}
    assert doubtful().sound is Sound.PAUSED


def test_the_big_button_starts_before_and_after_a_response_and_does_the_prompts_act_within() -> None:
    assert "START" in text(button("space", view(before()), 24, 3))
    assert main_key(view(before())) == "s"
    assert "START NEW" in text(button("space", view(ended()), 24, 3))
    assert "Giving breaths" in text(button("space", view(breathing_for()), 24, 3))
    assert main_key(view(breathing_for())) == keys.SPACE


def test_a_prompt_without_an_act_dims_the_big_button() -> None:
    prompt = guiding().situation.prompt
    assert prompt is not None
    scene = view(with_situation(guiding(), prompt=replace(prompt, action=None, action_label="")))
    assert roles(button("space", scene, 24, 3)) == {Role.BUTTON_OFF.value}


def test_an_offered_response_puts_its_choices_on_the_answers() -> None:
    scene = pressed(offered())
    assert "go on" in text(button("1", scene, 20, 3))
    assert "close it" in text(button("2", scene, 20, 3))
    assert roles(button("3", scene, 20, 3)) == {Role.BUTTON_OFF.value}


def test_an_offered_response_of_unknown_age_puts_the_ages_on_the_answers() -> None:
    unknown = replace(offered(), offered=OpenResponse("found", None, ()))
    scene = pressed(unknown, "1")
    for key, words in (("1", "2 min ago"), ("2", "5 min"), ("3", "10 or more")):
        assert words in text(button(key, scene, 14, 3))
        assert Role.BUTTON_OFF.value not in roles(button(key, scene, 14, 3))


@pytest.mark.parametrize(("key", "words"), [("e", "again: end it"), ("q", "again: leave")])
def test_a_button_that_waits_for_its_second_press_says_so(key: str, words: str) -> None:
    lines = button(key, pressed(guiding(), key), 16, 1)
    assert words in text(lines)
    assert roles(lines) == {Role.NOTICE.value}


def test_after_the_end_s_offers_a_new_one() -> None:
    assert "start new" in text(button("s", view(ended()), 16, 1))


def test_in_ascii_the_edges_are_ascii() -> None:
    assert text(button("1", view(guiding(), glyphs=ASCII), 14, 3)).isascii()
