"""bleak's client over a bumble host."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from bleak.backends.client import BaseBleakClient, NotifyCallback
from bleak.backends.device import BLEDevice
from bleak.exc import BleakDeviceNotFoundError, BleakError
from bumble import att, hci
from bumble.core import BaseBumbleError

from breathline.ble.radio.discovery import discover, exchange_mtu
from breathline.ble.radio.failures import answered, cancelled_from_outside
from breathline.ble.radio.initiation import initiate
from breathline.ble.radio.radio import Radio, spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from bleak.args import SizedBuffer
    from bleak.backends.characteristic import BleakGATTCharacteristic
    from bleak.backends.descriptor import BleakGATTDescriptor
    from bumble.device import Advertisement, Connection
    from bumble.gatt_client import CharacteristicProxy

_GOODBYE_S = 5.0
"""A controller ends a link in milliseconds, or after the supervision timeout when the other end is gone."""


class RadioClient(BaseBleakClient):
    """Made by `bleak.BleakClient(backend=...)`; see `breathline.ble.radio.backend`."""

    radio: ClassVar[Radio]

    def __init__(
        self,
        address_or_ble_device: BLEDevice | str,
        *,
        disconnected_callback: Callable[[], None] | None,
        timeout: float,
        services: set[str] | None = None,
        **_kwargs: Any,
    ) -> None:
        super().__init__(address_or_ble_device, disconnected_callback=disconnected_callback, timeout=timeout)
        self._name: str | None = None
        self._peer: hci.Address | None = None
        if isinstance(address_or_ble_device, BLEDevice):
            self._name = address_or_ble_device.name
            if isinstance(address_or_ble_device.details, hci.Address):
                self._peer = address_or_ble_device.details
        self._wanted = services
        self._connection: Connection | None = None
        self._subscribers: dict[int, Callable[[bytes], None]] = {}

    @property
    def name(self) -> str:
        """The advertised name, or the address with dashes."""
        return self._name or self.address.replace(":", "-")

    @property
    def mtu_size(self) -> int:
        """Bytes of one ATT packet; 23 before it is negotiated."""
        return self._connection.att_mtu if self._connection is not None else att.ATT_DEFAULT_MTU

    @property
    def is_connected(self) -> bool:
        """Whether the link stands."""
        return self._connection is not None

    # The connection.

    async def connect(self, pair: bool, **kwargs: Any) -> None:
        """Connect and discover the services.

        Raises:
            TimeoutError: The device did not answer in time.
            BleakDeviceNotFoundError: Given by address, it was not heard in time.
            BleakBluetoothNotAvailableError: The controller does not answer.
            BleakError: The link ended before the services were known, or pairing failed.
        """
        if self.is_connected:
            raise BleakError("Client is already connected")
        timeout = float(kwargs.get("timeout", self._timeout))
        peer = self._peer or await self._find(within_s=timeout)
        async with asyncio.timeout(timeout):
            async with self.radio.initiating() as device:
                self._hold(await initiate(device, peer))
            try:
                await self._prepare(pair=pair)
            except BaseException:
                await self.disconnect()
                raise

    async def _prepare(self, *, pair: bool) -> None:
        link = self._link
        if pair:
            await answered(link, link.pair())
        await answered(link, exchange_mtu(link))
        self.services = await answered(link, discover(link, self._wanted))

    async def disconnect(self) -> None:
        """End the link; nothing when there is none. Its end is called back, as BlueZ's backend does."""
        connection = self._connection
        if connection is None:
            return
        try:
            async with asyncio.timeout(_GOODBYE_S):
                await connection.disconnect()
        except (BaseBumbleError, TimeoutError, asyncio.CancelledError) as error:
            if isinstance(error, asyncio.CancelledError) and cancelled_from_outside():
                raise
            # It ended by itself meanwhile, or the controller is gone: either way there is no link.
        if self._connection is connection:
            self._ended(0)

    async def pair(self, *_args: Any, **_kwargs: Any) -> None:
        """Pair without a code (Just Works).

        Raises:
            BleakError: Not connected, or the device refused.
        """
        link = self._link
        await answered(link, link.pair())

    async def unpair(self) -> None:
        """Forget the bond and disconnect."""
        connection = self._connection
        if connection is not None and connection.device.keystore is not None:
            await connection.device.keystore.delete_all()
        await self.disconnect()

    def _hold(self, connection: Connection) -> None:
        if connection.device.lookup_connection(connection.handle) is not connection:
            raise BleakError("the device disconnected at once")
        self._connection = connection
        self._subscribers = {}
        connection.on(connection.EVENT_DISCONNECTION, self._ended)

    def _ended(self, _reason: int) -> None:
        if self._connection is None:
            return
        self._connection = None
        self.services = None
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    @property
    def _link(self) -> Connection:
        if self._connection is None:
            raise BleakError("Not connected")
        return self._connection

    async def _find(self, within_s: float) -> hci.Address:
        """The device's address with its type, which only its advertisement tells."""
        wanted = self.address.upper()
        if wanted in self.radio.addresses:
            return self.radio.addresses[wanted]
        heard: asyncio.Future[hci.Address] = asyncio.get_running_loop().create_future()

        def listener(advertisement: Advertisement) -> None:
            if spelled(advertisement.address) == wanted and not heard.done():
                heard.set_result(advertisement.address)

        await self.radio.listen(listener, active=True)
        try:
            return await asyncio.wait_for(heard, within_s)
        except TimeoutError:
            raise BleakDeviceNotFoundError(self.address, f"Device with address {self.address} was not found.") from None
        finally:
            await self.radio.unhear(listener)

    # Values.

    async def read_gatt_char(
        self, characteristic: BleakGATTCharacteristic, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        """Read a characteristic; always asks the device."""
        del use_cached
        return await self._read(characteristic.handle)

    async def read_gatt_descriptor(
        self, descriptor: BleakGATTDescriptor, *, use_cached: bool = False, **_kwargs: Any
    ) -> bytearray:
        """Read a descriptor; always asks the device."""
        del use_cached
        return await self._read(descriptor.handle)

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: SizedBuffer, response: bool) -> None:
        """Write a characteristic."""
        await self._write(characteristic.handle, bytes(data), response=response)

    async def write_gatt_descriptor(self, descriptor: BleakGATTDescriptor, data: SizedBuffer) -> None:
        """Write a descriptor."""
        await self._write(descriptor.handle, bytes(data), response=True)

    async def start_notify(
        self, characteristic: BleakGATTCharacteristic, callback: NotifyCallback, **_kwargs: Any
    ) -> None:
        """Subscribe: to notifications, or to indications when the characteristic has no notifications."""
        link = self._link
        if not {"notify", "indicate"} & set(characteristic.properties):
            raise BleakError("the characteristic has neither notifications nor indications")

        def subscriber(value: bytes) -> None:
            callback(bytearray(value))

        self._subscribers[characteristic.handle] = subscriber
        await answered(link, link.gatt_client.subscribe(_proxy(characteristic), subscriber))

    async def stop_notify(self, characteristic: BleakGATTCharacteristic) -> None:
        """Unsubscribe."""
        link = self._link
        subscriber = self._subscribers.pop(characteristic.handle, None)
        await answered(link, link.gatt_client.unsubscribe(_proxy(characteristic), subscriber))

    async def _read(self, handle: int) -> bytearray:
        link = self._link
        return bytearray(await answered(link, link.gatt_client.read_value(handle)))

    async def _write(self, handle: int, data: bytes, *, response: bool) -> None:
        link = self._link
        await answered(link, link.gatt_client.write_value(handle, data, with_response=response))


def _proxy(characteristic: BleakGATTCharacteristic) -> CharacteristicProxy[bytes]:
    proxy: CharacteristicProxy[bytes] = characteristic.obj
    return proxy
