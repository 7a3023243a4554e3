"""Listening for oximeters: everything is found by what it says over the air, nothing by knocking."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from breathline.ble.found import Found, Hearing
from breathline.ble.shared_scan import shared_scan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver

SETTLE_S = 0.4
"""After the first fitting advertisement, how long to listen for a better or nearer one."""


async def scan(backend: Backend, seconds: float, drivers: Sequence[Driver] | None = None) -> list[Found]:
    """Listen for a while.

    Args:
        backend: The radio.
        seconds: How long; oximeters advertise at least once a second, most ten times.
        drivers: The families that can be read; all by default.

    Returns:
        Every device heard, oximeters first, whether supported or not.

    Raises:
        Exception: One of `adapter.RADIO_ERRORS` when the adapter can't be used.
    """
    hearing = Hearing(all_drivers() if drivers is None else drivers)

    def hear(device: BLEDevice, data: AdvertisementData) -> None:
        hearing.hear(device, data)

    async with shared_scan(backend).heard_by(hear) as scanning:
        await asyncio.wait({scanning}, timeout=seconds)
        if scanning.done():
            scanning.result()
    return hearing.found


async def wait_for_oximeter(
    backend: Backend,
    wanted: Callable[[Found], bool],
    drivers: Sequence[Driver] | None = None,
    *,
    seconds: float | None = None,
    settle_s: float = SETTLE_S,
    on_listening: Callable[[], None] = lambda: None,
) -> Found | None:
    """Listen until a wanted oximeter is heard.

    Waiting for an advertisement beats connecting blindly: it costs nothing while the oximeter is off, and
    answers within a tenth of a second when it comes on.

    Args:
        backend: The radio. Others may listen with it at the same time.
        wanted: Says whether a device is one to connect to.
        drivers: The families that can be read; all by default.
        seconds: For how long at most; None: for ever.
        settle_s: After the first wanted one, seconds to listen for a surer or nearer one; 0 when only one can be
            meant.
        on_listening: Called once the adapter really listens.

    Returns:
        The surest match heard by then; of equal ones the strongest. None when `seconds` have passed.

    Raises:
        Exception: One of `adapter.RADIO_ERRORS` when the adapter can't be used.
    """
    hearing = Hearing(all_drivers() if drivers is None else drivers)
    first: asyncio.Future[Found] = asyncio.get_running_loop().create_future()

    def hear(device: BLEDevice, data: AdvertisementData) -> None:
        found = hearing.hear(device, data)
        if not first.done() and wanted(found):
            first.set_result(found)

    async with shared_scan(backend).heard_by(hear) as scanning:
        on_listening()
        either: set[asyncio.Future[Any]] = {first, scanning}
        await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if scanning.done():
            scanning.result()
        if not first.done():
            return None
        await asyncio.sleep(settle_s)
    return next(filter(wanted, hearing.found), first.result())


def all_drivers() -> Sequence[Driver]:
    """The families that can be read."""
    from breathline.ble.drivers.registry import DRIVERS

    return tuple(DRIVERS.values())
