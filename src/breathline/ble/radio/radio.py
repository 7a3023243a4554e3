"""One radio that a scanner and clients share: it never scans and starts a connection at the same time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bleak.exc import BleakBluetoothNotAvailableError, BleakBluetoothNotAvailableReason, BleakError
from bumble import hci
from bumble.core import BaseBumbleError

from breathline.errors import BreathlineError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bumble.device import Advertisement, Device

    Listener = Callable[[Advertisement], None]
    """Hears every advertisement while it scans."""

# Scanning all the time it may: 60 ms windows in 60 ms intervals, what an interactive search uses.
_SCAN_MS = 60.0


class Radio:
    """A bumble host, its controller, and what scanner and clients must agree on.

    Args:
        device: The host, powered on.
        lost: Set by its owner when the controller is gone: pulled out, or its program ended.
        reopen: Makes a new host after that; raises BreathlineError while it can't. None: never.
    """

    def __init__(
        self,
        device: Device,
        *,
        lost: asyncio.Event | None = None,
        reopen: Callable[[], Awaitable[Device]] | None = None,
    ) -> None:
        self.device = device
        self.addresses: dict[str, hci.Address] = {}
        """Addresses heard in the last scan, with their type, by the form bleak uses."""
        self._reopen = reopen
        self._turn = asyncio.Lock()
        self._listeners: list[Listener] = []
        self._attached: Device | None = None
        self._lost = lost or asyncio.Event()

    async def listen(self, listener: Listener, *, active: bool) -> None:
        """Scan, and tell `listener` what is heard.

        Raises:
            BleakBluetoothNotAvailableError: The controller does not answer.
        """
        async with self._turn:
            await self._ready()
            self._listeners.append(listener)
            if not self.device.is_scanning:
                # Begun afresh: in a busy street the addresses heard would pile up over the months.
                self.addresses.clear()
                try:
                    await self._scan(active=active)
                except BaseException:
                    self._listeners.remove(listener)
                    raise

    async def unhear(self, listener: Listener) -> None:
        """Stop telling `listener`; the last one stops the scan."""
        if listener in self._listeners:
            self._listeners.remove(listener)
        async with self._turn:
            if not self._listeners:
                await self._stop_scan()

    @asynccontextmanager
    async def initiating(self) -> AsyncIterator[Device]:
        """Hold the radio for a connection attempt: a running scan pauses, for many controllers can't do both.

        Raises:
            BleakBluetoothNotAvailableError: The controller does not answer.
        """
        async with self._turn:
            await self._ready()
            passive = self.device.scanning_is_passive
            await self._stop_scan()
            try:
                yield self.device
            finally:
                if self._listeners and not self._lost.is_set():
                    await self._scan(active=not passive)

    async def _ready(self) -> None:
        if not self._lost.is_set():
            return
        if self._reopen is None:
            raise _gone()
        try:
            self.device = await self._reopen()
        except BreathlineError as error:
            raise _gone() from error
        self._lost.clear()

    async def _scan(self, *, active: bool) -> None:
        if self._attached is not self.device:
            self.device.on("advertisement", self._hear)
            self._attached = self.device
        try:
            await self.device.start_scanning(active=active, scan_interval=_SCAN_MS, scan_window=_SCAN_MS)
        except (BaseBumbleError, TimeoutError) as error:
            raise _gone() from error

    async def _stop_scan(self) -> None:
        if self._lost.is_set() or not self.device.is_scanning:
            return
        try:
            await self.device.stop_scanning()
        except (BaseBumbleError, TimeoutError) as error:
            raise _gone() from error

    def _hear(self, advertisement: Advertisement) -> None:
        self.addresses[spelled(advertisement.address)] = advertisement.address
        for listener in list(self._listeners):
            listener(advertisement)


def spelled(address: hci.Address) -> str:
    """An address as bleak writes it: upper case, with colons, without its type."""
    return address.to_string(with_type_qualifier=False)


def _gone() -> BleakError:
    return BleakBluetoothNotAvailableError(
        "the Bluetooth controller does not answer", BleakBluetoothNotAvailableReason.NO_BLUETOOTH
    )
