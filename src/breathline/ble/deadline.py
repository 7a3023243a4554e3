"""Our own deadlines around calls into the radio: any of them can hang for ever when a device walks away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

from bleak.exc import BleakError

from breathline.ble.adapter import RADIO_ERRORS

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")

GRACE_S = 2.0
"""How long a cancelled call may take to tidy up before it is left behind.

A time-out that only cancels waits for the call to end, and bleak's own tidying asks the system again, which may
be what hangs.
"""


async def within(seconds: float, work: Coroutine[Any, Any, T]) -> T:
    """Do `work`, but not for longer than `seconds`.

    Returns:
        What `work` returns.

    Raises:
        TimeoutError: When it has not ended in time. It is cancelled, and left behind if it does not even end then.
        BleakError: When the radio broke it off by cancelling it.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=seconds)
        in_time = task.done()
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(_let_go)
            await asyncio.wait({task}, timeout=GRACE_S)
    if not in_time:
        raise TimeoutError
    if task.cancelled():
        # A stack that cancels what waits for an answer when a link ends must not end us as well.
        raise BleakError("the call was broken off")
    return task.result()


async def tidy(seconds: float, work: Coroutine[Any, Any, object]) -> None:
    """Do clean-up `work` for at most `seconds`. What a radio fails at here is let go: we are leaving anyway."""
    try:
        await within(seconds, work)
    except RADIO_ERRORS:
        return


def _let_go(task: asyncio.Future[Any]) -> None:
    if not task.cancelled():
        task.exception()  # asked for, so that asyncio does not complain of an error nobody wanted
