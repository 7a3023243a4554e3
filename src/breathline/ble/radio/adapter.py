"""A Bluetooth controller behind a transport (USB, serial, TCP), with a host over it; opened again after it was lost."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING

from bumble.core import BaseBumbleError
from bumble.transport import open_transport

from breathline.ble.radio.host import host_over
from breathline.errors import BreathlineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bumble.device import Device
    from bumble.transport.common import Transport

_ANSWER_S = 10.0
"""A controller answers a reset in milliseconds; one that needs its firmware first takes a few seconds."""

_ADVICE = {
    "tcp-client": "start the virtual oximeter there first (breathline oximeter FAMILY --radio tcp-server:HOST:PORT)",
    "usb": "plug in a Bluetooth adapter that no other program uses, and allow this user to open it",
    "serial": "check the port's name and that this user may open it",
    "vhci": "load the kernel's module (modprobe hci_vhci) and allow this user to open /dev/vhci",
}


class Adapter:
    """One controller.

    Args:
        spec: bumble's name of its transport.
        lost: Called when the controller is gone: pulled out, or its program ended.
    """

    def __init__(self, spec: str, lost: Callable[[], None]) -> None:
        self._spec = spec
        self._lost = lost
        self._transport: Transport | None = None

    async def open(self) -> Device:
        """Open the transport, afresh when it is open already, and switch a host on over it.

        Raises:
            BreathlineError: Nothing answers.
        """
        await self.close()
        transport = self._transport = await open_named(self._spec)
        transport.source.terminated.add_done_callback(self._terminated)
        device = host_over(transport.source, transport.sink)
        try:
            async with asyncio.timeout(_ANSWER_S):
                await device.power_on()
        except (BaseBumbleError, TimeoutError) as error:
            await self.close()
            raise BreathlineError(f"the Bluetooth controller at {self._spec} does not answer") from error
        return device

    async def close(self) -> None:
        """Let go of the controller."""
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.close()

    def _terminated(self, source: asyncio.Future[None]) -> None:
        # An end that we did not ask for. Taking the exception out keeps asyncio from reporting it again.
        if not source.cancelled():
            source.exception()
        if self._transport is not None and self._transport.source.terminated is source:
            self._lost()


async def open_named(spec: str) -> Transport:
    """Open a transport by bumble's name for it.

    Raises:
        BreathlineError: It can't be opened.
    """
    kind = spec.partition(":")[0]
    foreseen: tuple[type[Exception], ...] = (OSError, ValueError, BaseBumbleError, *_usb_errors(kind))
    try:
        async with asyncio.timeout(_ANSWER_S):
            return await open_transport(spec)
    except foreseen as error:
        raise BreathlineError(f"the radio {spec} can't be opened ({failure(error)}); {_ADVICE[kind]}") from error


def failure(error: Exception) -> str:
    """Why something could not be opened, in a few words."""
    if isinstance(error, TimeoutError):
        return "no answer"
    # asyncio words these with addresses and file descriptors; a name that is unknown has a negative number.
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _usb_errors(kind: str) -> tuple[type[Exception], ...]:
    """What the USB library raises; asked for only when there is one in play."""
    if kind != "usb":
        return ()
    import usb1  # type: ignore[import-untyped]  # published without types

    error: type[Exception] = usb1.USBError
    return (error,)
