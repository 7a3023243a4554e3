"""One connection to one oximeter, from the first packet to the last: connect, subscribe, listen, always hang up."""

from __future__ import annotations

import asyncio
import math
from enum import Enum
from typing import TYPE_CHECKING

from bleak import BleakClient

from breathline.ble.adapter import RADIO_ERRORS, turn
from breathline.ble.deadline import tidy, within
from breathline.ble.drivers.driver import Driver, Pairing, Refused, Write
from breathline.ble.leftover import hold, let_go
from breathline.ble.liveness import Liveness, Verdict
from breathline.ble.status import LinkState
from breathline.words import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bleak.backends.characteristic import BleakGATTCharacteristic
    from bleak.backends.device import BLEDevice

    from breathline.ble.backend import Backend

CONNECT_S = 20.0
"""A slow connection with its table of services takes up to ten seconds in a noisy room; past twenty none came."""
PAIRING_S = 30.0
"""With bonding: the keys' exchange comes on top, and Bluetooth itself gives it thirty seconds."""
SUBSCRIBE_S = 10.0
"""One subscription is two packets; ten seconds allow for every retry the link layer makes."""
WRITE_S = 5.0
"""A poll that is not through after five seconds is worth less than the next one."""
DISCONNECT_S = 5.0
"""Hanging up politely; after that the system drops the link by itself."""
SHORTEST_WAIT_S = 0.02
"""A driver that asks to write again at once gets fifty turns a second, not a whole processor."""


class End(Enum):
    """How a connection ended."""

    NOT_REACHED = "not reached"
    """It could not be set up."""
    NOT_SUPPORTED = "not supported"
    """The device has none of the family's characteristics: it only looked like one of ours."""
    LOST = "lost"
    SILENT = "silent"
    """It stood, but nothing valid came for too long; ended by us."""


class Connection:
    """One connection. Make a new one for each attempt.

    Args:
        backend: The radio.
        device: What was heard.
        driver: Its family.
        clock: Gives the time for readings, in seconds, never backwards, at life's pace.
        on_reading: Takes each decoded frame and each refusal, in order.
        on_state: Takes WAITING, STREAMING, SILENT and LOST as they come; LOST at once when the link breaks.
    """

    def __init__(
        self,
        backend: Backend,
        device: BLEDevice,
        driver: Driver,
        clock: Callable[[], float],
        on_reading: Callable[[Reading | Refused], None],
        on_state: Callable[[LinkState], None],
    ) -> None:
        self._backend = backend
        self._device = device
        self._driver = driver
        self._clock = clock
        self._on_reading = on_reading
        self._on_state = on_state
        self._session = driver.session()
        self._liveness = Liveness(driver.period_s, clock())
        self._planned: float | None = None
        self._wake = asyncio.Event()
        self._lost = False
        self._closed = False
        pair = driver.pairing is not Pairing.NONE
        self._connect_s = PAIRING_S if pair else CONNECT_S
        self._client = BleakClient(
            device, self._disconnected, timeout=self._connect_s, pair=pair, backend=backend.client
        )

    @property
    def good_for(self) -> float:
        """Seconds of data without a silence, up to the last valid frame."""
        return self._liveness.good_for

    async def run(self) -> End:
        """Connect, read until it ends, hang up; hang up as well when cancelled."""
        end = End.NOT_REACHED
        hold(self._device)
        try:
            async with turn(self._backend):
                await within(self._connect_s, self._client.connect())
            if not await self._subscribe():
                return End.NOT_SUPPORTED
            await self._write(self._session.opened(self._clock()))
            self._liveness.begin(self._clock())
            end = End.LOST
            return await self._listen()
        except RADIO_ERRORS:
            return End.LOST if self._lost else end
        finally:
            self._closed = True
            await tidy(DISCONNECT_S, self._client.disconnect())
            let_go(self._device)

    async def _subscribe(self) -> bool:
        """Subscribe to what the device has of the family's characteristics; False when it has none."""
        known = [self._characteristic(uuid, "notify", "indicate") for uuid in self._driver.subscriptions]
        there = [each for each in known if each is not None]
        for each in there:
            await within(SUBSCRIBE_S, self._client.start_notify(each, self._received))
        return bool(there)

    def _characteristic(self, uuid: str, *properties: str) -> BleakGATTCharacteristic | None:
        """The first characteristic with a UUID that can do one of `properties`: a UUID may occur twice."""
        for each in self._client.services.characteristics.values():
            if each.uuid == uuid and not set(properties).isdisjoint(each.properties):
                return each
        return None

    async def _listen(self) -> End:
        while not self._lost:
            t = self._clock()
            match self._liveness.at(t):
                case Verdict.DEAD:
                    return End.SILENT
                case Verdict.SILENT:
                    self._on_state(LinkState.SILENT)
                case Verdict.WAITING:
                    self._on_state(LinkState.WAITING)
                case Verdict.ALIVE:
                    pass
            await self._write_what_is_due(t)
            await self._wait()
        return End.LOST

    async def _write_what_is_due(self, t: float) -> None:
        due = self._session.next_write
        if due is None or due > t:
            return
        try:
            await self._write(self._session.writes(t))
        except RADIO_ERRORS:
            # One poll or keep-alive that did not get through is no reason to hang up; the silence that
            # follows would be, and is watched.
            return

    async def _write(self, writes: Iterable[Write]) -> None:
        for write in writes:
            target = self._characteristic(write.characteristic, "write", "write-without-response")
            if target is None:
                continue
            # Devices differ in which of the two they allow; the driver's wish counts where there is a choice.
            only = {"write": True, "write-without-response": False}
            ways = [only[each] for each in target.properties if each in only]
            response = write.response if write.response in ways else ways[0]
            await within(WRITE_S, self._client.write_gatt_char(target, write.data, response=response))

    async def _wait(self) -> None:
        """Sleep until something is due: a write, a change of verdict, or a wake-up call."""
        t = self._clock()
        self._planned = self._session.next_write
        due = min(self._liveness.next_change(t), math.inf if self._planned is None else self._planned)
        try:
            async with asyncio.timeout(max(SHORTEST_WAIT_S, due - t)):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()

    def _received(self, characteristic: BleakGATTCharacteristic, data: bytearray) -> None:
        if self._closed:
            return  # after we hung up a system may still hand over what it held back
        for item in self._session.receive(self._clock(), characteristic.uuid, bytes(data)):
            if isinstance(item, Reading) and self._liveness.hear(item):
                self._on_state(LinkState.STREAMING)
            self._on_reading(item)
        if self._session.next_write != self._planned:
            self._wake.set()

    def _disconnected(self, _: BleakClient) -> None:
        if self._closed or self._lost:
            return
        self._lost = True
        self._wake.set()
        self._on_state(LinkState.LOST)
