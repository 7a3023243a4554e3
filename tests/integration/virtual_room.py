"""A room for tests: virtual oximeters and a box on one virtual air, real Bluetooth bytes between them."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from breathline.ble.link import Link
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.ble.status import LinkState, LinkStatus
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.faults import Faults, Noise
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Frame, Reading
from tests.ble.virtual_time import now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver, Refused

SPO2, PULSE = 95.0, 80.0
STEADY = Curve(point=(Point(t=0, spo2=SPO2, pulse=PULSE, perfusion=5.0),))
WARM_S = 10.0
"""An oximeter is on a finger for so long that it has a number before the box begins to look for it."""


@dataclass
class Heard:
    """What one link told its owner."""

    readings: list[Reading] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    statuses: list[tuple[float, LinkStatus]] = field(default_factory=list)

    def reading(self, item: Reading | Refused) -> None:
        if isinstance(item, Reading):
            self.readings.append(item)
        else:
            self.refused.append(item)

    def status(self, status: LinkStatus) -> None:
        self.statuses.append((now(), status))

    @property
    def last(self) -> LinkStatus:
        return self.statuses[-1][1]

    def is_in(self, state: LinkState) -> bool:
        return self.last.state is state

    def when(self, state: LinkState, after: float = 0.0) -> float:
        return next(t for t, status in self.statuses if status.state is state and t >= after)

    def numbers(self, after: float = 0.0) -> list[Reading]:
        return [each for each in self.readings if each.frame is Frame.VALUES and each.spo2 and each.t > after]

    def first_number(self, after: float = 0.0) -> float:
        return next(iter(each.t for each in self.numbers(after)))


@dataclass
class Room:
    """One oximeter of a family, and a box."""

    air: VirtualAir
    oximeter: VirtualOximeter
    model: OximeterModel
    backend: Backend


async def oximeter(
    air: VirtualAir, driver: Driver, name: str = "oximeter", seed: int = 0
) -> tuple[VirtualOximeter, OximeterModel]:
    """One more oximeter on the air, switched on."""
    model = OximeterModel(driver, STEADY, seed)
    made = VirtualOximeter(await air.device(name), driver, model, within=(air, name))
    await made.start()
    return made, model


@asynccontextmanager
async def room(driver: Driver, faults: Faults | None = None) -> AsyncIterator[Room]:
    air = VirtualAir()
    made, model = await oximeter(air, driver)
    made.noise = Noise(faults or Faults())
    await asyncio.sleep(WARM_S)
    yield Room(air, made, model, backend_for(await air.device("box")))
    await made.stop()
    await air.close()


@asynccontextmanager
async def listening(backend: Backend, address: str | None = None) -> AsyncIterator[tuple[Link, Heard]]:
    """A link that runs while the story is told."""
    heard = Heard()
    link = Link(backend, heard.reading, heard.status, now, address)
    task = asyncio.create_task(link.run())
    yield link, heard
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert heard.is_in(LinkState.STOPPED)


@asynccontextmanager
async def linked(driver: Driver, faults: Faults | None = None) -> AsyncIterator[tuple[Room, Heard]]:
    """A room with a link that runs while the story is told, and has hung up afterwards."""
    async with room(driver, faults) as made:
        async with listening(made.backend) as (_, heard):
            yield made, heard
        assert not made.oximeter.connected
