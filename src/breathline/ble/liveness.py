"""Is the oximeter alive? Judged by what it says, never by the connection's flag.

"Connected but silent" is the commonest fault of Bluetooth sensors in the field: the system reports a
connection for as long as half a minute after the device has gone, or for ever when its firmware hangs.
"""

from __future__ import annotations

from enum import Enum

from breathline.words import Frame, Reading

SHORTEST_PERIOD_S = 1.0
"""A family that sends a hundred frames a second is judged by the second: gaps of a few tenths are normal."""

SILENT_AFTER_PERIODS = 5
"""So many missed values frames are no chance: the link is called silent."""

DEAD_AFTER_PERIODS = 10
"""Then the connection is ended and made anew; that mends a hung link, and costs little when the device is off."""


class Verdict(Enum):
    """What the last valid frame's age says."""

    WAITING = "waiting"
    """Nothing valid yet, and not for too long."""
    ALIVE = "alive"
    SILENT = "silent"
    DEAD = "dead"


class Liveness:
    """Watches one connection.

    Args:
        period_s: The family's nominal seconds between two values frames.
        t: Seconds; when the connection was begun.
    """

    def __init__(self, period_s: float, t: float) -> None:
        period = max(period_s, SHORTEST_PERIOD_S)
        self._silent_after = period * SILENT_AFTER_PERIODS
        self._dead_after = period * DEAD_AFTER_PERIODS
        self._last = t
        self._good_since: float | None = None

    def begin(self, t: float) -> None:
        """The subscriptions stand at `t` seconds: count from here, unless something has been heard already."""
        if self._good_since is None:
            self._last = t

    def hear(self, reading: Reading) -> bool:
        """Take a decoded frame.

        Returns:
            True when it counts: a values frame (with a number or with "no value"), or a status that says why
            there is none. A pleth wave alone does not: a device may draw on while its numbers hang.
        """
        if not (reading.frame is Frame.VALUES or (reading.frame is Frame.STATUS and reading.flags)):
            return False
        if self._good_since is None or reading.t - self._last >= self._silent_after:
            self._good_since = reading.t
        self._last = reading.t
        return True

    def at(self, t: float) -> Verdict:
        """The verdict at `t` seconds."""
        # The same sums as in `next_change`: a rounding between the two would sleep through a verdict.
        if t >= self._last + self._dead_after:
            return Verdict.DEAD
        if t >= self._last + self._silent_after:
            return Verdict.SILENT
        return Verdict.WAITING if self._good_since is None else Verdict.ALIVE

    def next_change(self, t: float) -> float:
        """When the verdict changes next if nothing more comes, in seconds."""
        silent = self._last + self._silent_after
        return silent if t < silent else self._last + self._dead_after

    @property
    def good_for(self) -> float:
        """Seconds of data without a silence, up to the last valid frame; 0 when none has come."""
        return 0.0 if self._good_since is None else self._last - self._good_since
