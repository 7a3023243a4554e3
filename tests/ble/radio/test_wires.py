"""Radios at the end of a wire: a pseudo-terminal stands for the serial port and for the kernel's virtual controller."""

from __future__ import annotations

import asyncio
import os
import tty
from collections.abc import AsyncIterator

import pytest
from bumble.transport.common import PacketParser

from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.transport import open_oximeter_radio, open_radio
from tests.ble.radio.conftest import Gadget
from tests.ble.radio.gadget import DEADLINE_S, GADGET, hear


class Wire:
    """The far end of a pseudo-terminal whose near end has a name."""

    def __init__(self) -> None:
        self._far, near = os.openpty()
        tty.setraw(near)
        self.name = os.ttyname(near)
        self._near = near
        self._came = bytearray()
        self._more = asyncio.Event()
        self._parser: PacketParser | None = None
        asyncio.get_running_loop().add_reader(self._far, self._read)

    def _read(self) -> None:
        data = os.read(self._far, 4096)
        if self._parser is not None:
            self._parser.feed_data(data)
            return
        self._came += data
        self._more.set()

    def on_packet(self, packet: bytes) -> None:
        os.write(self._far, packet)

    def serve(self, air: VirtualAir) -> None:
        """Put a controller of this air at the far end."""
        controller = air.controller("wired")
        controller.set_packet_sink(self)
        self._parser = PacketParser(controller)

    async def expect(self, data: bytes) -> None:
        async with asyncio.timeout(DEADLINE_S):
            while len(self._came) < len(data):
                self._more.clear()
                await self._more.wait()
        assert self._came[: len(data)] == data
        del self._came[: len(data)]

    def close(self) -> None:
        asyncio.get_running_loop().remove_reader(self._far)
        os.close(self._far)
        os.close(self._near)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    wire = Wire()
    yield wire
    wire.close()


async def test_a_controller_on_a_serial_port_scans(air: VirtualAir, gadget: Gadget, wire: Wire) -> None:
    wire.serve(air)
    async with open_radio(f"serial:{wire.name}") as backend:
        await hear(backend, str(GADGET.name))


async def test_the_kernel_gets_a_controller_that_answers(wire: Wire) -> None:
    async with open_oximeter_radio(f"vhci:{wire.name}") as radio:
        assert radio.reached_by == "system"
        await wire.expect(bytes.fromhex("ff00"))
        wire.on_packet(bytes.fromhex("01030c00"))
        await wire.expect(bytes.fromhex("040e0401030c00"))
