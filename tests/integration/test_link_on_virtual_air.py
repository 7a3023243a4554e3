"""The link, the scan and the probe over real Bluetooth bytes: bleak, our backend, bumble hosts, in virtual time."""

from __future__ import annotations

import asyncio

import pytest

from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.probe import probe
from breathline.ble.scan import scan
from breathline.ble.status import LinkState
from tests.ble.virtual_time import live, now
from tests.integration.virtual_room import linked, room


def test_an_oximeter_switched_off_and_on_again_is_found_again() -> None:
    async def story() -> None:
        async with linked(Pc60fw()) as (made, heard):
            await asyncio.sleep(20)
            await made.oximeter.switch_off()
            await asyncio.sleep(120)
            assert heard.is_in(LinkState.LOST)
            await made.oximeter.switch_on()
            back = now()
            await asyncio.sleep(10)
            assert heard.first_number(back) - back < 8.0

    live(story())


def test_a_scan_names_the_oximeter_and_its_family() -> None:
    async def story() -> None:
        async with room(BerryMed()) as made:
            found = await scan(made.backend, 2.0)
            assert [(each.name, each.family, each.supported) for each in found] == [("BerryMed", "berrymed", True)]

    live(story())


@pytest.mark.hazard("H-39")
def test_a_probe_describes_services_and_first_bytes_without_the_address() -> None:
    async def story() -> None:
        async with room(Pc60fw()) as made:
            (found,) = await scan(made.backend, 1.0)
            row = (await probe(made.backend, found.device.address.lower(), 3.0)).as_row()
            assert row["family"] == "pc60fw"
            assert "aa550f0801" in str(row["notifications"])
            assert found.device.address not in str(row)
            assert not made.oximeter.connected

    live(story())
