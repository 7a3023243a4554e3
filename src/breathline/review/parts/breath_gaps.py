"""The longest time without a breath for somebody who was being breathed for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.review.figure import Figure, Part
from breathline.words import ActionId, AnswerValue, QuestionId

if TYPE_CHECKING:
    import ibis.expr.types as ir

_GIVEN = (ActionId.BREATHS_STARTED, ActionId.BREATH)
_STOPPED = ActionId.BREATHS_STOPPED
_OVER = (ActionId.COMPRESSIONS_STARTED, ActionId.HELP_HERE, ActionId.HANDED_OVER, ActionId.END)
"""From here on it is not known from this log who gives breaths."""


def _marks(responses: ir.Table, events: ir.Table) -> ir.Table:
    """What begins or ends a gap: `gap` seconds up to it, null when none ends there; `open` seconds from the last one.

    A gap begins at a breath, or at a stop of breaths that nobody counted one by one.
    """
    import ibis

    act = (events.kind == "action") & events.id.isin([each.value for each in (*_GIVEN, _STOPPED, *_OVER)])
    awake = events.id.isin([QuestionId.BREATHING.value, QuestionId.RESPONSIVE.value])
    well = (events.kind == "answer") & awake & (events.answer == AnswerValue.YES.value)
    rows = events.filter((act & ~events.undone.fill_null(False)) | well).select("response", "n", "t", "id")
    rows = rows.inner_join(responses.select("response", "length_s"), "response")
    order = ibis.window(group_by=rows.response, order_by=rows.n)
    again = (rows.id == _STOPPED.value) & (rows.id.lag().over(order) == _STOPPED.value)
    rows = rows.mutate(again=again.fill_null(False)).filter(lambda each: ~each.again)

    order = ibis.window(group_by=rows.response, order_by=rows.n)
    rows = rows.mutate(before=rows.id.lag().over(order), before_t=rows.t.lag().over(order))
    counted = (rows.id == _STOPPED.value) & (rows.before == ActionId.BREATH.value)
    rows = rows.mutate(begins=counted.ifelse(rows.before_t, rows.t))

    order = ibis.window(group_by=rows.response, order_by=rows.n)
    breath = rows.id == ActionId.BREATH.value
    begun = rows.before.isin([ActionId.BREATH.value, _STOPPED.value]) & rows.id.isin([each.value for each in _GIVEN])
    one_by_one = (rows.before == ActionId.BREATHS_STARTED.value) & breath
    open_still = rows.id.lead().over(order).isnull() & (breath | (rows.id == _STOPPED.value))
    return rows.select(
        "response",
        gap=(begun | one_by_one).ifelse(rows.t - rows.begins.lag().over(order), None),
        open=open_still.ifelse(rows.length_s - rows.begins, None),
    )


def _longest(rows: ir.Table) -> ir.Value:
    import ibis

    return ibis.greatest(rows.gap.max(), rows.open.max())


PART = Part(
    "Gaps in breaths",
    "From the acts that stand and the answers.",
    _marks,
    (
        Figure(
            "longest_breath_gap_s",
            "Longest gap in breaths",
            "The most seconds from one recorded breath to the next, or from stopping breaths to giving them again. "
            "While breaths are going on that nobody records one by one there is no gap. A gap that is still open at "
            "the last row counts up to there. There is none across an answer that the person breathes or wakes, the "
            "beginning of compressions, help arriving, handing over, or the end. Empty if no gap is known.",
            _longest,
            "s",
        ),
    ),
)
