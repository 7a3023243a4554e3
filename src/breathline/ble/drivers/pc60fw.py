"""PC-60FW, OxySmart and their relatives (Creative, Lepu): framed bytes over the Nordic UART service.

A frame is `AA 55 | token | length | type | data | CRC-8/MAXIM`; `length` counts type, data and checksum. Values come
once a second, the pleth as ten frames of five samples a second. When the finger is off, the old values stay in the
frame: the status bits decide, not the numbers.
"""

from __future__ import annotations

import re
from math import ceil
from typing import TYPE_CHECKING

from breathline.ble.drivers.bounds import perfusion_or_none, pulse_or_none, spo2_or_none, to_field
from breathline.ble.drivers.crc8 import crc8_maxim
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
    Refused,
    Service,
)
from breathline.ble.drivers.frames import StreamSession, find_header
from breathline.words import Flag, Frame, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

UART = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"
UART_WRITE = "6e400002-b5a3-f393-e0a9-e50e24dcca9e"
UART_NOTIFY = "6e400003-b5a3-f393-e0a9-e50e24dcca9e"

# "PF-10AW-1" speaks another protocol (oxyii), so it is left out here.
_NAME = re.compile(r"(OxySmart|PC-60F|KS-60F|POD-1|PF-[12]0(?!AW-1)|S[567]W)")

_HEADER = b"\xaa\x55"
_BEFORE_TYPE = 4
"""Header, token and length."""
_LENGTH_MIN = 2
"""A type and a checksum."""
_LENGTH_MAX = 64
"""The longest that is waited for. Known frames have 8 or less; a damaged length must not stall the stream."""

# Token and type of the known frames.
_VALUES = (0x0F, 0x01)
_PLETH = (0x0F, 0x02)
_MODE = (0x0F, 0x21)
_BATTERY = (0xF0, 0x03)
_VALUES_SIZE = 6
"""SpO2, pulse (2), perfusion, status, battery. Relatives append more."""
_SAMPLE = 0x7F
"""Bit 7 of a pleth sample marks a beat."""
_MEASURING = bytes([2, 0, 0, 0])
"""Mode 2, as every recorded mode frame of a device at work says."""

_STATUS = {
    0: Flag.SENSOR_DISCONNECTED,
    1: Flag.NO_FINGER,
    2: Flag.SEARCHING,
    3: Flag.SENSOR_FAULT,
    4: Flag.MOTION,
    5: Flag.LOW_PERFUSION,
}
_OLD_VALUES = frozenset({Flag.SENSOR_DISCONNECTED, Flag.NO_FINGER, Flag.SEARCHING, Flag.SENSOR_FAULT})
"""Under these the numbers in the frame are left over from before."""

_LEVEL_MAX = 3
_LEVEL_PERCENT = 25
_NOTIFICATION = 20
"""Bytes the device's UART module puts into one notification at most."""
_PLETH_SAMPLES = 5
"""Samples in one frame."""


class _Layout:
    def find(self, data: bytes | bytearray, start: int) -> int:
        return find_header(data, _HEADER, start)

    def size(self, data: bytes | bytearray) -> int | None:
        if len(data) < _BEFORE_TYPE:
            return None
        length = data[_BEFORE_TYPE - 1]
        return _BEFORE_TYPE + length if _LENGTH_MIN <= length <= _LENGTH_MAX else 0

    def fault(self, frame: bytes) -> str:
        return "" if crc8_maxim(frame[:-1]) == frame[-1] else "the checksum does not match"


def _reading(t: float, frame: bytes) -> Reading | Refused:
    data = frame[_BEFORE_TYPE + 1 : -1]
    kind = frame[2], frame[_BEFORE_TYPE]
    if kind == _VALUES and len(data) >= _VALUES_SIZE:
        return _values(t, data)
    if kind == _PLETH:
        return Reading(t, Frame.PLETH, pleth=tuple(float(sample & _SAMPLE) for sample in data))
    if kind == _MODE:
        return Reading(t, Frame.STATUS)
    if kind == _BATTERY and data and data[0] <= _LEVEL_MAX:
        return Reading(t, Frame.STATUS, battery=_percent(data[0]))
    return Refused(t, f"unknown frame {kind[0]:02x}/{kind[1]:02x}", frame)


def _values(t: float, data: bytes) -> Reading:
    flags = frozenset(flag for bit, flag in _STATUS.items() if data[4] >> bit & 1)
    current = not flags & _OLD_VALUES
    return Reading(
        t,
        Frame.VALUES,
        spo2=spo2_or_none(float(data[0])) if current else None,
        pulse=pulse_or_none(float(data[1] | data[2] << 8)) if current else None,
        perfusion=perfusion_or_none(data[3] / 10) if current else None,
        flags=flags,
        battery=_percent(data[5] >> 6),
    )


def _percent(level: int) -> int:
    return (level + 1) * _LEVEL_PERCENT


def _level(percent: int | None) -> int:
    """The level whose percentage is the nearest one not below; a full one when nothing is said."""
    return _LEVEL_MAX if percent is None else min(max(ceil(percent / _LEVEL_PERCENT) - 1, 0), _LEVEL_MAX)


class _Encoder(QuietEncoder):
    """Cuts as the device does: twenty bytes at most, what is over waits for the next frame of the pleth."""

    def __init__(self) -> None:
        self._waiting = b""
        self._last_values = bytes(4)
        self._level = _LEVEL_MAX

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.battery is not None:
            self._level = _level(reading.battery)
        mode = _frame(_MODE, _MEASURING)
        if reading.frame is Frame.VALUES:
            return self._send(self._values(reading) + self._battery() + mode)
        if reading.frame is Frame.PLETH:
            return self._send(b"".join(_pleth(reading.pleth)), all_of_it=True)
        return self._send(mode if reading.battery is None else self._battery(), all_of_it=True)

    def _values(self, reading: Reading) -> bytes:
        if not reading.flags & _OLD_VALUES:
            pulse = to_field(reading.pulse, 0xFFFF)
            self._last_values = bytes(
                [
                    to_field(reading.spo2, 0xFF),
                    pulse & 0xFF,
                    pulse >> 8,
                    to_field(reading.perfusion, 0xFF, times=10),
                ]
            )
        status = sum(1 << bit for bit, flag in _STATUS.items() if flag in reading.flags)
        return _frame(_VALUES, self._last_values + bytes([status, self._level << 6]))

    def _battery(self) -> bytes:
        return _frame(_BATTERY, bytes([self._level]))

    def _send(self, frames: bytes, *, all_of_it: bool = False) -> list[Notification]:
        self._waiting += frames
        whole = len(self._waiting) if all_of_it else len(self._waiting) // _NOTIFICATION * _NOTIFICATION
        sent, self._waiting = self._waiting[:whole], self._waiting[whole:]
        return [Notification(UART_NOTIFY, sent[at : at + _NOTIFICATION]) for at in range(0, len(sent), _NOTIFICATION)]


def _pleth(samples: tuple[float, ...]) -> Iterable[bytes]:
    amplitudes = bytes(to_field(sample, _SAMPLE) for sample in samples)
    for at in range(0, len(amplitudes), _PLETH_SAMPLES):
        yield _frame(_PLETH, amplitudes[at : at + _PLETH_SAMPLES])


def _frame(kind: tuple[int, int], data: bytes) -> bytes:
    body = _HEADER + bytes([kind[0], len(data) + 2, kind[1]]) + data
    return body + bytes([crc8_maxim(body)])


class Pc60fw:
    """The PC-60FW family."""

    family = Family.PC60FW
    models = "OxySmart, PC-60FW, PC-60F, KS-60FW, POD-1, PF-10, PF-20, S5W to S7W"
    evidence = Evidence.REAL_CAPTURE
    gives = ("spo2", "pulse", "perfusion", "pleth", "battery")
    period_s = 1.0
    pleth_hz = 50.0
    pairing = Pairing.NONE
    values_characteristic = UART_NOTIFY
    subscriptions = (UART_NOTIFY,)
    services = (
        Service(
            UART,
            (
                Characteristic(UART_WRITE, frozenset({Property.WRITE, Property.WRITE_NO_RESPONSE})),
                Characteristic(UART_NOTIFY, frozenset({Property.NOTIFY})),
            ),
        ),
    )
    advertisement = Advertisement(name="PC-60FW", services=frozenset({UART}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name decides: other families and countless gadgets use the same UART service."""
        named = _NAME.match(advertisement.name or "") is not None
        return Match.of(named=named, served=UART in advertisement.services, shared=True)

    def session(self) -> StreamSession:
        """A fresh byte stream."""
        return StreamSession(self.family, UART_NOTIFY, _Layout(), _reading)

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
