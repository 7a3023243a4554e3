"""The SpO2 curve: could the number be used and why not, how low, how long, how deep.

Absolute levels and time. No baseline that moves after the curve: it would chase a slow fall and see none. No cap on
length, and what has not ended counts up to the last row: measures made for sleep miss overdoses by all three.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.review.figure import Figure, Part, Summary
from breathline.words import Cause, Trust

if TYPE_CHECKING:
    import ibis.expr.types as ir

LEVELS = (90, 85, 80)
"""Percent. 90: where the British Columbia pilot at overdose prevention sites counted (Moe et al. 2024, at or below),
and the low limit of most packs. 85 and 80 tell a dip from a fall."""

TOP = max(LEVELS)

STANDS_S = 5.0
"""A row comes each second, and with every reading. After a longer gap the box was off: that time was not measured."""

USABLE_S = 60
"""Moe et al. 2024 looked at the lowest SpO2 of each minute; less than one minute can't be looked at in that way."""


def _stretches(_: ir.Table, events: ir.Table) -> ir.Table:
    """A response's vitals, summed over those with the same cause and at the same level.

    Columns: response; cause (null: live); under (the lowest of `LEVELS` that SpO2 is below; null: none, or not live);
    seconds; points (% s below the highest level); lowest and first (t); main (the cause that lasted longest).
    """
    import ibis

    rows = events.filter(events.kind == "vitals")
    rows = rows.select("response", "n", "t", "cause", spo2=(rows.trust == Trust.LIVE.value).ifelse(rows.spo2, None))
    following = rows.t.lead().over(ibis.window(group_by=rows.response, order_by=rows.n)).fill_null(rows.t)
    under = ibis.cases(*((rows.spo2 < level, level) for level in sorted(LEVELS)))
    rows = rows.mutate(stands=ibis.least(following - rows.t, STANDS_S), under=under)
    stretches = rows.group_by("response", "cause", "under").aggregate(
        seconds=rows.stands.sum().fill_null(0.0),
        points=((TOP - rows.spo2) * rows.stands).sum().fill_null(0.0),
        lowest=rows.spo2.min(),
        first=rows.t.min(),
    )
    of_cause = stretches.seconds.sum().over(ibis.window(group_by=[stretches.response, stretches.cause]))
    stretches = stretches.mutate(of_cause=of_cause)
    longest_first = [stretches.cause.isnull(), stretches.of_cause.desc(), stretches.cause]
    order = ibis.window(group_by=stretches.response, order_by=longest_first)
    return stretches.mutate(main=stretches.cause.first().over(order))


def _live_s(rows: ir.Table) -> ir.Value:
    return rows.seconds.sum(where=rows.cause.isnull()).fill_null(0.0)


def _if_live(rows: ir.Table, value: ir.Value) -> ir.Value:
    return (rows.lowest.count() > 0).ifelse(value, None)


def _below(level: int) -> Figure:
    return Figure(
        f"below_{level}_s",
        f"Time below {level} %",
        f"Seconds for which a live SpO2 below {level} % stood. 0 if it never was; empty without a live SpO2.",
        lambda rows: _if_live(rows, rows.seconds.sum(where=rows.under <= level).fill_null(0.0)),
        "s",
    )


def _unusable(cause: Cause) -> Figure:
    words = cause.replace("_", " ")
    only = "; also those without any vitals" if cause is Cause.NO_OXIMETER else ""
    return Figure(
        f"unusable_{cause}",
        f"Not usable: {words}",
        f'Of the responses without usable SpO2, those whose longest cause was "{words}"{only}.',
        lambda rows: (_live_s(rows) < USABLE_S).ifelse((rows.main.max() == cause.value).fill_null(False), None),
        summary=Summary.SHARE,
        without=cause is Cause.NO_OXIMETER,
    )


def _without(cause: Cause) -> Figure:
    words = cause.replace("_", " ")
    return Figure(
        f"without_{cause}_s",
        f"Time without SpO2: {words}",
        f'Seconds without a live SpO2 whose cause was "{words}". Summed up as a share of all measured seconds.',
        lambda rows: rows.seconds.sum(where=rows.cause == cause.value).fill_null(0.0),
        "s",
        Summary.RATIO,
        per="measured_s",
    )


PART = Part(
    "SpO2",
    f"From the rows of vitals. Each stands until the next one, at most {STANDS_S:g} s: after a longer gap the box was "
    "off. The last one stands for no time. Live means believed: neither doubtful nor old nor missing; nothing else "
    "counts as a number. Levels are absolute; there is no moving baseline and no cap on length, and what has not ended "
    "counts up to its last row.",
    _stretches,
    (
        Figure(
            "usable",
            "Usable SpO2",
            f"SpO2 was live for at least {USABLE_S} s in all.",
            lambda rows: _live_s(rows) >= USABLE_S,
            summary=Summary.SHARE,
            without=False,
        ),
        *map(_unusable, Cause),
        Figure(
            "measured_s",
            "Time measured",
            "Seconds for which a row of vitals stood, whatever it said.",
            lambda rows: rows.seconds.sum(),
            "s",
            without=0.0,
        ),
        Figure(
            "live_s",
            "Time with live SpO2",
            "Seconds for which SpO2 was live. Summed up as a share of all measured seconds.",
            _live_s,
            "s",
            Summary.RATIO,
            per="measured_s",
            without=0.0,
        ),
        *map(_without, Cause),
        Figure(
            "lowest_spo2",
            "Lowest SpO2",
            "The lowest live SpO2. Empty without one.",
            lambda rows: rows.lowest.min(),
            "%",
        ),
        Figure(
            "went_low",
            f"Went below {TOP} %",
            f"SpO2 was live and below {TOP} % at least once. Of the responses with a live SpO2.",
            lambda rows: _if_live(rows, rows.under.count() > 0),
            summary=Summary.SHARE,
        ),
        Figure(
            "first_low_s",
            "First low reading",
            f"Seconds from the beginning to the first live SpO2 below {TOP} %. Empty if there is none.",
            lambda rows: rows["first"].min(where=rows.under.notnull()),
            "s",
        ),
        *map(_below, LEVELS),
        Figure(
            f"area_below_{TOP}",
            f"Area below {TOP} %",
            f"Depth times time: the points below {TOP} % of each live SpO2 times the seconds for which it stood, "
            f"summed: 10 s at 80 % are 100. 0 if it never was below; empty without a live SpO2.",
            lambda rows: _if_live(rows, rows.points.sum(where=rows.under.notnull()).fill_null(0.0)),
            "% s",
        ),
    ),
    vitals=True,
)
