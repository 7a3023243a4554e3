"""Scanning: what is in range, told apart by what it says over the air."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from bleak.backends.device import BLEDevice
from bleak.backends.scanner import AdvertisementData
from bumble.hci import Address
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.adapter import RADIO_ERRORS
from breathline.ble.backend import SYSTEM
from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.driver import Advertisement, Driver, Family, Match, sig_uuid
from breathline.ble.drivers.pc60fw import UART, Pc60fw
from breathline.ble.drivers.plx import Plx
from breathline.ble.found import Hearing, best_match, public_name
from breathline.ble.scan import all_drivers, scan, wait_for_oximeter
from breathline.ble.shared_scan import START_S
from tests.ble.fake_radio import FakeAir, FakeDevice
from tests.ble.virtual_time import live, now

DRIVERS: list[Driver] = [Plx(), Pc60fw(), BerryMed()]


def said(name: str | None = None, services: list[str] | None = None, company: int | None = None) -> AdvertisementData:
    makers = {} if company is None else {company: b""}
    return AdvertisementData(name, makers, {}, services or [], None, -60, ())


def test_oximeters_come_first_then_the_stronger() -> None:
    async def story() -> None:
        air = FakeAir(
            [
                FakeDevice(BerryMed(), "00:00:5E:00:53:01", "A speaker", rssi=-20),
                FakeDevice(Pc60fw(), "00:00:5E:00:53:02", "OxySmart 2", rssi=-80),
                FakeDevice(Pc60fw(), "00:00:5E:00:53:03", "OxySmart 3", rssi=-50),
                FakeDevice(BerryMed(), "00:00:5E:00:53:04", "iHealth PO3", rssi=-40),
            ]
        )
        found = await scan(air.backend(), 2.0, DRIVERS)
        assert [each.name for each in found] == ["OxySmart 3", "OxySmart 2", "iHealth PO3", "A speaker"]
        assert [each.supported for each in found] == [True, True, False, False]
        assert [each.oximeter for each in found] == [True, True, True, False]
        assert found[2].family is None
        assert air.scanning == 0

    live(story())


def test_the_name_may_come_in_another_packet_than_the_services() -> None:
    hearing = Hearing(DRIVERS)
    device = BLEDevice("00:00:5E:00:53:01", None, None)
    assert hearing.hear(device, said(services=[UART.upper()])).match is Match.POSSIBLE
    assert hearing.hear(device, said(name="OxySmart 1")).match is Match.CERTAIN
    again = hearing.hear(device, said())
    assert (again.match, again.name, again.oximeter) == (Match.CERTAIN, "OxySmart 1", True)


def test_a_shared_service_alone_does_not_make_an_oximeter() -> None:
    found = Hearing(DRIVERS).hear(BLEDevice("00:00:5E:00:53:01", None, None), said("Toy", [UART]))
    assert (found.match, found.oximeter, found.family) == (Match.POSSIBLE, False, Family.PC60FW)


@pytest.mark.parametrize(
    ("address", "details", "maker"),
    [
        ("00:a0:50:12:34:56", None, "00:A0:50"),
        ("00:A0:50:12:34:56", {"props": {"AddressType": "public"}}, "00:A0:50"),
        ("00:A0:50:12:34:56", {"props": {"AddressType": "random"}}, None),
        ("00:A0:50:12:34:56", Address("00:A0:50:12:34:56/P"), "00:A0:50"),
        ("00:A0:50:12:34:56", Address("00:A0:50:12:34:56"), None),
        ("0F6C2A3E-1111-2222-3333-444455556666", None, None),
    ],
)
def test_only_the_maker_s_part_of_a_public_address_is_kept(address: str, details: object, maker: str | None) -> None:
    found = Hearing([]).hear(BLEDevice(address, None, details), said())
    assert found.advertisement.maker == maker


def test_no_driver_is_no_match() -> None:
    assert best_match([], Advertisement()) == (None, Match.NO)
    assert best_match(DRIVERS, Advertisement(name="A lamp")) == (None, Match.NO)


@pytest.mark.parametrize(
    ("name", "public"),
    [
        ("Nonin3230_502644123", "Nonin3230"),
        ("OxySmart 3112", "OxySmart"),
        ("PC-60F_SN005497", "PC-60F"),
        ("Checkme O2 1234", "Checkme O2"),
        ("O2Ring S 1234", "O2Ring S"),
        ("T8520_a1b2", "T8520"),
        ("BerryMed", "BerryMed"),
        ("My Oximeter", "My Oximeter"),
        ("TAIDOC TD8255", "TAIDOC"),
        ("JPD-500F", "JPD-500F"),
        ("S5W-0012345", "S5W"),
        ("OXIMETER00012345", "OXIMETER"),
        ("iHealth PO3M", "iHealth PO3M"),
        (None, ""),
        ("  ", ""),
    ],
)
def test_the_serial_number_is_cut_off_a_name(name: str | None, public: str) -> None:
    assert public_name(name) == public


@given(st.text())
def test_no_name_breaks_the_cutting(name: str) -> None:
    assert public_name(public_name(name)) == public_name(name)


def test_a_known_oximeter_that_can_t_be_read_says_why() -> None:
    found = Hearing(all_drivers()).hear(BLEDevice("00:00:5E:00:53:01", None, None), said("PO60", [sig_uuid(0xFF12)]))
    assert (found.driver, found.family, found.match, found.oximeter) == (None, None, Match.NO, True)
    assert found.reason == "it hands over old records only, no live numbers"


def test_a_ring_that_is_recording_is_left_to_it() -> None:
    ring = said("T8520_1234", ["e8fb0001-a14b-98f9-831b-4e2941d01248"])
    found = Hearing(all_drivers()).hear(BLEDevice("00:00:5E:00:53:01", None, None), ring)
    assert (found.driver, found.oximeter) == (None, True)
    assert found.reason.startswith("it is recording")


def test_what_only_calls_itself_an_oximeter_is_one_of_unknown_kind() -> None:
    found = Hearing(DRIVERS).hear(BLEDevice("00:00:5E:00:53:01", None, None), said("SpO2 clip"))
    assert (found.driver, found.oximeter, found.reason) == (None, True, "")


def test_waiting_takes_the_nearer_of_two_heard_together() -> None:
    async def story() -> None:
        far = FakeDevice(address="00:00:5E:00:53:01", rssi=-80)
        near = FakeDevice(address="00:00:5E:00:53:02", rssi=-40)
        air = FakeAir([far, near])
        found = await wait_for_oximeter(air.backend(), lambda each: each.supported, DRIVERS)
        assert found is not None
        assert found.rssi == -40
        assert now() < 1.0

    live(story())


def test_waiting_ends_at_once_when_only_one_can_be_meant() -> None:
    async def story() -> None:
        listening = asyncio.Event()
        air = FakeAir([FakeDevice()])
        await wait_for_oximeter(
            air.backend(), lambda each: each.supported, DRIVERS, settle_s=0.0, on_listening=listening.set
        )
        assert now() < 0.2
        assert listening.is_set()

    live(story())


def test_waiting_goes_on_until_something_comes() -> None:
    async def story() -> None:
        device = FakeDevice(on=False)
        air = FakeAir([device])
        waiting = asyncio.create_task(wait_for_oximeter(air.backend(), lambda each: each.supported, DRIVERS))
        await asyncio.sleep(1000)
        assert not waiting.done()
        device.on = True
        await asyncio.sleep(1)
        assert waiting.done()
        assert air.scanning == 0

    live(story())


def test_waiting_for_a_while_ends_with_nobody() -> None:
    async def story() -> None:
        air = FakeAir([FakeDevice(on=False)])
        assert await wait_for_oximeter(air.backend(), lambda _: True, DRIVERS, seconds=30.0) is None
        assert now() == pytest.approx(30.0)
        assert air.scanning == 0

    live(story())


def test_a_scanner_that_starts_too_late_is_stopped_when_it_has_started() -> None:
    async def story() -> None:
        air = FakeAir(start_s=60.0)
        with pytest.raises(TimeoutError):
            await scan(air.backend(), 1.0, DRIVERS)
        assert now() == pytest.approx(START_S)
        await asyncio.sleep(100)
        assert (air.scanning, air.starts_broken_off) == (0, 0)

    live(story())


def test_a_start_is_not_broken_off_when_nobody_waits_for_it_any_more() -> None:
    async def story() -> None:
        air = FakeAir(start_s=3.0)
        waiting = asyncio.create_task(scan(air.backend(), 1.0, DRIVERS))
        await asyncio.sleep(1.0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.sleep(10)
        assert (air.scanning, air.starts_broken_off) == (0, 0)

    live(story())


def test_every_driver_is_listened_for_by_default() -> None:
    assert {Family.PLX, Family.PC60FW, Family.BERRYMED} <= {each.family for each in all_drivers()}


async def test_the_system_s_scanner_works_or_fails_in_a_way_the_link_knows() -> None:
    """The real bleak on this machine, whatever it has."""
    with suppress(*RADIO_ERRORS):
        await scan(SYSTEM, 0.1)
