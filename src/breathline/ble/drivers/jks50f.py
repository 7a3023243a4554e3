"""JKS50F ("OXIMETER…"): frames of 69 bytes over a serial service, of which the first eight are understood.

A frame is `FF 44 01 | finger | SpO2 | pulse | perfusion (2) | 60 unknown bytes | sum + 1`. Values use seven bits of a
byte; the perfusion index has seven in its first byte and six in its second.
"""

from __future__ import annotations

import re

from breathline.ble.drivers.bounds import perfusion_or_none, pulse_or_none, spo2_or_none, to_field
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
    sig_uuid,
)
from breathline.ble.drivers.frames import StreamSession, find_header
from breathline.ble.drivers.fs20f import SERIAL
from breathline.words import Flag, Frame, Reading

SERIAL_NOTIFY = sig_uuid(0xFFE1)
"""Of every serial module of this kind; most are no oximeters."""

_NAME = re.compile(r"OXIMETER|JKS50")

_HEADER = b"\xff\x44\x01"
_SIZE = 69
_NO_VALUE = 127
"""SpO2 and pulse: seven bits, all set."""
_SEVEN_BITS = 0x7F
_SIX_BITS = 0x3F
_NO_PERFUSION = 0x1FFF
"""Thirteen bits, all set: 81.91."""
_PERFUSION_STEPS = 100
"""In one percent."""
_PULSE_DOUBT = 0x40
"""Of the perfusion's second byte. In related protocols it is bit 7 of the pulse; nobody has said so of this one."""
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
_NOTIFICATION = 20
"""Bytes the serial module puts into one notification."""


class _Layout:
    def find(self, data: bytes | bytearray, start: int) -> int:
        return find_header(data, _HEADER, start)

    def size(self, data: bytes | bytearray) -> int | None:  # noqa: ARG002 - they are all the same
        return _SIZE

    def fault(self, frame: bytes) -> str:
        return "" if (sum(frame[:-1]) + 1) & 0xFF == frame[-1] else "the checksum does not match"


def _reading(t: float, frame: bytes) -> Reading:
    if frame[3]:
        return Reading(t, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}))
    perfusion = frame[6] & _SEVEN_BITS | (frame[7] & _SIX_BITS) << 7
    # A pulse of 130 must not be shown as 2: where the bit might say 128 more, there is no pulse.
    pulse_known = frame[5] != _NO_VALUE and not frame[7] & _PULSE_DOUBT
    return Reading(
        t,
        Frame.VALUES,
        # "No SpO2" is 127, above any saturation, so the bounds drop it.
        spo2=spo2_or_none(float(frame[4])),
        pulse=pulse_or_none(float(frame[5])) if pulse_known else None,
        perfusion=perfusion_or_none(perfusion / _PERFUSION_STEPS) if perfusion != _NO_PERFUSION else None,
    )


class _Encoder(QuietEncoder):
    """Cuts each frame into notifications, as the serial module does."""

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.frame is not Frame.VALUES:
            return []
        frame = _frame(reading)
        return [Notification(SERIAL_NOTIFY, frame[at : at + _NOTIFICATION]) for at in range(0, _SIZE, _NOTIFICATION)]


def _frame(reading: Reading) -> bytes:
    off = bool(reading.flags & _OFF)
    spo2 = to_field(None if off else reading.spo2, _NO_VALUE, none=_NO_VALUE)
    pulse = to_field(None if off else reading.pulse, _NO_VALUE, none=_NO_VALUE)
    perfusion = to_field(
        None if off else reading.perfusion, _NO_PERFUSION - 1, times=_PERFUSION_STEPS, none=_NO_PERFUSION
    )
    known = bytes([off, spo2, pulse, perfusion & _SEVEN_BITS, perfusion >> 7])
    body = (_HEADER + known).ljust(_SIZE - 1, b"\0")
    return body + bytes([(sum(body) + 1) & 0xFF])


class Jks50f:
    """The JKS50F family."""

    family = Family.JKS50F
    models = "JKS50F (shows as OXIMETER)"
    evidence = Evidence.ONE_SOURCE
    gives = ("spo2", "pulse", "perfusion")
    period_s = 1.0
    """Not stated by its source; clips of this kind send a value a second."""
    pleth_hz = None
    pairing = Pairing.NONE
    values_characteristic = SERIAL_NOTIFY
    subscriptions = (SERIAL_NOTIFY,)
    services = (Service(SERIAL, (Characteristic(SERIAL_NOTIFY, frozenset({Property.NOTIFY})),)),)
    advertisement = Advertisement(name="OXIMETER", services=frozenset({SERIAL}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name decides: countless gadgets use the same serial service."""
        named = _NAME.match(advertisement.name or "") is not None
        return Match.of(named=named, served=SERIAL in advertisement.services, shared=True)

    def session(self) -> StreamSession:
        """A fresh byte stream."""
        return StreamSession(self.family, SERIAL_NOTIFY, _Layout(), _reading)

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
