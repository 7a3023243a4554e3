"""Listening for oximeters: everything is found by what it says over the air, nothing by knocking."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bleak import BleakScanner

from breathline.ble.adapter import turn
from breathline.ble.deadline import tidy
from breathline.ble.found import Found, Hearing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver

SETTLE_S = 0.4
"""After the first fitting advertisement, how long to listen for a better or nearer one."""

START_S = 25.0
"""BlueZ answers in milliseconds, but after some disconnects only when twenty seconds of its own are over."""
STOP_S = 5.0
"""Nothing waits for the answer but the next scan or connection."""

_late: set[asyncio.Future[None]] = set()
"""Work of scanners that were left behind, kept from being collected before it is done."""


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

    async with turn(backend), _listening(backend, hear):
        await asyncio.sleep(seconds)
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
        backend: The radio. It is held meanwhile: others wait.
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

    async with turn(backend), _listening(backend, hear):
        on_listening()
        await asyncio.wait({first}, timeout=seconds)
        if not first.done():
            return None
        await asyncio.sleep(settle_s)
    return next(filter(wanted, hearing.found), first.result())


@asynccontextmanager
async def _listening(backend: Backend, hear: Callable[[BLEDevice, AdvertisementData], None]) -> AsyncIterator[None]:
    """A scanner that is on, and stopped in the end.

    A start is never broken off: BlueZ would carry it out all the same, and refuse every later one as "in
    progress". One that comes too late is stopped as soon as it has come.
    """
    scanner = BleakScanner(hear, backend=backend.scanner)
    start: asyncio.Future[None] = asyncio.ensure_future(scanner.start())
    try:
        await asyncio.wait({start}, timeout=START_S)
        if not start.done():
            raise TimeoutError
        start.result()
        yield
    finally:
        if start.done():
            await _stop(scanner, start)
        else:
            start.add_done_callback(lambda _: _keep(asyncio.ensure_future(_stop(scanner, start))))
            _keep(start)


async def _stop(scanner: BleakScanner, start: asyncio.Future[None]) -> None:
    """Stop a scanner that has started; one that will not stop in time is left to the system."""
    if not start.cancelled() and start.exception() is None:
        await tidy(STOP_S, scanner.stop())


def _keep(work: asyncio.Future[None]) -> None:
    _late.add(work)
    work.add_done_callback(_late.discard)


def all_drivers() -> Sequence[Driver]:
    """The families that can be read."""
    from breathline.ble.drivers.registry import DRIVERS

    return tuple(DRIVERS.values())
