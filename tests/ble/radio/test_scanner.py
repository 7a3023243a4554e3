from __future__ import annotations

import asyncio
import contextlib

from bleak import BleakClient, BleakScanner
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData

from breathline.ble.backend import Backend
from breathline.ble.drivers.driver import sig_uuid
from breathline.ble.radio.air import VirtualAir
from tests.ble.radio.conftest import Gadget
from tests.ble.radio.gadget import DEADLINE_S, GADGET, SERVICE, hear


async def test_a_device_is_heard_with_all_it_says(box: Backend, gadget: Gadget) -> None:
    assert GADGET.name is not None
    device, data = await hear(box, GADGET.name)
    assert device.name == GADGET.name
    assert set(data.service_uuids) == {SERVICE, sig_uuid(0x180F)}
    assert data.manufacturer_data == {0x0601: b""}
    assert -100 < data.rssi < 0


async def test_a_device_is_found_by_its_service(box: Backend, gadget: Gadget) -> None:
    heard = asyncio.Event()
    async with (
        BleakScanner(lambda _device, _data: heard.set(), service_uuids=[SERVICE], backend=box.scanner),
        asyncio.timeout(DEADLINE_S),
    ):
        await heard.wait()


async def test_a_device_with_other_services_is_not_reported(box: Backend, gadget: Gadget) -> None:
    reported = asyncio.Event()
    async with BleakScanner(
        lambda _device, _data: reported.set(), service_uuids=[sig_uuid(0x1822)], backend=box.scanner
    ):
        await hear(box, str(GADGET.name))
    assert not reported.is_set()


async def test_a_passive_scan_hears_only_the_first_packet(box: Backend, gadget: Gadget) -> None:
    heard: asyncio.Queue[AdvertisementData] = asyncio.Queue()

    def listener(_device: BLEDevice, data: AdvertisementData) -> None:
        heard.put_nowait(data)

    async with BleakScanner(listener, scanning_mode="passive", backend=box.scanner), asyncio.timeout(DEADLINE_S):
        data = await heard.get()
    assert SERVICE in data.service_uuids
    assert data.local_name is None


async def test_nothing_is_scanned_once_the_last_scanner_stops(box: Backend, gadget: Gadget, air: VirtualAir) -> None:
    device = await air.device("box")
    async with BleakScanner(backend=box.scanner):
        async with BleakScanner(backend=box.scanner):
            assert device.is_scanning
        assert device.is_scanning
    assert not device.is_scanning


async def test_a_scan_pauses_for_a_connection_and_goes_on(box: Backend, gadget: Gadget, air: VirtualAir) -> None:
    found, _ = await hear(box, str(GADGET.name))
    device = await air.device("box")
    async with BleakScanner(backend=box.scanner):
        async with BleakClient(found, backend=box.client):
            assert device.is_scanning
        assert device.is_scanning


async def test_a_device_out_of_range_is_not_heard_until_it_is_back(
    box: Backend, gadget: Gadget, air: VirtualAir
) -> None:
    air.take_away("gadget")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.2):
            await hear(box, str(GADGET.name))
            raise AssertionError("heard a device that is out of range")
    air.bring_back("gadget")
    await hear(box, str(GADGET.name))
