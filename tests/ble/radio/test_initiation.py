"""An attempt to connect that is given up at any moment leaves the radio free."""

from __future__ import annotations

import asyncio

from bleak import BleakClient
from bumble.device import Device

from breathline.ble.backend import Backend
from breathline.ble.drivers.plx import Plx
from breathline.ble.radio.advertising import write
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from tests.ble.radio.gadget import hear
from tests.ble.virtual_time import live

_FEW_PACKETS = 10
"""A whole connection with its services takes more packets than this."""


async def _given_up_after(packets: int, box: Device, backend: Backend) -> bool:
    """Connect and give up when so many packets have come from the controller; False when it was done before that."""
    found, _ = await hear(backend, "PM100")
    client = BleakClient(found, backend=backend.client)
    attempt = asyncio.create_task(client.connect())
    heard = 0
    take = box.host.on_packet

    def counting(packet: bytes) -> None:
        nonlocal heard
        heard += 1
        if heard == packets:
            attempt.cancel()
        take(packet)

    box.host.on_packet = counting  # type: ignore[method-assign]  # the one place every packet passes
    await asyncio.wait([attempt])
    box.host.on_packet = take  # type: ignore[method-assign]
    await client.disconnect()
    return attempt.cancelled()


def test_giving_up_at_any_packet_leaves_no_connection_and_a_free_radio() -> None:
    async def story() -> int:
        air = VirtualAir()
        device, box = await air.device("oximeter"), await air.device("box")
        packet, response = write(Plx().advertisement)
        await device.start_advertising(auto_restart=True, advertising_data=packet, scan_response_data=response)
        backend = backend_for(box)
        packets = 1
        while await _given_up_after(packets, box, backend):
            assert not box.connections
            assert not box.is_le_connecting
            assert not box.is_scanning
            packets += 1
        await air.close()
        return packets

    assert live(story()) > _FEW_PACKETS
