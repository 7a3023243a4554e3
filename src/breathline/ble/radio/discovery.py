"""A connected device's table of services, in bleak's form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bleak.assigned_numbers import gatt_char_props_to_strs
from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.descriptor import BleakGATTDescriptor
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bumble import att

from breathline.ble.radio.advertising import full_uuid

if TYPE_CHECKING:
    from bumble.device import Connection
    from bumble.gatt_client import CharacteristicProxy

_PREFERRED_MTU = 517
"""The most an attribute can need (Core 5.4, vol 3, part F, 3.2.9: 512 bytes) with its header; what BlueZ asks for."""

_OVERHEAD = 3
"""Opcode and handle of a write without response."""


async def exchange_mtu(link: Connection) -> None:
    """Agree on the largest packet both ends can take."""
    try:
        await link.gatt_client.request_mtu(_PREFERRED_MTU)
    except att.ATT_Error:
        # Some oximeters know no such request; 23 bytes then hold.
        return


async def discover(link: Connection, wanted: set[str] | None) -> BleakGATTServiceCollection:
    """Ask the device for its services, characteristics and descriptors.

    Args:
        link: The connection.
        wanted: Only these services (full UUIDs); all by default.
    """
    found = BleakGATTServiceCollection()
    for service in await link.gatt_client.discover_services():
        uuid = full_uuid(service.uuid.to_bytes())
        if wanted is not None and uuid not in wanted:
            continue
        ours = BleakGATTService(service, service.handle, uuid)
        found.add_service(ours)
        for characteristic in await service.discover_characteristics():
            await _add(found, ours, characteristic, link)
    return found


async def _add(
    found: BleakGATTServiceCollection, service: BleakGATTService, proxy: CharacteristicProxy[bytes], link: Connection
) -> None:
    ours = BleakGATTCharacteristic(
        proxy,
        proxy.handle,
        full_uuid(proxy.uuid.to_bytes()),
        sorted(gatt_char_props_to_strs(int(proxy.properties))),
        lambda: link.att_mtu - _OVERHEAD,
        service,
    )
    found.add_characteristic(ours)
    for descriptor in await proxy.discover_descriptors():
        uuid = full_uuid(descriptor.type.to_bytes())
        found.add_descriptor(BleakGATTDescriptor(descriptor, descriptor.handle, uuid, ours))
    # The list is known now; bumble would ask for it again at each subscription.
    proxy.descriptors_discovered = True
