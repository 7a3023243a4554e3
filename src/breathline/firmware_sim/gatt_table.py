"""An oximeter's table of services on a Bluetooth device, and the sending of values from it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bumble import att
from bumble.core import UUID, BaseBumbleError
from bumble.gatt import GATT_DEVICE_NAME_CHARACTERISTIC, GATT_GENERIC_ACCESS_SERVICE
from bumble.gatt import Characteristic as GattCharacteristic
from bumble.gatt import Service as GattService

from breathline.ble.drivers.driver import Characteristic, Driver, Notification, Property, sig_uuid

if TYPE_CHECKING:
    from collections.abc import Callable

    from bumble.device import Connection, Device

_BACKLOG = 64
"""Packets waiting for a slow radio; beyond it the oximeter drops what it measures, as its small memory would."""

_NOTIFY = 1
_INDICATE = 2
"""Bits of a client's subscription (Core 5.4, vol 3, part G, 3.3.3.3)."""

_OVERHEAD = 3
"""Opcode and handle before a notification's value."""

_UPDATE_SERVICE = sig_uuid(0xFE59)
"""By which devices of a common kind take a new firmware."""

_Properties = GattCharacteristic.Properties
_PROPERTIES = {
    Property.READ: _Properties.READ,
    Property.WRITE: _Properties.WRITE,
    Property.WRITE_NO_RESPONSE: _Properties.WRITE_WITHOUT_RESPONSE,
    Property.NOTIFY: _Properties.NOTIFY,
    Property.INDICATE: _Properties.INDICATE,
}


class GattTable:
    """A family's services on a device.

    Args:
        device: The Bluetooth device; its table gets the services.
        driver: The family.
        written: Hears what a client writes: the characteristic (full UUID) and the bytes.
    """

    def __init__(self, device: Device, driver: Driver, written: Callable[[str, bytes], None]) -> None:
        self._server = device.gatt_server
        self._driver = driver
        self._written = written
        self._own = len(self._server.attributes)
        self._characteristics: dict[str, GattCharacteristic[bytes]] = {}
        self._indications: asyncio.Queue[Notification] = asyncio.Queue(_BACKLOG)
        self._add_services()
        self._name_it(driver.advertisement.name or "")

    def update(self) -> None:
        """Become what an update of the firmware makes of it: a service more, and every handle behind it another."""
        server = self._server
        del server.attributes[self._own :]
        server.attributes_by_handle.clear()
        server.services[:] = [each for each in server.services if each in server.attributes]
        server.add_service(GattService(UUID(_UPDATE_SERVICE), []))
        self._add_services()

    def _add_services(self) -> None:
        for service in self._driver.services:
            ours = []
            for described in service.characteristics:
                characteristic = _characteristic(described)
                characteristic.on(characteristic.EVENT_WRITE, partial(_hear, self._written, described.uuid))
                self._characteristics[described.uuid] = characteristic
                ours.append(characteristic)
            self._server.add_service(GattService(UUID(service.uuid), ours))

    def subscribed(self, connection: Connection) -> bool:
        """Whether the client has subscribed to anything."""
        return any(any(bits) for bits in self._server.subscribers.get(connection, {}).values())

    def send(self, connection: Connection, notification: Notification) -> None:
        """Notify or indicate, as the client has subscribed; what can be read is updated in any case."""
        characteristic = self._characteristics[notification.characteristic]
        if characteristic.properties & _Properties.READ:
            characteristic.value = notification.data
        bits = self._server.subscribers.get(connection, {}).get(characteristic.handle, b"\0\0")[0]
        if bits & _NOTIFY and not _congested(connection):
            # Straight to L2CAP: nothing is waited for, so a round of the oximeter stays a plain function.
            value = notification.data[: connection.att_mtu - _OVERHEAD]
            header = bytes([att.Opcode.ATT_HANDLE_VALUE_NOTIFICATION]) + characteristic.handle.to_bytes(2, "little")
            connection.send_l2cap_pdu(att.ATT_CID, header + value)
        elif bits & _INDICATE and not self._indications.full():
            self._indications.put_nowait(notification)

    async def indicate(self, connection: Connection) -> None:
        """Send indications one after another until cancelled: each waits until the client confirms it."""
        while True:
            notification = await self._indications.get()
            characteristic = self._characteristics[notification.characteristic]
            try:
                await self._server.indicate_subscriber(connection, characteristic, notification.data)
            except (BaseBumbleError, TimeoutError):
                # The client does not confirm; the next value is newer anyway.
                continue

    def forget_indications(self) -> None:
        """Drop what waits to be indicated: its client is gone."""
        while not self._indications.empty():
            self._indications.get_nowait()

    def _name_it(self, name: str) -> None:
        # Phones show the name they read here once they are connected, not the advertised one.
        found = self._server.get_characteristic_attributes(GATT_GENERIC_ACCESS_SERVICE, GATT_DEVICE_NAME_CHARACTERISTIC)
        if found is not None:
            found[1].value = name.encode()


def _hear(written: Callable[[str, bytes], None], uuid: str, _connection: Connection, data: bytes) -> None:
    written(uuid, bytes(data))


def _congested(connection: Connection) -> bool:
    queue = connection.data_packet_queue
    return queue is not None and queue.pending > _BACKLOG


def _characteristic(described: Characteristic) -> GattCharacteristic[bytes]:
    properties = _Properties(0)
    for each in described.properties:
        properties |= _PROPERTIES[each]
    permissions = att.Attribute.Permissions(0)
    if Property.READ in described.properties:
        permissions |= att.Attribute.READABLE
    if described.properties & {Property.WRITE, Property.WRITE_NO_RESPONSE}:
        permissions |= att.Attribute.WRITEABLE
    return GattCharacteristic(UUID(described.uuid), properties, permissions, described.value)
