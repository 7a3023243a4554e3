"""A probe describes a kind of device, never the specimen."""

from __future__ import annotations

import asyncio

import pytest
from bleak.backends.device import BLEDevice
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from breathline.ble.adapter import NO_ADAPTER
from breathline.ble.drivers.driver import Advertisement, Match, Notification
from breathline.ble.drivers.pc60fw import UART_NOTIFY
from breathline.ble.found import Found
from breathline.ble.probe import KEPT, probe
from breathline.errors import BreathlineError
from tests.ble.fake_radio import FakeAir, FakeDevice
from tests.ble.virtual_time import live, now

ADDRESS = "00:00:5E:00:53:01"


def test_what_it_sends_by_itself_is_kept_and_it_hangs_up() -> None:
    async def story() -> None:
        device = FakeDevice()
        described = await probe(FakeAir([device]).backend(), ADDRESS.lower(), 3.0)
        assert described.notifications[0][1] == UART_NOTIFY
        assert described.services[0][1]
        assert len(device.hung_up) == 1
        assert device.written == []

    live(story())


def test_bytes_that_hold_its_address_or_serial_number_are_left_out() -> None:
    async def story() -> None:
        device = FakeDevice(muted=True, name="OxySmart 3112")
        described = asyncio.create_task(probe(FakeAir([device]).backend(), ADDRESS, 3.0))
        await asyncio.sleep(2.0)
        assert device.client is not None
        address = bytes.fromhex(ADDRESS.replace(":", ""))
        for secret in (address, address[::-1], address[3:], b"3112"):
            device.client.notify(Notification(UART_NOTIFY, b"\x01" + secret))
        device.client.notify(Notification(UART_NOTIFY, b"\x02plain"))
        done = await described
        assert [data for *_, data in done.notifications] == [b"\x02plain"]
        assert done.left_out == [
            "the address",
            "stored values such as the serial number (nothing was read)",
            "the end of the name",
            "4 notifications with the address or the serial number in them",
        ]

    live(story())


def test_a_stream_is_not_kept_whole() -> None:
    async def story() -> None:
        described = await probe(FakeAir([FakeDevice()]).backend(), ADDRESS, 200.0)
        assert len(described.notifications) == KEPT

    live(story())


def test_a_device_that_is_not_heard_is_one_line() -> None:
    async def story() -> None:
        with pytest.raises(BreathlineError, match="is not heard"):
            await probe(FakeAir().backend(), ADDRESS, 3.0)
        assert now() < 30

    live(story())


@pytest.mark.parametrize("call", ["connect", "start_notify", "disconnect"])
def test_a_call_that_hangs_ends(call: str) -> None:
    async def story() -> None:
        device = FakeDevice(hangs={call})
        if call == "connect":
            with pytest.raises(BreathlineError):
                await probe(FakeAir([device]).backend(), ADDRESS, 3.0)
        else:
            await probe(FakeAir([device]).backend(), ADDRESS, 3.0)

    live(story())


def test_without_an_adapter_it_says_so() -> None:
    async def story() -> None:
        error = BleakBluetoothNotAvailableError("", BleakBluetoothNotAvailableReason.NO_BLUETOOTH)
        with pytest.raises(BreathlineError, match=NO_ADAPTER):
            await probe(FakeAir(error=error).backend(), ADDRESS, 3.0)

    live(story())


def test_systems_that_hide_addresses_have_none_to_look_for() -> None:
    from breathline.ble.probe import _secrets

    device = BLEDevice("0F6C2A3E-1111-2222-3333-44445555666X", None, None)
    assert _secrets(Found(device, Advertisement(), "MyOx", None, Match.NO, -50)) == []
