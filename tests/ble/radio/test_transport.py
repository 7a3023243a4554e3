from __future__ import annotations

import asyncio
import socket

import pytest
from bleak import BleakClient, BleakScanner
from bleak.exc import BleakBluetoothNotAvailableError, BleakError
from bumble.device import Device

from breathline.ble.backend import SYSTEM
from breathline.ble.radio.advertising import write
from breathline.ble.radio.transport import check_radio, open_oximeter_radio, open_radio
from breathline.errors import BreathlineError, UsageError
from tests.ble.radio.gadget import DEADLINE_S, GADGET, hear

NAME = str(GADGET.name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _advertise(device: Device) -> None:
    packet, response = write(GADGET)
    await device.start_advertising(
        advertising_data=packet, scan_response_data=response, auto_restart=True, advertising_interval_min=20
    )


@pytest.mark.parametrize("spec", [None, "", "system"])
async def test_no_name_is_the_systems_own_radio(spec: str | None) -> None:
    async with open_radio(spec) as backend:
        assert backend is SYSTEM


@pytest.mark.parametrize(
    "spec",
    ["wifi", "usb", "usb:", "serial:", "tcp-client", "tcp-client:9100", "tcp-client:host:", "tcp-client:host:65536"],
)
async def test_a_radio_that_cannot_be_is_a_wrong_usage(spec: str) -> None:
    with pytest.raises(UsageError) as told:
        check_radio(spec)
    assert spec in str(told.value)
    with pytest.raises(UsageError):
        async with open_radio(spec):
            pass
    with pytest.raises(UsageError):
        async with open_oximeter_radio(spec):
            pass


@pytest.mark.parametrize("spec", ["tcp-server:127.0.0.1:0", "vhci"])
async def test_what_serves_an_oximeter_is_no_radio_to_scan_with(spec: str) -> None:
    with pytest.raises(UsageError):
        check_radio(spec)


@pytest.mark.parametrize("spec", ["usb:0", "usb:0A12:0001", "serial:/dev/ttyUSB0,115200", "tcp-client:[::1]:9100"])
def test_a_well_formed_name_is_accepted_before_anything_is_opened(spec: str) -> None:
    check_radio(spec)


@pytest.mark.parametrize("spec", ["serial:/nowhere/tty", "usb:FFFE:FFFE"])
async def test_a_radio_that_is_not_there_is_one_sentence_with_advice(spec: str) -> None:
    with pytest.raises(BreathlineError) as told:
        async with open_radio(spec):
            pass
    assert spec in str(told.value)
    assert told.value.exit_code == 1


async def test_nobody_listening_is_one_sentence() -> None:
    with pytest.raises(BreathlineError, match="Connection refused"):
        async with open_radio(f"tcp-client:127.0.0.1:{_free_port()}"):
            pass


async def test_a_controller_that_does_not_answer_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("breathline.ble.radio.adapter._ANSWER_S", 0.05)
    taken: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _reader, writer: taken.append(writer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with pytest.raises(BreathlineError, match="does not answer"):
        async with open_radio(f"tcp-client:127.0.0.1:{port}"):
            pass
    server.close()
    for writer in taken:
        writer.close()


async def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(BreathlineError, match="Address already in use"):
            async with open_oximeter_radio(f"tcp-server:127.0.0.1:{taken.getsockname()[1]}"):
                pass


async def test_a_device_served_over_tcp_is_heard_and_connected_to_again_and_again() -> None:
    async with open_oximeter_radio("tcp-server:127.0.0.1:0") as served:
        await _advertise(served.device)
        for _ in range(3):
            async with open_radio(served.reached_by) as backend:
                found, _ = await hear(backend, NAME)
                client = BleakClient(found, backend=backend.client, timeout=DEADLINE_S)
                await client.connect()
                assert client.is_connected


async def test_a_name_has_one_address_and_another_name_another() -> None:
    seen = []
    for name in ("plx", "plx", "pc60fw"):
        async with open_oximeter_radio("tcp-server:127.0.0.1:0", name) as served:
            seen.append(served.device.random_address)
    assert seen[0] == seen[1] != seen[2]


async def test_two_programs_at_once_each_have_their_own_controller() -> None:
    async with open_oximeter_radio("tcp-server:127.0.0.1:0") as served:
        await _advertise(served.device)
        async with open_radio(served.reached_by) as one, open_radio(served.reached_by) as other:
            await asyncio.gather(hear(one, NAME), hear(other, NAME))


async def test_a_client_that_speaks_no_hci_is_hung_up_on() -> None:
    async with open_oximeter_radio("tcp-server:127.0.0.1:0") as served:
        port = int(served.reached_by.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        async with asyncio.timeout(DEADLINE_S):
            assert await reader.read() == b""
        writer.close()


async def test_when_the_controller_goes_the_link_ends_and_the_next_scan_opens_it_again() -> None:
    port = _free_port()
    ended = asyncio.Event()
    async with open_oximeter_radio(f"tcp-server:127.0.0.1:{port}") as served:
        await _advertise(served.device)
        radio = open_radio(f"tcp-client:127.0.0.1:{port}")
        backend = await radio.__aenter__()
        found, _ = await hear(backend, NAME)
        client = BleakClient(found, lambda _client: ended.set(), backend=backend.client, timeout=DEADLINE_S)
        await client.connect()
    async with asyncio.timeout(DEADLINE_S):
        await ended.wait()
    assert not client.is_connected
    with pytest.raises(BleakError):
        await client.connect()
    with pytest.raises(BleakBluetoothNotAvailableError):
        await BleakScanner(backend=backend.scanner).start()
    async with open_oximeter_radio(f"tcp-server:127.0.0.1:{port}") as served:
        await _advertise(served.device)
        await hear(backend, NAME)
    await radio.__aexit__(None, None, None)


async def test_an_oximeter_on_a_controller_that_goes_is_told() -> None:
    async with open_oximeter_radio("tcp-server:127.0.0.1:0") as served:
        oximeter = open_oximeter_radio(served.reached_by)
        other = await oximeter.__aenter__()
        assert other.within is None
        await _advertise(other.device)
        await _heard_by(served.device)
    async with asyncio.timeout(DEADLINE_S):
        await other.lost.wait()
    await oximeter.__aexit__(None, None, None)


async def _heard_by(device: Device) -> None:
    heard = asyncio.Event()
    device.on("advertisement", lambda _advertisement: heard.set())
    await device.start_scanning()
    async with asyncio.timeout(DEADLINE_S):
        await heard.wait()
