"""Counts that may be shown to everybody hold back the small ones, and what would tell them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.events.export.counts import ALL, COUNTED, Counts, held_back


def test_counts_at_the_limit_are_told() -> None:
    assert held_back([("left", 10), ("died", 12)], 10) == set()


def test_a_small_count_takes_the_next_one_along_or_the_total_would_tell_it() -> None:
    assert held_back([("left", 30), ("died", 3), ("ambulance", 12)], 10) == {"died", "ambulance"}


def test_small_counts_that_are_enough_together_take_none_along() -> None:
    assert held_back([("left", 30), ("died", 5), ("ambulance", 5)], 10) == {"died", "ambulance"}


@given(st.lists(st.integers(1, 40), max_size=8), st.integers(1, 12))
def test_what_is_held_back_adds_up_to_the_limit(sizes: list[int], least: int) -> None:
    counts = {str(place): size for place, size in enumerate(sizes)}
    hidden = held_back(counts.items(), least)
    assert all(size >= least for value, size in counts.items() if value not in hidden)
    if hidden:
        assert sum(counts[value] for value in hidden) >= min(least, sum(sizes))


def rows(outcomes: Sequence[str]) -> dict[tuple[object, object], object]:
    counts = Counts()
    for outcome in outcomes:
        counts.add({**dict.fromkeys(COUNTED, ""), "outcome": outcome})
    return {(row["variable"], row["value"]): row["responses"] for row in counts.rows(10)}


@pytest.mark.parametrize(("died", "told"), [(10, 10), (9, None)])
def test_each_column_is_counted_by_itself(died: int, told: int | None) -> None:
    found = rows(["died"] * died + ["left"] * 20)
    assert found[ALL, ""] == died + 20
    assert found["outcome", "died"] == told
    assert found["month", ""] == died + 20


def test_a_total_under_the_limit_is_held_back_too() -> None:
    assert set(rows(["died"] * 9).values()) == {None}
