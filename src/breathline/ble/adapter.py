"""The Bluetooth adapter: whose turn it is, what can go wrong with it, and what a person can do about that."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from bleak.exc import (
    BleakBluetoothNotAvailableError,
    BleakBluetoothNotAvailableReason,
    BleakDBusError,
    BleakError,
)

from breathline.ble.rfkill import locked_by_a_switch
from breathline.errors import BreathlineError
from breathline.words import LinkAdvice

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from breathline.ble.backend import Backend

RADIO_ERRORS = (BleakError, BreathlineError, OSError, EOFError, AssertionError)
"""What comes when a radio, a device or the system's Bluetooth service lets us down.

OSError holds the missing or refused D-Bus socket and every time-out, EOFError a bus that went away, and
bleak's BlueZ side asserts on replies and on state that a disconnect can pull away under it. A radio of ours that
can't be opened again says so in a sentence (BreathlineError).
"""

NO_ADAPTER = "No Bluetooth adapter. Plug in a Bluetooth dongle."
SWITCHED_OFF = "Bluetooth is off. Turn it on: rfkill unblock bluetooth, then bluetoothctl power on."
DENIED = "No permission to use Bluetooth. Add this user to the bluetooth group, then log in again."
NO_SERVICE = "The Bluetooth service does not run. Start it: sudo systemctl start bluetooth."
UNKNOWN = "Bluetooth does not work. Run: breathline doctor."

ADVICE = MappingProxyType(
    {
        LinkAdvice.NO_ADAPTER: NO_ADAPTER,
        LinkAdvice.OLD_ADAPTER: "This Bluetooth adapter is too old. Plug in one with Bluetooth 4 or later.",
        LinkAdvice.SWITCHED_OFF: SWITCHED_OFF,
        LinkAdvice.LOCKED: "A switch or key of this computer keeps Bluetooth off. "
        "Turn that on, or plug in a Bluetooth dongle.",
        LinkAdvice.DENIED: DENIED,
        LinkAdvice.NO_SERVICE: NO_SERVICE,
        LinkAdvice.BROKEN: UNKNOWN,
    }
)
"""What to do about each trouble of the adapter, for the one who sets the box up and has a command line."""

_Reason = BleakBluetoothNotAvailableReason
_TROUBLE_BY_REASON = {
    _Reason.NO_BLUETOOTH: LinkAdvice.NO_ADAPTER,
    _Reason.NO_BLE_CENTRAL_ROLE: LinkAdvice.OLD_ADAPTER,
    _Reason.POWERED_OFF: LinkAdvice.SWITCHED_OFF,
    _Reason.DENIED_BY_USER: LinkAdvice.DENIED,
    _Reason.DENIED_BY_SYSTEM: LinkAdvice.DENIED,
    _Reason.DENIED_BY_UNKNOWN: LinkAdvice.DENIED,
    _Reason.UNKNOWN: LinkAdvice.BROKEN,
}
_TROUBLE_BY_DBUS_ERROR = {
    "org.freedesktop.DBus.Error.ServiceUnknown": LinkAdvice.NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": LinkAdvice.NO_SERVICE,
    "org.freedesktop.DBus.Error.NoReply": LinkAdvice.NO_SERVICE,
    "org.freedesktop.DBus.Error.Disconnected": LinkAdvice.NO_SERVICE,
    "org.freedesktop.DBus.Error.Spawn.ExecFailed": LinkAdvice.NO_SERVICE,
    "org.freedesktop.DBus.Error.AccessDenied": LinkAdvice.DENIED,
    "org.freedesktop.DBus.Error.AuthFailed": LinkAdvice.DENIED,
    "org.bluez.Error.NotAuthorized": LinkAdvice.DENIED,
    "org.bluez.Error.NotReady": LinkAdvice.SWITCHED_OFF,
    "org.bluez.Error.NotPermitted": LinkAdvice.DENIED,
}


def adapter_trouble(error: BaseException) -> LinkAdvice | None:
    """What is wrong when it is the adapter (or our way to it) that failed.

    Args:
        error: What bleak raised.

    Returns:
        None when the adapter is not to blame (a device did not answer).
    """
    trouble: LinkAdvice | None
    match error:
        case BleakBluetoothNotAvailableError(reason=reason):
            trouble = _TROUBLE_BY_REASON.get(reason, LinkAdvice.BROKEN)
        case BleakDBusError():
            off = "rfkill" in str(error)
            trouble = LinkAdvice.SWITCHED_OFF if off else _TROUBLE_BY_DBUS_ERROR.get(error.dbus_error)
        case BleakError() if "adapter" in str(error) and "not found" in str(error):
            trouble = LinkAdvice.NO_ADAPTER  # BlueZ named one that has been pulled out since
        case BreathlineError():
            trouble = LinkAdvice.BROKEN
        case PermissionError():
            trouble = LinkAdvice.DENIED
        case FileNotFoundError() | ConnectionError() | EOFError():
            trouble = LinkAdvice.NO_SERVICE  # the system bus has no socket, or nobody answers on it
        case _:
            trouble = None
    return LinkAdvice.LOCKED if trouble is LinkAdvice.SWITCHED_OFF and locked_by_a_switch() else trouble


def adapter_advice(error: BaseException) -> str | None:
    """What to do about it, in one line for the command line; None when the adapter is not to blame."""
    if isinstance(error, BreathlineError):
        return str(error)
    trouble = adapter_trouble(error)
    return None if trouble is None else ADVICE[trouble]


class Turn:
    """Lets one scan or one connection attempt at a time use an adapter.

    BlueZ answers "in progress", or freezes, when a scan and a connection attempt overlap, and some adapters drop one
    of the two. `async with turn(backend):` is for an attempt, which is short; a scan only borrows the turn.
    """

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._asking = 0
        self._wanted = asyncio.Event()

    async def __aenter__(self) -> None:
        self._asking += 1
        self._wanted.set()
        try:
            await self._lock.acquire()
        finally:
            self._asking -= 1
            if not self._asking:
                self._wanted.clear()

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()

    @asynccontextmanager
    async def lent(self) -> AsyncIterator[asyncio.Event]:
        """The turn, for one who can give it up at any time.

        Yields:
            Set when somebody else wants it.
        """
        async with self._lock:
            yield self._wanted


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Backend, Turn]] = WeakKeyDictionary()


def turn(backend: Backend) -> Turn:
    """Whose turn it is at an adapter.

    Args:
        backend: The radio; all that use the same one share its turns within an event loop.
    """
    return _turns.setdefault(asyncio.get_running_loop(), {}).setdefault(backend, Turn())
