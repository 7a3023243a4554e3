"""Scores as Markdown tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from scoring.measure import LIMITS, Score
from scoring.speed import Cost

NOT_INSTALLED = "not installed"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, the columns padded so that it reads as plain text too."""
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    lines = [_line(head, widths), "|" + "|".join("-" * (width + 1) + ":" for width in widths) + "|"]
    lines[1] = "|" + "-" * (widths[0] + 2) + lines[1][widths[0] + 3 :]
    return "\n".join([*lines, *(_line(row, widths) for row in rows)])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.rjust(width) for cell, width in zip(cells, widths, strict=True)]
    padded[0] = cells[0].ljust(widths[0])
    return "| " + " | ".join(padded) + " |"


def late(delays: Sequence[int]) -> str:
    """Median, p95 and longest of some delays."""
    if not delays:
        return "-"
    return f"{np.median(delays):g} / {p95(delays)} / {max(delays)}"


def p95(delays: Sequence[int]) -> int:
    """The smallest delay that at least 95 in 100 do not pass."""
    return int(np.percentile(delays, 95, method="higher"))


SCORE_HEAD = (
    "way",
    "MAE",
    "RMSE",
    "withheld, %",
    "needlessly, %",
    *(part for limit in LIMITS for part in (f"below {limit:.0f}: late, s", "missed", "false an hour")),
)


def scores(found: Mapping[str, Score | None]) -> str:
    """The scoreboard of one set; a row whose library is absent says so."""
    return table(SCORE_HEAD, [_score(name, one) for name, one in found.items()])


def _score(name: str, one: Score | None) -> list[str]:
    if one is None:
        return [name, NOT_INSTALLED, *[""] * (len(SCORE_HEAD) - 2)]
    shares = [f"{100 * share:.1f}" for share in (one.share_withheld, one.share_needless)]
    cells = [name, f"{one.mae:.2f}", f"{one.rmse:.2f}", *shares]
    for limit, at in one.at.items():
        falls = len(at.delays) + at.missed
        cells += [late(at.delays), f"{at.missed} of {falls}", f"{one.false_per_hour(limit):.2f}"]
    return cells


def reasons(laid: Counter[str], names: Sequence[str], found: Sequence[Score | None]) -> str:
    """What the false crossings of some rows came from: those below each limit."""
    there = [one for one in found if one is not None]
    kinds = sorted({*laid, *(kind for one in there for at in one.at.values() for kind in at.false)})
    return table(
        ("laid over", "times", *(f"{name}, {limit:.0f}" for limit in LIMITS for name in names)),
        [
            [kind, str(laid[kind]), *(str(one.at[limit].false[kind]) for limit in LIMITS for one in there)]
            for kind in kinds
        ],
    )


def speeds(costs: Mapping[str, Cost | None]) -> str:
    """What each row costs."""
    rows = []
    for name, cost in costs.items():
        if cost is None:
            rows.append([name, NOT_INSTALLED, "", ""])
        else:
            batch = "" if cost.batch_s is None else f"{cost.batch_s:.3f}"
            rows.append([name, f"{cost.p50:.2f}", f"{cost.p99:.2f}", batch])
    return table(("way", "p50, us", "p99, us", "1000 h at once, s"), rows)
