"""Controllers of a virtual air, served over TCP: a host in another process speaks HCI to one of its own."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING

from bumble.core import InvalidPacketError
from bumble.transport.common import PacketParser

if TYPE_CHECKING:
    from breathline.ble.radio.air import VirtualAir

_UNREAD_MAX = 1 << 20
"""Bytes. A host that leaves so much unread has stopped; a pleth fills it in a quarter of an hour."""


class Guest(asyncio.Protocol):
    """One TCP connection: a controller that is on the air as long as the connection stands."""

    def __init__(self, air: VirtualAir, name: str, guests: set[Guest]) -> None:
        self._air = air
        self._name = name
        self._guests = guests
        self._parser = PacketParser()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Put its controller on the air."""
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport
        self._guests.add(self)
        controller = self._air.controller(self._name)
        controller.set_packet_sink(self)
        self._parser.set_packet_sink(controller)

    def data_received(self, data: bytes) -> None:
        """Take bytes from the host."""
        try:
            self._parser.feed_data(data)
        except InvalidPacketError:
            # Not HCI, and there is no way to find the next packet in what follows.
            self.hang_up()

    def connection_lost(self, _error: Exception | None) -> None:
        """Take its controller off the air."""
        self._transport = None
        self._guests.discard(self)
        self._air.forget(self._name)

    def on_packet(self, packet: bytes) -> None:
        """Take a packet from the controller."""
        if self._transport is None:
            return
        self._transport.write(packet)
        if self._transport.get_write_buffer_size() > _UNREAD_MAX:
            self._transport.abort()

    def hang_up(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


class HciServer:
    """Serves one controller to each TCP connection. A host that goes away and comes again gets a fresh one.

    Args:
        air: The air its controllers are on.
    """

    def __init__(self, air: VirtualAir) -> None:
        self._air = air
        self._names = count(1)
        self._guests: set[Guest] = set()
        self._server: asyncio.Server | None = None

    async def open(self, host: str, port: int) -> int:
        """Listen.

        Args:
            host: An address of this computer, or a name of one.
            port: 0 for any free one.

        Returns:
            The port.

        Raises:
            OSError: The address is not ours, or the port is taken.
        """
        self._server = await asyncio.get_running_loop().create_server(self.guest, host, port)
        bound: int = self._server.sockets[0].getsockname()[1]
        return bound

    async def close(self) -> None:
        """Stop listening and end every connection."""
        if self._server is not None:
            self._server.close()
        for guest in list(self._guests):
            guest.hang_up()
        if self._server is not None:
            await self._server.wait_closed()

    def guest(self) -> Guest:
        """The next connection's end on this side."""
        return Guest(self._air, f"guest {next(self._names)}", self._guests)
