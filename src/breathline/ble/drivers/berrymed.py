"""BerryMed BM1000 ("Myki"): the BCI protocol, a hundred five-byte packets a second, no checksum.

Only bit 7 of a packet's first byte is set, so the stream can be joined and mended anywhere. Every packet carries the
values and one pleth sample.
"""

from __future__ import annotations

import re

from breathline.ble.drivers.bounds import pulse_or_none, spo2_or_none
from breathline.ble.drivers.driver import (
    Advertisement,
    Characteristic,
    Evidence,
    Family,
    Match,
    Notification,
    Pairing,
    Property,
    QuietEncoder,
    Service,
)
from breathline.ble.drivers.frames import StreamSession
from breathline.words import Flag, Frame, Reading

TRANSPARENT_UART = "49535343-fe7d-4ae5-8fa9-9fafd205e455"
"""Used by many gadgets with the same radio module; BerryMed does not advertise it."""
UART_NOTIFY = "49535343-1e4d-4bd9-ba61-23c647249616"
UART_WRITE = "49535343-8841-43f4-a8d4-ecbe34729bb3"

_NAME = "BerryMed"
_MAKER = "00:A0:50"

_SIZE = 5
_SYNC = 0x80
_FIRST = re.compile(rb"[\x80-\xff]")
"""A packet's first byte; in the others bit 7 is not set."""
_SEVEN_BITS = 0x7F
_NO_SPO2 = 127
_NO_PULSE = 255
_PULSE_BIT_7 = 6
"""Bit 7 of the pulse lies in bit 6 of byte 3."""
_PACKETS_IN_NOTIFICATION = 4

_FLAGS = (Flag.SEARCHING, Flag.SENSOR_DISCONNECTED, Flag.NO_FINGER, Flag.SEARCHING)
"""Bits 4 and 5 of byte 1, then those of byte 3. The first says that searching has taken too long."""
_MEANT = tuple(frozenset(flag for bit, flag in enumerate(_FLAGS) if key >> bit & 1) for key in range(1 << len(_FLAGS)))
"""What those four bits say together, worked out once: a hundred packets come each second."""
_OLD_VALUES = frozenset({Flag.SENSOR_DISCONNECTED, Flag.NO_FINGER})
"""Under these a number can't be of this person."""

_STRENGTH_GOOD = 7
"""Signal strength, 0..8, that the virtual device reports while it measures."""
_PLETH_MAX = 100
_BAR_MAX = 15
"""Bargraph, four bits."""


class _Layout:
    def find(self, data: bytes | bytearray, start: int) -> int:
        found = _FIRST.search(data, start)
        return found.start() if found else len(data)

    def size(self, data: bytes | bytearray) -> int | None:
        return _SIZE if data else None

    def fault(self, frame: bytes) -> str:
        return "" if frame[1:].isascii() else "a packet is cut short"


def _reading(t: float, packet: bytes) -> Reading:
    flags = _MEANT[packet[0] >> 4 & 0b11 | packet[2] >> 2 & 0b1100]
    current = not flags & _OLD_VALUES
    pulse = packet[3] | (packet[2] >> _PULSE_BIT_7 & 1) << 7
    return Reading(
        t,
        Frame.VALUES,
        # "No SpO2" is 127, above any saturation, so the bounds drop it.
        spo2=spo2_or_none(float(packet[4])) if current else None,
        pulse=pulse_or_none(float(pulse)) if current and pulse != _NO_PULSE else None,
        flags=flags,
        # A pleth of 0 means "invalid" but keeps its place: dropping it would bend the time axis.
        pleth=(float(packet[1]),),
    )


class _Encoder(QuietEncoder):
    """Sends four packets to a notification, as the device does."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.frame is not Frame.VALUES:
            return []
        self._waiting += [_packet(reading, sample) for sample in reading.pleth or (0.0,)]
        sent = []
        while len(self._waiting) >= _PACKETS_IN_NOTIFICATION:
            sent.append(Notification(UART_NOTIFY, b"".join(self._waiting[:_PACKETS_IN_NOTIFICATION])))
            del self._waiting[:_PACKETS_IN_NOTIFICATION]
        return sent


def _packet(reading: Reading, sample: float) -> bytes:
    current = not reading.flags & _OLD_VALUES
    spo2 = _NO_SPO2 if reading.spo2 is None or not current else min(max(round(reading.spo2), 0), _NO_SPO2)
    pulse = _NO_PULSE if reading.pulse is None or not current else min(max(round(reading.pulse), 0), _NO_PULSE)
    pleth = min(max(round(sample), 0), _PLETH_MAX)
    first = _SYNC | (0 if reading.spo2 is None else _STRENGTH_GOOD)
    first |= (Flag.SENSOR_DISCONNECTED in reading.flags) << 5
    third = pleth * _BAR_MAX // _PLETH_MAX | (pulse >> 7) << _PULSE_BIT_7
    third |= (Flag.NO_FINGER in reading.flags) << 4 | (Flag.SEARCHING in reading.flags) << 5
    return bytes([first, pleth, third, pulse & _SEVEN_BITS, spo2])


class BerryMed:
    """The BerryMed family."""

    family = Family.BERRYMED
    models = "BerryMed BM1000A, B, C, E (Myki)"
    evidence = Evidence.TWO_SOURCES
    gives = ("spo2", "pulse", "pleth")
    period_s = 0.01
    pleth_hz = 100.0
    pairing = Pairing.NONE
    values_characteristic = UART_NOTIFY
    subscriptions = (UART_NOTIFY,)
    services = (
        Service(
            TRANSPARENT_UART,
            (
                Characteristic(UART_NOTIFY, frozenset({Property.NOTIFY})),
                Characteristic(UART_WRITE, frozenset({Property.WRITE, Property.WRITE_NO_RESPONSE})),
            ),
        ),
    )
    advertisement = Advertisement(name=_NAME, maker=_MAKER)

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name decides: the real device advertises no service."""
        named = (advertisement.name or "").startswith(_NAME)
        served = TRANSPARENT_UART in advertisement.services
        if named:
            return Match.CERTAIN if served or advertisement.maker == _MAKER else Match.LIKELY
        return Match.POSSIBLE if served else Match.NO

    def session(self) -> StreamSession:
        """A fresh byte stream."""
        return StreamSession(self.family, UART_NOTIFY, _Layout(), _reading)

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
