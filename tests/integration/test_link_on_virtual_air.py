"""The link over real Bluetooth bytes: bleak, our backend, two bumble hosts on a virtual air, in virtual time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.drivers.plx import Plx
from breathline.ble.link import Link
from breathline.ble.probe import probe
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.ble.scan import scan
from breathline.ble.status import LinkState, LinkStatus
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Frame, Reading
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver, Refused

FAMILIES: list[Driver] = [Plx(), Pc60fw(), BerryMed()]


class Steady:
    """Measures 97 % and 72 a minute, once a second, for ever."""

    on = True

    def __init__(self) -> None:
        self._sent = -1

    def frames(self, t: float) -> list[Reading]:
        due = range(self._sent + 1, int(t) + 1)
        self._sent = int(t)
        return [Reading(float(each), Frame.VALUES, 97.0, 72.0, 5.0, battery=75, pleth=(50.0,) * 100) for each in due]

    def finger(self, on: bool | None) -> None:
        raise NotImplementedError

    def switched(self, on: bool | None) -> None:
        self.on = bool(on)


@dataclass
class Room:
    """An oximeter and a box on one virtual air, and what the box heard."""

    oximeter: VirtualOximeter
    backend: Backend
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
        return self.statuses[-1][1].state is state

    def numbers(self, after: float) -> list[float]:
        return [each.t for each in self.readings if each.spo2 == 97.0 and each.t > after]


@asynccontextmanager
async def room(driver: Driver) -> AsyncIterator[Room]:
    air = VirtualAir()
    oximeter = VirtualOximeter(await air.device("oximeter"), driver, Steady(), within=(air, "oximeter"))
    await oximeter.start()
    yield Room(oximeter, backend_for(await air.device("box")))
    await oximeter.stop()
    await air.close()


@asynccontextmanager
async def linked(driver: Driver) -> AsyncIterator[Room]:
    async with room(driver) as made:
        task = asyncio.create_task(Link(made.backend, made.hear, made.told, now).run())
        yield made
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert made.is_in(LinkState.STOPPED)
        assert not made.oximeter.connected


@pytest.mark.parametrize("driver", FAMILIES, ids=lambda each: each.family)
def test_the_first_number_arrives_within_three_seconds(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver) as made:
            await asyncio.sleep(10)
            assert made.numbers(after=0)[0] < 3.0
            assert made.refused == []
            assert made.statuses[-1][1] == LinkStatus(LinkState.STREAMING, driver.family)

    live(story())


@pytest.mark.parametrize("driver", FAMILIES, ids=lambda each: each.family)
def test_a_pulled_link_is_lost_at_once_and_its_number_is_back_within_four_seconds(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver) as made:
            await asyncio.sleep(20)
            await made.oximeter.pull_link()
            pulled = now()
            await asyncio.sleep(30)
            assert made.is_in(LinkState.LOST)
            assert next(t for t, status in made.statuses if status.state is LinkState.LOST) - pulled < 1.0
            assert made.numbers(after=pulled) == []
            await made.oximeter.bring_back()
            back = now()
            await asyncio.sleep(10)
            assert made.numbers(after=back)[0] - back < 4.0
            assert made.is_in(LinkState.STREAMING)

    live(story())


def test_an_oximeter_switched_off_and_on_again_is_found_again() -> None:
    async def story() -> None:
        async with linked(Pc60fw()) as made:
            await asyncio.sleep(20)
            await made.oximeter.switch_off()
            await asyncio.sleep(120)
            assert made.is_in(LinkState.LOST)
            await made.oximeter.switch_on()
            back = now()
            await asyncio.sleep(10)
            assert made.numbers(after=back)[0] - back < 4.0

    live(story())


def test_a_silent_link_is_seen_as_such_and_made_anew() -> None:
    async def story() -> None:
        async with linked(Pc60fw()) as made:
            await asyncio.sleep(20)
            made.oximeter.go_silent(True)
            silenced = now()
            await asyncio.sleep(30)
            said = [(status.state, t - silenced) for t, status in made.statuses if t > silenced]
            assert [state for state, _ in said[:2]] == [LinkState.SILENT, LinkState.LOST]
            assert said[0][1] <= 5.1
            assert said[1][1] <= 10.1
            made.oximeter.go_silent(False)
            back = now()
            await asyncio.sleep(10)
            assert made.numbers(after=back)
            assert made.is_in(LinkState.STREAMING)

    live(story())


def test_a_scan_names_the_oximeter_and_its_family() -> None:
    async def story() -> None:
        async with room(BerryMed()) as made:
            found = await scan(made.backend, 2.0)
            assert [(each.name, each.family, each.supported) for each in found] == [("BerryMed", "berrymed", True)]

    live(story())


def test_a_probe_describes_services_and_first_bytes_without_the_address() -> None:
    async def story() -> None:
        async with room(Pc60fw()) as made:
            (found,) = await scan(made.backend, 1.0)
            row = (await probe(made.backend, found.device.address.lower(), 3.0)).as_row()
            assert row["family"] == "pc60fw"
            assert "aa550f0801" in str(row["notifications"])
            assert found.device.address not in str(row)
            assert not made.oximeter.connected

    live(story())
