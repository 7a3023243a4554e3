"""When the circulation collapses: too little oxygen, and still so after a while (Mann 2022; re-armed, Strauss 2024)."""

from __future__ import annotations

from typing import Final, Generic

from breathline.firmware_sim.person.arithmetic import Arithmetic
from breathline.firmware_sim.person.number import Number

LOW_MMHG: Final = 15.0
"""Arterial oxygen at or below this is what the rule waits for."""
STILL_LOW_S: Final = 220.0
"""Looked at again after so long; still low is collapse."""
_WAITING_S: Final = 1e12
"""The look is this far off until oxygen is low."""
_SPENT_S: Final = 2e12
"""A rule that is spent never looks again."""
_SOON_S: Final = 1e-6
"""Times are sums of steps: a hair early is on time."""


class CollapseRule(Generic[Number]):
    """Watches arterial oxygen, one value a step.

    Args:
        m: Arithmetic.
        rearm: Oxygen that is no longer low at the look makes the rule wait anew; without it the rule is then spent.
    """

    def __init__(self, m: Arithmetic[Number], *, rearm: bool) -> None:
        self._m: Arithmetic[Number] = m
        self._after_recovery_s = _WAITING_S if rearm else _SPENT_S
        self._look_s: Number = m.whole(_WAITING_S)
        self.failing: Number = m.whole(0.0)
        """1 from the collapse on, 0 before."""
        self.somebody_fails = False
        """Whether `failing` is 1 for anybody."""

    def watch(self, t: float, pao2: Number) -> bool:
        """Take the arterial oxygen pressure (mmHg) at `t` seconds; whether somebody collapses now."""
        m = self._m
        low = pao2 <= LOW_MMHG
        if m.anywhere(low):
            self._look_s = m.choose(low & (self._look_s == _WAITING_S), t + STILL_LOW_S, self._look_s)
        due = self._look_s <= t + _SOON_S
        if not m.anywhere(due):
            return False
        collapses = due & low
        self.failing = m.choose(collapses, 1.0, self.failing)
        self._look_s = m.choose(due, m.choose(low, _SPENT_S, self._after_recovery_s), self._look_s)
        now = m.anywhere(collapses)
        self.somebody_fails = self.somebody_fails or now
        return now
