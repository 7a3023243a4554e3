"""Looks up what a review found, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from breathline.review.result import ALL, Estimate, Measure, Review


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with what was found of it."""

    measure: Measure
    estimate: Estimate


class Found:
    """A review, by name of measure and group.

    Args:
        review: What was found.

    Attributes:
        review: The same.
    """

    def __init__(self, review: Review) -> None:
        self.review = review
        self._measures = {measure.name: measure for measure in review.measures}
        self._estimates = {(each.measure, each.by, each.group): each for each in review.estimates}

    def row(self, name: str, by: str = ALL, group: str = ALL) -> Row | None:
        """A measure of a group; None when there is no such measure or nothing was found of it."""
        measure, estimate = self._measures.get(name), self._estimates.get((name, by, group))
        return None if measure is None or estimate is None else Row(measure, estimate)

    def rows(self, names: Iterable[str]) -> list[Row]:
        """Measures of all responses, in this order; those of which nothing was found are left out."""
        return [row for row in map(self.row, names) if row is not None]

    def beginning(self, start: str) -> list[Row]:
        """The measures of all responses whose name begins so, in the order of their definitions."""
        return self.rows(name for name in self._measures if name.startswith(start))

    def groups(self, by: str) -> list[str]:
        """The groups of a grouping, in order; the one that is not known last."""
        return sorted(
            {each.group for each in self.review.estimates if each.by == by}, key=lambda name: (not name, name)
        )

    def held_back(self) -> Iterator[Estimate]:
        """The estimates that are not told because they are few."""
        return (each for each in self.review.estimates if each.held_back)
