"""One scan for each adapter, shared by all who listen: BlueZ mixes up two of one program, and so do some adapters."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from bleak import BleakScanner

from breathline.ble.adapter import turn
from breathline.ble.deadline import tidy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

    from breathline.ble.backend import Backend

    Hear = Callable[[BLEDevice, AdvertisementData], None]

START_S = 25.0
"""BlueZ answers in milliseconds, but after some disconnects only when twenty seconds of its own are over."""
STOP_S = 5.0
"""Nothing waits for the answer but the next scan or connection."""
SLICE_S = 10.0
"""A scan is ended and begun anew this often: one that has died in BlueZ is revived."""

_late: set[asyncio.Future[None]] = set()
"""Work of scanners that were left behind, kept from being collected before it is done."""

_shared: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Backend, SharedScan]] = WeakKeyDictionary()


def shared_scan(backend: Backend) -> SharedScan:
    """The scan of an adapter, one for each within an event loop.

    Args:
        backend: The radio.
    """
    return _shared.setdefault(asyncio.get_running_loop(), {}).setdefault(backend, SharedScan(backend))


class SharedScan:
    """Scans while anybody listens, and makes way for whoever wants to connect.

    Args:
        backend: The radio.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._hearers: list[Hear] = []
        self._task: asyncio.Task[None] | None = None
        self._on = asyncio.Event()
        self._deserted = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()

    @asynccontextmanager
    async def heard_by(self, hear: Hear) -> AsyncIterator[asyncio.Task[None]]:
        """Tell `hear` of each advertisement, from when the adapter listens to the end of the block.

        Args:
            hear: Takes a device and what it said.

        Yields:
            The scan. It goes on as long as somebody listens, so that it ends means that it failed.

        Raises:
            Exception: One of `adapter.RADIO_ERRORS` when the adapter can't be used.
        """
        self._hearers.append(hear)
        self._deserted.clear()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run(), name="scan")
            self._task.add_done_callback(_taken)
        task = self._task
        try:
            await _first_of(task, self._on)
            if task.done():
                task.result()
            yield task
        finally:
            self._hearers.remove(hear)
            if not self._hearers:
                self._deserted.set()
                await self._stopped.wait()

    async def _run(self) -> None:
        while self._hearers:
            async with turn(self._backend).lent() as wanted_back:
                try:
                    async with _listening(self._backend, self._tell):
                        self._stopped.clear()
                        self._on.set()
                        try:
                            await _first_of(self._deserted, wanted_back, seconds=SLICE_S)
                        finally:
                            self._on.clear()
                finally:
                    self._stopped.set()

    def _tell(self, device: BLEDevice, data: AdvertisementData) -> None:
        for hear in list(self._hearers):
            hear(device, data)


async def _first_of(*these: asyncio.Event | asyncio.Task[None], seconds: float | None = None) -> None:
    """Wait until one of them is set or done, or the time is over."""
    waits = [asyncio.ensure_future(each.wait()) for each in these if isinstance(each, asyncio.Event)]
    tasks = [each for each in these if not isinstance(each, asyncio.Event)]
    try:
        await asyncio.wait([*waits, *tasks], timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for wait in waits:
            wait.cancel()


@asynccontextmanager
async def _listening(backend: Backend, hear: Hear) -> AsyncIterator[None]:
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


def _taken(task: asyncio.Task[None]) -> None:
    # Looked at, so that asyncio does not report a failure when nobody listens any more.
    if not task.cancelled():
        task.exception()
