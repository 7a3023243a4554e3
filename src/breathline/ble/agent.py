"""BlueZ pairs only while somebody has registered to be asked, an "agent". On a box without a desktop nobody has."""

from __future__ import annotations

import sys
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from breathline.ble.adapter import RADIO_ERRORS
from breathline.ble.deadline import within

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bleak.backends.device import BLEDevice
    from dbus_fast import Message
    from dbus_fast.aio import MessageBus

    from breathline.ble.backend import Backend

REGISTER_S = 5.0
"""BlueZ answers in milliseconds, or not at all."""

_NAME = "org.bluez"
_PATH = "/org/bluez"
_MANAGER = "org.bluez.AgentManager1"
_AGENT = "org.bluez.Agent1"
_OURS = "/breathline/agent"
_NO_KEYS_NO_SCREEN = "NoInputNoOutput"
"""What we say of ourselves, so that BlueZ pairs without a code (Just Works)."""


@asynccontextmanager
async def agreeing_to_pair(backend: Backend, device: BLEDevice) -> AsyncIterator[None]:
    """As long as this lasts, BlueZ may pair with this device without a code, and is refused any other.

    Where BlueZ can't be asked the attempt goes on without: it says itself what is wrong.

    Args:
        backend: The radio. Only BlueZ, the system's own on Linux, asks.
        device: The one to pair with.
    """
    path = device.details.get("path") if isinstance(device.details, dict) else None
    if backend.client is not None or sys.platform != "linux" or path is None:
        yield
        return
    from dbus_fast import BusType
    from dbus_fast.aio import MessageBus

    # A connection of its own: when it ends BlueZ forgets the agent, and asks the one that was there before again.
    bus = MessageBus(bus_type=BusType.SYSTEM)
    bus.add_message_handler(lambda message: answer(message, path))
    try:
        with suppress(*RADIO_ERRORS):
            await within(REGISTER_S, _register(bus))
        yield
    finally:
        if bus.connected:
            bus.disconnect()


async def _register(bus: MessageBus) -> None:
    from dbus_fast import Message

    await bus.connect()
    for member, signature, body in (
        ("RegisterAgent", "os", [_OURS, _NO_KEYS_NO_SCREEN]),
        ("RequestDefaultAgent", "o", [_OURS]),
    ):
        await bus.call(Message(_NAME, _PATH, _MANAGER, member, signature=signature, body=body))


def answer(message: Message, path: str) -> Message | None:
    """What the agent says to a message; None when it is not for the agent.

    Args:
        message: What came over the bus.
        path: The device, as BlueZ names it, that may pair without a code.
    """
    from dbus_fast import Message, MessageType

    if message.message_type is not MessageType.METHOD_CALL or message.interface != _AGENT:
        return None
    told = message.member in {"Release", "Cancel"}
    if told or (message.member == "RequestAuthorization" and message.body == [path]):
        return Message.new_method_return(message)
    return Message.new_error(message, "org.bluez.Error.Rejected", "this device was not asked for")
