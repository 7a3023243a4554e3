from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from breathline.guidelines.texts import load_texts
from breathline.tui.letters import large


def test_letters_are_drawn_from_half_blocks() -> None:
    assert large("I", 10, 3) == ["█", "█", "▀"]


def test_words_break_into_lines_that_fit() -> None:
    rows = large("GIVE ONE BREATH", 40, 6)
    assert rows is not None
    assert len(rows) == 6
    assert max(map(len, rows)) <= 40


def test_what_does_not_fit_is_not_drawn() -> None:
    assert large("GIVE ONE BREATH", 40, 3) is None
    assert large("GIVE ONE BREATH", 40, 5) is None  # the feet of the last line would be cut off
    assert large("HANDKERCHIEF", 20, 30) is None
    assert large("   ", 20, 3) is None


def test_a_character_without_a_shape_is_not_guessed() -> None:
    assert large("\N{SNOWMAN}", 20, 3) is None


def test_accents_are_left_off() -> None:
    assert large("respirer: é", 80, 3) == large("RESPIRER: E", 80, 3)
    assert large("can\N{RIGHT SINGLE QUOTATION MARK}t", 80, 3) == large("CAN'T", 80, 3)


def test_every_prompt_of_the_guide_has_only_letters_that_can_be_drawn() -> None:
    for prompt in load_texts("en").prompts.values():
        assert large(prompt.text.replace("{breath_period}", "5"), 200, 30) is not None


@given(st.text(max_size=30), st.integers(1, 90), st.integers(1, 12))
def test_any_text_fits_or_is_not_drawn(text: str, width: int, rows: int) -> None:
    drawn = large(text, width, rows)
    if drawn is not None:
        assert len(drawn) <= rows
        assert all(len(row) <= width for row in drawn)
