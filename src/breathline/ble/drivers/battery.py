"""The Bluetooth SIG's Battery Service, which some families have beside their own."""

from __future__ import annotations

from breathline.ble.drivers.bounds import BATTERY_MAX
from breathline.ble.drivers.driver import Characteristic, Notification, Property, Refused, Service, sig_uuid
from breathline.words import Frame, Reading

BATTERY_LEVEL = sig_uuid(0x2A19)


def battery_service(*properties: Property) -> Service:
    """The service of a device whose battery level offers these properties."""
    level = Characteristic(BATTERY_LEVEL, frozenset(properties), bytes([BATTERY_MAX]))
    return Service(sig_uuid(0x180F), (level,))


def battery_reading(t: float, data: bytes) -> Reading | Refused:
    """What a battery level says."""
    if len(data) == 1 and data[0] <= BATTERY_MAX:
        return Reading(t, Frame.STATUS, battery=data[0])
    return Refused(t, "a battery level is one byte, 0 to 100", data)


class BatteryEncoder:
    """The device's side: says its level when it has changed."""

    def __init__(self) -> None:
        self._level: int | None = None

    def encode(self, reading: Reading) -> list[Notification]:
        """The new level, if this reading has one."""
        if reading.battery is None or reading.battery == self._level:
            return []
        self._level = reading.battery
        return [Notification(BATTERY_LEVEL, bytes([min(max(reading.battery, 0), BATTERY_MAX)]))]
