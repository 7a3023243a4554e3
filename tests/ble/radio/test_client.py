from __future__ import annotations

import asyncio

import pytest
from bleak import BleakClient
from bleak.backends.device import BLEDevice
from bleak.exc import BleakDeviceNotFoundError, BleakError, BleakGATTProtocolError
from bumble import att, hci, ll
from bumble.device import Connection, Device

from breathline.ble.backend import Backend
from breathline.ble.drivers.driver import sig_uuid
from breathline.ble.radio.air import VirtualAir
from tests.ble.radio.conftest import Gadget
from tests.ble.radio.gadget import (
    DEADLINE_S,
    GADGET,
    INDICATES,
    NOTIFIES,
    READABLE,
    REFUSES,
    SERVICE,
    WRITABLE,
    hear,
)

NAME = str(GADGET.name)


async def test_the_services_are_known_after_connecting(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        assert client.is_connected
        assert client.name == NAME
        service = client.services.get_service(SERVICE)
        assert service is not None
        offered = {each.uuid: set(each.properties) for each in service.characteristics}
    assert offered == {
        READABLE: {"read"},
        NOTIFIES: {"notify"},
        INDICATES: {"indicate"},
        WRITABLE: {"write", "write-without-response"},
        REFUSES: {"read"},
    }
    assert not client.is_connected


async def test_only_the_services_asked_for_are_listed(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, services=[SERVICE], backend=box.client) as client:
        assert [service.uuid for service in client.services] == [SERVICE]


async def test_values_longer_than_a_packet_are_read_and_written_whole(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        assert client.mtu_size > 23
        assert await client.read_gatt_char(READABLE) == b"x" * 60
        await client.write_gatt_char(WRITABLE, b"y" * 40, response=True)
        await client.write_gatt_char(WRITABLE, b"z", response=False)
        await client.read_gatt_char(READABLE)
    assert gadget.written == [b"y" * 40, b"z"]


async def test_notifications_and_indications_arrive_until_they_are_stopped(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    arrived: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()
    async with BleakClient(found, backend=box.client) as client, asyncio.timeout(DEADLINE_S):
        for uuid in (NOTIFIES, INDICATES):
            await client.start_notify(uuid, lambda sender, data: arrived.put_nowait((sender.uuid, bytes(data))))
        await gadget.device.notify_subscribers(gadget.notifies, b"one")
        await gadget.device.indicate_subscribers(gadget.indicates, b"two")
        assert [await arrived.get(), await arrived.get()] == [(NOTIFIES, b"one"), (INDICATES, b"two")]
        await client.stop_notify(NOTIFIES)
        await gadget.device.notify_subscribers(gadget.notifies, b"unheard")
        await gadget.device.indicate_subscribers(gadget.indicates, b"three")
        assert await arrived.get() == (INDICATES, b"three")


async def test_a_descriptor_is_read_and_written(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        characteristic = client.services.get_characteristic(NOTIFIES)
        assert characteristic is not None
        descriptor = characteristic.get_descriptor(sig_uuid(0x2901))
        assert descriptor is not None
        assert await client.read_gatt_descriptor(descriptor) == b"pleth"
        await client.write_gatt_descriptor(descriptor, b"wave")
        assert await client.read_gatt_descriptor(descriptor) == b"wave"


async def test_what_the_device_refuses_is_said_as_its_error(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        with pytest.raises(BleakGATTProtocolError):
            await client.read_gatt_char(REFUSES)


async def test_only_what_notifies_can_be_subscribed_to(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        with pytest.raises(BleakError):
            await client.start_notify(READABLE, lambda _sender, _data: None)


async def test_pairing_needs_no_code(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, pair=True, backend=box.client) as client:
        assert await client.read_gatt_char(READABLE)
        await client.unpair()
        assert not client.is_connected


async def test_a_lost_radio_ends_the_link_and_calls_back_once(box: Backend, gadget: Gadget, air: VirtualAir) -> None:
    found, _ = await hear(box, NAME)
    ended: asyncio.Queue[BleakClient] = asyncio.Queue()
    client = BleakClient(found, ended.put_nowait, backend=box.client)
    await client.connect()
    air.cut("gadget")
    async with asyncio.timeout(DEADLINE_S):
        assert await ended.get() is client
    assert not client.is_connected
    with pytest.raises(BleakError):
        await client.read_gatt_char(READABLE)
    await client.disconnect()
    assert ended.empty()


async def test_a_link_that_ends_while_a_value_is_awaited_is_an_error_not_a_hang(
    box: Backend, gadget: Gadget, air: VirtualAir
) -> None:
    found, _ = await hear(box, NAME)
    client = BleakClient(found, backend=box.client)
    await client.connect()
    services = client.services
    characteristic = services.get_characteristic(READABLE)
    assert characteristic is not None
    reading = asyncio.create_task(client.read_gatt_char(characteristic))
    asyncio.get_running_loop().call_soon(air.cut, "box")
    async with asyncio.timeout(DEADLINE_S):
        with pytest.raises(BleakError):
            await reading


async def test_the_device_saying_goodbye_ends_the_link(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    ended = asyncio.Event()
    client = BleakClient(found, lambda _client: ended.set(), backend=box.client)
    await client.connect()
    (connection,) = gadget.device.connections.values()
    await connection.disconnect()
    async with asyncio.timeout(DEADLINE_S):
        await ended.wait()
    assert not client.is_connected


async def test_a_device_that_vanished_times_out_and_the_radio_is_free_again(
    box: Backend, gadget: Gadget, air: VirtualAir
) -> None:
    found, _ = await hear(box, NAME)
    air.take_away("gadget")
    with pytest.raises(TimeoutError):
        await BleakClient(found, timeout=0.1, backend=box.client).connect()
    air.bring_back("gadget")
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        assert client.is_connected


async def test_a_device_that_stops_listening_in_the_middle_of_it_is_an_error(box: Backend, air: VirtualAir) -> None:
    nobody = hci.Address("C0:00:00:00:00:02")
    device = await air.device("box")
    attempt = asyncio.create_task(
        BleakClient(BLEDevice("C0:00:00:00:00:02", None, nobody), timeout=DEADLINE_S, backend=box.client).connect()
    )
    await _until_connecting(device)
    air.controller("box").hear(ll.AdvInd(nobody, b""), b"")
    with pytest.raises(BleakError):
        await attempt
    assert not device.connections


async def test_a_device_that_knows_no_larger_packets_is_served_with_small_ones(
    box: Backend, gadget: Gadget, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_bearer: Connection, _request: att.ATT_PDU) -> None:
        raise att.ATT_Error(att.ErrorCode.REQUEST_NOT_SUPPORTED)

    monkeypatch.setattr(gadget.device.gatt_server, "on_att_exchange_mtu_request", refuse)
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        assert client.mtu_size == 23
        assert await client.read_gatt_char(READABLE) == b"x" * 60


async def test_a_device_that_never_answers_is_a_timeout(
    box: Backend, gadget: Gadget, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        monkeypatch.setattr("bumble.gatt_client.GATT_REQUEST_TIMEOUT", 0.05)
        monkeypatch.setattr(gadget.device.gatt_server, "on_att_read_request", lambda *_: None)
        with pytest.raises(TimeoutError):
            await client.read_gatt_char(READABLE)


async def test_a_controller_that_refuses_to_connect_is_an_error(
    box: Backend, gadget: Gadget, air: VirtualAir, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, _ = await hear(box, NAME)
    controller = air.controller("box")

    def refuse(command: hci.HCI_LE_Create_Connection_Command) -> None:
        controller.send_hci_packet(
            hci.HCI_Command_Status_Event(
                status=hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR,
                num_hci_command_packets=1,
                command_opcode=command.op_code,
            )
        )

    monkeypatch.setattr(controller, "on_hci_le_create_connection_command", refuse)
    with pytest.raises(BleakError):
        await BleakClient(found, backend=box.client).connect()


async def test_an_attempt_can_be_cancelled(box: Backend, gadget: Gadget, air: VirtualAir) -> None:
    found, _ = await hear(box, NAME)
    air.take_away("gadget")
    attempt = asyncio.create_task(BleakClient(found, backend=box.client).connect())
    device = await air.device("box")
    await _until_connecting(device)
    attempt.cancel()
    with pytest.raises(asyncio.CancelledError):
        await attempt
    air.bring_back("gadget")
    async with BleakClient(found, backend=box.client) as client:
        assert client.is_connected


async def test_connecting_by_address_finds_the_device_first(box: Backend, gadget: Gadget, air: VirtualAir) -> None:
    address = gadget.device.random_address.to_string(with_type_qualifier=False)
    async with BleakClient(address.lower(), timeout=DEADLINE_S, backend=box.client) as client:
        assert client.is_connected


async def test_an_address_nobody_has_is_said_to_be_not_found(box: Backend, gadget: Gadget) -> None:
    with pytest.raises(BleakDeviceNotFoundError):
        await BleakClient("C0:00:00:00:00:01", timeout=0.1, backend=box.client).connect()


async def test_a_connected_client_does_not_connect_twice(box: Backend, gadget: Gadget) -> None:
    found, _ = await hear(box, NAME)
    async with BleakClient(found, backend=box.client) as client:
        with pytest.raises(BleakError):
            await client.connect()


async def test_a_second_client_waits_in_vain_while_the_first_holds_the_device(
    box: Backend, gadget: Gadget, air: VirtualAir
) -> None:
    from breathline.ble.radio.backend import backend_for

    found, _ = await hear(box, NAME)
    other = backend_for(await air.device("another box"))
    found_by_other, _ = await hear(other, NAME)
    async with BleakClient(found, backend=box.client):
        with pytest.raises(TimeoutError):
            await BleakClient(found_by_other, timeout=0.1, backend=other.client).connect()


async def _until_connecting(device: Device) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not device.is_le_connecting:  # noqa: ASYNC110 - bumble has no event for it
            await asyncio.sleep(0)
