from __future__ import annotations

import asyncio

from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.hci_server import HciServer

_RESET = bytes.fromhex("01030c00")
_RESET_DONE = bytes.fromhex("040e0401030c00")


class Wire(asyncio.WriteTransport):
    """A connection whose other end reads nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.unread = b""
        self.aborted = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.unread += bytes(data)

    def get_write_buffer_size(self) -> int:
        return len(self.unread)

    def abort(self) -> None:
        self.aborted = True


async def test_a_host_is_answered_in_hci_however_its_bytes_are_cut(air: VirtualAir) -> None:
    guest, wire = HciServer(air).guest(), Wire()
    guest.connection_made(wire)
    for byte in _RESET:
        guest.data_received(bytes([byte]))
    await asyncio.sleep(0)
    assert wire.unread == _RESET_DONE
    guest.connection_lost(None)


async def test_a_host_that_stops_reading_is_hung_up_on(air: VirtualAir) -> None:
    guest, wire = HciServer(air).guest(), Wire()
    guest.connection_made(wire)
    guest.on_packet(bytes(1 << 19))
    assert not wire.aborted
    guest.on_packet(bytes(1 << 20))
    assert wire.aborted
    guest.connection_lost(None)
    guest.on_packet(b"nobody is there")
    assert len(wire.unread) == 3 << 19


async def test_what_is_no_hci_closes_the_connection(air: VirtualAir) -> None:
    closed = asyncio.Event()

    class Closing(Wire):
        def close(self) -> None:
            closed.set()

    guest = HciServer(air).guest()
    guest.connection_made(Closing())
    guest.data_received(b"GET / HTTP/1.1")
    assert closed.is_set()
