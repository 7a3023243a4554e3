"""Where a replay stands: the moment, the speed, playing or not. Pure; real seconds come in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

SPEEDS = (1, 2, 5, 10, 30, 60)

_SAME_S = 1e-6
"""Times as near as this are one."""


def clock(seconds: float) -> str:
    """Minutes and seconds: `12:07`."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


class Player:
    """Plays from one moment to the end.

    Args:
        length_s: Seconds of the response.
        stops: Times of what happened, in order.

    Attributes:
        t: Seconds since the response began.
        playing: Whether time goes on.
    """

    def __init__(self, length_s: float, stops: Sequence[float]) -> None:
        self._length_s = length_s
        self._stops = sorted({0.0, length_s, *(stop for stop in stops if 0 <= stop <= length_s)})
        self._speed = 0
        self.t = 0.0
        self.playing = False

    @property
    def speed(self) -> int:
        """Seconds of the response in a second."""
        return SPEEDS[self._speed]

    def toggle(self) -> None:
        """Play or stand; from the end it plays from the beginning."""
        if not self.playing and self.t >= self._length_s:
            self.t = 0.0
        self.playing = not self.playing

    def faster(self, steps: int = 1) -> None:
        """Change the speed by so many steps; below 0: slower."""
        self._speed = max(0, min(len(SPEEDS) - 1, self._speed + steps))

    def pass_time(self, seconds: float) -> None:
        """Let real seconds go by."""
        if self.playing:
            self.go(self.t + seconds * self.speed)
            self.playing = self.t < self._length_s

    def go(self, t: float) -> None:
        """Stand at a moment."""
        self.t = max(0.0, min(self._length_s, t))

    def step(self, way: int) -> None:
        """Stand at the next thing that happened, or with -1 at the one before."""
        self.playing = False
        after, before = bisect_right(self._stops, self.t + _SAME_S), bisect_left(self._stops, self.t - _SAME_S) - 1
        at = after if way > 0 else before
        self.t = self._stops[max(0, min(len(self._stops) - 1, at))]
