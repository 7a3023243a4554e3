"""What a review found: plain values, ready for JSON, CSV and the report. Needs nothing but Python to be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ALL = "all"
"""The grouping that is none: every response."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure as a reader needs it: `figure.Figure` without its expression.

    Attributes:
        name: Its name, stable.
        subject: The heading it stands under.
        title: A few words.
        means: Its definition.
        unit: The unit of value and limits; empty for shares, which are 0 to 1, and counts.
        summary: "share", "median", "total", "ratio" (of sums: a share), "rate" (of sums, for each hour), or "none":
            only given for each response.
        per: For a ratio or a rate: the name of the figure it is divided by.
    """

    name: str
    subject: str
    title: str
    means: str
    unit: str
    summary: str
    per: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measure over a group of responses, with its 95 % confidence interval. None: can't be told.

    Attributes:
        measure: The measure's name.
        by: What the responses are grouped by: "all", "month", "pack" or "pathway".
        group: The group: a month, a pack, a pathway; "all" of all. Empty: not known or held back in the export.
        of: How many responses count: those whose figure is not empty.
        counted: How many of them it is true for (shares), or the sum over them (ratios and rates).
        value: The share, median, total, ratio or rate.
        low: The interval's lower end.
        high: Its upper end.
        lower_quarter: A quarter of the responses lie at or below this (medians).
        upper_quarter: A quarter of the responses lie at or above this (medians).
        held_back: True: few responses or few counted, so that nothing is told.
    """

    measure: str
    by: str
    group: str
    of: int | None
    counted: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    lower_quarter: float | None = None
    upper_quarter: float | None = None
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """An export that was read.

    Attributes:
        path: Where it is.
        kind: "real" or "practice".
        about: What the export says of itself: what was coarsened or held back, k-anonymity; empty if it says nothing.
    """

    path: Path
    kind: str
    about: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Curve:
    """A response's SpO2 around its first low reading, one point a second.

    Attributes:
        response: Whose.
        seconds: Whole seconds from the first low reading; below 0 before it.
        spo2: The lowest live SpO2 in each of these seconds, in percent. Seconds without one are left out.
    """

    response: str
    seconds: tuple[int, ...]
    spo2: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """All curves at one second from the first low reading.

    Attributes:
        second: Whole seconds from the first low reading.
        of: How many responses have a live SpO2 then.
        spo2: Its 10th, 25th, 50th, 75th and 90th percentile, in percent; None when held back because they are few.
    """

    second: int
    of: int
    spo2: tuple[float, float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Curves:
    """Responses aligned at their first low reading.

    Attributes:
        responses: How many have a low reading.
        bands: Every second for which anything is known, in order.
        drawn: Some of the curves; all when there are few. Chosen by their id, which is random.
    """

    responses: int
    bands: Sequence[Band]
    drawn: Sequence[Curve]


@dataclass(frozen=True, slots=True)
class Review:
    """What a review found.

    Attributes:
        kind: "real" or "practice", never both.
        packages: The exports it was made from.
        responses: How many responses.
        events: How many rows of events.
        min_cell: Groups and private counts of fewer responses are held back; 1: nothing is.
        measures: Every figure with its definition, in the order of docs/measures.md.
        estimates: The measures over all and by month, pack and pathway.
        packs: Each pack with its hash and how many responses followed it; None when held back.
        curves: The responses' SpO2 aligned at the first low reading; None when not asked for.
    """

    kind: str
    packages: Sequence[Package]
    responses: int
    events: int
    min_cell: int
    measures: Sequence[Measure]
    estimates: Sequence[Estimate]
    packs: Sequence[tuple[str, str, int | None]]
    curves: Curves | None
