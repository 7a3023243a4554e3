"""Single frames from public sources, with the values that their authors read from them; not part of the repository."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bumble import hci
from bumble.core import AdvertisingData

from breathline.ble.drivers.crc8 import crc8_07
from breathline.ble.drivers.driver import Advertisement, Driver, Family, Refused
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.found import best_match
from breathline.words import Flag, Frame, Reading

FOLDER = Path(__file__).parents[4] / "shared/captures/vectors"
FAMILIES = {
    "contec_emay": Family.CONTEC,
    "fs20f": Family.FS20F,
    "masimo_mightysat": Family.MASIMO,
    "oxyii": Family.OXYII,
    "pc60fw": Family.PC60FW,
    "plx_sig": Family.PLX,
    "viatom_legacy": Family.VIATOM,
}
OTHERS = {"Jumper 0x81": Family.JUMPER, "BerryMed BCI": Family.BERRYMED}
BAD_FS20F = ("fe0a5500525f1770cf64", "fe0a55004f6314bf391e")
"""Two strings in public comments whose checksums fail; the second is a good one with its last digit mistyped."""

pytestmark = pytest.mark.skipif(not FOLDER.exists(), reason="the shared vectors are not here")


def vectors() -> list[tuple[Driver, bytes, dict[str, Any], bool]]:
    found = []
    for file in sorted(FOLDER.glob("*.json")):
        for vector in json.loads(file.read_text())["vectors"]:
            expect = vector.get("expect", {})
            family = FAMILIES.get(file.stem, OTHERS.get(str(expect.get("family"))))
            if family is not None and "hex" in vector:
                sound = vector.get("crc_ok") is not False
                found.append((DRIVERS[family], bytes.fromhex(vector["hex"]), expect, sound))
    return found


VECTORS = vectors()
VALUES = [
    (driver, data, expect) for driver, data, expect, sound in VECTORS if sound and {"spo2", "stale_spo2"} & set(expect)
]
PLETH = [
    (driver, data, expect)
    for driver, data, expect, sound in VECTORS
    if {"samples", "pleth"} & set(expect) and "pr" not in expect
]


def decode(driver: Driver, data: bytes) -> list[Reading | Refused]:
    session = driver.session()
    session.opened(0.0)
    return session.receive(1.0, driver.values_characteristic, data)


def names(value: object) -> str | None:
    return value.hex() if isinstance(value, bytes) else str(value.family) if hasattr(value, "family") else ""


@pytest.mark.parametrize(("driver", "data", "expect"), VALUES, ids=names)
def test_values(driver: Driver, data: bytes, expect: dict[str, Any]) -> None:
    if expect.get("first_notification_of_two"):
        data += bytes([crc8_07(data)])
    (found,) = decode(driver, data)

    assert isinstance(found, Reading)
    assert found.frame is Frame.VALUES
    assert (found.spo2, found.pulse) == (expect.get("spo2"), expect.get("pr"))
    assert found.perfusion == (expect.get("pi", expect.get("pai", (expect.get("pi_x10") or 0) / 10 or None)))
    assert (Flag.NO_FINGER in found.flags) == (expect.get("finger") is False)
    if "battery_level" in expect:
        assert found.battery == 25 * (expect["battery_level"] + 1)
    if "battery" in expect:
        assert found.battery == expect["battery"]


@pytest.mark.parametrize(("driver", "data", "expect"), PLETH, ids=names)
def test_pleth(driver: Driver, data: bytes, expect: dict[str, Any]) -> None:
    (found,) = decode(driver, data)

    assert isinstance(found, Reading)
    assert found.frame is Frame.PLETH
    assert found.pleth == tuple(map(float, expect.get("samples", [expect.get("pleth")])))


@pytest.mark.parametrize("data", BAD_FS20F)
def test_a_frame_whose_checksum_fails_is_refused(data: str) -> None:
    (refused,) = decode(DRIVERS[Family.FS20F], bytes.fromhex(data))

    assert isinstance(refused, Refused)
    assert "checksum" in refused.reason


def test_every_unsound_vector_is_refused() -> None:
    unsound = [(driver, data) for driver, data, _, sound in VECTORS if not sound]

    assert unsound
    assert all(isinstance(piece, Refused) for driver, data in unsound for piece in decode(driver, data))


@pytest.mark.parametrize("data", ["771105000000000062004a101600580204ff5b", "77110493240030003c0047004d00540060009c"])
def test_what_a_mightysat_sends_is_read(data: str) -> None:
    assert all(isinstance(piece, Reading) for piece in decode(DRIVERS[Family.MASIMO], bytes.fromhex(data)))


@pytest.mark.parametrize("family", [Family.CONTEC, Family.OXYII, Family.VIATOM])
def test_what_is_written_first_is_what_others_were_seen_to_write(family: Family) -> None:
    known = {data for driver, data, _, _ in VECTORS if driver.family is family}
    written = [write.data for write in DRIVERS[family].session().opened(0.0)]

    assert written
    assert known & set(written)


def other(which: str) -> tuple[bytes, dict[str, Any]]:
    """The vector of others.json whose expectation has this key or names this family."""
    for vector in json.loads((FOLDER / "others.json").read_text())["vectors"]:
        if which in {*vector["expect"], vector["expect"].get("family")}:
            return bytes.fromhex(vector["hex"]), vector["expect"]
    raise AssertionError(which)


def test_a_real_berrymed_s_advertising_report_is_recognised_without_a_service() -> None:
    data, expect = other("hci_adv")
    event = hci.HCI_Packet.from_bytes(data)
    assert isinstance(event, hci.HCI_LE_Advertising_Report_Event)
    (report,) = event.reports
    name = str(AdvertisingData.from_bytes(report.data).get(AdvertisingData.COMPLETE_LOCAL_NAME)).rstrip("\0")  # padded
    address = report.address.to_string(with_type_qualifier=False)

    assert (name, address, report.rssi) == (expect["name"], expect["address"], expect["rssi"])
    heard = Advertisement(name=name, services=frozenset(expect["service_uuids"]), maker=address[:8])
    assert best_match(list(DRIVERS.values()), heard)[0] is DRIVERS[Family.BERRYMED]


def test_a_real_taidoc_command_has_the_sum_we_write() -> None:
    data, expect = other("TaiDoc power off")

    assert expect["sum_ok"]
    assert sum(data[:-1]) & 0xFF == data[-1]
    assert isinstance(decode(DRIVERS[Family.TAIDOC], data)[0], Refused)
