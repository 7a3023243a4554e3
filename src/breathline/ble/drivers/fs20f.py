"""FS20F, VTM-20F, Yuwell and their relatives: framed bytes on FFE4.

A frame is `FE | length | kind | data | sum`; `length` counts all of it, `sum` is of the bytes after FE. Values come
once a second, the pleth sample by sample fifty times. Whether a finger is in the clip is said only beside the pleth.
"""

from __future__ import annotations

import re

from breathline.ble.drivers.bounds import PULSE_MAX, perfusion_or_none, pulse_or_none, spo2_or_none, to_field
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
    sig_uuid,
)
from breathline.ble.drivers.frames import StreamSession, find_header
from breathline.words import Flag, Frame, Reading

SERIAL = sig_uuid(0xFFE0)
"""Countless serial modules use it."""
SERIAL_NOTIFY = sig_uuid(0xFFE4)

_NAME = re.compile(r"FS20F|VTM[ -]?20F|YX110|AD5\b", re.IGNORECASE)

_HEADER = b"\xfe"
_LENGTH_MIN = 4
"""Header, length, kind, sum."""
_LENGTH_MAX = 20
"""One notification. Known frames have 8 and 10; a damaged length must not stall the stream."""

_VALUES = 0x55
_VALUES_SIZE = 10
_PLETH = 0x56
_PLETH_SIZE = 8
_NO_PULSE = 511
_NO_SPO2 = 127
_PERFUSION_STEPS = 1000
"""In one percent."""
_SENSOR_OFF = 1 << 1
"""Of the pleth's status byte. Nothing is known of its other bits."""
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""What the virtual device sends as "sensor off"."""

_BAR_MAX = 16
_SAMPLE_MAX = 100
"""The largest pleth sample of the virtual device; recorded ones are 31 and 56."""
_NOTIFICATION = 20
"""Bytes in one notification at most."""


class _Layout:
    def find(self, data: bytes | bytearray, start: int) -> int:
        return find_header(data, _HEADER, start)

    def size(self, data: bytes | bytearray) -> int | None:
        if len(data) < 2:  # noqa: PLR2004 - header and length
            return None
        return data[1] if _LENGTH_MIN <= data[1] <= _LENGTH_MAX else 0

    def fault(self, frame: bytes) -> str:
        return "" if sum(frame[1:-1]) & 0xFF == frame[-1] else "the checksum does not match"


class _Reader:
    """Keeps what the pleth said about the finger for the values, which do not say it."""

    def __init__(self) -> None:
        self._flags: frozenset[Flag] = frozenset()

    def __call__(self, t: float, frame: bytes) -> Reading | Refused:
        kind = frame[2], len(frame)
        if kind == (_VALUES, _VALUES_SIZE):
            return self._values(t, frame)
        if kind == (_PLETH, _PLETH_SIZE):
            self._flags = frozenset({Flag.NO_FINGER}) if frame[4] & _SENSOR_OFF else frozenset()
            return Reading(t, Frame.PLETH, flags=self._flags, pleth=(float(frame[3]),))
        return Refused(t, f"unknown frame {kind[0]:02x}", frame)

    def _values(self, t: float, frame: bytes) -> Reading:
        if self._flags:
            return Reading(t, Frame.VALUES, flags=self._flags)
        pulse = frame[3] << 8 | frame[4]
        return Reading(
            t,
            Frame.VALUES,
            # "No SpO2" is 127, above any saturation, so the bounds drop it.
            spo2=spo2_or_none(float(frame[5])),
            pulse=pulse_or_none(float(pulse)) if pulse != _NO_PULSE else None,
            perfusion=perfusion_or_none((frame[6] << 8 | frame[7]) / _PERFUSION_STEPS),
        )


class _Encoder(QuietEncoder):
    """Fills notifications with whole frames."""

    def __init__(self) -> None:
        self._off = False
        self._count = 0

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.frame is Frame.VALUES:
            off = bool(reading.flags & _OFF)
            # The pleth never stops on a real device, so it has said that the finger is gone before the values do.
            news = [self._pleth(0.0, off=off)] if off != self._off else []
            self._off = off
            return _notifications([*news, self._values(reading)])
        return _notifications([self._pleth(sample, off=self._off) for sample in reading.pleth])

    def _values(self, reading: Reading) -> bytes:
        off = self._off
        pulse = to_field(None if off else reading.pulse, int(PULSE_MAX) - 1, none=_NO_PULSE)
        perfusion = to_field(None if off else reading.perfusion, 0xFFFF, times=_PERFUSION_STEPS)
        spo2 = to_field(None if off else reading.spo2, _NO_SPO2, none=_NO_SPO2)
        return self._frame(_VALUES, [pulse >> 8, pulse & 0xFF, spo2, perfusion >> 8, perfusion & 0xFF])

    def _pleth(self, sample: float, *, off: bool) -> bytes:
        height = 0 if off else to_field(sample, _SAMPLE_MAX)
        return self._frame(_PLETH, [height, _SENSOR_OFF if off else 0, height * _BAR_MAX // _SAMPLE_MAX])

    def _frame(self, kind: int, data: list[int]) -> bytes:
        self._count = (self._count + 1) & 0xFF
        body = bytes([len(data) + _LENGTH_MIN + 1, kind, *data, self._count])
        return _HEADER + body + bytes([sum(body) & 0xFF])


def _notifications(frames: list[bytes]) -> list[Notification]:
    sent: list[bytes] = []
    for frame in frames:
        if sent and len(sent[-1]) + len(frame) <= _NOTIFICATION:
            sent[-1] += frame
        else:
            sent.append(frame)
    return [Notification(SERIAL_NOTIFY, data) for data in sent]


class Fs20f:
    """The FS20F family."""

    family = Family.FS20F
    models = "FS20F, VTM-20F, AD5, Yuwell YX110"
    evidence = Evidence.REAL_CAPTURE
    gives = ("spo2", "pulse", "perfusion", "pleth")
    period_s = 1.0
    pleth_hz = 50.0
    pairing = Pairing.NONE
    values_characteristic = SERIAL_NOTIFY
    subscriptions = (SERIAL_NOTIFY,)
    services = (Service(SERIAL, (Characteristic(SERIAL_NOTIFY, frozenset({Property.NOTIFY})),)),)
    advertisement = Advertisement(name="FS20F", services=frozenset({SERIAL}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name decides: countless gadgets use the same serial service."""
        named = _NAME.match(advertisement.name or "") is not None
        return Match.of(named=named, served=SERIAL in advertisement.services, shared=True)

    def session(self) -> StreamSession:
        """A fresh byte stream."""
        return StreamSession(self.family, SERIAL_NOTIFY, _Layout(), _Reader())

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
