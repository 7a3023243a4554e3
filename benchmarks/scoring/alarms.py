"""Ways to say that the shown number is too low."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

Judge: TypeAlias = Callable[[float, float | None], bool]
"""Takes the second and the shown number; says whether it is low now. A withheld number never is."""


def at_once(limit: float) -> Judge:
    """Low as soon as the number is below the limit."""
    return lambda _, number: number is not None and number < limit


def delayed(limit: float, delay_s: int, at_once_below: float | None = None) -> Judge:
    """Low when the number has been below the limit for so long; at once below a second limit.

    Args:
        limit: Percent.
        delay_s: Seconds it must have been there. A second without a number neither counts nor starts afresh.
        at_once_below: Percent, included; None for no such limit.
    """
    held = 0

    def judge(_: float, number: float | None) -> bool:
        nonlocal held
        if number is None:
            return False
        held = held + 1 if number < limit else 0
        return held > delay_s or (at_once_below is not None and number <= at_once_below)

    return judge


THREE = 3
THREE_S = 60.0


def sat_seconds(limit: float, allowed: float) -> Judge:
    """Nellcor's: low when points below the limit times seconds reach so many, or with the third fall in 60 s.

    While the number is back above the limit, the sum runs down in the same way (GE Carescape One manual, p. 147). It is
    full when the alarm sounds and grows no further: else a long fall would leave the alarm armed for many minutes.
    """
    total = 0.0
    below = False
    began: deque[float] = deque(maxlen=THREE)

    def judge(t: float, number: float | None) -> bool:
        nonlocal total, below
        if number is None:
            return False
        total = min(allowed, max(0.0, total + limit - number))
        if number >= limit:
            below = False
            return False
        if not below:
            below = True
            began.append(t)
        return total >= allowed or (len(began) == THREE and t - began[0] <= THREE_S)

    return judge
