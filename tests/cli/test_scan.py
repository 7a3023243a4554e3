"""`breathline scan` says what is in range, or in one line why it can't."""

from __future__ import annotations

import json
import os
import signal
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

import breathline.cli.scan
from breathline.ble.adapter import SWITCHED_OFF
from breathline.ble.drivers.berrymed import BerryMed
from breathline.cli.main import main
from tests.ble.fake_radio import FakeAir, FakeDevice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from breathline.ble.backend import Backend


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["scan", "--seconds", "0.15", *words])
    out, err = capsys.readouterr()
    assert isinstance(stop.value.code, int)
    return stop.value.code, out, err


@pytest.fixture
def air(monkeypatch: pytest.MonkeyPatch) -> FakeAir:
    """A fake air in the place of the system's radio."""
    made = FakeAir()

    @asynccontextmanager
    async def opened(radio: str | None) -> AsyncIterator[Backend]:
        yield made.backend()

    monkeypatch.setattr(breathline.cli.scan, "_opened", opened)
    return made


@pytest.fixture
def three(air: FakeAir) -> FakeAir:
    """An oximeter that is supported, one that is not, and something else."""
    air.devices = [
        FakeDevice(address="00:00:5E:00:53:01", name="OxySmart 3112", rssi=-50, connect_s=0.01),
        FakeDevice(BerryMed(), "00:00:5E:00:53:02", "iHealth PO3", rssi=-90),
        FakeDevice(BerryMed(), "00:00:5E:00:53:03", "Someone's phone"),
    ]
    return air


@pytest.mark.usefixtures("three")
def test_it_lists_oximeters_without_serial_numbers_or_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys)
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "NAME         FAMILY   SUPPORTED  SIGNAL              WHY NOT",
        "OxySmart     pc60fw   yes        strong (-50 dBm)",
        "iHealth PO3  unknown  no         weak (-90 dBm)      its maker keeps its language secret",
        "Other Bluetooth devices in range: 1.",
    ]


@pytest.mark.usefixtures("three")
def test_json_has_one_object_for_each_oximeter(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--json")
    why = "its maker keeps its language secret"
    assert json.loads(out) == [
        {
            "name": "OxySmart",
            "family": "pc60fw",
            "supported": True,
            "reason": None,
            "match": "certain",
            "rssi_dbm": -50,
        },
        {
            "name": "iHealth PO3",
            "family": None,
            "supported": False,
            "reason": why,
            "match": "no",
            "rssi_dbm": -90,
        },
    ]


def test_an_oximeter_of_a_new_kind_is_one_to_describe(air: FakeAir, capsys: pytest.CaptureFixture[str]) -> None:
    air.devices = [FakeDevice(BerryMed(), name="SpO2 clip", rssi=-60)]
    _, out, _ = run(capsys)
    assert out.splitlines() == [
        "NAME       FAMILY   SUPPORTED  SIGNAL",
        "SpO2 clip  unknown  no         strong (-60 dBm)",
        "A new kind? Describe it: breathline scan --addresses, then breathline scan --probe ADDRESS",
    ]


@pytest.mark.usefixtures("three")
def test_addresses_are_shown_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--addresses")
    assert "00:00:5E:00:53:01" in out
    _, out, _ = run(capsys, "--addresses", "--json")
    assert json.loads(out)[0]["address"] == "00:00:5E:00:53:01"


@pytest.mark.usefixtures("air")
def test_nothing_in_range_says_what_to_look_at(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)
    assert (code, out) == (0, "No oximeter found. Is it on a finger? Is a phone holding it?\n")


def test_without_an_adapter_there_is_one_line_and_a_failure(air: FakeAir, capsys: pytest.CaptureFixture[str]) -> None:
    air.error = BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)
    assert run(capsys) == (1, "", f"breathline: {SWITCHED_OFF}\n")


@pytest.mark.usefixtures("three")
def test_a_probe_describes_a_device_anonymously(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--probe", "00:00:5e:00:53:01")
    assert code == 0
    assert out.startswith("name: OxySmart\nfamily: pc60fw (supported)\n")
    assert "6e400003-b5a3-f393-e0a9-e50e24dcca9e  aa550f0801" in out
    assert out.splitlines()[-1].startswith("left out: the address; ")
    assert "3112" not in out
    assert "53:01" not in out.upper()


@pytest.mark.usefixtures("three")
def test_a_probe_as_json_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "--probe", "00:00:5e:00:53:01", "--json")
    row = json.loads(out)
    assert row["name"] == "OxySmart"
    assert row["services"][0]["characteristics"][0]["properties"]
    assert row["notifications"][0]["hex"].startswith("aa55")
    assert "the address" in row["left_out"]


def test_a_probe_of_a_device_that_ends_the_connection_is_one_line(
    three: FakeAir, capsys: pytest.CaptureFixture[str]
) -> None:
    three.devices[0].fails.add("connect")
    code, out, err = run(capsys, "--probe", "00:00:5e:00:53:01")
    assert (code, out) == (1, "")
    assert err == "breathline: the device ended the connection; switch it on again\n"


def test_this_machine_s_own_radio_gives_a_list_or_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys)
    assert (code == 0 and out) or (code == 1 and err.count("\n") == 1)


def test_an_unknown_radio_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "--radio", "carrier-pigeon")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


def test_told_to_stop_it_hangs_up_first(air: FakeAir, capsys: pytest.CaptureFixture[str]) -> None:
    device = FakeDevice(connect_s=0.01)
    air.devices = [device]
    stop = threading.Timer(0.6, os.kill, (os.getpid(), signal.SIGTERM))
    stop.start()
    code, out, err = run(capsys, "--seconds", "30", "--probe", device.address)
    assert (code, out, err) == (143, "", "")
    assert len(device.connected) == len(device.hung_up) == 1
