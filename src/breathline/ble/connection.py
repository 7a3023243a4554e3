"""One connection to one oximeter, from the first packet to the last: connect, subscribe, listen, always hang up."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING

from bleak import BleakClient
from bleak.exc import BleakGATTProtocolError

from breathline.ble.adapter import RADIO_ERRORS, turn
from breathline.ble.agent import agreeing_to_pair
from breathline.ble.attempt import WANTS_A_BOND, table_is_stale
from breathline.ble.deadline import tidy, within
from breathline.ble.drivers.battery import BATTERY_LEVEL
from breathline.ble.drivers.driver import Driver, Match, Pairing, Refused
from breathline.ble.gatt import Gatt
from breathline.ble.guess import Guess
from breathline.ble.liveness import Liveness, Verdict
from breathline.ble.lookalikes import refused
from breathline.ble.status import LinkState
from breathline.words import LinkAdvice, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bleak.backends.characteristic import BleakGATTCharacteristic
    from bleak.backends.device import BLEDevice

    from breathline.ble.backend import Backend

CONNECT_S = 20.0
"""A slow connection with its table of services takes up to ten seconds in a noisy room; past twenty none came."""
PAIRING_S = 30.0
"""With bonding: the keys' exchange comes on top, and Bluetooth itself gives it thirty seconds."""
DISCONNECT_S = 5.0
"""Hanging up politely; after that the system drops the link by itself."""
SHORTEST_WAIT_S = 0.02
"""A driver that asks to write again at once gets fifty turns a second, not a whole processor."""


class End(Enum):
    """How a connection ended."""

    NOT_REACHED = "not reached"
    """It could not be set up."""
    NOT_SUPPORTED = "not supported"
    """What the device serves or says is of no family: it only looked like one of ours."""
    LOST = "lost"
    SILENT = "silent"
    """It stood, but nothing valid came for too long; ended by us."""
    LEFT = "left"
    """Somebody chose to take another oximeter."""


class Connection:
    """One connection. Make a new one for each attempt.

    Args:
        backend: The radio.
        device: What was heard.
        driver: Its family, as far as its advertisement tells.
        clock: Gives the time for readings, in seconds, never backwards, at life's pace.
        on_reading: Takes each decoded frame and each refusal, in order.
        on_state: Takes WAITING, STREAMING, SILENT and LOST as they come; LOST at once when the link breaks.
        others: The families that it may turn out to be.
    """

    def __init__(
        self,
        backend: Backend,
        device: BLEDevice,
        driver: Driver,
        clock: Callable[[], float],
        on_reading: Callable[[Reading | Refused], None],
        on_state: Callable[[LinkState], None],
        *,
        others: Sequence[Driver] = (),
    ) -> None:
        self._backend = backend
        self._device = device
        self._guess = Guess(driver, others)
        self._refused: LinkAdvice | None = None
        self._talked = False
        self._failure: BaseException | None = None
        self._clock = clock
        self._on_reading = on_reading
        self._on_state = on_state
        self._liveness = Liveness(driver.period_s, clock())
        self._planned: float | None = None
        self._wake = asyncio.Event()
        self._lost = False
        self._closed = False
        self._settled = driver
        self._paired = driver.pairing is not Pairing.NONE
        self._connect_s = PAIRING_S if self._paired else CONNECT_S
        self._client = BleakClient(
            device, self._disconnected, timeout=self._connect_s, pair=self._paired, backend=backend.client
        )
        self._gatt = Gatt(self._client, self._received)

    @property
    def driver(self) -> Driver:
        """The device's family, as far as is known by now."""
        return self._guess.driver

    @property
    def why_not(self) -> LinkAdvice:
        """Why the device can't be read, where it is one that can't."""
        return self._refused or LinkAdvice.NOT_SUPPORTED

    @property
    def failure(self) -> BaseException | None:
        """What ended it; None when nothing failed."""
        return self._failure

    @property
    def table_is_doubtful(self) -> bool:
        """Whether the device may have another table of services than the one that the system remembers of it."""
        nothing_there = not self._talked and self._refused is None and self._failure is None
        return nothing_there or table_is_stale(self._failure)

    @property
    def good_for(self) -> float:
        """Seconds of data without a silence, up to the last valid frame."""
        return self._liveness.good_for

    async def run(self) -> End:
        """Connect, read until it ends, hang up; hang up as well when cancelled."""
        end = End.NOT_REACHED
        try:
            async with turn(self._backend):
                await self._connect()
            if not self._look() or not await self._settle():
                return End.NOT_SUPPORTED
            self._talked = True
            self._liveness.begin(self._clock())
            end = End.LOST
            return await self._listen()
        except RADIO_ERRORS as error:
            self._failure = error
            return End.LOST if self._lost else end
        finally:
            self._closed = True
            await tidy(DISCONNECT_S, self._client.disconnect())

    async def _connect(self) -> None:
        if not self._paired:
            await within(self._connect_s, self._client.connect())
            return
        async with agreeing_to_pair(self._backend, self._device):
            await within(self._connect_s, self._client.connect())

    async def forget(self) -> None:
        """Make the system forget the device, and with it a table of services that is no longer true."""
        with suppress(NotImplementedError):  # where the system does not let us
            await tidy(DISCONNECT_S, self._client.unpair())

    def _look(self) -> bool:
        """See from the table of services which family it is; False when it is none that can be read."""
        table = self._gatt.table
        match = self._guess.look(table)
        kind = refused(table)
        if kind is not None and match < Match.CERTAIN:
            self._refused = kind.advice
            return False
        self._liveness = Liveness(self._guess.driver.period_s, self._clock())
        return match > Match.NO

    async def _settle(self) -> bool:
        """Begin the conversation with the family it is; False when the device has nothing to subscribe to."""
        driver = self._settled = self._guess.driver
        if driver.pairing is not Pairing.NONE:
            await self._pair()
        try:
            there = await self._gatt.subscribe(driver.subscriptions)
        except BleakGATTProtocolError as error:
            if self._paired or error.code not in WANTS_A_BOND:
                raise
            await self._pair()
            there = await self._gatt.subscribe(driver.subscriptions)
        if not there:
            return False
        await self._gatt.write(self._guess.session.opened(self._clock()))
        served = {each.uuid for service in driver.services for each in service.characteristics}
        await self._gatt.read(served & {BATTERY_LEVEL})
        return True

    async def _pair(self) -> None:
        """Pair without a code (Just Works), once."""
        if not self._paired:
            self._paired = True
            async with agreeing_to_pair(self._backend, self._device):
                await within(PAIRING_S, self._client.pair())

    async def _listen(self) -> End:
        while not self._lost:
            t = self._clock()
            match self._liveness.at(t):
                case Verdict.DEAD:
                    return End.NOT_SUPPORTED if self._guess.strange else End.SILENT
                case Verdict.SILENT:
                    self._on_state(LinkState.SILENT)
                case Verdict.WAITING:
                    self._on_state(LinkState.WAITING)
                case Verdict.ALIVE:
                    pass
            if self._guess.driver is not self._settled:
                await self._settle()
            await self._write_what_is_due(t)
            await self._wait()
        return End.LOST

    async def _write_what_is_due(self, t: float) -> None:
        due = self._guess.session.next_write
        if due is None or due > t:
            return
        try:
            await self._gatt.write(self._guess.session.writes(t))
        except RADIO_ERRORS:
            # One poll or keep-alive that did not get through is no reason to hang up; the silence that
            # follows would be, and is watched.
            return

    async def _wait(self) -> None:
        """Sleep until something is due: a write, a change of verdict, or a wake-up call."""
        t = self._clock()
        self._planned = self._guess.session.next_write
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
        before = self._guess.driver
        heard = self._guess.receive(self._clock(), characteristic.uuid, bytes(data))
        if self._guess.driver is not before:
            self._liveness = Liveness(self._guess.driver.period_s, self._clock())
        for item in heard:
            if isinstance(item, Reading) and self._liveness.hear(item):
                self._on_state(LinkState.STREAMING)
            self._on_reading(item)
        if self._guess.driver is not self._settled or self._guess.session.next_write != self._planned:
            self._wake.set()

    def _disconnected(self, _: BleakClient) -> None:
        if self._closed or self._lost:
            return
        self._lost = True
        self._wake.set()
        self._on_state(LinkState.LOST)
