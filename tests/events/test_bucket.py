from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone

import pytest

from breathline.events.bucket import Bucket, DayPart, bucket_of

VANCOUVER_SUMMER = timezone(timedelta(hours=-7))


def at(hour: int, minute: int = 0) -> float:
    return datetime(2026, 5, 31, hour, minute, tzinfo=VANCOUVER_SUMMER).timestamp()


@pytest.mark.parametrize(
    ("hour", "minute", "part"),
    [
        (0, 0, DayPart.NIGHT),
        (5, 59, DayPart.NIGHT),
        (6, 0, DayPart.MORNING),
        (12, 0, DayPart.AFTERNOON),
        (18, 0, DayPart.EVENING),
        (23, 59, DayPart.EVENING),
    ],
)
def test_a_day_has_four_parts_by_the_local_clock(hour: int, minute: int, part: DayPart) -> None:
    assert bucket_of(at(hour, minute), VANCOUVER_SUMMER) == Bucket("2026-05", part)


def test_the_month_is_the_local_one() -> None:
    assert bucket_of(at(23), UTC) == Bucket("2026-06", DayPart.MORNING)


def test_the_systems_zone_is_used_when_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "PST8PDT,M3.2.0,M11.1.0")
    time.tzset()
    try:
        assert bucket_of(at(23)) == Bucket("2026-05", DayPart.EVENING)
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("wall_time", [None, 0.0, -1e20, 1e20, float("nan"), float("inf")])
def test_a_clock_that_is_not_set_gives_no_bucket(wall_time: float | None) -> None:
    assert bucket_of(wall_time) is None
