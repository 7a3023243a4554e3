"""ChoiceMMed's own protocol (Innovo, Zacurate and others): a values frame a second, a pleth sample in each other.

A values notification is laid out as the standard PLX one with a byte of breathing rate put in: `3E`, SpO2 and pulse as
SFLOAT, breathing rate, measurement status, device and sensor status, perfusion index as SFLOAT. Its sources call the
status bytes unknown. They are read here as PLX's: lengths and resting values (`20 00 00 00 00`) fit, the perfusion
index behind them is an SFLOAT with its exponent, and the device serves a PLX feature record that lists just these bits.

The breathing rate is guessed by the device from the pulse and is not used: nobody's breathing may be judged by it.
"""

from __future__ import annotations

import re

from breathline.ble.drivers.battery import BATTERY_LEVEL, BatteryEncoder, battery_reading, battery_service
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
    QuietSession,
    Refused,
    Service,
    sig_uuid,
)
from breathline.ble.drivers.pc60fw import UART
from breathline.ble.drivers.plx import PULSE_OXIMETER
from breathline.ble.drivers.plx_status import OLD_VALUES, ONGOING, current, flags_of
from breathline.ble.drivers.sfloat import decode_sfloat
from breathline.words import Flag, Frame, Reading

VANITY = "00000001-0000-6465-6d6d-65636c6f6843"
"""The maker's name, backwards."""
SPOT_CHECK = sig_uuid(0xFFF0)
"""Indications; nothing is streamed before they are enabled."""
STREAM = sig_uuid(0xFFF1)
FEATURES = sig_uuid(0xFFF2)

_NAME = re.compile(r"iP900BP|500E-B|Choicemmed|MD300", re.IGNORECASE)

_VALUES = 0x3E
_VALUES_SIZE = 13
_PLETH = 0x01
_PLETH_SIZE = 2
_NO_SPO2 = 127
_NO_PULSE = 255
"""A byte with all its bits set, as other clips send for "none"; the display ends at 250."""
_PERFUSION_STEPS = 10
_TENTHS = 0xF0
"""High byte of an SFLOAT in tenths."""
_SAMPLE_MAX = 255

_SENT_SENSOR_BITS = {Flag.WEAK_SIGNAL: 2, Flag.LOW_PERFUSION: 5, Flag.NO_FINGER: 11}
_FEATURES_SENT = bytes.fromhex("43002000240800")
"""As read from two such devices: SpO2 status bit 5, sensor status bits 2, 5 and 11."""


class _Session(QuietSession):
    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        if characteristic == STREAM:
            return [_streamed(t, data)]
        if characteristic == BATTERY_LEVEL:
            return [battery_reading(t, data)]
        if characteristic == SPOT_CHECK:
            return [Refused(t, "the layout of a spot-check is not known", data)]
        return [Refused(t, f"choicemmed sends nothing on {characteristic}", data)]


def _streamed(t: float, data: bytes) -> Reading | Refused:
    if data[:1] == bytes([_PLETH]) and len(data) == _PLETH_SIZE:
        return Reading(t, Frame.PLETH, pleth=(float(data[1]),))
    if data[:1] == bytes([_VALUES]) and len(data) == _VALUES_SIZE:
        return _values(t, data)
    return Refused(t, "neither values nor pleth", data)


def _values(t: float, data: bytes) -> Reading:
    status = data[6] | data[7] << 8
    flags = flags_of(status, int.from_bytes(data[8:11], "little"))
    if not current(status, flags):
        return Reading(t, Frame.VALUES, flags=flags)
    pulse = _number(data, 3)
    return Reading(
        t,
        Frame.VALUES,
        spo2=spo2_or_none(_number(data, 1)),
        pulse=pulse_or_none(pulse) if pulse != _NO_PULSE else None,
        perfusion=perfusion_or_none(_number(data, 11)),
        flags=flags,
    )


def _number(data: bytes, at: int) -> float:
    """The SFLOAT there; its special values become 0, which bounds take for "none"."""
    return decode_sfloat(data[at] | data[at + 1] << 8) or 0.0


class _Encoder(QuietEncoder):
    def __init__(self) -> None:
        self._battery = BatteryEncoder()

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.frame is Frame.VALUES:
            sent = [_sent_values(reading)]
        else:
            sent = [bytes([_PLETH, to_field(sample, _SAMPLE_MAX)]) for sample in reading.pleth]
        return [Notification(STREAM, data) for data in sent] + self._battery.encode(reading)


def _sent_values(reading: Reading) -> bytes:
    off = bool(reading.flags & OLD_VALUES)
    spo2 = to_field(None if off else reading.spo2, _NO_SPO2)
    pulse = to_field(None if off else reading.pulse, _NO_PULSE - 1)
    perfusion = to_field(None if off else reading.perfusion, 0xFF, times=_PERFUSION_STEPS)
    sensor = sum(1 << bit for flag, bit in _SENT_SENSOR_BITS.items() if flag in reading.flags)
    head = bytes([_VALUES, spo2, 0, pulse, 0, 0])
    return head + ONGOING.to_bytes(2, "little") + sensor.to_bytes(3, "little") + bytes([perfusion, _TENTHS])


class ChoiceMMed:
    """The ChoiceMMed family. Its models that speak PLX belong to that family."""

    family = Family.CHOICEMMED
    models = "Innovo iP900BP-B, Zacurate 500E-B, ChoiceMMed MD300 (some speak plx)"
    evidence = Evidence.TWO_SOURCES
    gives = ("spo2", "pulse", "perfusion", "pleth", "battery")
    period_s = 1.0
    pleth_hz = 24.0
    pairing = Pairing.NONE
    values_characteristic = STREAM
    subscriptions = (SPOT_CHECK, STREAM)
    services = (
        Service(
            UART,
            (
                Characteristic(SPOT_CHECK, frozenset({Property.INDICATE})),
                Characteristic(STREAM, frozenset({Property.NOTIFY})),
                Characteristic(FEATURES, frozenset({Property.READ}), _FEATURES_SENT),
            ),
        ),
        battery_service(Property.READ),
    )
    advertisement = Advertisement(name="iP900BPB", services=frozenset({UART}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name, or the maker's own service. Where PLX is served as well, that is preferred."""
        if PULSE_OXIMETER in advertisement.services:
            return Match.NO
        named = _NAME.match(advertisement.name or "") is not None
        if VANITY in advertisement.services:
            return Match.of(named=named, served=True, shared=False)
        return Match.of(named=named, served=UART in advertisement.services, shared=True)

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
