"""Contec CMS50D-BT and EMAY SleepO2: a stream that has to be started and then kept alive.

Commands and frames end in the sum of what is before, without bit 7. Values are `EB 01 | high bits | pulse | SpO2 | 7F |
00 | sum` once a second, the pleth `EB 00 | high bits | pleth | bar | sum`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from breathline.ble.drivers.bounds import pulse_or_none, spo2_or_none, to_field
from breathline.ble.drivers.driver import (
    Advertisement,
    Characteristic,
    Evidence,
    Family,
    Match,
    Notification,
    Pairing,
    Property,
    Refused,
    Service,
    Write,
    sig_uuid,
)
from breathline.ble.drivers.frames import StreamSession, find_header, pieces
from breathline.words import Flag, Frame, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

OXIMETER = sig_uuid(0xFF12)
"""Other makers use it too: Beurer for records, gadgets for anything."""
OXIMETER_WRITE = sig_uuid(0xFF01)
OXIMETER_NOTIFY = sig_uuid(0xFF02)

_NAME = re.compile(r"CMS50|EMAY", re.IGNORECASE)
# Some rings of Viatom's are named so as well; there the service tells.
_AMBIGUOUS_NAME = re.compile(r"SleepO2", re.IGNORECASE)
# Speaks a language of its own on the same service, and holds records only.
_OTHER_NAME = re.compile(r"(Beurer )?PO ?60", re.IGNORECASE)

_SEVEN_BITS = 0x7F

_HEADER = b"\xeb"
_PLETH, _VALUES, _STOPPED = 0x00, 0x01, 0x7F
_SIZE = {_PLETH: 6, _VALUES: 8, _STOPPED: 3}

_PULSE_BIT_7 = 1
"""Bit 7 of the pulse lies in this bit of the high bits."""
_HIGH_BITS = 0x05
"""The other high bits as an EMAY sends them; nobody knows what for."""
_NO_FINGER = 0x7F
"""In the place of the SpO2. There 0 and FF are "none" as well, without a reason given."""
_SPO2_MAX = _NO_FINGER - 1
_NO_PULSE = 0xFF

_KEEP_ALIVE = bytes([0x9A])
_START_PLETH, _START_VALUES, _STOP = (bytes([0x9B, what]) for what in (_PLETH, _VALUES, _STOPPED))
# The pleth first: should a device know one at a time, the values win.
_START = (_KEEP_ALIVE, _START_PLETH, _START_VALUES)
_GREETINGS = (
    (bytes([0x89]), bytes([0x8E, 0x05]), *_START),  # as EMAY's program does: hello, state
    (bytes([0x81]), bytes([0x82]), *_START),  # as is done with a CMS50D-BT
)
"""How a device is started. Which kind it is shows when one of them works. The battery (86) is not asked for: nobody
knows what the answer looks like."""
_KEEP_ALIVE_S = 1.5
"""An EMAY stops three to four seconds after the last one."""
_STOPS_AFTER_S = 3.5
"""The virtual device does so as well."""

_BAR_MAX = 15
_FRAMES_IN_NOTIFICATION = 3
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""Under these the virtual device sends "no finger"."""


class _Layout:
    def find(self, data: bytes | bytearray, start: int) -> int:
        return find_header(data, _HEADER, start)

    def size(self, data: bytes | bytearray) -> int | None:
        return _SIZE.get(data[1], 0) if len(data) > 1 else None

    def fault(self, frame: bytes) -> str:
        return "" if sum(frame[:-1]) & _SEVEN_BITS == frame[-1] else "the checksum does not match"


class _Session(StreamSession):
    """Starts the stream, if need be in more than one way, and keeps it alive."""

    def __init__(self) -> None:
        super().__init__(Family.CONTEC, OXIMETER_NOTIFY, _Layout(), self._read)
        self._due: float | None = None
        self._started = False
        self._greeted = 0

    def opened(self, t: float) -> list[Write]:
        return self._write(t, self._greeting())

    @property
    def next_write(self) -> float | None:
        return self._due

    def writes(self, t: float) -> list[Write]:
        if self._due is None or t < self._due:
            return []
        return self._write(t, (_KEEP_ALIVE,) if self._started else self._greeting())

    def _greeting(self) -> Iterable[bytes]:
        """The next way to start it, in turn until one has worked."""
        self._greeted += 1
        return _GREETINGS[(self._greeted - 1) % len(_GREETINGS)]

    def _write(self, t: float, commands: Iterable[bytes]) -> list[Write]:
        self._due = t + _KEEP_ALIVE_S
        return [Write(OXIMETER_WRITE, _summed(command), response=True) for command in commands]

    def _read(self, t: float, frame: bytes) -> Reading | Refused:
        if frame[1] == _STOPPED:
            return Reading(t, Frame.STATUS)
        if frame[1] == _PLETH:
            return Reading(t, Frame.PLETH, pleth=(float(frame[3] & _SEVEN_BITS),))
        self._started = True
        fingered = frame[4] != _NO_FINGER
        pulse = frame[3] | (frame[2] >> _PULSE_BIT_7 & 1) << 7
        return Reading(
            t,
            Frame.VALUES,
            spo2=spo2_or_none(float(frame[4])) if fingered else None,
            pulse=pulse_or_none(float(pulse)) if fingered and pulse != _NO_PULSE else None,
            flags=frozenset() if fingered else frozenset({Flag.NO_FINGER}),
        )


def _summed(body: bytes) -> bytes:
    return body + bytes([sum(body) & _SEVEN_BITS])


class _Encoder:
    """Sends what it was told to start, until it has not been kept alive for too long."""

    def __init__(self) -> None:
        self._streams: set[int] = set()
        self._kept_alive = 0.0

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.t - self._kept_alive > _STOPS_AFTER_S:
            return []
        frames = b""
        if reading.frame is Frame.PLETH and _PLETH in self._streams:
            frames = b"".join(_pleth(sample) for sample in reading.pleth)
        if reading.frame is Frame.VALUES and _VALUES in self._streams:
            frames = _values(reading)
        return [
            Notification(OXIMETER_NOTIFY, piece) for piece in pieces(frames, _FRAMES_IN_NOTIFICATION * _SIZE[_PLETH])
        ]

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:
        command = data[:-1]
        if characteristic != OXIMETER_WRITE or _summed(command) != data:
            return []
        if command == _STOP:
            self._streams.clear()
            return [Notification(OXIMETER_NOTIFY, _summed(_HEADER + bytes([_STOPPED])))]
        if command in {_START_PLETH, _START_VALUES}:
            self._streams.add(command[1])
        if command in _START:
            self._kept_alive = t
        return []


def _values(reading: Reading) -> bytes:
    fingered = not reading.flags & _OFF
    spo2 = to_field(reading.spo2, _SPO2_MAX) if fingered else _NO_FINGER
    pulse = to_field(reading.pulse if fingered else None, _NO_PULSE - 1, none=_NO_PULSE)
    high = _HIGH_BITS | pulse >> 7 << _PULSE_BIT_7
    return _summed(_HEADER + bytes([_VALUES, high, pulse & _SEVEN_BITS, spo2, 0x7F, 0]))


def _pleth(sample: float) -> bytes:
    height = to_field(sample, _SEVEN_BITS)
    return _summed(_HEADER + bytes([_PLETH, _HIGH_BITS, height, height * _BAR_MAX // _SEVEN_BITS]))


class Contec:
    """The family of Contec and EMAY."""

    family = Family.CONTEC
    models = "Contec CMS50D-BT, EMAY SleepO2"
    evidence = Evidence.REAL_CAPTURE
    gives = ("spo2", "pulse", "pleth")
    period_s = 1.0
    pleth_hz = 60.0
    pairing = Pairing.NONE
    values_characteristic = OXIMETER_NOTIFY
    subscriptions = (OXIMETER_NOTIFY,)
    services = (
        Service(
            OXIMETER,
            (
                Characteristic(OXIMETER_WRITE, frozenset({Property.WRITE})),
                Characteristic(OXIMETER_NOTIFY, frozenset({Property.NOTIFY})),
            ),
        ),
    )
    advertisement = Advertisement(name="SleepO2", services=frozenset({OXIMETER}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name decides, and where others bear it too, the service with it."""
        name, served = advertisement.name or "", OXIMETER in advertisement.services
        if _OTHER_NAME.match(name):
            return Match.NO
        if _AMBIGUOUS_NAME.match(name):
            return Match.CERTAIN if served else Match.POSSIBLE
        return Match.of(named=_NAME.match(name) is not None, served=served, shared=True)

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
