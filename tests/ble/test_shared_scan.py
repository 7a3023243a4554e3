"""One scan for all who listen, which makes way for a connection and never outlives its listeners."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from bleak.exc import BleakError

from breathline.ble.adapter import turn
from breathline.ble.shared_scan import SLICE_S, shared_scan
from tests.ble.fake_radio import FakeAir, FakeDevice
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from breathline.ble.backend import Backend


class Listener:
    """Counts what it hears while its story is told."""

    def __init__(self) -> None:
        self.heard: list[float] = []
        self.began: list[float] = []

    async def listen(self, backend: Backend, seconds: float) -> None:
        async with shared_scan(backend).heard_by(lambda *_: self.heard.append(now())) as scanning:
            self.began.append(now())
            await asyncio.wait({scanning}, timeout=seconds)
            if scanning.done():
                scanning.result()


def test_two_who_listen_share_one_scanner() -> None:
    async def story() -> None:
        air = FakeAir([FakeDevice()])
        backend, one, two = air.backend(), Listener(), Listener()
        async with asyncio.TaskGroup() as group:
            group.create_task(one.listen(backend, 5.0))
            await asyncio.sleep(2.0)
            group.create_task(two.listen(backend, 5.0))
        assert two.began == [2.0]
        assert one.heard[0] == pytest.approx(0.1)
        assert two.heard[0] == pytest.approx(2.1)
        assert two.heard[-1] == pytest.approx(7.0, abs=0.11)
        assert (air.scans, air.overlaps, air.scanning) == ([0.0], 0, 0)

    live(story())


def test_the_scan_makes_way_for_a_connection_at_once_and_then_goes_on() -> None:
    async def story() -> None:
        air = FakeAir([FakeDevice()])
        backend, one = air.backend(), Listener()
        listening = asyncio.create_task(one.listen(backend, 9.0))
        await asyncio.sleep(2.0)
        async with turn(backend):
            assert now() == pytest.approx(2.0)
            assert air.scanning == 0
            await asyncio.sleep(3.0)
        await listening
        assert not [t for t in one.heard if 2.05 < t < 5.05]
        assert one.heard[-1] > 8.5
        assert air.scans == [0.0, pytest.approx(5.0)]

    live(story())


def test_who_comes_during_a_connection_listens_after_it() -> None:
    async def story() -> None:
        backend, one = FakeAir([FakeDevice()]).backend(), Listener()
        async with turn(backend):
            listening = asyncio.create_task(one.listen(backend, 1.0))
            await asyncio.sleep(4.0)
            assert one.began == []
        await listening
        assert one.began == [4.0]

    live(story())


def test_a_long_scan_is_begun_anew_now_and_then_so_that_a_dead_one_is_revived() -> None:
    async def story() -> None:
        air = FakeAir()
        await Listener().listen(air.backend(), 3 * SLICE_S + 1)
        assert air.scans == [pytest.approx(SLICE_S * each) for each in range(4)]
        assert air.scanning == 0

    live(story())


def test_a_failure_is_told_to_everybody_and_the_next_one_tries_again() -> None:
    async def story() -> None:
        air = FakeAir(error=BleakError("off"))
        backend = air.backend()
        both = [asyncio.create_task(Listener().listen(backend, 1.0)) for _ in range(2)]
        for each in both:
            with pytest.raises(BleakError, match="off"):
                await each
        air.error = None
        await Listener().listen(backend, 1.0)
        assert len(air.scans) == 2

    live(story())


def test_who_leaves_the_scan_last_waits_until_the_adapter_is_free() -> None:
    async def story() -> None:
        air = FakeAir([FakeDevice()], hangs={"stop"})
        backend = air.backend()
        await Listener().listen(backend, 1.0)
        assert now() == pytest.approx(6.0)
        air.hangs.clear()
        async with turn(backend):
            assert now() == pytest.approx(6.0)

    live(story())


def test_who_comes_while_it_stops_is_served_next() -> None:
    async def story() -> None:
        air = FakeAir([FakeDevice()], hangs={"stop"})
        backend, two = air.backend(), Listener()
        one = asyncio.create_task(Listener().listen(backend, 1.0))
        await asyncio.sleep(2.0)
        air.hangs.clear()
        await two.listen(backend, 1.0)
        assert one.done()
        assert two.began == [pytest.approx(6.0)]
        assert air.scanning == 0

    live(story())
