from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from breathline.device.published import TrendPoint
from breathline.guidelines.situation import Mark
from breathline.tui.paint import ASCII, RICH, Line, Role
from breathline.tui.panes.trend import curve, letter_row, trend
from breathline.words import Trust
from tests.tui.scenes import breathing_for
from tests.tui.steps import text, view, with_situation


def flat(spo2: float | None, start: int, end: int, trust: Trust = Trust.LIVE) -> tuple[TrendPoint, ...]:
    return tuple(TrendPoint(float(t), spo2, trust) for t in range(start, end))


def drawn(points: tuple[TrendPoint, ...], columns: int = 30, rows: int = 10) -> list[Line]:
    return curve(points, 299.0, 90.0, columns, rows, ASCII)


def test_a_steady_number_is_a_line_at_its_height() -> None:
    rows = text(drawn(flat(100.0, 0, 300))).split("\n")
    assert rows[0] == "*" * 30
    rows = text(drawn(flat(81.0, 0, 300))).split("\n")
    assert rows[9] == "*" * 30


def test_now_is_at_the_right_edge_and_what_is_older_than_five_minutes_is_gone() -> None:
    rows = text(drawn(flat(100.0, -60, 150))).split("\n")
    assert rows[0] == "*" * 15 + " " * 15


def test_a_gap_stays_a_gap() -> None:
    points = flat(96.0, 0, 100) + flat(None, 100, 200, Trust.NONE) + flat(96.0, 200, 300)
    row = next(row for row in text(drawn(points)).split("\n") if "*" in row)
    assert row == "*" * 10 + " " * 10 + "*" * 10


def test_doubtful_points_have_their_own_sign() -> None:
    lines = drawn(flat(96.0, 0, 150) + flat(96.0, 150, 300, Trust.DOUBTFUL))
    row = next(row for row in text(lines).split("\n") if "*" in row)
    assert row == "*" * 15 + "?" * 15


def test_old_points_that_carry_a_number_are_not_drawn() -> None:
    assert "*" not in text(drawn(flat(96.0, 0, 300, Trust.STALE)))


def test_a_short_dip_is_not_hidden() -> None:
    points = flat(98.0, 0, 150) + flat(84.0, 150, 151) + flat(98.0, 151, 300)
    rows = text(drawn(points)).split("\n")
    assert "*" in rows[8]


def test_a_fast_fall_is_joined_up() -> None:
    rows = text(drawn(flat(98.0, 0, 150) + flat(82.0, 150, 300))).split("\n")
    assert all("*" in row for row in rows[1:9])


def test_the_limit_is_a_line_and_what_lies_below_is_a_band() -> None:
    lines = drawn(flat(98.0, 0, 300))
    assert text(lines).split("\n")[5] == "-" * 30
    assert {span.role for span in lines[6]} == {Role.BAND}
    low = drawn(flat(82.0, 0, 300))
    assert Role.TRACE_IN_BAND in {span.role for line in low for span in line}


def test_the_scale_reaches_down_to_the_lowest_point() -> None:
    published = breathing_for()
    for lowest, label in ((95.0, " 80 "), (75.0, " 70 "), (60.0, " 50 "), (20.0, "  0 ")):
        scene = view(replace(published, trend=flat(lowest, 0, 222)))
        assert f"\n{label}" in text(trend(scene, 34, 8))


def test_letters_stand_under_the_time_of_the_act() -> None:
    row = letter_row((Mark(0.0, "9"), Mark(145.0, "N"), Mark(299.0, "O")), 299.0, 30)
    assert row[0] == "9"
    assert row[14] == "N"
    assert row[29] == "O"


def test_letters_that_meet_stand_beside_each_other_in_the_order_of_time() -> None:
    assert letter_row((Mark(145.0, "B"), Mark(146.0, "N"), Mark(147.0, "O")), 299.0, 30)[12:15] == "BNO"
    assert letter_row((Mark(298.0, "B"), Mark(299.0, "N")), 299.0, 30)[28:] == "BN"


def test_more_letters_than_columns_and_letters_from_before_do_no_harm() -> None:
    assert letter_row(tuple(Mark(float(t), "B") for t in range(299)), 299.0, 5) == "BBBBB"
    assert letter_row((Mark(-1000.0, "B"),), 299.0, 5).strip() == ""


def test_the_pane_says_what_it_is() -> None:
    pane = text(trend(view(breathing_for()), 34, 5))
    for words in ("LAST 5 MINUTES", "now", "100", " 90", "N", "O"):
        assert words in pane


def test_without_room_only_the_heading_is_left() -> None:
    assert text(trend(view(breathing_for()), 34, 2)).startswith("LAST 5")


def test_without_points_the_limit_still_stands() -> None:
    assert RICH.limit in text(trend(view(with_situation(breathing_for(), marks=())), 34, 8))


@given(
    st.lists(st.tuples(st.floats(-400, 400), st.none() | st.floats(0, 100), st.sampled_from(list(Trust))), max_size=60),
    st.integers(1, 80),
    st.integers(1, 20),
    st.booleans(),
)
def test_any_points_make_a_picture_of_the_size_asked_for(
    raw: list[tuple[float, float | None, Trust]], columns: int, rows: int, rich: bool
) -> None:
    points = tuple(TrendPoint(*point) for point in sorted(raw, key=lambda point: point[0]))
    lines = curve(points, 300.0, 90.0, columns, rows, RICH if rich else ASCII)
    assert [len(row) for row in text(lines).split("\n")] == [columns] * rows
