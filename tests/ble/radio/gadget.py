"""What the plain device of these tests says of itself, and how to wait for it."""

from __future__ import annotations

import asyncio

from bleak import BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from breathline.ble.backend import Backend
from breathline.ble.drivers.driver import Advertisement, sig_uuid

SERVICE = "7b5f0001-3c6a-4a5e-9d5f-0b7a1c2d3e4f"
READABLE = "7b5f0002-3c6a-4a5e-9d5f-0b7a1c2d3e4f"
NOTIFIES = "7b5f0003-3c6a-4a5e-9d5f-0b7a1c2d3e4f"
INDICATES = "7b5f0004-3c6a-4a5e-9d5f-0b7a1c2d3e4f"
WRITABLE = "7b5f0005-3c6a-4a5e-9d5f-0b7a1c2d3e4f"
REFUSES = "7b5f0006-3c6a-4a5e-9d5f-0b7a1c2d3e4f"
GADGET = Advertisement(
    name="a gadget with a name", services=frozenset({SERVICE, sig_uuid(0x180F)}), companies=frozenset({0x0601})
)

DEADLINE_S = 10.0
"""Nothing here takes a second; a loaded machine gets ten."""


async def hear(backend: Backend, name: str) -> tuple[BLEDevice, AdvertisementData]:
    """Scan until a device of this name is heard."""
    heard: asyncio.Future[tuple[BLEDevice, AdvertisementData]] = asyncio.get_running_loop().create_future()

    def listener(device: BLEDevice, data: AdvertisementData) -> None:
        if data.local_name == name and not heard.done():
            heard.set_result((device, data))

    async with BleakScanner(listener, backend=backend.scanner), asyncio.timeout(DEADLINE_S):
        return await heard
