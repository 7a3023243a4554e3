"""A radio for tests: bleak's two backend classes over devices that do what a test tells them, and nothing else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData, BaseBleakScanner
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError, BleakGATTProtocolError, BleakGATTProtocolErrorCode

from breathline.ble.backend import Backend
from breathline.ble.drivers.driver import Property
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.words import Flag, Frame, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bleak.assigned_numbers import CharacteristicPropertyName

    from breathline.ble.drivers.driver import Driver, Notification, Service

ADVERTISES_EVERY_S = 0.1
_PROPERTIES: dict[Property, CharacteristicPropertyName] = {
    Property.READ: "read",
    Property.WRITE: "write",
    Property.WRITE_NO_RESPONSE: "write-without-response",
    Property.NOTIFY: "notify",
    Property.INDICATE: "indicate",
}


async def forever() -> None:
    """Hang, as a call into a system that has lost its device does."""
    await asyncio.get_running_loop().create_future()


@dataclass
class FakeDevice:
    """One device on the fake air. `hangs`, `fails` name calls that do: connect start_notify read write disconnect."""

    driver: Driver = field(default_factory=Pc60fw)
    address: str = "00:00:5E:00:53:01"
    name: str | None = "OxySmart 1234"
    rssi: int = -50
    on: bool = True
    connect_s: float = 0.3
    spo2: float | None = 97.0
    flags: frozenset[Flag] = frozenset()
    muted: bool = False
    services: tuple[Service, ...] | None = None
    remembered: tuple[Service, ...] | None = None
    """The table that the system remembers of it, from before an update; nothing in it works any more."""
    forgotten: int = 0
    wants_a_bond: bool = False
    hangs: set[str] = field(default_factory=set)
    fails: set[str] = field(default_factory=set)
    values: dict[str, bytes] = field(default_factory=dict)
    written: list[tuple[float, str, bytes, bool]] = field(default_factory=list)
    connected: list[float] = field(default_factory=list)
    hung_up: list[float] = field(default_factory=list)
    paired: bool = False
    client: FakeClient | None = None

    def data(self) -> AdvertisementData:
        """What it advertises."""
        uuids = sorted(self.driver.advertisement.services)
        return AdvertisementData(self.name, {}, {}, uuids, None, self.rssi, ())

    def pull(self) -> None:
        """Break its link and switch it off."""
        self.on = False
        if self.client is not None:
            self.client.drop()

    async def come(self, call: str) -> None:
        """Do what a test wants of a call."""
        if call in self.hangs:
            await forever()
        if call in self.fails:
            raise BleakError(f"{call} failed")

    def notifications(self, t: float) -> list[Notification]:
        """One second of its stream."""
        if self.muted:
            return []
        return self.driver.encoder().encode(Reading(t, Frame.VALUES, self.spo2, 72.0, 5.0, self.flags, 75))


@dataclass
class FakeAir:
    """Devices in range, the adapter's state, and what happened at the adapter."""

    devices: list[FakeDevice] = field(default_factory=list)
    error: BaseException | None = None
    hangs: set[str] = field(default_factory=set)
    scans: list[float] = field(default_factory=list)
    scanning: int = 0
    connecting: int = 0
    overlaps: int = 0
    start_s: float = 0.0
    starts_broken_off: int = 0

    def backend(self) -> Backend:
        """Classes for bleak that know this air."""
        return Backend(type("Scanner", (FakeScanner,), {"air": self}), type("Client", (FakeClient,), {"air": self}))

    def note(self) -> None:
        """Count when two things use the adapter at once."""
        self.overlaps += self.scanning + self.connecting > 1


class FakeScanner(BaseBleakScanner):
    """Hears every device that is on and not connected, every tenth of a second."""

    air: FakeAir

    def __init__(
        self, callback: Callable[[BLEDevice, AdvertisementData], None], uuids: list[str] | None, *args: Any, **_: Any
    ) -> None:
        super().__init__(callback, uuids)
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self.air.scans.append(asyncio.get_running_loop().time())
        try:
            await (forever() if "start" in self.air.hangs else asyncio.sleep(self.air.start_s))
        except asyncio.CancelledError:
            self.air.starts_broken_off += 1
            raise
        if self.air.error is not None:
            raise self.air.error
        self.air.scanning += 1
        self.air.note()
        self._task = asyncio.create_task(self._hear())

    async def stop(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        self.air.scanning -= 1
        if "stop" in self.air.hangs:
            await forever()

    async def _hear(self) -> None:
        while True:
            await asyncio.sleep(ADVERTISES_EVERY_S)
            for each in list(self.air.devices):
                if each.on and each.client is None:
                    device = BLEDevice(each.address, each.name, each)
                    self.call_detection_callbacks(device, each.data())


class FakeClient(BaseBleakClient):
    """A connection to a `FakeDevice`; once subscribed, its notifications come once a second."""

    air: FakeAir

    def __init__(self, device: BLEDevice, **kwargs: Any) -> None:
        super().__init__(device, **kwargs)
        self._fake: FakeDevice = device.details
        self._callbacks: dict[str, Callable[[bytearray], None]] = {}
        self._task: asyncio.Task[None] | None = None

    @property
    def mtu_size(self) -> int:
        return 23

    @property
    def is_connected(self) -> bool:
        return self._fake.client is self

    async def connect(self, pair: bool, **_: Any) -> None:
        self.air.connecting += 1
        self.air.note()
        try:
            await self._fake.come("connect")
            await asyncio.sleep(self._fake.connect_s)
            if not self._fake.on:
                raise BleakError("it has gone")
        finally:
            self.air.connecting -= 1
        self._fake.paired = pair
        self._fake.client = self
        self._fake.connected.append(asyncio.get_running_loop().time())
        services = self._fake.driver.services if self._fake.services is None else self._fake.services
        self.services = collection(services if self._fake.remembered is None else self._fake.remembered)

    async def disconnect(self) -> None:
        await self._fake.come("disconnect")
        if self.is_connected:
            self._fake.hung_up.append(asyncio.get_running_loop().time())
            self.drop()

    def drop(self) -> None:
        """The link is gone."""
        self._fake.client = None
        self.services = None
        if self._task is not None:
            self._task.cancel()
        if self._disconnected_callback is not None:
            self._disconnected_callback()

    async def start_notify(self, characteristic: BleakGATTCharacteristic, callback: Any, **_: Any) -> None:
        await self._fake.come("start_notify")
        if self._fake.remembered is not None:
            raise BleakGATTProtocolError(BleakGATTProtocolErrorCode.INVALID_HANDLE)
        if self._fake.wants_a_bond and not self._fake.paired:
            raise BleakGATTProtocolError(BleakGATTProtocolErrorCode.INSUFFICIENT_AUTHENTICATION)
        self._callbacks[characteristic.uuid] = callback
        if self._task is None:
            self._task = asyncio.create_task(self._send())

    async def _send(self) -> None:
        while True:
            for each in self._fake.notifications(asyncio.get_running_loop().time()):
                self.notify(each)
            await asyncio.sleep(1.0)

    def notify(self, notification: Notification) -> None:
        """Hand a notification over, as the system does."""
        callback = self._callbacks.get(notification.characteristic)
        if callback is not None:
            callback(bytearray(notification.data))

    async def write_gatt_char(self, characteristic: BleakGATTCharacteristic, data: Any, response: bool) -> None:
        await self._fake.come("write")
        t = asyncio.get_running_loop().time()
        self._fake.written.append((t, characteristic.uuid, bytes(data), response))

    async def pair(self, *_: Any, **__: Any) -> None:
        await self._fake.come("pair")
        self._fake.paired = True

    async def unpair(self) -> None:
        self._fake.forgotten += 1
        self._fake.remembered = None

    async def read_gatt_char(self, characteristic: BleakGATTCharacteristic, **_: Any) -> bytearray:
        await self._fake.come("read")
        return bytearray(self._fake.values.get(characteristic.uuid, b""))

    async def read_gatt_descriptor(self, *_: Any, **__: Any) -> bytearray:
        raise NotImplementedError

    async def write_gatt_descriptor(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError

    async def stop_notify(self, *_: Any, **__: Any) -> None:
        raise NotImplementedError


def collection(services: Iterable[Service]) -> BleakGATTServiceCollection:
    """A table of services as bleak keeps it."""
    made = BleakGATTServiceCollection()
    handle = 1
    for each in services:
        service = BleakGATTService(None, handle, each.uuid)
        made.add_service(service)
        for characteristic in each.characteristics:
            handle += 2
            properties = [_PROPERTIES[one] for one in sorted(characteristic.properties)]
            made.add_characteristic(
                BleakGATTCharacteristic(None, handle, characteristic.uuid, properties, lambda: 20, service)
            )
        handle += 10
    return made
