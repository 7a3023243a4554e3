"""Radios by name: the system's own, or a Bluetooth controller that bumble reaches over USB, serial or TCP."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from breathline.ble.backend import SYSTEM, Backend
from breathline.errors import BreathlineError, UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bumble.device import Device

    from breathline.ble.radio.air import VirtualAir

_ADDRESS = r"(?P<host>[^:\s\[\]]+|\[[0-9a-fA-F:]+\]):(?P<port>\d{1,5})"
_PORT_MAX = 65535
_REAL = {
    "usb": re.compile(r"usb:(\[[^\]]+\])?[0-9a-fA-F][\w:/#!]*"),
    "serial": re.compile(r"serial:\S+"),
    "tcp-client": re.compile(f"tcp-client:{_ADDRESS}"),
}
_SERVED = {"tcp-server": re.compile(f"tcp-server:{_ADDRESS}"), "vhci": re.compile(r"vhci(:/\S+)?")}


def is_system(spec: str | None) -> bool:
    """Whether this names the system's own Bluetooth."""
    return spec in {None, "", "system"}


def check_radio(spec: str | None) -> None:
    """Refuse the name of a radio that can't be, before anything is opened.

    Raises:
        UsageError: There is no such kind of radio, or its name is not well formed.
    """
    if spec is not None and not is_system(spec):
        _kind(spec, _REAL, "system, usb:0, serial:PORT or tcp-client:HOST:PORT")


@asynccontextmanager
async def open_radio(spec: str | None) -> AsyncIterator[Backend]:
    """The radio to scan and connect with.

    Args:
        spec: None or "system"; or "usb:0", "serial:PORT", "tcp-client:HOST:PORT" (bumble's transport names).

    Yields:
        The backend for bleak. When the controller is lost, its links end; the next scan tries to open it again.

    Raises:
        UsageError: There is no such kind of radio, or its name is not well formed.
        BreathlineError: No controller answers there.
    """
    if spec is None or is_system(spec):
        yield SYSTEM
        return
    check_radio(spec)
    from breathline.ble.radio.adapter import Adapter
    from breathline.ble.radio.backend import backend_of
    from breathline.ble.radio.radio import Radio

    lost = asyncio.Event()
    adapter = Adapter(spec, lost.set)
    try:
        radio = Radio(await adapter.open(), lost=lost, reopen=adapter.open)
        yield backend_of(radio)
    finally:
        await adapter.close()


@dataclass(frozen=True, slots=True)
class OximeterRadio:
    """Where a virtual oximeter lives.

    Attributes:
        device: Its Bluetooth device, powered on.
        within: The virtual air it is in and its name there; None on a real controller.
        reached_by: The radio that reaches it: "tcp-client:HOST:PORT", "system" (this computer's own Bluetooth), or
            "air" (any phone or computer in the room).
        lost: Set when its controller is gone.
    """

    device: Device
    within: tuple[VirtualAir, str] | None
    reached_by: str
    lost: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def open_oximeter_radio(spec: str, name: str = "oximeter") -> AsyncIterator[OximeterRadio]:
    """A radio to be an oximeter on.

    Args:
        spec: "tcp-server:HOST:PORT" (port 0: any free one) or "vhci" give other programs a controller of a virtual
            air; "usb:0", "serial:PORT" and "tcp-client:HOST:PORT" take a real controller.
        name: In a virtual air its address follows from this. BlueZ keeps the table of services of every address
            it has been connected to: oximeters with different tables need different names.

    Yields:
        Where the oximeter lives.

    Raises:
        UsageError: There is no such kind of radio, or its name is not well formed.
        BreathlineError: It can't be opened.
    """
    kind = _kind(spec, _SERVED | _REAL, "tcp-server:HOST:PORT, usb:0, serial:PORT or vhci")
    opener = {"tcp-server": _served_over_tcp, "vhci": _served_to_the_kernel}.get(kind, _on_a_controller)
    async with opener(spec, name) as radio:
        yield radio


def _kind(spec: str, kinds: dict[str, re.Pattern[str]], choice: str) -> str:
    kind = spec.partition(":")[0]
    if kind not in kinds:
        raise UsageError(f'there is no radio "{spec}"; use {choice}')
    found = kinds[kind].fullmatch(spec)
    if found is None or int(found.groupdict().get("port", 0)) > _PORT_MAX:
        raise UsageError(f'the radio "{spec}" is not well formed; use {choice}')
    return kind


@asynccontextmanager
async def _on_a_controller(spec: str, _name: str) -> AsyncIterator[OximeterRadio]:
    from breathline.ble.radio.adapter import Adapter

    lost = asyncio.Event()
    adapter = Adapter(spec, lost.set)
    try:
        yield OximeterRadio(await adapter.open(), None, "air", lost)
    finally:
        await adapter.close()


@asynccontextmanager
async def _served_over_tcp(spec: str, name: str) -> AsyncIterator[OximeterRadio]:
    from breathline.ble.radio.adapter import failure
    from breathline.ble.radio.air import VirtualAir
    from breathline.ble.radio.hci_server import HciServer

    host, _, port = spec.removeprefix("tcp-server:").rpartition(":")
    air = VirtualAir()
    server = HciServer(air)
    try:
        try:
            bound = await server.open(host.strip("[]"), int(port))
        except OSError as error:
            raise BreathlineError(f"can't listen at {host}:{port} ({failure(error)}); choose another") from error
        device = await air.device(name)
        yield OximeterRadio(device, (air, name), f"tcp-client:{host}:{bound}")
    finally:
        await server.close()
        await air.close()


@asynccontextmanager
async def _served_to_the_kernel(spec: str, name: str) -> AsyncIterator[OximeterRadio]:
    from breathline.ble.radio.adapter import open_named
    from breathline.ble.radio.air import VirtualAir

    air = VirtualAir()
    async with await open_named(spec) as transport:
        controller = air.controller("kernel")
        controller.set_packet_sink(transport.sink)
        transport.source.set_packet_sink(controller)
        try:
            device = await air.device(name)
            yield OximeterRadio(device, (air, name), "system")
        finally:
            await air.close()
