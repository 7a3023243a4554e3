"""Why a device could not be connected to although the adapter works, and what a person can do about that."""

from __future__ import annotations

from bleak.exc import BleakDBusError, BleakError, BleakGATTProtocolError, BleakGATTProtocolErrorCode

from breathline.words import LinkAdvice

_Code = BleakGATTProtocolErrorCode

WANTS_A_BOND = frozenset(
    {
        _Code.INSUFFICIENT_AUTHENTICATION,
        _Code.INSUFFICIENT_AUTHORIZATION,
        _Code.INSUFFICIENT_ENCRYPTION,
        _Code.INSUFFICIENT_ENCRYPTION_KEY_SIZE,
    }
)
"""What a device answers that shows its values only to those it is paired with."""

_PAIRING_FAILED = frozenset(
    f"org.bluez.Error.Authentication{how}" for how in ("Failed", "Canceled", "Rejected", "Timeout")
)

_NO_SLOT = ("concurrent-connection-limit", "connection_limit_exceeded", "limited_resources")
"""BlueZ's words, and the controller's own: adapters hold five to seven links."""


def attempt_advice(error: BaseException | None) -> LinkAdvice | None:
    """What to do when an attempt failed with `error`; None when nothing better is known than to try again."""
    if isinstance(error, BleakGATTProtocolError):
        return LinkAdvice.PAIRING if error.code in WANTS_A_BOND else None
    if isinstance(error, BleakDBusError) and error.dbus_error in _PAIRING_FAILED:
        return LinkAdvice.PAIRING
    if isinstance(error, BleakError):
        words = str(error).lower()
        if any(each in words for each in _NO_SLOT):
            return LinkAdvice.NO_SLOT
        if "pair" in words or "smp" in words:
            return LinkAdvice.PAIRING
    return None


def table_is_stale(error: BaseException | None) -> bool:
    """Whether the device knows nothing of what its table of services promised: it is not the table it has now."""
    return isinstance(error, BleakGATTProtocolError) and error.code not in WANTS_A_BOND
