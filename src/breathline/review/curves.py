"""SpO2 curves of many responses, aligned at the first low reading."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

from breathline.review.intervals import quantile
from breathline.review.result import Band, Curve, Curves
from breathline.words import Trust

if TYPE_CHECKING:
    import ibis.expr.types as ir

BEFORE_S = 120
AFTER_S = 900
"""Seconds before and after the first low reading: a response is seldom longer, and a curve that is is drawn so far."""

MOST = 2000
"""Of more responses than this, so many are taken: the bands move no further than a line is wide."""

DRAWN = 300
"""So many single curves can be told apart, if that."""

_QUANTILES = (0.1, 0.25, 0.5, 0.75, 0.9)


def curves(each: ir.Table, events: ir.Table, least: int) -> Curves:
    """The curves.

    Args:
        each: One row for each response, with every figure.
        events: The table of events.
        least: A second for which fewer responses have a number has no band.
    """
    low = each.filter(each.first_low_s.notnull()).select("response", "first_low_s")
    # Ids are random, so the first of them are a random choice, and the same one each time.
    chosen = low.order_by("response").limit(MOST)
    points = _points(chosen, events)
    drawn = points.semi_join(chosen.order_by("response").limit(DRAWN), "response").order_by("response", "second")
    return Curves(
        responses=int(low.count().execute()),
        bands=list(_bands(points, least)),
        drawn=list(_drawn(drawn.to_pyarrow().to_pylist())),
    )


def _points(chosen: ir.Table, events: ir.Table) -> ir.Table:
    """The lowest live SpO2 of each second of the chosen responses."""
    rows = events.filter((events.kind == "vitals") & (events.trust == Trust.LIVE.value))
    rows = rows.select("response", "t", "spo2").inner_join(chosen, "response")
    rows = rows.mutate(second=(rows.t - rows.first_low_s).floor().cast("int64"))
    rows = rows.filter(rows.second.between(-BEFORE_S, AFTER_S))
    return rows.group_by("response", "second").aggregate(spo2=rows.spo2.min())


def _bands(points: ir.Table, least: int) -> Iterator[Band]:
    found = points.group_by("second").aggregate(ordered=points.spo2.collect().sort()).order_by("second")
    for row in found.to_pyarrow().to_pylist():
        ordered: list[float] = row["ordered"]
        lowest, lower, middle, upper, highest = (quantile(ordered, at) for at in _QUANTILES)
        enough = len(ordered) >= least
        yield Band(row["second"], len(ordered), (lowest, lower, middle, upper, highest) if enough else None)


def _drawn(points: list[dict[str, Any]]) -> Iterator[Curve]:
    for response, group in groupby(points, key=lambda point: point["response"]):
        curve = list(group)
        yield Curve(response, tuple(p["second"] for p in curve), tuple(p["spo2"] for p in curve))
