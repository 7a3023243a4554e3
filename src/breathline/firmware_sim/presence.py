"""Whether a virtual oximeter is on the air: it advertises while it is on and nobody is connected to it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING

from bumble import hci
from bumble.core import BaseBumbleError

from breathline.ble.radio.advertising import write as advertising_packets

if TYPE_CHECKING:
    from collections.abc import Callable

    from bumble.device import Connection, Device

    from breathline.ble.drivers.driver import Advertisement

_ADVERTISING_MS = 100.0
"""How often it advertises. Quick, as a device that was just switched on does, so that it is found at once."""

_NO_ROOM = hci.HCI_ErrorCode.REMOTE_DEVICE_TERMINATED_CONNECTION_DUE_TO_LOW_RESOURCES_ERROR
_POWER_OFF = hci.HCI_ErrorCode.REMOTE_DEVICE_TERMINATED_CONNECTION_DUE_TO_POWER_OFF_ERROR


class Happening(StrEnum):
    """What an onlooker is told."""

    ADVERTISING = "advertising"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    SWITCHED_OFF = "switched off"


class Presence:
    """One device's radio, switched on and off. Off at first.

    Args:
        device: The Bluetooth device, powered on.
        says: What it advertises.
        told: Hears what happens, as it happens.

    Attributes:
        connection: The link to its one client.
    """

    def __init__(self, device: Device, says: Advertisement, told: Callable[[Happening], None]) -> None:
        self._device = device
        self._says = says
        self._told = told
        self._on = False
        self._turn = asyncio.Lock()
        self.connection: Connection | None = None

    async def switch(self, *, on: bool) -> None:
        """Be heard, or end the link and be silent."""
        async with self._turn:
            if on == self._on:
                return
            self._on = on
            if on:
                await self._advertise()
            else:
                await self._hush()

    async def again(self) -> None:
        """Advertise after a link has ended, unless it is off."""
        async with self._turn:
            if self._on and self.connection is None:
                await self._advertise()

    async def hang_up(self) -> None:
        """End the link and stay on the air."""
        if self.connection is not None:
            with suppress(BaseBumbleError, TimeoutError):  # it ended by itself meanwhile
                await self.connection.disconnect(_NO_ROOM)

    async def _advertise(self) -> None:
        packet, response = advertising_packets(self._says)
        try:
            await self._device.start_advertising(
                advertising_data=packet,
                scan_response_data=response,
                advertising_interval_min=_ADVERTISING_MS,
                advertising_interval_max=_ADVERTISING_MS,
            )
        except (BaseBumbleError, TimeoutError):
            # The controller is gone; whoever holds the radio says so.
            return
        self._told(Happening.ADVERTISING)

    async def _hush(self) -> None:
        try:
            await self._device.stop_advertising()
            if self.connection is not None:
                await self.connection.disconnect(_POWER_OFF)
        except (BaseBumbleError, TimeoutError):
            # The link ended by itself meanwhile, or the controller is gone: silent either way.
            return
        self._told(Happening.SWITCHED_OFF)
