"""Faults on demand: as many as asked for, the same for the same seed, each like the one in life."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakError
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Notification
from breathline.ble.drivers.pc60fw import UART_NOTIFY, Pc60fw
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.faults import Faults, Noise
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from breathline.ble.backend import Backend

SENT = [Notification("2a5f", bytes([each % 256]) * 20) for each in range(2000)]


def test_without_faults_everything_passes_as_it_is() -> None:
    noise = Noise()
    assert [noise.take(each) for each in SENT] == SENT
    assert (noise.passed, noise.dropped, noise.corrupted) == (2000, 0, 0)


def test_about_as_many_are_lost_as_asked_for() -> None:
    noise = Noise(Faults(drop=0.3))
    left = [each for each in map(noise.take, SENT) if each is not None]
    assert len(left) == noise.passed
    assert noise.passed + noise.dropped == 2000
    assert noise.dropped == pytest.approx(600, abs=60)


def test_about_as_many_bytes_are_damaged_as_asked_for_by_one_bit_each() -> None:
    noise = Noise(Faults(corrupt=0.01))
    turned = 0
    for before in SENT:
        after = noise.take(before)
        assert after is not None
        bits = [(a ^ b).bit_count() for a, b in zip(after.data, before.data, strict=True)]
        assert max(bits) <= 1
        turned += sum(bits)
    assert turned == pytest.approx(400, abs=60)
    assert 0 < noise.corrupted <= turned


@given(st.integers(), st.floats(0, 1), st.floats(0, 1))
def test_the_same_seed_hits_the_same_notifications(seed: int, drop: float, corrupt: float) -> None:
    faults = Faults(drop=drop, corrupt=corrupt, seed=seed)
    one, two = Noise(faults), Noise(faults)
    assert [one.take(each) for each in SENT[:50]] == [two.take(each) for each in SENT[:50]]


@asynccontextmanager
async def oximeter(faults: Faults) -> AsyncIterator[tuple[VirtualOximeter, Backend]]:
    air = VirtualAir()
    driver = Pc60fw()
    model = OximeterModel(driver, Curve(point=(Point(t=0, spo2=96, pulse=62, perfusion=5),)))
    made = VirtualOximeter(await air.device("oximeter"), driver, model, within=(air, "oximeter"))
    made.noise = Noise(faults)
    await made.start()
    yield made, backend_for(await air.device("box"))
    await made.stop()
    await air.close()


async def heard(backend: Backend, seconds: float = 5.0) -> BleakClient | None:
    """A client of the oximeter, if it is heard."""
    assert backend.scanner is not None
    found = await BleakScanner.find_device_by_filter(lambda *_: True, timeout=seconds, backend=backend.scanner)
    return None if found is None else BleakClient(found, backend=backend.client)


async def stream(client: BleakClient) -> list[float]:
    """When notifications came, from now on."""
    times: list[float] = []
    await client.start_notify(UART_NOTIFY, lambda *_: times.append(now()))
    return times


def test_it_falls_silent_while_it_stays_connected_and_speaks_again_to_the_next() -> None:
    async def story() -> None:
        async with oximeter(Faults(silent_after_s=10.0)) as (_, backend):
            for _ in range(2):
                client = await heard(backend)
                assert client is not None
                await client.connect()
                connected = now()
                times = await stream(client)
                await asyncio.sleep(30)
                assert client.is_connected
                assert 9.5 < times[-1] - connected < 10.5
                await client.disconnect()

    live(story())


def test_it_vanishes_and_comes_back() -> None:
    async def story() -> None:
        async with oximeter(Faults(vanish_after_s=10.0, return_after_s=20.0)) as (_, backend):
            client = await heard(backend)
            assert client is not None
            await client.connect()
            await asyncio.sleep(9)
            assert client.is_connected
            await asyncio.sleep(2)
            assert not client.is_connected
            assert await heard(backend, 15) is None
            assert await heard(backend, 10) is not None

    live(story())


def test_it_vanishes_for_good() -> None:
    async def story() -> None:
        async with oximeter(Faults(vanish_after_s=1.0)) as (_, backend):
            client = await heard(backend)
            assert client is not None
            await client.connect()
            await asyncio.sleep(2)
            assert await heard(backend, 600) is None

    live(story())


def test_it_hangs_up_on_whoever_connects() -> None:
    async def story() -> None:
        async with oximeter(Faults(refuse=True)) as (made, backend):
            for _ in range(2):
                client = await heard(backend)
                assert client is not None
                with pytest.raises(BleakError):
                    await client.connect()
            made.noise.faults = Faults()
            client = await heard(backend)
            assert client is not None
            await client.connect()

    live(story())


def test_a_phone_that_holds_it_makes_it_unheard() -> None:
    async def story() -> None:
        async with oximeter(Faults()) as (made, backend):
            await made.held_by_a_phone(True)
            assert await heard(backend, 30) is None
            await made.held_by_a_phone(False)
            assert await heard(backend) is not None

    live(story())


def test_while_one_is_connected_nobody_else_hears_it() -> None:
    async def story() -> None:
        async with oximeter(Faults()) as (_, backend):
            client = await heard(backend)
            assert client is not None
            await client.connect()
            assert await heard(backend, 30) is None
            await client.disconnect()
            assert await heard(backend) is not None

    live(story())


def test_after_an_update_it_has_other_handles_and_streams_on() -> None:
    async def story() -> None:
        async with oximeter(Faults(update_after_s=5.0)) as (_, backend):
            handles = []
            for _ in range(2):
                client = await heard(backend)
                assert client is not None
                await client.connect()
                times = await stream(client)
                found = client.services.get_characteristic(UART_NOTIFY)
                assert found is not None
                handles.append(found.handle)
                await asyncio.sleep(8)
                assert times
                assert not client.is_connected
            assert handles[0] < handles[1]

    live(story())
