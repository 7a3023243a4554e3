"""A connected device's characteristics: subscribe, read and write by UUID, each call within its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.ble.adapter import RADIO_ERRORS
from breathline.ble.deadline import within
from breathline.ble.drivers.frames import pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bleak import BleakClient
    from bleak.backends.characteristic import BleakGATTCharacteristic

    from breathline.ble.drivers.driver import Write
    from breathline.ble.drivers.tables import Table

SUBSCRIBE_S = 10.0
"""One subscription is two packets; ten seconds allow for every retry the link layer makes."""
WRITE_S = 5.0
"""A poll that is not through after five seconds is worth less than the next one."""
READ_S = 3.0
"""Nothing that is read is urgent: a battery level."""

_WRITES = {"write": True, "write-without-response": False}
"""The ways to write, and whether each asks for a response."""


class Gatt:
    """What a connected client serves, by UUID. What the device does not have is passed over.

    Args:
        client: Connected.
        received: Takes each notification and each value read.
    """

    def __init__(self, client: BleakClient, received: Callable[[BleakGATTCharacteristic, bytearray], None]) -> None:
        self._client = client
        self._received = received
        self._subscribed: set[int] = set()

    @property
    def table(self) -> Table:
        """Everything the device serves."""
        services = self._client.services
        return frozenset((service.uuid, each.uuid) for service in services for each in service.characteristics)

    async def subscribe(self, uuids: Iterable[str]) -> bool:
        """Subscribe to these, once each; False when the device has none of them."""
        known = [self._find(uuid, "notify", "indicate") for uuid in uuids]
        there = [each for each in known if each is not None]
        for each in there:
            if each.handle not in self._subscribed:
                await within(SUBSCRIBE_S, self._client.start_notify(each, self._received))
                self._subscribed.add(each.handle)
        return bool(there)

    async def read(self, uuids: Iterable[str]) -> None:
        """Read each of these that can be read, once. A value that changes seldom is not told by itself for hours."""
        for uuid in uuids:
            readable = self._find(uuid, "read")
            if readable is None:
                continue
            try:
                value = await within(READ_S, self._client.read_gatt_char(readable))
            except RADIO_ERRORS:
                continue  # it is told when it changes; a link that is gone is noticed by others
            self._received(readable, value)

    async def write(self, writes: Iterable[Write]) -> None:
        """Write these in order.

        Raises:
            Exception: One of `adapter.RADIO_ERRORS` when one does not get through.
        """
        for write in writes:
            target = self._find(write.characteristic, *_WRITES)
            if target is None:
                continue
            # Devices differ in which of the two they allow; the driver's wish counts where there is a choice.
            ways = [_WRITES[each] for each in target.properties if each in _WRITES]
            response = write.response if write.response in ways else ways[0]
            # How much one write may hold is agreed on by the systems; bleak can't ask for more. What does not fit
            # and is not acknowledged would be lost, so it goes in pieces, as the makers' own programs do.
            size = len(write.data) if response else target.max_write_without_response_size
            for piece in pieces(write.data, size):
                await within(WRITE_S, self._client.write_gatt_char(target, piece, response=response))

    def _find(self, uuid: str, *properties: str) -> BleakGATTCharacteristic | None:
        """The first characteristic with a UUID that can do one of `properties`: a UUID may occur twice."""
        for each in self._client.services.characteristics.values():
            if each.uuid == uuid and not set(properties).isdisjoint(each.properties):
                return each
        return None
