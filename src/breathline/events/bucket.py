"""When a response was, as coarsely as an evaluation can use: a month and a part of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from enum import StrEnum

EARLIEST = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
"""Before this program was written: a clock that says so is not set (a Pi without a battery starts in 1970)."""

LATEST = datetime(2100, 1, 1, tzinfo=UTC).timestamp()
"""After this program is forgotten: a clock that says so is broken."""


class DayPart(StrEnum):
    """A quarter of the day by the clock on the wall: from 0, 6, 12 and 18 o'clock."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


_HOURS_IN_A_PART = 6


@dataclass(frozen=True, slots=True)
class Bucket:
    """A month ("2026-05") and a part of the day."""

    month: str
    part: DayPart


def bucket_of(wall_time: float | None, zone: tzinfo | None = None) -> Bucket | None:
    """The bucket of a moment.

    Args:
        wall_time: Seconds since 1970 in UTC, by a clock that may be wrong; None when there is no clock.
        zone: The place's time zone; None for the system's own.

    Returns:
        The bucket; None when the clock can't have been right.
    """
    if wall_time is None or not EARLIEST <= wall_time < LATEST:
        return None
    local = datetime.fromtimestamp(wall_time, zone or UTC)
    if zone is None:
        local = local.astimezone()
    return Bucket(f"{local:%Y-%m}", tuple(DayPart)[local.hour // _HOURS_IN_A_PART])
