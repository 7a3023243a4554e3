import pytest

from scoring.measure import score
from scoring.rows import OURS, RAW, ROWS, Row
from scoring.tables import p95
from tests.benchmarks.courses import course, stretch

BY_NAME = {row.name: row for row in ROWS}
FALL = course(stretch((97, 60), (86, 60), (97, 60)))


def test_raw_is_never_late_and_never_wrong_about_itself() -> None:
    found = score(BY_NAME[RAW], [FALL])

    assert found is not None
    assert (found.mae, found.rmse, found.withheld) == (0.0, 0.0, 0)
    assert found.at[90.0].delays == [0]
    assert found.at[85.0].delays == []


def test_a_trailing_median_of_nine_is_four_seconds_late() -> None:
    found = score(BY_NAME["median of 9, trailing"], [FALL])

    assert found is not None
    assert found.at[90.0].delays == [4]


def test_a_false_alarm_is_counted_by_the_hour() -> None:
    wild = course(stretch((97, 1800), (85, 1), (97, 1799)), truth=stretch((97, 3600)))
    found = score(BY_NAME[RAW], [wild])

    assert found is not None
    assert found.false_per_hour(90.0) == 1.0
    assert found.at[90.0].false == {"nothing": 1}


def test_breathline_withholds_until_three_readings_agree() -> None:
    found = score(BY_NAME[OURS], [course(stretch((97, 100)))])

    assert found is not None
    assert found.share_withheld == pytest.approx(0.02)
    assert found.share_needless == pytest.approx(0.02)


def test_a_row_without_its_library_has_no_score() -> None:
    assert score(Row("absent", lambda: None), [FALL]) is None


def test_an_alarm_with_a_limit_of_its_own_is_false_by_that() -> None:
    between = course(stretch((95, 60), (87, 60)), truth=stretch((90.5, 120)))
    at_88 = score(BY_NAME["88 %, 15 s, at once at 78 (Masimo)"], [between])
    at_90 = score(BY_NAME[RAW], [between])

    assert at_88 is not None
    assert at_90 is not None
    assert at_88.at[90.0].false.total() == 1
    assert at_90.at[90.0].false.total() == 0


def test_p95_is_a_delay_that_was_measured() -> None:
    assert p95([0] * 19 + [7]) == 7
    assert p95([0] * 39 + [7]) == 0
