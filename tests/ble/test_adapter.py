"""What a person is told when the adapter fails."""

from __future__ import annotations

import pytest
from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakDeviceNotFoundError,
    BleakError,
)

from breathline.ble.adapter import DENIED, NO_ADAPTER, NO_SERVICE, SWITCHED_OFF, Turn, adapter_advice, turn
from breathline.ble.backend import SYSTEM, Backend
from breathline.errors import BreathlineError
from tests.ble.fake_radio import FakeAir
from tests.ble.virtual_time import live

Reason = BleakBluetoothNotAvailableReason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_bleak_gives_has_its_advice(reason: BleakBluetoothNotAvailableReason) -> None:
    assert adapter_advice(BleakBluetoothNotAvailableError("no", reason))


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (BleakBluetoothNotAvailableError("", Reason.NO_BLUETOOTH), NO_ADAPTER),
        (BleakBluetoothNotAvailableError("", Reason.POWERED_OFF), SWITCHED_OFF),
        (BleakBluetoothNotAvailableError("", Reason.DENIED_BY_SYSTEM), DENIED),
        (BleakDBusError("org.bluez.Error.NotReady", ["Resource Not Ready"]), SWITCHED_OFF),
        (BleakDBusError("org.bluez.Error.Failed", ["Blocked through rfkill"]), SWITCHED_OFF),
        (BleakDBusError("org.freedesktop.DBus.Error.ServiceUnknown", []), NO_SERVICE),
        (BleakDBusError("org.freedesktop.DBus.Error.AccessDenied", []), DENIED),
        (BleakDBusError("org.bluez.Error.InProgress", []), None),
        (BleakError("adapter 'hci0' not found"), NO_ADAPTER),
        (BleakDeviceNotFoundError("x", "device not found"), None),
        (FileNotFoundError(), NO_SERVICE),
        (ConnectionRefusedError(), NO_SERVICE),
        (EOFError(), NO_SERVICE),
        (PermissionError(), DENIED),
        (TimeoutError(), None),
        (BreathlineError("no controller answers at usb:0"), "no controller answers at usb:0"),
    ],
)
def test_the_advice_fits_the_error(error: BaseException, advice: str | None) -> None:
    assert adapter_advice(error) == advice


def test_one_turn_for_each_radio() -> None:
    async def story() -> tuple[Turn, Backend]:
        other = FakeAir().backend()
        assert turn(SYSTEM) is turn(Backend())
        assert turn(other) is not turn(SYSTEM)
        return turn(other), other

    lock, other = live(story())

    async def another_loop() -> None:
        assert turn(other) is not lock

    live(another_loop())
