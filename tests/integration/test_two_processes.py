"""The virtual oximeter in a process of its own, reached over TCP as `run --radio tcp-client:...` reaches it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from bleak import BleakClient

from breathline.ble.drivers.driver import Driver
from breathline.ble.drivers.registry import DRIVERS, driver
from breathline.ble.radio.transport import open_radio
from breathline.words import Frame, Reading
from tests.ble.radio.gadget import hear
from tests.integration.talking import talk

DEADLINE_S = 30.0
"""Starting Python, searching for five virtual seconds and a loaded machine."""


@dataclass
class Oximeter:
    """The process, and the radio that reaches it."""

    process: asyncio.subprocess.Process
    radio: str

    async def event(self) -> dict[str, str]:
        assert self.process.stdout is not None
        async with asyncio.timeout(DEADLINE_S):
            line = await self.process.stdout.readline()
        event: dict[str, str] = json.loads(line)
        return event

    async def until(self, name: str) -> None:
        while (await self.event())["event"] != name:
            pass


@asynccontextmanager
async def an_oximeter(family: str, *options: str) -> AsyncIterator[Oximeter]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-W", "error", "-m", "breathline", "oximeter", family, "--radio", "tcp-server:127.0.0.1:0", "--json"),
        *options,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    oximeter = Oximeter(process, "")
    try:
        ready = await oximeter.event()
        assert ready["event"] == "ready"
        assert ready["family"] == family
        oximeter.radio = ready["radio"]
        yield oximeter
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def _first_values(client: BleakClient, family: Driver) -> Reading:
    """Subscribe and wait for the first frame with a value in it."""
    session = family.session()
    loop = asyncio.get_running_loop()
    got: asyncio.Future[Reading] = loop.create_future()

    def arrived(uuid: str, data: bytes) -> None:
        for item in session.receive(loop.time(), uuid, data):
            assert isinstance(item, Reading), item
            if item.frame is Frame.VALUES and item.spo2 is not None and not got.done():
                got.set_result(item)

    for uuid in family.subscriptions:
        if client.services.get_characteristic(uuid) is not None:
            await client.start_notify(uuid, lambda sender, data: arrived(sender.uuid, bytes(data)))
    talk(client, session, loop.time)
    async with asyncio.timeout(DEADLINE_S):
        return await got


async def test_values_come_from_the_other_process_also_after_going_away_and_coming_again() -> None:
    # All families at once: most of the time goes by while each searches for its pulse.
    await asyncio.gather(*(_go_away_and_come_again(family) for family in DRIVERS))


async def _go_away_and_come_again(family: str) -> None:
    spoken = driver(family)
    async with an_oximeter(family) as oximeter:
        await oximeter.until("advertising")
        for _ in range(2):
            async with open_radio(oximeter.radio) as backend:
                found, _ = await hear(backend, str(spoken.advertisement.name))
                client = BleakClient(found, timeout=DEADLINE_S, backend=backend.client)
                await client.connect()
                await oximeter.until("connected")
                reading = await _first_values(client, spoken)
                assert reading.spo2 is not None
                assert 50 <= reading.spo2 <= 100
                # The program goes away without a goodbye: the radio closes with the link standing.
            await oximeter.until("disconnected")
            await oximeter.until("advertising")


async def test_faults_are_had_by_asking() -> None:
    async with an_oximeter("plx", "--vanish-after", "0.2", "--return-after", "0.2") as oximeter:
        for _ in range(2):
            async with open_radio(oximeter.radio) as backend:
                found, _ = await hear(backend, "PM100")
                await BleakClient(found, timeout=DEADLINE_S, backend=backend.client).connect()
                await oximeter.until("connected")
                await oximeter.until("disconnected")


async def test_a_killed_oximeter_ends_the_link_at_once() -> None:
    ended = asyncio.Event()
    async with an_oximeter("plx") as oximeter, open_radio(oximeter.radio) as backend:
        found, _ = await hear(backend, "PM100")
        client = BleakClient(found, lambda _client: ended.set(), timeout=DEADLINE_S, backend=backend.client)
        await client.connect()
        oximeter.process.kill()
        async with asyncio.timeout(DEADLINE_S):
            await ended.wait()
        assert not client.is_connected


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
async def test_it_stops_when_asked_and_says_nothing_more(how: signal.Signals) -> None:
    async with an_oximeter("plx") as oximeter:
        await oximeter.until("advertising")
        oximeter.process.send_signal(how)
        async with asyncio.timeout(DEADLINE_S):
            out, err = await oximeter.process.communicate()
        assert oximeter.process.returncode == 0
        assert [json.loads(line)["event"] for line in out.splitlines()] == ["switched off", "stopped"]
        assert err == b""
