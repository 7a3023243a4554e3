"""Counts of responses that may be shown to everybody: a table with one line for each value of a column.

A count under the limit is held back. So are further ones, the smallest first, until those held back add up to the
limit: otherwise the total less the others would tell the one that is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from breathline.events.export.tables import Column, Type

COUNTED = ("month", "part_of_day", "site", "pack", "pathway", "outcome", "hardship")
"""The columns of responses that are counted, each by itself."""

ALL = "all"
"""The line of all responses together."""

COUNTS: tuple[Column, ...] = (
    Column("variable", Type.TEXT, "Which column of responses is counted; all: every response.", values=(ALL, *COUNTED)),
    Column("value", Type.TEXT, "What stands in it; empty: held back, not known or not said."),
    Column("responses", Type.WHOLE, "How many responses; empty when held back because they are few."),
)


class Counts:
    """Counts as responses go by."""

    def __init__(self) -> None:
        self._all = 0
        self._of: dict[str, Counter[str]] = {name: Counter() for name in COUNTED}

    def add(self, row: Mapping[str, object]) -> None:
        """Count a row of the table of responses."""
        self._all += 1
        for name, counter in self._of.items():
            counter[str(row[name])] += 1

    def rows(self, least: int) -> Iterator[dict[str, object]]:
        """The table's rows.

        Args:
            least: A count under it is held back.
        """
        yield {"variable": ALL, "value": "", "responses": self._all if self._all >= least else None}
        for name, counter in self._of.items():
            hidden = held_back(counter.items(), least)
            for value, count in sorted(counter.items()):
                yield {"variable": name, "value": value, "responses": None if value in hidden else count}


def held_back(counts: Iterable[tuple[str, int]], least: int) -> set[str]:
    """Which values' counts are not told.

    Args:
        counts: Each value with its count.
        least: The limit.
    """
    hidden: set[str] = set()
    together = 0
    for value, count in sorted(counts, key=lambda each: (each[1], each[0])):
        if count >= least and (not hidden or together >= least):
            break
        hidden.add(value)
        together += count
    return hidden
