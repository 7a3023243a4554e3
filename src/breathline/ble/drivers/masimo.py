"""Masimo MightySat: streams values and pleth once it is told which.

A frame is `77 | length | payload | CRC-8/07 of the payload`; the length counts payload and checksum, numbers are
little-endian. Beside each parameter stands a byte that says how far it may be believed.
"""

from __future__ import annotations

import re

from breathline.ble.drivers.bounds import perfusion_or_none, pulse_or_none, spo2_or_none, to_field
from breathline.ble.drivers.crc8 import crc8_07
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
)
from breathline.ble.drivers.frames import FrameStream, StreamSession, find_header
from breathline.words import Flag, Frame, Reading

MIGHTYSAT = "54c21000-a720-4b4f-11e4-9fe20002a5d5"
MIGHTYSAT_WRITE = "54c21001-a720-4b4f-11e4-9fe20002a5d5"
MIGHTYSAT_NOTIFY = "54c21002-a720-4b4f-11e4-9fe20002a5d5"

_NAME = re.compile(r"MightySat|MSat", re.IGNORECASE)
_COMPANY = 0x0243

_HEADER = b"\x77"
_BEFORE_PAYLOAD = 2
_LENGTH_MIN = 2
"""An identifier and a checksum."""
_LENGTH_MAX = 64
"""The longest that is waited for. Known frames have 20 or less; a damaged length must not stall the stream."""

_INFORMATION, _CONFIGURE, _PLETH, _VALUES, _DONE, _REFUSED = 0x01, 0x03, 0x04, 0x05, 0xFE, 0xFF

_EVERYTHING = bytes([_CONFIGURE, 0x1F, 0x00, 0x03])
"""All five parameters, both waves. 02 would set the clock, which nothing here needs."""
_CONFIGURE_SIZE = len(_EVERYTHING)

_PAIR_SIZE = 9
"""Identifier, system exceptions (4), then exceptions and value of SpO2 and of pulse, which come first and always."""
_WHOLE_SIZE = 16
"""With all five parameters: PVi (2), perfusion (3) and respiration (2) follow."""
_PERFUSION_STEPS = 100
"""In one percent."""
_NOTHING = 0xFF
_NO_PERFUSION = 0xFFFF

_SYSTEM = {21: Flag.NO_FINGER, 22: Flag.SEARCHING, 23: Flag.INTERFERENCE, 24: Flag.LOW_PERFUSION}
_LOW_CONFIDENCE, _INVALID, _STARTING = 1 << 0, 1 << 2, 1 << 4
_DOUBTED = _LOW_CONFIDENCE | _STARTING
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""Under these the sensor is off."""

_PLETH_HEAD = 2
"""Identifier and ordinal; then pairs of a sample and its quality."""
_SAMPLE_INVALID = 1 << 7
"""In the quality."""
_SAMPLES = 7
"""In one frame of the virtual device, as in the recorded one."""
_SAMPLE_MIN, _SAMPLE_MAX = -128, 127
_GOOD_QUALITY = 100


class _Layout:
    def find(self, data: bytes | bytearray, start: int) -> int:
        return find_header(data, _HEADER, start)

    def size(self, data: bytes | bytearray) -> int | None:
        if len(data) < _BEFORE_PAYLOAD:
            return None
        return _BEFORE_PAYLOAD + data[1] if _LENGTH_MIN <= data[1] <= _LENGTH_MAX else 0

    def fault(self, frame: bytes) -> str:
        return "" if crc8_07(frame[_BEFORE_PAYLOAD:-1]) == frame[-1] else "the checksum does not match"


class _Session(StreamSession):
    def __init__(self) -> None:
        super().__init__(Family.MASIMO, MIGHTYSAT_NOTIFY, _Layout(), _reading)

    def opened(self, t: float) -> list[Write]:  # noqa: ARG002
        return [Write(MIGHTYSAT_WRITE, _frame(_EVERYTHING))]


def _reading(t: float, frame: bytes) -> Reading | Refused:
    payload = frame[_BEFORE_PAYLOAD:-1]
    if payload[0] == _VALUES and len(payload) >= _PAIR_SIZE:
        return _values(t, payload)
    if payload[0] == _PLETH and len(payload) > _PLETH_HEAD and len(payload) % 2 == 0:
        return Reading(t, Frame.PLETH, pleth=_samples(payload[_PLETH_HEAD:]))
    if payload[0] == _DONE or (payload[0] == _INFORMATION and len(payload) > 1):
        return Reading(t, Frame.STATUS)
    if payload[0] == _REFUSED:
        return Refused(t, "the device refuses a command", frame)
    return Refused(t, f"unknown frame {payload[0]:02x}", frame)


def _values(t: float, payload: bytes) -> Reading:
    system = int.from_bytes(payload[1:5], "little")
    flags = {flag for bit, flag in _SYSTEM.items() if system >> bit & 1}
    if (payload[5] | payload[7]) & _DOUBTED:
        flags.add(Flag.UNQUALIFIED)
    current = not flags & _OFF
    # With fewer parameters, which a simpler model may have, it is not known where the perfusion stands.
    whole = len(payload) == _WHOLE_SIZE
    perfusion = int.from_bytes(payload[12:14], "little") if whole and not payload[11] & _INVALID else _NO_PERFUSION
    return Reading(
        t,
        Frame.VALUES,
        # "None" is FF for the SpO2 and FFFF for the perfusion, both outside the bounds.
        spo2=spo2_or_none(float(payload[6])) if current and not payload[5] & _INVALID else None,
        pulse=_pulse(payload[7], payload[8]) if current else None,
        perfusion=perfusion_or_none(perfusion / _PERFUSION_STEPS) if current else None,
        flags=frozenset(flags),
    )


def _pulse(exceptions: int, value: int) -> float | None:
    return None if exceptions & _INVALID or value == _NOTHING else pulse_or_none(float(value))


def _samples(pairs: bytes) -> tuple[float, ...]:
    """The samples, signed; one that the device calls invalid keeps its place as 0."""
    return tuple(
        0.0 if pairs[at + 1] & _SAMPLE_INVALID else float((pairs[at] ^ 0x80) - 0x80) for at in range(0, len(pairs), 2)
    )


class _Encoder:
    """Sends what it was configured for."""

    def __init__(self) -> None:
        self._asked = FrameStream(_Layout())
        self._parameters = 0
        self._waves = 0
        self._samples: list[float] = []
        self._ordinal = 0

    def encode(self, reading: Reading) -> list[Notification]:
        frames = []
        if reading.frame is Frame.VALUES and self._parameters:
            frames.append(_values_frame(reading))
        if reading.frame is Frame.PLETH and self._waves:
            self._samples += reading.pleth
            while len(self._samples) >= _SAMPLES:
                frames.append(self._pleth_frame(self._samples[:_SAMPLES]))
                del self._samples[:_SAMPLES]
        return [Notification(MIGHTYSAT_NOTIFY, frame) for frame in frames]

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:  # noqa: ARG002
        for frame in self._asked.feed(data) if characteristic == MIGHTYSAT_WRITE else []:
            payload = frame[_BEFORE_PAYLOAD:-1] if isinstance(frame, bytes) else b""
            if len(payload) == _CONFIGURE_SIZE and payload[0] == _CONFIGURE:
                self._parameters, self._waves = int.from_bytes(payload[1:3], "little"), payload[3]
        return []

    def _pleth_frame(self, samples: list[float]) -> bytes:
        self._ordinal = (self._ordinal + 1) & 0xFF
        heights = [min(max(round(sample), _SAMPLE_MIN), _SAMPLE_MAX) & 0xFF for sample in samples]
        return _frame(bytes([_PLETH, self._ordinal]) + b"".join(bytes([each, _GOOD_QUALITY]) for each in heights))


def _values_frame(reading: Reading) -> bytes:
    off = bool(reading.flags & _OFF)
    shown = reading.flags | ({Flag.NO_FINGER} if off else set())
    system = sum(1 << bit for bit, flag in _SYSTEM.items() if flag in shown)
    doubted = _LOW_CONFIDENCE if Flag.UNQUALIFIED in reading.flags else 0
    spo2 = to_field(None if off else reading.spo2, _NOTHING, none=_NOTHING)
    pulse = to_field(None if off else reading.pulse, _NOTHING - 1, none=_NOTHING)
    perfusion = to_field(None if off else reading.perfusion, _NO_PERFUSION, times=_PERFUSION_STEPS, none=_NO_PERFUSION)
    return _frame(
        bytes([_VALUES])
        + system.to_bytes(4, "little")
        + bytes([doubted | _invalid(spo2), spo2, _invalid(pulse), pulse, _INVALID, _NOTHING])
        + bytes([_INVALID if perfusion == _NO_PERFUSION else 0])
        + perfusion.to_bytes(2, "little")
        + bytes([_INVALID, _NOTHING])
    )


def _invalid(value: int) -> int:
    return _INVALID if value == _NOTHING else 0


def _frame(payload: bytes) -> bytes:
    return _HEADER + bytes([len(payload) + 1]) + payload + bytes([crc8_07(payload)])


class Masimo:
    """The MightySat family."""

    family = Family.MASIMO
    models = "Masimo MightySat, MightySat Rx"
    evidence = Evidence.TWO_SOURCES
    gives = ("spo2", "pulse", "perfusion", "pleth")
    period_s = 1.0
    pleth_hz = 31.25
    pairing = Pairing.NONE
    values_characteristic = MIGHTYSAT_NOTIFY
    subscriptions = (MIGHTYSAT_NOTIFY,)
    services = (
        Service(
            MIGHTYSAT,
            (
                Characteristic(MIGHTYSAT_WRITE, frozenset({Property.WRITE_NO_RESPONSE})),
                Characteristic(MIGHTYSAT_NOTIFY, frozenset({Property.NOTIFY})),
            ),
        ),
    )
    advertisement = Advertisement(name="MightySat", companies=frozenset({_COMPANY}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """Name and service are Masimo's own; the maker's number alone is on its other devices too."""
        named = _NAME.match(advertisement.name or "") is not None
        made = _COMPANY in advertisement.companies
        served = MIGHTYSAT in advertisement.services
        if named or served:
            return Match.of(named=named, served=served or made, shared=False)
        return Match.POSSIBLE if made else Match.NO

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
