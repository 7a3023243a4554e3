"""A failed attempt says what to do when something better is known than to try again."""

from __future__ import annotations

import pytest
from bleak.exc import BleakDBusError, BleakError, BleakGATTProtocolError, BleakGATTProtocolErrorCode

from breathline.ble.attempt import attempt_advice, table_is_stale
from breathline.words import LinkAdvice

C = BleakGATTProtocolErrorCode


@pytest.mark.parametrize(
    ("error", "what_to_do"),
    [
        (None, None),
        (TimeoutError(), None),
        (BleakError("the device disconnected"), None),
        (BleakGATTProtocolError(C.INSUFFICIENT_AUTHENTICATION), LinkAdvice.PAIRING),
        (BleakGATTProtocolError(C.INVALID_HANDLE), None),
        (BleakDBusError("org.bluez.Error.AuthenticationFailed", []), LinkAdvice.PAIRING),
        (BleakDBusError("org.bluez.Error.AuthenticationTimeout", []), LinkAdvice.PAIRING),
        (BleakDBusError("org.bluez.Error.Failed", ["le-connection-concurrent-connection-limit"]), LinkAdvice.NO_SLOT),
        (BleakDBusError("org.bluez.Error.Failed", ["le-connection-abort-by-local"]), None),
        (BleakError("failed to connect: HCI_Error(hci/CONNECTION_LIMIT_EXCEEDED_ERROR [0x9])"), LinkAdvice.NO_SLOT),
        (BleakError("ProtocolError(smp/PAIRING_NOT_SUPPORTED [0x5])"), LinkAdvice.PAIRING),
    ],
)
def test_the_advice_fits(error: BaseException | None, what_to_do: LinkAdvice | None) -> None:
    assert attempt_advice(error) == what_to_do


def test_a_device_that_does_not_know_a_handle_has_another_table_than_remembered() -> None:
    assert table_is_stale(BleakGATTProtocolError(C.INVALID_HANDLE))
    assert not table_is_stale(BleakGATTProtocolError(C.INSUFFICIENT_ENCRYPTION))
    assert not table_is_stale(BleakError("the device disconnected"))
    assert not table_is_stale(None)
