"""What was done and when: breaths, oxygen, naloxone, 911. Separate facts, never one "reversal"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.review.figure import Figure, Part, Summary
from breathline.words import ActionId, BreathMethod

if TYPE_CHECKING:
    from collections.abc import Callable

    import ibis.expr.types as ir

_BREATHS = (ActionId.BREATHS_STARTED, ActionId.BREATH)
_DONE = (*_BREATHS, ActionId.OXYGEN_ON, ActionId.NALOXONE, ActionId.COMPRESSIONS_STARTED)


def _acts(_: ir.Table, events: ir.Table) -> ir.Table:
    """Acts that stand. `since`: seconds since the same act before; `place`: 0 for the first of its kind."""
    import ibis

    rows = events.filter(events.kind == "action")
    rows = rows.filter(~rows.undone.fill_null(False))
    same = ibis.window(group_by=[rows.response, rows.id], order_by=rows.n)
    return rows.select(
        "response",
        "t",
        "id",
        "method",
        "dose_mg",
        count=rows["count"].fill_null(1),
        since=rows.t - rows.t.lag().over(same),
        place=ibis.row_number().over(same),
    )


def _any(rows: ir.Table, *acts: ActionId) -> ir.Value:
    return rows.id.isin([act.value for act in acts])


def _naloxone(rows: ir.Table) -> ir.Value:
    return rows.id == ActionId.NALOXONE.value


def _given(name: str, title: str, means: str, where: Callable[[ir.Table], ir.Value]) -> Figure:
    return Figure(
        name,
        title,
        means,
        lambda rows: where(rows).any(),
        summary=Summary.SHARE,
        without=False,
    )


def _first(name: str, title: str, what: str, *acts: ActionId) -> Figure:
    return Figure(
        name,
        title,
        f"Seconds from the beginning to the first {what}. Empty if there is none.",
        lambda rows: rows.t.min(where=_any(rows, *acts)),
        "s",
    )


PART = Part(
    "Acts",
    "From the rows of acts. An act that was taken back (undone) does not count. The times are those at which somebody "
    "pressed the key, which may be after the act; nobody pressed it for what nobody recorded.",
    _acts,
    (
        _given(
            "breaths",
            "Breaths",
            "Breaths by mouth or mask, or with no word of how.",
            lambda rows: _any(rows, *_BREATHS) & (rows.method.fill_null("") != BreathMethod.BAG.value),
        ),
        _given(
            "bagging",
            "Breaths with a bag",
            "Breaths with a bag.",
            lambda rows: _any(rows, *_BREATHS) & (rows.method == BreathMethod.BAG.value).fill_null(False),
        ),
        _given("oxygen", "Oxygen", "Oxygen was given.", lambda rows: _any(rows, ActionId.OXYGEN_ON)),
        _given("naloxone", "Naloxone", "At least one dose was given.", _naloxone),
        _given(
            "compressions",
            "Chest compressions",
            "Compressions were given.",
            lambda rows: _any(rows, ActionId.COMPRESSIONS_STARTED),
        ),
        Figure(
            "monitor_only",
            "Watched only",
            "None of these: breaths, breaths with a bag, oxygen, naloxone, compressions.",
            lambda rows: ~_any(rows, *_DONE).any(),
            summary=Summary.SHARE,
            without=True,
        ),
        _given("called_911", "911 called", "911 was called.", lambda rows: _any(rows, ActionId.CALLED_911)),
        _given(
            "no_911",
            "911 not called, on purpose",
            "Somebody said that 911 is not called. Both may be true: a mind may change.",
            lambda rows: _any(rows, ActionId.NO_911),
        ),
        _given("handed_over", "Handed over", "Somebody else took over.", lambda rows: _any(rows, ActionId.HANDED_OVER)),
        _given(
            "sensor_moved",
            "Clip moved",
            "The clip was put on another finger or another place.",
            lambda rows: _any(rows, ActionId.SENSOR_MOVED),
        ),
        _first("first_breath_s", "First breath", "breath, or beginning of breaths", *_BREATHS),
        _first("first_oxygen_s", "First oxygen", "oxygen", ActionId.OXYGEN_ON),
        _first("first_naloxone_s", "First naloxone", "dose", ActionId.NALOXONE),
        _first("first_911_s", "911 called after", "call to 911", ActionId.CALLED_911),
        _first("help_here_s", "Help here after", "time help was there", ActionId.HELP_HERE),
        Figure(
            "doses",
            "Doses of naloxone",
            "Doses given; several at once count each. Of the responses with naloxone.",
            lambda rows: rows["count"].sum(where=_naloxone(rows)),
        ),
        Figure(
            "naloxone_mg",
            "Naloxone in all",
            "Doses times their milligrams. Empty if the milligrams of a dose are not known.",
            lambda rows: (
                (_naloxone(rows) & rows.dose_mg.isnull())
                .any()
                .ifelse(None, (rows.dose_mg * rows["count"]).sum(where=_naloxone(rows)))
            ),
            "mg",
        ),
        Figure(
            "second_dose_after_s",
            "Second dose after",
            "Seconds from the first time naloxone was given to the second. Empty if it was given once.",
            lambda rows: rows.since.min(where=_naloxone(rows) & (rows.place == 1)),
            "s",
        ),
        Figure(
            "shortest_dose_gap_s",
            "Shortest time between doses",
            "The least seconds from one time naloxone was given to the next. Empty if it was given once.",
            lambda rows: rows.since.min(where=_naloxone(rows)),
            "s",
        ),
    ),
)
