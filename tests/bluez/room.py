"""Virtual oximeters on the kernel's Bluetooth, a box that reads them through BlueZ, and what was sent and heard."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from breathline.ble.adapter import RADIO_ERRORS
from breathline.ble.backend import SYSTEM
from breathline.ble.link import Link
from breathline.ble.radio.transport import open_oximeter_radio
from breathline.ble.scan import scan
from breathline.ble.status import LinkState, LinkStatus
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Frame, Reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from breathline.ble.drivers.driver import Driver, Refused

PATIENCE_S = 60.0
"""Far beyond any span that is promised: an emulated processor beside others is slow, but not that slow."""

_TICKS_A_SECOND = 10
_AGAIN_S = 0.2


def now() -> float:
    return asyncio.get_running_loop().time()


async def until(true: Callable[[], bool]) -> float:
    """Wait for something to be so; the time when it was."""
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110 - what is waited for comes from code that knows no events
            await asyncio.sleep(0.02)
    return now()


class Counting:
    """Measures numbers that tell one frame from the next, in its family's frames and at its family's rate."""

    on = True

    def __init__(self, driver: Driver) -> None:
        self._samples_a_tick = round((driver.pleth_hz or 0) / _TICKS_A_SECOND)
        self._values_a_second = round(1 / driver.period_s)
        self._tick = 0
        self._count = 0
        self.sent: list[Reading] = []

    def frames(self, t: float) -> list[Reading]:
        due: list[Reading] = []
        while self._tick <= t * _TICKS_A_SECOND:
            due += self._frames_of_tick()
            self._tick += 1
        self.sent += due
        return due

    def _frames_of_tick(self) -> list[Reading]:
        t = self._tick / _TICKS_A_SECOND
        samples = tuple(
            float(1 + (self._tick * self._samples_a_tick + each) % 99) for each in range(self._samples_a_tick)
        )
        if self._values_a_second > 1:
            return [self._values(t, (sample,)) for sample in samples]
        wave = [Reading(t, Frame.PLETH, pleth=samples)] if samples else []
        return wave if self._tick % _TICKS_A_SECOND else [*wave, self._values(t, ())]

    def _values(self, t: float, pleth: tuple[float, ...]) -> Reading:
        self._count += 1
        return Reading(t, Frame.VALUES, 70.0 + self._count % 29, 50.0 + self._count % 151, battery=100, pleth=pleth)

    def finger(self, on: bool | None) -> None:
        raise NotImplementedError

    def switched(self, on: bool | None) -> None:
        raise NotImplementedError


@dataclass
class Oximeter:
    """An oximeter, and what it has measured."""

    driver: Driver
    device: VirtualOximeter
    model: Counting

    def streams(self, heard: list[Reading]) -> bool:
        """Was everything heard, in order and without a gap, from some moment on, just as it was measured?"""
        said, got = ([_content(each) for each in side if each.frame in _MEASURED] for side in (self.model.sent, heard))
        return any(said[at : at + len(got)] == got for at in range(len(said)))


_MEASURED = {Frame.VALUES, Frame.PLETH}


def _content(reading: Reading) -> tuple[object, ...]:
    return reading.frame, reading.spo2, reading.pulse, reading.pleth


@asynccontextmanager
async def oximeters(*drivers: Driver) -> AsyncIterator[list[Oximeter]]:
    """An adapter for BlueZ, and in its air one oximeter of each family, switched off until they are started."""
    async with open_oximeter_radio("vhci") as radio:
        assert radio.within is not None
        air, first = radio.within
        made = []
        for number, driver in enumerate(drivers):
            name = first if number == 0 else f"{first} {number}"
            model = Counting(driver)
            made.append(
                Oximeter(driver, VirtualOximeter(await air.device(name), driver, model, within=(air, name)), model)
            )
        await adapter_on()
        try:
            yield made
        finally:
            for each in made:
                await each.device.stop()


async def adapter_on() -> None:
    """Wait until BlueZ has found the adapter and switched it on."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            with suppress(*RADIO_ERRORS):
                await scan(SYSTEM, 0.0)
                return
            await asyncio.sleep(_AGAIN_S)


@dataclass
class Box:
    """A link through BlueZ and what it said."""

    readings: list[Reading] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    statuses: list[tuple[float, LinkStatus]] = field(default_factory=list)

    def hear(self, item: Reading | Refused) -> None:
        if isinstance(item, Reading):
            self.readings.append(item)
        else:
            self.refused.append(item)

    def told(self, status: LinkStatus) -> None:
        self.statuses.append((now(), status))

    def is_in(self, state: LinkState) -> bool:
        return bool(self.statuses) and self.statuses[-1][1].state is state

    async def number(self, after: float) -> float:
        """Wait for a number that came after a moment; when it came."""
        await until(lambda: any(each.t > after and each.spo2 is not None for each in self.readings))
        return next(each.t for each in self.readings if each.t > after and each.spo2 is not None)

    async def state(self, state: LinkState, after: float) -> float:
        """Wait until the link has said a state after a moment; when it said it."""
        await until(lambda: any(t > after and each.state is state for t, each in self.statuses))
        return next(t for t, each in self.statuses if t > after and each.state is state)


@asynccontextmanager
async def box(driver: Driver) -> AsyncIterator[Box]:
    """A box that searches for an oximeter of this family, through the system's own Bluetooth."""
    made = Box()
    link = asyncio.create_task(Link(SYSTEM, made.hear, made.told, now, family=driver.family).run())
    try:
        yield made
    finally:
        link.cancel()
        with suppress(asyncio.CancelledError):
            await link
