"""The tables of several exports as one, with each response's figures."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from breathline.events.export.tables import RESPONSES, Type
from breathline.review.catalogue import FIGURES, PARTS
from breathline.review.engine import table
from breathline.review.exports import Export
from breathline.review.figure import Part

if TYPE_CHECKING:
    import ibis.expr.types as ir

_RESPONSES = [column.name for column in RESPONSES]

_EVENTS = (
    "response",
    "n",
    "t",
    "kind",
    "id",
    "state",
    "answer",
    "spo2",
    "trust",
    "cause",
    "method",
    "dose_mg",
    "count",
    "undone",
)
"""What measures are made from; nothing else is read."""


def joined(con: Any, exports: Sequence[Export]) -> tuple[ir.Table, ir.Table]:
    """All responses and all events of these exports; a response's id is its own in every export."""
    responses = [table(con, export, "responses", _RESPONSES) for export in exports]
    events = [table(con, export, "events", _EVENTS) for export in exports]
    return _with_texts(reduce(_union, responses)), reduce(_union, events)


def figures_of_each(responses: ir.Table, events: ir.Table, others: ir.Table) -> ir.Table:
    """One row for each response: its row in the table of responses, and every figure.

    Args:
        responses: The table of responses.
        events: The table of events.
        others: Its rows that are no vitals.
    """
    names = {figure.name for figure in FIGURES}
    each = responses.select([name for name in responses.columns if name not in names])
    for part in PARTS:
        each = _with_part(each, part, responses, events if part.vitals else others)
    return each


def _with_part(each: ir.Table, part: Part, responses: ir.Table, events: ir.Table) -> ir.Table:

    rows = part.rows(responses, events)
    values = {figure.name: figure.value(rows) for figure in part.figures}
    figures = rows.group_by("response").aggregate(**values, there=rows.count())
    each = each.left_join(figures, "response").drop("response_right")
    without = {
        figure.name: each.there.isnull().ifelse(figure.without, each[figure.name])
        for figure in part.figures
        if figure.without is not None
    }
    return each.mutate(**without).drop("there")


def _union(one: ir.Table, other: ir.Table) -> ir.Table:
    return one.union(other)


def _with_texts(responses: ir.Table) -> ir.Table:
    """Empty texts as empty texts: CSV can't tell them from nothing."""
    texts = [column.name for column in RESPONSES if column.type is Type.TEXT]
    return responses.mutate(**{name: responses[name].fill_null("") for name in texts})
