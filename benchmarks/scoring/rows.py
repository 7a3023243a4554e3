"""The rows of the scoreboard: each a way to show a number and a way to call it low."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scoring.alarms import Judge, at_once, delayed, sat_seconds
from scoring.peers import neurokit_smooth, pandas_rolling
from scoring.smoothers import Show, ema, mean_8, median_9, ours, raw

RAW = "raw"
OURS = "Breathline"


@dataclass(frozen=True)
class Row:
    """One way to watch an oximeter.

    Attributes:
        name: As the tables call it.
        show: Makes a fresh one, or None where its library is not installed.
        judge: Makes what calls the number low, for a limit in percent.
        own_limit: Percent; the limit it comes with and keeps. None when it takes any.
    """

    name: str
    show: Callable[[], Show | None]
    judge: Callable[[float], Judge] = at_once
    own_limit: float | None = None


ROWS = (
    Row(RAW, raw),
    Row("mean of 8 s", mean_8),
    Row("median of 9, trailing", median_9),
    Row("EMA, share 0.2", ema),
    Row("88 %, 15 s, at once at 78 (Masimo)", mean_8, lambda _: delayed(88.0, 15, at_once_below=78.0), 88.0),
    Row("SatSeconds 50 (Nellcor)", raw, lambda limit: sat_seconds(limit, 50.0)),
    Row("90 %, 15 s", raw, lambda _: delayed(90.0, 15), 90.0),
    Row("pandas rolling(9).median()", pandas_rolling),
    Row("neurokit2 signal_smooth", neurokit_smooth),
    Row(OURS, ours),
)
