"""Where and when is told so coarsely that enough responses share it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.events.bucket import Bucket, DayPart
from breathline.events.export.cells import Cell, Time, coarsened, k_of, l_of, quarter, told, year

NIGHT = Cell("S1", "2026-11", "night", "bc", "9e1f")
EVENING = NIGHT._replace(part_of_day="evening")

cells = st.lists(
    st.builds(
        Cell,
        st.sampled_from(["", "S1", "S2"]),
        st.sampled_from(["", "2026-10", "2026-11", "2027-01"]),
        st.sampled_from(["", "night", "evening"]),
        st.sampled_from(["bc", "msic"]),
        st.sampled_from(["9e1f", "77aa"]),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("time", "month"), [(Time.MONTH, "2026-11"), (Time.QUARTER, "2026-Q4"), (Time.YEAR, "2026"), (Time.NONE, "")]
)
def test_the_calendar_is_told_as_finely_as_was_asked(time: Time, month: str) -> None:
    bucket = Bucket("2026-11", DayPart.NIGHT)
    assert told(bucket, time, part_of_day=True) == (month, "night")
    assert told(bucket, time, part_of_day=False) == (month, "")
    assert told(None, time, part_of_day=True) == ("", "")


def test_a_quarter_begins_in_january_april_july_and_october() -> None:
    assert [quarter(f"2026-{month:02}") for month in (1, 3, 4, 6, 7, 9, 10, 12)] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q2", "2026-Q3", "2026-Q3", "2026-Q4", "2026-Q4",
    ]  # fmt: skip
    assert (quarter("2026"), quarter(""), year("2026-Q4"), year("")) == ("2026", "", "2026", "")


def test_cells_that_enough_share_are_left_alone() -> None:
    shared = [NIGHT] * 10 + [EVENING] * 12
    assert coarsened(shared, 10) == shared


def test_a_small_cell_loses_the_part_of_the_day_and_takes_its_smallest_neighbour_along() -> None:
    morning = NIGHT._replace(part_of_day="morning")
    found = coarsened([NIGHT] * 3 + [EVENING] * 12 + [morning] * 20, 10)
    assert Counter(found) == {NIGHT._replace(part_of_day=""): 15, morning: 20}


def test_no_neighbour_is_taken_along_where_the_coarser_cell_has_enough_already() -> None:
    month = NIGHT._replace(part_of_day="")
    assert Counter(coarsened([NIGHT] * 3 + [EVENING] * 12 + [month] * 10, 10)) == {month: 13, EVENING: 12}


def test_a_small_month_goes_into_its_quarter_and_a_small_quarter_into_its_year() -> None:
    october = NIGHT._replace(month="2026-10")
    assert set(coarsened([NIGHT] * 6 + [october] * 6, 10)) == {Cell("S1", "2026-Q4", pack="bc")}
    march = NIGHT._replace(month="2026-03")
    assert set(coarsened([NIGHT] * 6 + [march] * 6, 10)) == {Cell("S1", "2026", pack="bc")}


def test_then_the_site_goes_and_the_pack_last() -> None:
    elsewhere = Cell("S2", "2025-01", "night", "bc", "9e1f")
    assert set(coarsened([NIGHT] * 6 + [elsewhere] * 6, 10)) == {Cell(pack="bc")}
    assert set(coarsened([NIGHT] * 6 + [elsewhere._replace(pack="msic")] * 6, 10)) == {Cell()}


def test_too_few_in_all_end_in_one_empty_cell() -> None:
    assert coarsened([NIGHT, EVENING], 10) == [Cell(), Cell()]
    assert coarsened([], 10) == []


@given(cells, st.integers(1, 12))
def test_no_cell_is_left_that_fewer_share_unless_there_are_fewer_in_all(before: list[Cell], least: int) -> None:
    after = coarsened(before, least)
    assert len(after) == len(before)
    assert k_of(after) >= min(least, len(before))
    for was, now in zip(before, after, strict=True):
        assert now.month in {was.month, quarter(was.month), year(was.month), ""}
        for name in ("site", "part_of_day", "pack", "pack_hash"):
            assert getattr(now, name) in {getattr(was, name), ""}


@given(cells)
def test_a_limit_of_one_holds_nothing_back(before: list[Cell]) -> None:
    assert coarsened(before, 1) == before


def test_k_and_l_of_nothing_are_nothing() -> None:
    assert (k_of([]), l_of([], [])) == (0, 0)
    assert k_of([NIGHT, NIGHT, EVENING]) == 1
    assert l_of([NIGHT, NIGHT, EVENING, EVENING], ["died", "left", "left", "left"]) == 1


def test_k_and_l_are_what_pycanon_finds() -> None:
    anonymity = pytest.importorskip("pycanon.anonymity", reason="pycanon is not installed")
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    made = [
        Cell("S1" if n % 3 else "S2", f"2026-{1 + n % 4:02}", "night", "bc", "9e1f") for n in range(40)
    ] + [NIGHT] * 2  # fmt: skip
    outcomes = [("died", "left", "ambulance")[n * n % 7 % 3] for n in range(42)]
    frame = pandas.DataFrame([{**cell._asdict(), "outcome": said} for cell, said in zip(made, outcomes, strict=True)])
    names = list(Cell._fields)
    assert k_of(made) == anonymity.k_anonymity(frame, names)
    assert l_of(made, outcomes) == anonymity.l_diversity(frame, names, ["outcome"])
