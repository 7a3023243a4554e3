"""Several links at one adapter, the spare oximeter, and devices that have changed, in virtual time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from breathline.ble.backend import Backend
from breathline.ble.drivers.driver import Characteristic, Family, Property, Service
from breathline.ble.drivers.pc60fw import UART, UART_NOTIFY
from breathline.ble.drivers.plx import Plx
from breathline.ble.link import Link
from breathline.ble.status import LinkState, LinkStatus
from breathline.words import LinkAdvice, Reading
from tests.ble.fake_radio import FakeAir, FakeDevice
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from breathline.ble.drivers.driver import Refused

S = LinkState


class Ear:
    """A link and what it told."""

    def __init__(self, backend: Backend, address: str | None = None) -> None:
        self.statuses: list[tuple[float, LinkStatus]] = []
        self.times: list[float] = []
        self.link = Link(backend, self._read, self._told, now, address, random=lambda: 0.0)

    def _read(self, item: Reading | Refused) -> None:
        if isinstance(item, Reading):
            self.times.append(item.t)

    def _told(self, status: LinkStatus) -> None:
        self.statuses.append((now(), status))

    @property
    def last(self) -> LinkStatus:
        return self.statuses[-1][1]

    @property
    def states(self) -> list[LinkState]:
        return [status.state for _, status in self.statuses]


@asynccontextmanager
async def ears(backend: Backend, *addresses: str | None) -> AsyncIterator[list[Ear]]:
    made = [Ear(backend, address) for address in addresses]
    tasks = [asyncio.create_task(each.link.run()) for each in made]
    yield made
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


def clips(count: int) -> list[FakeDevice]:
    return [FakeDevice(address=f"00:00:5E:00:53:{each:02X}", rssi=-50 - each) for each in range(count)]


@pytest.mark.hazard("H-11")
def test_five_links_take_five_oximeters_none_twice() -> None:
    async def story() -> None:
        devices = clips(5)
        air = FakeAir(devices)
        async with ears(air.backend(), *[None] * 5) as made:
            await asyncio.sleep(30)
            assert [each.last.state for each in made] == [S.STREAMING] * 5
            assert [len(each.connected) for each in devices] == [1] * 5
        assert (air.overlaps, air.scanning) == (0, 0)
        assert [len(each.hung_up) for each in devices] == [1] * 5

    live(story())


def test_a_link_that_waits_for_an_absent_oximeter_does_not_hold_up_another_one() -> None:
    async def story() -> None:
        here = FakeDevice()
        async with ears(FakeAir([here]).backend(), "00:00:5E:00:53:FF", here.address) as (_, two):
            await asyncio.sleep(15)
            here.pull()
            here.on = True
            back = now()
            await asyncio.sleep(5)
            assert two.last.state is S.STREAMING
            assert next(t for t in two.times if t > back) - back < 2.0

    live(story())


def test_the_spare_takes_over_when_somebody_says_so_and_the_first_is_let_go() -> None:
    async def story() -> None:
        one, spare = clips(2)
        spare.on = False
        async with ears(FakeAir([one, spare]).backend(), one.address) as (ear,):
            await asyncio.sleep(20)
            spare.on = True
            await asyncio.sleep(20)
            assert spare.connected == []
            ear.link.take_another()
            asked = now()
            await asyncio.sleep(3)
            assert ear.last.state is S.STREAMING
            assert (len(one.hung_up), len(spare.connected)) == (1, 1)
            assert next(t for t in ear.times if t > asked) - asked < 2.0
            assert ear.states[-3:] == [S.STREAMING, S.LOST, S.STREAMING]

    live(story())


def test_without_a_spare_it_says_so_and_takes_the_first_again_in_the_end() -> None:
    async def story() -> None:
        device = FakeDevice()
        async with ears(FakeAir([device]).backend(), None) as (ear,):
            await asyncio.sleep(20)
            ear.link.take_another()
            await asyncio.sleep(10)
            assert ear.last == LinkStatus(S.LOST, Family.PC60FW, LinkAdvice.ANOTHER)
            await asyncio.sleep(60)
            assert ear.last.state is S.STREAMING

    live(story())


@pytest.mark.parametrize("call", ["connect", "start_notify"])
def test_the_spare_is_taken_even_while_the_first_hangs(call: str) -> None:
    async def story() -> None:
        one, spare = clips(2)
        one.hangs.add(call)
        spare.on = False
        async with ears(FakeAir([one, spare]).backend(), None) as (ear,):
            await asyncio.sleep(3)
            spare.on = True
            ear.link.take_another()
            await asyncio.sleep(4)
            assert ear.last.state is S.STREAMING
            assert len(spare.connected) == 1

    live(story())


OLD = (Service(UART, (Characteristic(UART_NOTIFY, frozenset({Property.NOTIFY})),)),)
OTHER = (Service("180f", (Characteristic("2a19", frozenset({Property.READ})),)),)


@pytest.mark.parametrize("remembered", [OLD, OTHER])
def test_a_table_of_services_from_before_an_update_is_dropped_and_read_afresh(remembered: tuple[Service, ...]) -> None:
    async def story() -> None:
        device = FakeDevice(remembered=remembered)
        async with ears(FakeAir([device]).backend(), None) as (ear,):
            await asyncio.sleep(5)
            assert ear.last.state is S.STREAMING
            assert (device.forgotten, len(device.connected)) == (1, 2)

    live(story())


def test_what_keeps_failing_is_not_forgotten_again_and_again() -> None:
    async def story() -> None:
        device = FakeDevice(wants_a_bond=True, fails={"pair"}, services=OTHER)
        async with ears(FakeAir([device]).backend(), None):
            await asyncio.sleep(600)
            assert device.forgotten == 1

    live(story())


def test_a_device_that_asks_for_a_bond_gets_one() -> None:
    async def story() -> None:
        device = FakeDevice(wants_a_bond=True)
        async with ears(FakeAir([device]).backend(), None) as (ear,):
            await asyncio.sleep(5)
            assert device.paired
            assert ear.last.state is S.STREAMING
            assert len(device.connected) == 1

    live(story())


def test_a_device_that_does_not_pair_is_said_so() -> None:
    async def story() -> None:
        device = FakeDevice(wants_a_bond=True, fails={"pair"})
        async with ears(FakeAir([device]).backend(), None) as (ear,):
            await asyncio.sleep(40)
            assert ear.last.advice == LinkAdvice.PAIRING
            assert device.forgotten == 0
            device.on = False
            await asyncio.sleep(45)
            assert ear.last == LinkStatus(S.NO_OXIMETER, None, LinkAdvice.NO_OXIMETER)

    live(story())


def test_a_bonded_family_is_never_forgotten_as_its_bond_would_be_too() -> None:
    async def story() -> None:
        from breathline.ble.drivers.nonin import Nonin

        device = FakeDevice(Nonin(), name="Nonin3230_000000000", services=OTHER)
        async with ears(FakeAir([device]).backend(), None):
            await asyncio.sleep(30)
            assert device.connected
            assert device.forgotten == 0

    live(story())


def test_a_spare_of_another_family_is_taken_too() -> None:
    async def story() -> None:
        one = FakeDevice()
        spare = FakeDevice(Plx(), "00:00:5E:00:53:02", "PM100", rssi=-80)
        async with ears(FakeAir([one, spare]).backend(), None) as (ear,):
            await asyncio.sleep(10)
            ear.link.take_another()
            await asyncio.sleep(4)
            assert ear.last == LinkStatus(S.STREAMING, Family.PLX)

    live(story())
