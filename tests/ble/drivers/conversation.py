"""A driver's two sides in one conversation: its encoder as the device, its session as the listener."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from breathline.ble.drivers.driver import Driver, Encoder, Notification, Refused, Session, Write
from breathline.words import Flag, Frame, Reading

Air = Callable[[list[Notification]], list[Notification]]
"""What happens to notifications between the two."""

STEP_S = 0.25
"""The listener's writes come at their time, give or take this."""


def untouched(sent: list[Notification]) -> list[Notification]:
    return sent


class Conversation:
    """Hears what a device of the driver's family says of each reading, asking where the family wants to be asked."""

    def __init__(self, driver: Driver, air: Air = untouched) -> None:
        self.t = 0.0
        self.session: Session = driver.session()
        self.encoder: Encoder = driver.encoder()
        self.sent: list[Notification] = []
        self.heard: list[Reading | Refused] = []
        self._air = air
        self._period_s = max(driver.period_s, STEP_S)
        self._write(self.session.opened(self.t))

    def say(self, *readings: Reading) -> list[Reading | Refused]:
        """The device measures each reading; returns all that has been heard so far."""
        for reading in readings:
            self._deliver(self.encoder.encode(reading))
            end = self.t + (self._period_s if reading.frame is Frame.VALUES else 0.0)
            while self.t < end:
                self.t = min(self.t + STEP_S, end)
                self._ask()
        return self.heard

    @property
    def values(self) -> list[Reading]:
        return [each for each in self.heard if isinstance(each, Reading) and each.frame is Frame.VALUES]

    @property
    def refused(self) -> list[Refused]:
        return [each for each in self.heard if isinstance(each, Refused)]

    def _ask(self) -> None:
        for _ in range(10):  # a round of requests; a session that never stops asking is caught elsewhere
            due = self.session.next_write
            if due is None or due > self.t:
                return
            self._write(self.session.writes(self.t))

    def _write(self, writes: Iterable[Write]) -> None:
        for write in writes:
            self._deliver(self.encoder.written(self.t, write.characteristic, write.data))

    def _deliver(self, sent: list[Notification]) -> None:
        self.sent += sent
        for each in self._air(sent):
            self.heard += self.session.receive(self.t, each.characteristic, each.data)


def recut(sent: list[Notification], cuts: set[int]) -> list[Notification]:
    """The same bytes in other notifications: borders fall at `cuts`, counted from the first byte."""
    again: list[Notification] = []
    for characteristic in dict.fromkeys(each.characteristic for each in sent):
        stream = b"".join(each.data for each in sent if each.characteristic == characteristic)
        borders = [0, *sorted(cut for cut in cuts if 0 < cut < len(stream)), len(stream)]
        again += [Notification(characteristic, stream[start:end]) for start, end in pairwise(borders) if end > start]
    return again


def possible(reading: Reading) -> bool:
    """Whether a body, a clip and a battery can be so."""
    return (
        (reading.spo2 is None or 0 < reading.spo2 <= 100)
        and (reading.pulse is None or 0 < reading.pulse <= 511)
        and (reading.perfusion is None or 0 < reading.perfusion <= 100)
        and (reading.battery is None or 0 <= reading.battery <= 100)
        and not (Flag.NO_FINGER in reading.flags and reading.spo2 is not None)
    )


def held(thing: object, seen: set[int] | None = None) -> int:
    """Bytes and items that an object keeps, however deep."""
    seen = set() if seen is None else seen
    if id(thing) in seen or isinstance(thing, type):
        return 0
    seen.add(id(thing))
    if isinstance(thing, str | bytes | bytearray):
        return len(thing)
    if isinstance(thing, dict):
        return len(thing) + sum(held(each, seen) for pair in thing.items() for each in pair)
    if isinstance(thing, list | tuple | set | frozenset):
        return len(thing) + sum(held(each, seen) for each in thing)
    return sum(held(each, seen) for each in getattr(thing, "__dict__", {}).values())
