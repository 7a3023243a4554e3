"""Doses that run in over a time."""

from __future__ import annotations

from typing import Generic

from breathline.firmware_sim.person.number import Number


class Infusions(Generic[Number]):
    """What is still running in, of one drug into one place."""

    def __init__(self) -> None:
        self._running: list[tuple[Number, float]] = []

    def add(self, amount: Number, over_s: float) -> None:
        """Begin to run in an amount (any unit) evenly over so many seconds, above 0."""
        self._running.append((amount, over_s))

    def take(self, seconds: float) -> Number | float:
        """The mean rate over the next seconds, in units a second; that part is then spent."""
        rate: Number | float = 0.0
        left: list[tuple[Number, float]] = []
        for amount, over_s in self._running:
            if over_s <= seconds:
                rate = rate + amount / seconds
            else:
                rate = rate + amount / over_s
                left.append((amount * (1.0 - seconds / over_s), over_s - seconds))
        self._running = left
        return rate
