"""A virtual oximeter: a real Bluetooth peripheral with one family's services, name and rate.

What it measures comes from a model, its bytes from the family's driver. With a controller of real hardware it is on
the air for any phone or laptop; in a `VirtualAir` its radio can also be lost and found again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from breathline.ble.drivers.driver import Driver, Encoder, Notification
from breathline.firmware_sim.faults import Noise
from breathline.firmware_sim.gatt_table import GattTable
from breathline.firmware_sim.presence import Happening, Presence

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bumble.device import Connection, Device

    from breathline.words import Reading

_TICK_S = 0.1
"""Ten rounds a second: a pleth of 50 to 100 samples a second goes out smoothly and costs few wake-ups."""


class Model(Protocol):
    """What the oximeter measures, in its own time, which starts at 0."""

    def frames(self, t: float) -> list[Reading]:
        """The frames that became due since the last call, up to and with time `t`, in order."""
        ...

    @property
    def on(self) -> bool:
        """Whether it is switched on: it may switch itself off."""
        ...

    def finger(self, on: bool | None) -> None:
        """A finger comes into the clip, or leaves it."""
        ...

    def switched(self, on: bool | None) -> None:
        """Its button is pressed."""
        ...


class Range(Protocol):
    """The power to lose a device's radio: a `VirtualAir` has it, a real room does not."""

    def take_away(self, name: str) -> None:
        """Carry the device out of range."""
        ...

    def bring_back(self, name: str) -> None:
        """Carry it back."""
        ...


class VirtualOximeter:
    """One oximeter of one family. It takes one connection at a time and then stops advertising, as real ones do.

    Args:
        device: The Bluetooth device it lives on, powered on; its table of services gets the family's.
        driver: The family.
        model: What it measures.
        clock: The model's time in seconds; by default the seconds since `start`.
        told: Hears what happens, as it happens.
        tick_s: Seconds between two rounds; None when the caller calls `round` itself.
        within: The virtual air it lives in and its name there, so that `pull_link` can lose the radio itself.

    Attributes:
        noise: What goes wrong on purpose: nothing, unless it is replaced or its faults are.
    """

    def __init__(
        self,
        device: Device,
        driver: Driver,
        model: Model,
        *,
        clock: Callable[[], float] | None = None,
        told: Callable[[Happening], None] = lambda _: None,
        tick_s: float | None = _TICK_S,
        within: tuple[Range, str] | None = None,
    ) -> None:
        self._device = device
        self._driver = driver
        self._model = model
        self._clock = clock
        self._told = told
        self._tick_s = tick_s
        self._within = within
        self.noise = Noise()
        self._presence = Presence(device, driver.advertisement, told)
        self._table = GattTable(device, driver, self._written)
        self._encoder: Encoder = driver.encoder()
        self._of_the_connection: list[asyncio.Task[None]] = []
        self._model_on = True
        self._silent = False
        self._tasks: set[asyncio.Task[None]] = set()
        device.on("connection", self._connected)

    async def start(self) -> None:
        """Switch on: advertise, and stream to whoever subscribes."""
        if self._clock is None:
            now = asyncio.get_running_loop().time
            started = now()
            self._clock = lambda: now() - started
        await self._presence.switch(on=True)
        if self._tick_s is not None:
            self._spawn(self._run(self._tick_s))

    async def stop(self) -> None:
        """Switch off and leave nothing running."""
        self._device.remove_listener("connection", self._connected)
        await self._presence.switch(on=False)
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def connected(self) -> bool:
        """Whether a client is connected."""
        return self._presence.connection is not None

    # What a person can do to it.

    def finger(self, on: bool) -> None:
        """Put a finger into the clip, or take it out."""
        self._model.finger(on)

    async def switch_on(self) -> None:
        """Press its button: it measures and advertises."""
        self._model.switched(True)
        await self._presence.switch(on=True)

    async def switch_off(self) -> None:
        """Switch it off: the link ends, nothing is advertised."""
        self._model.switched(False)
        await self._presence.switch(on=False)

    async def pull_link(self) -> None:
        """Lose the radio: the link ends, and nobody hears the device until `bring_back`.

        On real hardware a link can't be lost at will; there the device says goodbye and stops advertising.
        """
        if self._within is None:
            await self._presence.switch(on=False)
        else:
            self._within[0].take_away(self._within[1])

    async def bring_back(self) -> None:
        """Let it be heard again."""
        if self._within is None:
            await self._presence.switch(on=True)
        else:
            self._within[0].bring_back(self._within[1])

    def go_silent(self, on: bool) -> None:
        """Stay connected but send nothing, as a device whose program hangs; `on` False ends it."""
        self._silent = on

    async def held_by_a_phone(self, on: bool) -> None:
        """Another phone takes it: it is not heard any more, as it has one link only; `on` False frees it."""
        await self._presence.switch(on=not on)

    def hang_up(self) -> None:
        """End the link, as a device that starts anew; it is heard again at once."""
        self._spawn(self._presence.hang_up())

    def update(self) -> None:
        """Take a new firmware: the link ends, and the table of services is another one."""
        self._table.update()
        self.hang_up()

    # The stream.

    def round(self) -> None:
        """Send what the model has measured since the last round, and switch off or on with it."""
        readings = self._model.frames(self._now())
        if self._model.on != self._model_on:
            self._model_on = self._model.on
            self._spawn(self._presence.switch(on=self._model_on))
        connection = self._presence.connection
        if connection is None or not self._table.subscribed(connection):
            return
        for reading in readings:
            self._send(self._encoder.encode(reading))

    async def _run(self, tick_s: float) -> None:
        while True:
            self.round()
            await asyncio.sleep(tick_s)

    def _now(self) -> float:
        return self._clock() if self._clock is not None else 0.0

    def _written(self, uuid: str, data: bytes) -> None:
        self._send(self._encoder.written(self._now(), uuid, data))

    def _send(self, notifications: list[Notification]) -> None:
        if self._presence.connection is None or self._silent:
            return
        for notification in notifications:
            left = self.noise.take(notification)
            if left is not None:
                self._table.send(self._presence.connection, left)

    # The link.

    def _connected(self, connection: Connection) -> None:
        self._presence.connection = connection
        self._encoder = self._driver.encoder()
        self._table.forget_indications()
        self._silent = self._silent and self.noise.faults.silent_after_s is None
        self._of_the_connection = [self._spawn(self._table.indicate(connection)), *self._go_wrong()]
        connection.on("disconnection", self._disconnected)
        self._told(Happening.CONNECTED)
        if self.noise.faults.refuse:
            self.hang_up()

    def _disconnected(self, _reason: int) -> None:
        self._presence.connection = None
        for task in self._of_the_connection:
            task.cancel()
        self._told(Happening.DISCONNECTED)
        self._spawn(self._presence.again())

    def _go_wrong(self) -> list[asyncio.Task[None]]:
        """What this connection's time brings."""
        faults = self.noise.faults
        plans: list[tuple[float | None, Callable[[], object]]] = [
            (faults.silent_after_s, lambda: self.go_silent(True)),
            # Not in the connection's own time: this one ends the connection, and the time goes on.
            (faults.vanish_after_s, lambda: self._spawn(self._vanish(faults.return_after_s))),
            (faults.update_after_s, self.update),
        ]
        return [self._spawn(_after(seconds, do)) for seconds, do in plans if seconds is not None]

    async def _vanish(self, return_after_s: float | None) -> None:
        await self.pull_link()
        if return_after_s is not None:
            await asyncio.sleep(return_after_s)
            await self.bring_back()

    def _spawn(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work, name="virtual oximeter")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


async def _after(seconds: float, do: Callable[[], object]) -> None:
    await asyncio.sleep(seconds)
    do()
