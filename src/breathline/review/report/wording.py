"""Numbers as people read them. A number and its unit stand on one line: the space between them does not break."""

from __future__ import annotations

from breathline.review.report.found import Row
from breathline.review.result import Measure

NOTHING = "\N{EN DASH}"
"""Where nothing is known."""
FEW = "held back: few"

_HOLD = "\N{NO-BREAK SPACE}"
_AN_HOUR = "/h"
_MINUTE_S = 60
_HOUR_S = 3600
_EXACT_BELOW = 10
"""From here on a digit after the point says nothing that these numbers can bear."""
_UNITS = {"": "", "%": f"{_HOLD}%", "% s": f"{_HOLD}%{_HOLD}s", "mg": f"{_HOLD}mg", _AN_HOUR: f"{_HOLD}an{_HOLD}hour"}


def is_share(measure: Measure) -> bool:
    """Whether its value is 0 to 1 and is told in percent."""
    return measure.summary in {"share", "ratio"}


def amount(measure: Measure, value: float | None) -> str:
    """A value with its unit, as `3 min 20 s`, `62 %` or `4.5 mg`."""
    if value is None:
        return NOTHING
    if is_share(measure):
        return f"{rounded(value * 100)}{_HOLD}%"
    if measure.unit == "s":
        return duration(value)
    return f"{rounded(value)}{_UNITS.get(measure.unit, _HOLD + measure.unit)}"


def value_of(row: Row) -> str:
    """What was found, or that it is held back."""
    return FEW if row.estimate.held_back else amount(row.measure, row.estimate.value)


def interval_of(row: Row) -> str:
    """The interval's ends, as `52 % to 71 %`; empty when there is none."""
    low, high = row.estimate.low, row.estimate.high
    if row.estimate.held_back or low is None or high is None:
        return ""
    if row.measure.unit == _AN_HOUR:
        return f"{rounded(low)} to {rounded(high)}"
    return f"{amount(row.measure, low)} to {amount(row.measure, high)}"


def of_how_many(row: Row) -> str:
    """How many responses it is counted over, and how many of them count."""
    estimate = row.estimate
    if estimate.of is None or estimate.held_back:
        return NOTHING
    if row.measure.summary == "share" and estimate.counted is not None:
        return f"{whole(estimate.counted)} of {whole(estimate.of)}"
    return whole(estimate.of)


def duration(seconds: float) -> str:
    """Seconds as `45 s`, `3 min 20 s` or `1 h 5 min`."""
    left = round(seconds)
    if left < _MINUTE_S:
        return f"{left}{_HOLD}s"
    if left < _HOUR_S:
        minutes, rest = divmod(left, _MINUTE_S)
        return _HOLD.join((str(minutes), "min", str(rest), "s")[: 4 if rest else 2])
    hours, rest = divmod(left, _HOUR_S)
    return _HOLD.join((str(hours), "h", str(rest // _MINUTE_S), "min"))


def rounded(value: float) -> str:
    """One digit after the point while that says something."""
    if abs(value) < _EXACT_BELOW and round(value, 1) != round(value):
        return f"{value:.1f}"
    return whole(value)


def whole(value: float) -> str:
    """A whole number with commas at the thousands."""
    return f"{round(value):,}"


def plain(name: str) -> str:
    """A name of the vocabulary in words; what is empty as what it means."""
    return name.replace("_", " ").replace("+", " + ") or "not known or held back"
