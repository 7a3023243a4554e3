"""95 % confidence intervals.

- A share: Wilson's interval.
- A median: the order statistics of Campbell and Gardner (BMJ 1988;296:1454), ranks n/2 - z sqrt(n)/2 and
  1 + n/2 + z sqrt(n)/2, rounded. Under six values there is none.
- A ratio of sums, and a rate: responses differ, and the alarms of one response are not independent. So the response is
  the unit, and the ratio's error is that of the residuals num - ratio x den over responses (Cochran, Sampling
  Techniques, chapter 6). There is none for a single response. Where the residuals say nothing, because nothing or all
  was counted, a share has Wilson's interval with the number of responses, and a rate of 0 the upper end of a Poisson
  count of 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

Z = 1.959964
"""The normal distribution's 97.5th percentile."""

_NONE_SEEN = 3.688879
"""-ln 0.025: the upper end of the exact two-sided 95 % interval of a Poisson count of 0."""

_LEAST_FOR_ERROR = 2


class Interval(NamedTuple):
    """An estimate and both ends of its interval; None where there is none."""

    value: float | None
    low: float | None = None
    high: float | None = None


class Sums(NamedTuple):
    """Sums over the responses whose denominator is above 0, from which a ratio and its error are made."""

    of: int
    num: float
    den: float
    num_num: float
    num_den: float
    den_den: float


def share(counted: float, of: int) -> Interval:
    """The share `counted` of `of`."""
    if of == 0:
        return Interval(None)
    p = counted / of
    middle, spread = p + Z * Z / (2 * of), Z * math.sqrt(p * (1 - p) / of + Z * Z / (4 * of * of))
    whole = 1 + Z * Z / of
    # Rounding must not put an end beyond the share it belongs to.
    return Interval(p, max(0.0, min(p, (middle - spread) / whole)), min(1.0, max(p, (middle + spread) / whole)))


def median(ordered: Sequence[float]) -> Interval:
    """The median of values in ascending order."""
    n = len(ordered)
    if n == 0:
        return Interval(None)
    spread = Z * math.sqrt(n) / 2
    low, high = math.floor(n / 2 - spread + 0.5), math.floor(1 + n / 2 + spread + 0.5)
    if low < 1:
        return Interval(quantile(ordered, 0.5))
    return Interval(quantile(ordered, 0.5), float(ordered[low - 1]), float(ordered[high - 1]))


def quantile(ordered: Sequence[float], at: float) -> float:
    """A quantile of values in ascending order, in proportion between the two that it falls between."""
    place = (len(ordered) - 1) * at
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return float(ordered[below] + (ordered[above] - ordered[below]) * (place - below))


def part(sums: Sums) -> Interval:
    """A ratio of things counted to all of them: a share."""
    if sums.of == 0:
        return Interval(None)
    value, error = _ratio(sums)
    if value <= 0 or value >= 1:
        return share(value * sums.of, sums.of)
    return Interval(value) if error is None else Interval(value, max(0.0, value - error), min(1.0, value + error))


def rate(sums: Sums, scale: float) -> Interval:
    """A ratio of counts to time, times `scale`."""
    if sums.of == 0:
        return Interval(None)
    value, error = _ratio(sums)
    if value <= 0:
        return Interval(0.0, 0.0, _NONE_SEEN / sums.den * scale)
    if error is None:
        return Interval(value * scale)
    return Interval(value * scale, max(0.0, value - error) * scale, (value + error) * scale)


def _ratio(sums: Sums) -> tuple[float, float | None]:
    ratio = sums.num / sums.den
    if sums.of < _LEAST_FOR_ERROR:
        return ratio, None
    residuals = max(0.0, sums.num_num - 2 * ratio * sums.num_den + ratio * ratio * sums.den_den)
    return ratio, Z * math.sqrt(residuals * sums.of / (sums.of - 1)) / sums.den
