"""Where and when a response was, so coarse that several share it; and the count of how many do.

A cell is one combination of the quasi-identifiers: what somebody outside may know. A cell that fewer responses share
than the limit is coarsened upwards until it holds enough: first the part of the day goes, then the pack's hash, the
month becomes a quarter, a year, nothing, then the site goes, then the pack. When all the small cells beside each other
are still too few together, the smallest of their neighbours goes with them. Only cells that need it are coarsened.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from breathline.events.bucket import Bucket

MIN_CELL = 10
"""Health Canada's dashboard of supervised consumption sites holds back every count under 10."""

_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)
_MONTHS_IN_A_QUARTER = 3
_YEAR = slice(4)


class Time(StrEnum):
    """How finely the calendar is told."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    NONE = "none"


class Cell(NamedTuple):
    """One combination of the quasi-identifiers; empty for what is held back. The names are the table's columns."""

    site: str = ""
    month: str = ""
    part_of_day: str = ""
    pack: str = ""
    pack_hash: str = ""


def told(bucket: Bucket | None, time: Time, *, part_of_day: bool) -> tuple[str, str]:
    """The month and the part of the day as an export tells them.

    Args:
        bucket: When it was; None when that is not known.
        time: How finely the calendar is told.
        part_of_day: Whether the part of the day is told.
    """
    if bucket is None:
        return "", ""
    return _PERIODS[time](bucket.month), bucket.part.value if part_of_day else ""


def quarter(period: str) -> str:
    """The quarter of a month (2026-Q4); what is coarser stays as it is."""
    found = _MONTH.fullmatch(period)
    if found is None:
        return period
    return f"{found[1]}-Q{(int(found[2]) - 1) // _MONTHS_IN_A_QUARTER + 1}"


def year(period: str) -> str:
    """The year of a month or a quarter; nothing stays nothing."""
    return period[_YEAR]


_PERIODS: dict[Time, Callable[[str], str]] = {
    Time.MONTH: lambda period: period,
    Time.QUARTER: quarter,
    Time.YEAR: year,
    Time.NONE: lambda _: "",
}

# Each holds back what those above it do, and one thing more.
_LEVELS: tuple[Callable[[Cell], Cell], ...] = (
    lambda cell: cell._replace(part_of_day=""),
    lambda cell: cell._replace(part_of_day="", pack_hash=""),
    lambda cell: Cell(cell.site, quarter(cell.month), pack=cell.pack),
    lambda cell: Cell(cell.site, year(cell.month), pack=cell.pack),
    lambda cell: Cell(cell.site, pack=cell.pack),
    lambda cell: Cell(pack=cell.pack),
    lambda _: Cell(),
)


def coarsened(cells: Sequence[Cell], least: int) -> list[Cell]:
    """The cells, each coarsened until at least `least` responses share it.

    Args:
        cells: One for each response.
        least: The limit; 1 leaves all as they are.

    Returns:
        One for each response, in the same order. Fewer than `least` share one only where there are fewer in all;
        that one is empty.
    """
    now = list(cells)
    for level in _LEVELS:
        moves = _moves(Counter(now), level, least)
        now = [moves.get(cell, cell) for cell in now]
    return now


def _moves(counts: Counter[Cell], level: Callable[[Cell], Cell], least: int) -> dict[Cell, Cell]:
    """Which cells become which at this level: the small ones, and as many neighbours as they need."""
    neighbours: defaultdict[Cell, list[Cell]] = defaultdict(list)
    for cell in counts:
        neighbours[level(cell)].append(cell)
    moves: dict[Cell, Cell] = {}
    for target, members in neighbours.items():
        members.sort(key=lambda cell: (counts[cell], cell))
        if counts[members[0]] >= least:
            continue
        gathered = counts[target]
        for cell in members:
            if cell == target or (counts[cell] >= least and gathered >= least):
                continue
            moves[cell] = target
            gathered += counts[cell]
    return moves


def k_of(cells: Iterable[Hashable]) -> int:
    """k-anonymity: how many share the rarest combination; 0 without any."""
    return min(Counter(cells).values(), default=0)


def l_of(cells: Iterable[Hashable], values: Iterable[Hashable]) -> int:
    """l-diversity: how many different values there are at least among those that share a combination; 0 without any.

    Args:
        cells: The combination of each response.
        values: What each response would give away, in the same order.
    """
    found: defaultdict[Hashable, set[Hashable]] = defaultdict(set)
    for cell, value in zip(cells, values, strict=True):
        found[cell].add(value)
    return min(map(len, found.values()), default=0)
