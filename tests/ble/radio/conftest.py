"""A virtual air for a test, and a plain device on it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from bumble import att
from bumble.core import UUID
from bumble.device import Connection, Device
from bumble.gatt import Characteristic, Descriptor, Service

from breathline.ble.backend import Backend
from breathline.ble.radio.advertising import write
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from tests.ble.radio.gadget import GADGET, INDICATES, NOTIFIES, READABLE, REFUSES, SERVICE, WRITABLE

_READ, _WRITE = att.Attribute.READABLE, att.Attribute.WRITEABLE
_P = Characteristic.Properties


@dataclass
class Gadget:
    """A device with one characteristic of each kind."""

    device: Device
    notifies: Characteristic[bytes]
    indicates: Characteristic[bytes]
    written: list[bytes] = field(default_factory=list)

    async def advertise(self) -> None:
        packet, response = write(GADGET)
        await self.device.start_advertising(
            advertising_data=packet,
            scan_response_data=response,
            advertising_interval_min=20,
            advertising_interval_max=20,
        )


class _Complaints(logging.Handler):
    """Collects what the stack below takes for a fault; packets that cross the end of a link are only its warnings."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        # The end of a connection that was given up as it was made may overtake its beginning in bumble's tasks.
        if "Unknown disconnection handle" not in record.getMessage():
            self.said.append(record.getMessage())


@pytest.fixture(autouse=True)
async def nothing_complains() -> AsyncIterator[None]:
    complaints = _Complaints()
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: complaints.said.append(str(context)))
    logging.getLogger("bumble").addHandler(complaints)
    yield
    logging.getLogger("bumble").removeHandler(complaints)
    assert not complaints.said, "; ".join(complaints.said)


@pytest.fixture
async def air() -> AsyncIterator[VirtualAir]:
    air = VirtualAir()
    yield air
    await air.close()


@pytest.fixture
async def box(air: VirtualAir) -> Backend:
    return backend_for(await air.device("box"))


@pytest.fixture
async def gadget(air: VirtualAir) -> Gadget:
    device = await air.device("gadget")

    def refuse(_connection: Connection) -> bytes:
        raise att.ATT_Error(att.ErrorCode.INSUFFICIENT_RESOURCES)

    readable = Characteristic[bytes](UUID(READABLE), _P.READ, _READ, b"x" * 60)
    label = Descriptor(UUID(0x2901), _READ | _WRITE, b"pleth")
    notifies = Characteristic[bytes](UUID(NOTIFIES), _P.NOTIFY, _READ, b"", [label])
    indicates = Characteristic[bytes](UUID(INDICATES), _P.INDICATE, _READ, b"")
    writable = Characteristic[bytes](UUID(WRITABLE), _P.WRITE | _P.WRITE_WITHOUT_RESPONSE, _WRITE, b"")
    refuses = Characteristic[bytes](UUID(REFUSES), _P.READ, _READ, att.AttributeValue(read=refuse))
    made = Gadget(device, notifies, indicates)
    writable.on(writable.EVENT_WRITE, lambda _connection, value: made.written.append(bytes(value)))
    device.add_service(Service(UUID(SERVICE), [readable, notifies, indicates, writable, refuses]))
    await made.advertise()
    return made
