"""Making a connection, and taking the attempt back so that the radio is free again."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from bleak.exc import BleakError
from bumble import hci
from bumble.core import BaseBumbleError

from breathline.ble.radio.failures import cancelled_from_outside

if TYPE_CHECKING:
    from bumble.device import Connection, Device

_TAKE_BACK_S = 2.0
"""A controller answers a cancelled attempt in milliseconds; one that does not is lost."""


async def initiate(device: Device, peer: hci.Address) -> Connection:
    """Connect, however long it takes; the caller sets the limit and cancels.

    Raises:
        BleakError: The controller refused or went away.
    """
    # No limit of its own: when the caller's runs out, the attempt is taken back and its end awaited.
    attempt = asyncio.ensure_future(device.connect_le(peer, timeout=None))
    try:
        return await asyncio.shield(attempt)
    except asyncio.CancelledError:
        if not cancelled_from_outside():
            raise BleakError("the Bluetooth controller went away") from None
        await _take_back(device, attempt)
        raise
    except (BaseBumbleError, TimeoutError) as error:
        raise BleakError(f"failed to connect: {error}") from error


async def _take_back(device: Device, attempt: asyncio.Future[Connection]) -> None:
    """Make the controller stop trying, so that the next attempt or scan may begin."""
    # Refused when it connected in the same moment; nobody waits for that connection any more.
    with suppress(BaseBumbleError, TimeoutError):
        await device.send_sync_command(hci.HCI_LE_Create_Connection_Cancel_Command())
    with suppress(BaseBumbleError, TimeoutError):
        connection = await asyncio.wait_for(attempt, _TAKE_BACK_S)
        await connection.disconnect()
