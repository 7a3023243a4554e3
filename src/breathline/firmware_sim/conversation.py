"""An oximeter and the program that reads it, with nothing in between: every byte both ways, no radio."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from breathline.ble.drivers.driver import Driver, Notification, Refused, Write
    from breathline.words import Reading


class Conversation:
    """One connection. Times never go backwards.

    Args:
        driver: The family, both sides.
        t: Seconds; when the connection is made.
    """

    def __init__(self, driver: Driver, t: float = 0.0) -> None:
        self.session = driver.session()
        self.encoder = driver.encoder()
        self._early = self._answer(t, self.session.opened(t))

    def hear(self, reading: Reading) -> list[Reading | Refused]:
        """What is read when the oximeter has measured this: what it sends by itself, then what it answers."""
        early, self._early = self._early, []
        return [*early, *self._receive(reading.t, self.encoder.encode(reading)), *self.ask(reading.t)]

    def ask(self, t: float) -> list[Reading | Refused]:
        """Write what is due by `t`, and read the answers."""
        heard: list[Reading | Refused] = []
        while (due := self.session.next_write) is not None and due <= t:
            heard += self._answer(t, self.session.writes(t))
        return heard

    def _answer(self, t: float, writes: Iterable[Write]) -> list[Reading | Refused]:
        return [
            piece
            for write in writes
            for piece in self._receive(t, self.encoder.written(t, write.characteristic, write.data))
        ]

    def _receive(self, t: float, notifications: Iterable[Notification]) -> list[Reading | Refused]:
        return [
            piece
            for notification in notifications
            for piece in self.session.receive(t, notification.characteristic, notification.data)
        ]
