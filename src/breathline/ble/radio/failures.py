"""Asking a device for something, with what goes wrong said as bleak's own backends say it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from bleak.exc import BleakError, BleakGATTProtocolError
from bumble import att, core
from bumble.core import BaseBumbleError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bumble.device import Connection

T = TypeVar("T")


async def answered(link: Connection, request: Coroutine[Any, Any, T]) -> T:
    """What a device answers over a link. It ends with the link.

    Who waits may be cancelled; the request then still runs to its end, for answers come in the order of the requests
    and the next one would be given this one's.

    Raises:
        BleakGATTProtocolError: The device refused.
        TimeoutError: The device did not answer.
        BleakError: The link ended, or anything else.
    """
    running = asyncio.ensure_future(link.cancel_on_disconnection(request))
    running.add_done_callback(_taken)
    try:
        return await asyncio.shield(running)
    except att.ATT_Error as error:
        raise BleakGATTProtocolError(error.error_code) from error
    except core.TimeoutError as error:
        raise TimeoutError(str(error)) from error
    except BaseBumbleError as error:
        raise BleakError(str(error)) from error
    except asyncio.CancelledError:
        # Or the link ended, which cancels what waits for an answer.
        if cancelled_from_outside():
            raise
        raise BleakError("the device disconnected") from None


def cancelled_from_outside() -> bool:
    """Whether the running task was itself cancelled; the end of a link also cancels what waits for an answer."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _taken(running: asyncio.Future[Any]) -> None:
    # Looked at, so that asyncio does not report a failure that nobody waits for any more.
    if not running.cancelled():
        running.exception()
