"""Advertising packets: from bytes to bleak's form, and from what a device says of itself to bytes.

Read by our own hand, for a packet heard in a busy room may be cut or wrong anywhere and must cost no more than itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from breathline.ble.drivers.driver import Advertisement as Described

# Assigned Numbers, "Common Data Types".
_FLAGS = 0x01
_UUID_LISTS = {0x02: 2, 0x03: 2, 0x04: 4, 0x05: 4, 0x06: 16, 0x07: 16}
_COMPLETE_UUID16_LIST = 0x03
_COMPLETE_UUID128_LIST = 0x07
_SHORT_NAME = 0x08
_COMPLETE_NAME = 0x09
_TX_POWER = 0x0A
_SERVICE_DATA = {0x16: 2, 0x20: 4, 0x21: 16}
_MAKER_DATA = 0xFF

_LE_ONLY_GENERAL_DISCOVERABLE = 0x06
_PACKET_LENGTH = 31
"""What one legacy advertising packet, and one scan response, can hold."""

_BASE_TAIL = bytes.fromhex("00001000800000805f9b34fb")
"""Every 16- and 32-bit UUID ends so."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What an advertisement said."""

    name: str | None
    makers: dict[int, bytes]
    service_data: dict[str, bytes]
    services: tuple[str, ...]
    tx_power: int | None


def full_uuid(little_endian: bytes) -> str:
    """A 16-, 32- or 128-bit UUID, as sent over the air, in full and in lower case."""
    big_endian = little_endian[::-1]
    if len(big_endian) < 16:  # noqa: PLR2004 - the length of a whole UUID
        big_endian = big_endian.rjust(4, b"\0") + _BASE_TAIL
    return str(UUID(bytes=big_endian))


def read(fields: Iterable[tuple[int, bytes]]) -> Heard:
    """Read the fields (type, value) of an advertisement; a field too short for its type says nothing."""
    name: str | None = None
    makers: dict[int, bytes] = {}
    service_data: dict[str, bytes] = {}
    services: dict[str, None] = {}
    tx_power: int | None = None
    for kind, value in fields:
        if kind == _COMPLETE_NAME or (kind == _SHORT_NAME and name is None):
            name = value.rstrip(b"\0").decode(errors="replace")
        elif kind in _UUID_LISTS:
            size = _UUID_LISTS[kind]
            whole = len(value) - len(value) % size
            services.update((full_uuid(value[at : at + size]), None) for at in range(0, whole, size))
        elif kind in _SERVICE_DATA and len(value) >= _SERVICE_DATA[kind]:
            size = _SERVICE_DATA[kind]
            service_data[full_uuid(value[:size])] = value[size:]
        elif kind == _MAKER_DATA and len(value) >= 2:  # noqa: PLR2004 - the company identifier
            makers[int.from_bytes(value[:2], "little")] = value[2:]
        elif kind == _TX_POWER and len(value) == 1:
            tx_power = int.from_bytes(value, signed=True)
    return Heard(name, makers, service_data, tuple(services), tx_power)


def write(described: Described) -> tuple[bytes, bytes]:
    """The advertising packet and the scan response of a device, at most 31 bytes each.

    The name goes where it fits: beside the services, else into the scan response, as real oximeters do.
    """
    packet = _field(_FLAGS, bytes([_LE_ONLY_GENERAL_DISCOVERABLE]))
    response = b""
    for field in _fields(described):
        if len(packet) + len(field) <= _PACKET_LENGTH:
            packet += field
        else:
            response += field
    return packet, response[:_PACKET_LENGTH]


def _fields(described: Described) -> list[bytes]:
    wires = [UUID(uuid).bytes[::-1] for uuid in sorted(described.services)]
    short = [wire[12:14] for wire in wires if wire.endswith(b"\0\0") and wire.startswith(_BASE_TAIL[::-1])]
    long = [wire for wire in wires if not (wire.endswith(b"\0\0") and wire.startswith(_BASE_TAIL[::-1]))]
    fields = []
    if short:
        fields.append(_field(_COMPLETE_UUID16_LIST, b"".join(short)))
    if long:
        fields.append(_field(_COMPLETE_UUID128_LIST, b"".join(long)))
    fields += [_field(_MAKER_DATA, company.to_bytes(2, "little")) for company in sorted(described.companies)]
    if described.name is not None:
        fields.append(_field(_COMPLETE_NAME, described.name.encode()[: _PACKET_LENGTH - 2]))
    return fields


def _field(kind: int, value: bytes) -> bytes:
    return bytes([len(value) + 1, kind]) + value
