"""A figure of a response and how it is summed up over many: its definition stands beside its expression, once.

docs/measures.md is made of these, and the report shows them beside its numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir


class Summary(StrEnum):
    """How a figure of each response becomes one number for many."""

    SHARE = "share"
    """The share of responses for which it is true."""
    MEDIAN = "median"
    """The median over responses."""
    TOTAL = "total"
    """The sum over responses."""
    RATIO = "ratio"
    """The sum over all responses, divided by another figure's sum. A share if both count the same things."""
    RATE = "rate"
    """As a ratio, for each hour."""
    NONE = "none"
    """Only given for each response."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a response.

    Attributes:
        name: Its name, stable: a key in JSON, a column in CSV.
        title: A few words for a heading.
        means: The definition: what is counted, from what, and which responses are left out (their figure is empty).
        value: The figure from the rows of its part; `rows` are one response's.
        unit: The unit; empty for shares and counts.
        summary: How it is summed up.
        per: For a ratio or a rate: the name of the figure it is divided by.
        without: The figure of a response that has no such rows; None: empty.
        private: It says how a person fared: a count under the limit is held back. Those with the same word here add
            up to all, so that a single one held back could be worked out; empty for what is not private.
    """

    name: str
    title: str
    means: str
    value: Callable[[ir.Table], ir.Value]
    unit: str = ""
    summary: Summary = Summary.MEDIAN
    per: str = ""
    without: bool | float | None = None
    private: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that are made from the same rows.

    Attributes:
        subject: A heading.
        says: What the rows are, and what holds for all the figures.
        rows: The rows from the export's tables, responses and events; each has its response.
        figures: The figures; each is an aggregate over a response's rows.
        vitals: Whether it reads vitals: nearly all of an export's rows. The other parts are given the rest.
    """

    subject: str
    says: str
    rows: Callable[[ir.Table, ir.Table], ir.Table]
    figures: tuple[Figure, ...]
    vitals: bool = False
