"""A hardware switch is told from Bluetooth that is only turned off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason

from breathline.ble import adapter, rfkill
from breathline.ble.adapter import adapter_trouble
from breathline.ble.rfkill import locked_by_a_switch
from breathline.words import LinkAdvice

if TYPE_CHECKING:
    from pathlib import Path


def radio(folder: Path, name: str, kind: str, hard: str) -> None:
    (folder / name).mkdir()
    (folder / name / "type").write_text(f"{kind}\n")
    (folder / name / "hard").write_text(f"{hard}\n")


def test_no_list_of_radios_is_no_lock(tmp_path: Path) -> None:
    assert not locked_by_a_switch(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("radios", "locked"),
    [
        ([("bluetooth", "1")], True),
        ([("bluetooth", "0")], False),
        ([("wlan", "1")], False),
        ([("wlan", "0"), ("bluetooth", "1")], True),
        ([("bluetooth", "1"), ("bluetooth", "0")], False),
    ],
)
def test_only_a_switch_over_every_bluetooth_radio_counts(
    tmp_path: Path, radios: list[tuple[str, str]], locked: bool
) -> None:
    for number, (kind, hard) in enumerate(radios):
        radio(tmp_path, f"rfkill{number}", kind, hard)
    (tmp_path / "rfkill9").mkdir()
    assert locked_by_a_switch(tmp_path) is locked


@pytest.mark.parametrize(("locked", "advice"), [(True, LinkAdvice.LOCKED), (False, LinkAdvice.SWITCHED_OFF)])
def test_the_advice_names_the_switch(monkeypatch: pytest.MonkeyPatch, locked: bool, advice: LinkAdvice) -> None:
    monkeypatch.setattr(adapter, "locked_by_a_switch", lambda: locked)
    error = BleakBluetoothNotAvailableError("off", BleakBluetoothNotAvailableReason.POWERED_OFF)
    assert adapter_trouble(error) is advice
    assert rfkill.FOLDER.name == "rfkill"
