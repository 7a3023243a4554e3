"""Scores as Markdown tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from scoring.measure import LIMITS, Score
from scoring.rows import OURS, RAW

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
    *(part for limit in LIMITS for part in (f"below {limit:.0f}: late, s", "missed", "false an hour")),
)


def scores(names: Sequence[str], found: Sequence[Score | None]) -> str:
    """The scoreboard of one set; a row whose library is absent says so."""
    return table(SCORE_HEAD, [_score(name, one) for name, one in zip(names, found, strict=True)])


def _score(name: str, one: Score | None) -> list[str]:
    if one is None:
        return [name, NOT_INSTALLED, *[""] * (len(SCORE_HEAD) - 2)]
    cells = [name, f"{one.mae:.2f}", f"{one.rmse:.2f}", f"{100 * one.share_withheld:.1f}"]
    for at in one.at.values():
        falls = len(at.delays) + at.missed
        cells += [late(at.delays), f"{at.missed} of {falls}", f"{at.false / one.hours:.2f}"]
    return cells


def reasons(laid: Counter[str], of_raw: Counter[str], of_ours: Counter[str]) -> str:
    """What the false crossings came from."""
    kinds = sorted({*laid, *of_raw, *of_ours})
    return table(
        ("laid over", "times", RAW, OURS),
        [[kind, str(laid[kind] or ""), str(of_raw[kind]), str(of_ours[kind])] for kind in kinds],
    )
