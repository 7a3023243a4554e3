from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.tui.keys import ANSWERS, BAR, OTHER
from breathline.tui.places import Place, places

PARTS = {"header", "alarms", "p", "k", "spo2", "pulse", "trend", "prompt", "pacer", "space", "u", "next", "question"}
PARTS |= {"timers", "notice", OTHER, *ANSWERS, *(spec.key.lower() for spec in BAR)}
MAIN_SIZES = [(80, 24), (100, 30), (160, 45)]


def overlap(one: Place, other: Place) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


@given(st.integers(80, 300), st.integers(24, 100))
def test_from_80_by_24_on_every_part_has_its_place(width: int, height: int) -> None:
    layout = places(width, height)
    assert set(layout.parts) == PARTS
    assert not layout.small
    assert layout.spo2.rows >= 5
    assert layout.pulse is not None
    assert layout.pulse.rows >= 5


@given(st.integers(1, 300), st.integers(1, 100))
def test_no_two_parts_overlap_and_none_leaves_the_window(width: int, height: int) -> None:
    parts = places(width, height).parts
    for place in parts.values():
        assert place.x >= 0
        assert place.y >= 0
        assert place.x + place.width <= width
        assert place.y + place.height <= height
        assert place.width > 0
        assert place.height > 0
    assert not [pair for pair in combinations(parts, 2) if overlap(parts[pair[0]], parts[pair[1]])]


@pytest.mark.parametrize("size", MAIN_SIZES)
def test_answers_and_the_main_buttons_are_three_rows_high_for_gloves(size: tuple[int, int]) -> None:
    parts = places(*size).parts
    for key in (*ANSWERS, "space", "u"):
        assert parts[key].height >= 3
        assert parts[key].width >= 12


def test_the_number_grows_with_the_window() -> None:
    rows = [places(*size).spo2.rows for size in MAIN_SIZES]
    assert rows == sorted(set(rows))


@given(st.integers(20, 79), st.integers(10, 100))
def test_a_small_window_keeps_the_number_and_the_prompt(width: int, height: int) -> None:
    layout = places(width, height)
    assert layout.small
    assert {"spo2", "prompt", "notice"} <= set(layout.parts)


def test_60_by_20_keeps_the_question_and_its_answers_too() -> None:
    assert {"spo2", "prompt", "question", *ANSWERS, "space", "alarms", "pacer"} <= set(places(60, 20).parts)


def test_numerals_and_the_words_beside_them_fit_their_column() -> None:
    for width in range(80, 200):
        for height in (24, 30, 36, 45, 60):
            layout = places(width, height)
            assert layout.spo2.columns(3) + 1 + 11 <= layout.parts["spo2"].width
