"""What goes wrong with a virtual oximeter on purpose: lost and damaged notifications, silence, a radio that is gone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from breathline.ble.drivers.driver import Notification

_BITS = 8


@dataclass(frozen=True, slots=True)
class Faults:
    """What is to go wrong. Everything is off by default.

    Attributes:
        drop: Share of the notifications that are lost, 0 to 1.
        corrupt: Share of the bytes in which one bit is turned, 0 to 1.
        silent_after_s: Seconds from each connection until it sends nothing any more, while it stays connected.
        vanish_after_s: Seconds from each connection until its radio is gone.
        return_after_s: Seconds from then until it is back; None: never.
        update_after_s: Seconds from each connection until it starts anew with other handles, as after an update.
        refuse: It hangs up on whoever connects, as one that another phone still holds.
        seed: The same seed hits the same notifications.
    """

    drop: float = 0.0
    corrupt: float = 0.0
    silent_after_s: float | None = None
    vanish_after_s: float | None = None
    return_after_s: float | None = None
    update_after_s: float | None = None
    refuse: bool = False
    seed: int = 0


NONE = Faults()


class Noise:
    """Loses and damages notifications as `Faults` say, and counts what it did.

    Args:
        faults: How much; may be changed at any time.

    Attributes:
        passed: Notifications that went on, damaged ones too.
        dropped: Notifications that were lost.
        corrupted: Notifications in which at least one bit was turned.
    """

    def __init__(self, faults: Faults = NONE) -> None:
        self.faults = faults
        self.passed = 0
        self.dropped = 0
        self.corrupted = 0
        self._random = Random(faults.seed)

    def take(self, notification: Notification) -> Notification | None:
        """What becomes of a notification; None when it is lost."""
        if self.faults.drop and self._random.random() < self.faults.drop:
            self.dropped += 1
            return None
        self.passed += 1
        if not self.faults.corrupt:
            return notification
        data = bytes(self._damaged(byte) for byte in notification.data)
        if data == notification.data:
            return notification
        self.corrupted += 1
        return replace(notification, data=data)

    def _damaged(self, byte: int) -> int:
        hit = self._random.random() < self.faults.corrupt
        return byte ^ 1 << self._random.randrange(_BITS) if hit else byte
