"""Oximeters that the system still holds from before.

BlueZ does not hang up when a program dies. An oximeter that was connected then does not advertise, so no scan
ever hears it: after a crash it would be lost until someone takes its battery out. It is taken over instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bleak import BleakAdapter

from breathline.ble.adapter import RADIO_ERRORS
from breathline.ble.deadline import within
from breathline.ble.drivers.driver import Advertisement
from breathline.ble.found import Found, judged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bleak.backends.device import BLEDevice

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver

ASK_S = 5.0
"""The system knows the answer by heart; no answer means that the scan that follows will say what is wrong."""

UNKNOWN_RSSI = -127
"""What Bluetooth uses for "not known": nothing was heard."""

_ours: set[str] = set()


def hold(device: BLEDevice) -> None:
    """This program is connected to the device: it is not left over."""
    _ours.add(device.address)


def let_go(device: BLEDevice) -> None:
    """This program has hung up, or tried to."""
    _ours.discard(device.address)


def is_held(device: BLEDevice) -> bool:
    """Whether this program is connected to the device, or about to be: then it is no other link's."""
    return device.address in _ours


async def left_over(backend: Backend, drivers: Sequence[Driver]) -> list[Found]:
    """Supported oximeters that the system is connected to, but not this program; none where it can't say.

    Args:
        backend: The radio. Only the system's own outlives a program; from any other nothing is left.
        drivers: The families that can be read.
    """
    services = sorted({service.uuid for driver in drivers for service in driver.services})
    if backend.scanner is not None or not services:
        return []
    try:
        adapter = await within(ASK_S, BleakAdapter.get())
        devices = await within(ASK_S, adapter.get_connected_devices(services))
    except (*RADIO_ERRORS, NotImplementedError):
        return []
    found = [_found(device, drivers) for device in devices if not is_held(device)]
    return [each for each in found if each.supported]


def _found(device: BLEDevice, drivers: Sequence[Driver]) -> Found:
    props: dict[str, Any] = device.details.get("props", {}) if isinstance(device.details, dict) else {}
    said = Advertisement(device.name, frozenset(uuid.lower() for uuid in props.get("UUIDs", [])))
    return judged(drivers, device, said, UNKNOWN_RSSI)
