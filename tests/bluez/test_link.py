"""The link through BlueZ: bleak over D-Bus, the kernel's Bluetooth, and oximeters on its other side."""

from __future__ import annotations

import asyncio

import pytest

from breathline.ble.backend import SYSTEM
from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.driver import Driver
from breathline.ble.drivers.nonin import Nonin
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.drivers.plx import Plx
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.scan import scan
from breathline.ble.status import LinkState, LinkStatus
from tests.bluez.room import Box, box, now, oximeters, until
from tests.bluez.times import Span, Times

FAMILIES: list[Driver] = [Plx(), Pc60fw(), BerryMed()]
"""The standard's own service, a byte stream with frames of its own, and a hundred values a second."""
OTHERS = [each for each in DRIVERS.values() if each.family not in {known.family for known in FAMILIES}]


def each_of(drivers: list[Driver]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("driver", drivers, ids=[each.family for each in drivers])


BOUND_S = 15.0
"""What no span may pass even under emulation beside other work; the spans themselves are in the table."""


async def test_a_scan_names_each_oximeter_and_its_family() -> None:
    async with oximeters(*FAMILIES) as made:
        for each in made:
            await each.device.start()
        found = await scan(SYSTEM, 3.0)
        assert {(each.name, each.family, each.supported) for each in found} == {
            (each.driver.advertisement.name, each.driver.family, True) for each in made
        }


@each_of(FAMILIES)
async def test_what_is_heard_is_what_was_measured(driver: Driver, times: Times) -> None:
    async with oximeters(driver) as (oximeter,), box(driver) as mine:
        await mine.state(LinkState.SEARCHING, after=0)
        await asyncio.sleep(1)
        await oximeter.device.start()
        started = now()
        times.took(Span.FIRST_READING, driver.family, await mine.number(started) - started)
        await asyncio.sleep(8)
        assert mine.statuses[-1][1] == LinkStatus(LinkState.STREAMING, driver.family)
        assert mine.refused == []
        assert len(mine.readings) >= 7 / driver.period_s
        assert oximeter.streams(mine.readings)
    assert not oximeter.device.connected
    assert await mine.number(started) - started < BOUND_S


@each_of(OTHERS)
async def test_every_other_family_gives_its_number_too(driver: Driver, times: Times) -> None:
    async with oximeters(driver) as (oximeter,), box(driver) as mine:
        await oximeter.device.start()
        started = now()
        times.took(Span.FIRST_READING, driver.family, await mine.number(started) - started)
        assert mine.refused == []
    assert not oximeter.device.connected


@each_of([*FAMILIES, Nonin()])  # which bonds, and must still know its bond when it is back
async def test_a_lost_radio_is_said_at_once_and_its_number_comes_back(driver: Driver, times: Times) -> None:
    async with oximeters(driver) as (oximeter,), box(driver) as mine:
        await oximeter.device.start()
        started = now()
        times.took(Span.FIRST_READING, driver.family, await mine.number(started) - started)
        for _ in range(3):
            await asyncio.sleep(1)
            await oximeter.device.pull_link()
            pulled = now()
            lost = await mine.state(LinkState.LOST, after=pulled)
            await asyncio.sleep(1)
            await oximeter.device.bring_back()
            returned = now()
            back = await mine.number(after=returned)
            times.took(Span.LOST, driver.family, lost - pulled)
            times.took(Span.BACK, driver.family, back - returned)
            assert lost - pulled < BOUND_S
            assert back - returned < BOUND_S
            assert mine.is_in(LinkState.STREAMING)


@each_of(FAMILIES[1:])
async def test_a_silent_link_is_noticed_and_made_anew(driver: Driver, times: Times) -> None:
    async with oximeters(driver) as (oximeter,), box(driver) as mine:
        await oximeter.device.start()
        started = now()
        times.took(Span.FIRST_READING, driver.family, await mine.number(started) - started)
        await asyncio.sleep(1)
        oximeter.device.go_silent(True)
        silenced = now()
        silent = await mine.state(LinkState.SILENT, after=silenced)
        times.took(Span.SILENT, driver.family, silent - silenced)
        assert oximeter.device.connected
        await mine.state(LinkState.LOST, after=silent)
        oximeter.device.go_silent(False)
        returned = now()
        times.took(Span.BACK, driver.family, await mine.number(after=returned) - returned)
        assert mine.is_in(LinkState.STREAMING)


async def test_two_oximeters_stream_at_once_and_one_lost_does_not_disturb_the_other(times: Times) -> None:
    plx, pc60fw = FAMILIES[:2]
    async with oximeters(plx, pc60fw) as (one, other), box(plx) as mine, box(pc60fw) as yours:
        await one.device.start()
        await other.device.start()
        started = now()
        await mine.number(started)
        await yours.number(started)
        await asyncio.sleep(3)
        await one.device.pull_link()
        pulled = now()
        await mine.state(LinkState.LOST, after=pulled)
        await asyncio.sleep(3)
        await one.device.bring_back()
        returned = now()
        times.took(Span.BACK, "two at once", await mine.number(returned) - returned)
        await asyncio.sleep(3)
        assert other.streams(yours.readings)
        assert yours.is_in(LinkState.STREAMING)
        assert LinkState.LOST not in {each.state for _, each in yours.statuses}


async def test_an_adapter_pulled_while_an_oximeter_streams_is_named_and_a_new_one_is_used() -> None:
    plx = FAMILIES[0]
    async with box(plx) as mine:
        async with oximeters(plx) as (oximeter,):
            await oximeter.device.start()
            await mine.number(after=now())
            pulled = now()
        await mine.state(LinkState.ADAPTER_OFF, after=pulled)
        await _streams_again(mine, plx)


async def test_an_adapter_pulled_during_a_search_is_named_and_a_new_one_is_used() -> None:
    plx = FAMILIES[0]
    async with box(plx) as mine:
        async with oximeters(plx):
            await mine.state(LinkState.SEARCHING, after=0)
            await asyncio.sleep(1)
            pulled = now()
        await mine.state(LinkState.ADAPTER_OFF, after=pulled)
        await _streams_again(mine, plx)


async def _streams_again(mine: Box, driver: Driver) -> None:
    async with oximeters(driver) as (oximeter,):
        await oximeter.device.start()
        await mine.number(after=now())
        await until(lambda: mine.is_in(LinkState.STREAMING))
