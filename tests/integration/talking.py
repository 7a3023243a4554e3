"""What a box writes to an oximeter, for tests that read one without the link."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from bleak.exc import BleakError

if TYPE_CHECKING:
    from bleak import BleakClient

    from breathline.ble.drivers.driver import Session

_talks: set[asyncio.Task[None]] = set()


def talk(client: BleakClient, session: Session, now: Callable[[], float]) -> None:
    """Write what the family wants written, in the background, as long as the link stands."""
    talking = asyncio.create_task(_talk(client, session, now))
    _talks.add(talking)
    talking.add_done_callback(_talks.discard)


async def _talk(client: BleakClient, session: Session, now: Callable[[], float]) -> None:
    due = session.opened(now())
    with suppress(BleakError):
        while True:
            for each in due:
                await client.write_gatt_char(each.characteristic, each.data, response=each.response)
            if session.next_write is None:
                return
            await asyncio.sleep(max(0.0, session.next_write - now()))
            due = session.writes(now())
