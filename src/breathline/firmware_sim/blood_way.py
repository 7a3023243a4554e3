"""The blood's way to the finger: what left the lungs arrives late, later in the cold, and a little mixed."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Final

LONGEST_WAY_S: Final = 40.0
"""From lung to finger the blood takes 15 to 40 s."""
COLD_SLOWS: Final = 0.5
"""The part of its flow that the coldest finger loses, so that its way is twice as long (design)."""
_LEAST_FLOW: Final = 1e-3


@dataclass(frozen=True, slots=True)
class Lag:
    """How much later a number shows than it is true, besides averaging.

    Attributes:
        finger_s: The blood's way to a warm finger, seconds; 15 to 40, 20 by default. 0 is no way at all.
        mixing_s: Time constant with which it is mixed on the way; 3 to 5.
        display_s: From a number to its display; a Nonin takes 1.5.
    """

    finger_s: float = 20.0
    mixing_s: float = 4.0
    display_s: float = 1.5


IN_LIFE: Final = Lag()
AT_ONCE: Final = Lag(0.0, 0.0, 0.0)
"""No lag: for scripts that say what a clip is to show, not what is true of a person."""


def way_s(lag: Lag, flow: float, cold: float) -> float:
    """How long the blood takes to the finger now, seconds.

    Args:
        lag: The usual way.
        flow: Blood flow as a part of the usual.
        cold: How cold the finger is, 0 to 1.
    """
    slower = max(flow * (1.0 - COLD_SLOWS * cold), _LEAST_FLOW)
    return min(lag.finger_s / slower, max(LONGEST_WAY_S, lag.finger_s))


class BloodWay:
    """One finger's. Times go forward.

    Args:
        lag: The usual way.
    """

    def __init__(self, lag: Lag) -> None:
        self._lag = lag
        self._left: deque[tuple[float, float]] = deque()
        self._arrived_left = -math.inf
        self._mixed: float | None = None
        self._t = 0.0

    def arrives(self, t: float, spo2: float, flow: float = 1.0, cold: float = 0.0) -> float:
        """The saturation in the finger, percent.

        Args:
            t: Seconds.
            spo2: The saturation that leaves for the finger now; what was before the first is like the first.
            flow: Blood flow as a part of the usual.
            cold: How cold the finger is, 0 to 1.
        """
        if not self._lag.finger_s:
            return spo2
        self._left.append((t, spo2))
        # Blood does not turn back: where the way becomes longer it stands until the time has caught up.
        self._arrived_left = max(self._arrived_left, t - way_s(self._lag, flow, cold))
        came = self._left_at(self._arrived_left)
        if self._mixed is None or not self._lag.mixing_s:
            self._mixed = came
        else:
            self._mixed += (came - self._mixed) * (1.0 - math.exp((self._t - t) / self._lag.mixing_s))
        self._t = t
        return self._mixed

    def _left_at(self, t: float) -> float:
        """What left at that time."""
        left = self._left
        while len(left) > 1 and left[1][0] <= t:
            left.popleft()
        t0, before = left[0]
        if len(left) == 1 or t <= t0:
            return before
        t1, after = left[1]
        return before + (after - before) * (t - t0) / (t1 - t0)
