"""The Bluetooth SIG's Pulse Oximeter Service (PLX), continuous and spot-check, with the Battery Service beside it.

Each notification is one whole value: flags, SpO2 and pulse as SFLOAT, then the optional fields the flags announce.
Bytes after the announced fields are left alone, as the SIG asks of clients, so a later version still decodes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.ble.drivers.bounds import BATTERY_MAX, perfusion_or_none, pulse_or_none, spo2_or_none
from breathline.ble.drivers.driver import (
    Advertisement,
    Characteristic,
    Evidence,
    Family,
    Match,
    Notification,
    Pairing,
    Property,
    QuietSession,
    Refused,
    Service,
    sig_uuid,
)
from breathline.ble.drivers.sfloat import decode_sfloat, encode_sfloat
from breathline.words import Flag, Frame, Reading

if TYPE_CHECKING:
    from collections.abc import Mapping

PULSE_OXIMETER = sig_uuid(0x1822)
SPOT_CHECK = sig_uuid(0x2A5E)
CONTINUOUS = sig_uuid(0x2A5F)
FEATURES = sig_uuid(0x2A60)
BATTERY = sig_uuid(0x180F)
BATTERY_LEVEL = sig_uuid(0x2A19)

_STATUS = "status"
_SENSOR = "sensor"
_PERFUSION = "perfusion"
_PASSED_OVER = ""
_LAYOUT = {
    # In the order they follow the normal pair: flag bit, bytes, what it is.
    CONTINUOUS: (
        (0, 4, _PASSED_OVER),  # the fast pair
        (1, 4, _PASSED_OVER),  # the slow pair
        (2, 2, _STATUS),
        (3, 3, _SENSOR),
        (4, 2, _PERFUSION),
    ),
    SPOT_CHECK: (
        (0, 7, _PASSED_OVER),  # date and time: the log wants none
        (1, 2, _STATUS),
        (2, 3, _SENSOR),
        (3, 2, _PERFUSION),
    ),
}
_PAIR_SIZE = 5
"""Flags, SpO2, pulse."""

_STATUS_FLAGS = {
    6: Flag.UNQUALIFIED,  # early estimate
    9: Flag.UNQUALIFIED,  # from storage
    10: Flag.DEMO,
    11: Flag.DEMO,  # for testing
    12: Flag.UNQUALIFIED,  # calibration ongoing
    13: Flag.UNQUALIFIED,  # unavailable
    14: Flag.UNQUALIFIED,  # questionable
    15: Flag.UNQUALIFIED,  # invalid
}
_STATUS_NO_VALUE = 1 << 13 | 1 << 15
"""Unavailable or invalid: the numbers beside it are none."""
_SENSOR_FLAGS = {
    1: Flag.SENSOR_FAULT,  # equipment malfunction
    2: Flag.WEAK_SIGNAL,  # signal processing irregularity
    3: Flag.WEAK_SIGNAL,  # inadequate
    4: Flag.WEAK_SIGNAL,  # poor
    5: Flag.LOW_PERFUSION,
    6: Flag.WEAK_SIGNAL,  # erratic
    7: Flag.WEAK_SIGNAL,  # non-pulsatile
    8: Flag.UNQUALIFIED,  # pulse questionable
    9: Flag.SEARCHING,  # IEEE 11073-10404 calls the same state "signal searching"
    10: Flag.INTERFERENCE,
    11: Flag.NO_FINGER,  # unconnected to user
    12: Flag.SENSOR_FAULT,  # unknown sensor
    13: Flag.NO_FINGER,  # displaced: IEEE 11073-10404 says it prevents a measurement; the clip has to be put right
    14: Flag.SENSOR_FAULT,
    15: Flag.SENSOR_DISCONNECTED,
}
_OLD_VALUES = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""Under these a number can't be of this person."""

_SENT_STATUS_BITS = {Flag.UNQUALIFIED: 14, Flag.DEMO: 10}
_SENT_SENSOR_BITS = {
    Flag.SENSOR_FAULT: 14,
    Flag.WEAK_SIGNAL: 4,
    Flag.LOW_PERFUSION: 5,
    Flag.SEARCHING: 9,
    Flag.INTERFERENCE: 10,
    Flag.NO_FINGER: 11,
    Flag.SENSOR_DISCONNECTED: 15,
}
_ONGOING = 1 << 5
_FEATURES_SENT = bytes.fromhex("4300204430ce00")
"""What the virtual device says it can: which status and sensor bits it may set, and a perfusion index."""


class _Session(QuietSession):
    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        if characteristic in _LAYOUT:
            return [_values(t, characteristic, data)]
        if characteristic != BATTERY_LEVEL:
            return [Refused(t, f"plx sends nothing on {characteristic}", data)]
        if len(data) == 1 and data[0] <= BATTERY_MAX:
            return [Reading(t, Frame.STATUS, battery=data[0])]
        return [Refused(t, "a battery level is one byte, 0 to 100", data)]


def _values(t: float, characteristic: str, data: bytes) -> Reading | Refused:
    if len(data) < _PAIR_SIZE:
        return Refused(t, "too short for SpO2 and pulse", data)
    fields: dict[str, int] = {}
    at = _PAIR_SIZE
    for bit, size, name in _LAYOUT[characteristic]:
        if data[0] >> bit & 1:
            fields[name] = int.from_bytes(data[at : at + size], "little")
            at += size
    if at > len(data):
        return Refused(t, "shorter than its flags say", data)
    status, sensor = fields.get(_STATUS, 0), fields.get(_SENSOR, 0)
    flags = _flags(status, _STATUS_FLAGS) | _flags(sensor, _SENSOR_FLAGS)
    current = not (flags & _OLD_VALUES or status & _STATUS_NO_VALUE)
    spo2, pulse = (_number(int.from_bytes(data[start : start + 2], "little")) for start in (1, 3))
    return Reading(
        t,
        Frame.VALUES,
        spo2=spo2_or_none(spo2) if current else None,
        pulse=pulse_or_none(pulse) if current else None,
        perfusion=perfusion_or_none(_number(fields.get(_PERFUSION, 0))) if current else None,
        flags=flags,
    )


def _number(raw: int) -> float:
    """The SFLOAT; its special values become 0, which devices send for "none" as well."""
    return decode_sfloat(raw) or 0.0


def _flags(bits: int, meaning: Mapping[int, Flag]) -> frozenset[Flag]:
    return frozenset(flag for bit, flag in meaning.items() if bits >> bit & 1)


class _Encoder:
    """A continuous oximeter that fills in both status fields, as the recorded device does."""

    def __init__(self) -> None:
        self._battery: int | None = None

    def encode(self, reading: Reading) -> list[Notification]:
        sent = [Notification(CONTINUOUS, _continuous(reading))] if reading.frame is Frame.VALUES else []
        if reading.battery is not None and reading.battery != self._battery:
            self._battery = min(max(reading.battery, 0), BATTERY_MAX)
            sent.append(Notification(BATTERY_LEVEL, bytes([self._battery])))
        return sent

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:  # noqa: ARG002
        return []


def _continuous(reading: Reading) -> bytes:
    current = not reading.flags & _OLD_VALUES
    numbers = (reading.spo2, reading.pulse) if current else (None, None)
    status = _ONGOING | sum(1 << bit for flag, bit in _SENT_STATUS_BITS.items() if flag in reading.flags)
    sensor = sum(1 << bit for flag, bit in _SENT_SENSOR_BITS.items() if flag in reading.flags)
    has_perfusion = current and reading.perfusion is not None
    return b"".join(
        [
            bytes([0b01100 | has_perfusion << 4]),
            *(encode_sfloat(number).to_bytes(2, "little") for number in numbers),
            status.to_bytes(2, "little"),
            sensor.to_bytes(3, "little"),
            encode_sfloat(reading.perfusion).to_bytes(2, "little") if has_perfusion else b"",
        ]
    )


class Plx:
    """The SIG's own service."""

    family = Family.PLX
    models = "any with the standard service: Medisana PM 100 Connect, ChoiceMMed MD300C208S, newer iHealth"
    evidence = Evidence.REAL_CAPTURE
    gives = ("spo2", "pulse", "perfusion", "battery")
    period_s = 1.0
    pleth_hz = None
    pairing = Pairing.NONE
    values_characteristic = CONTINUOUS
    subscriptions = (CONTINUOUS, SPOT_CHECK, BATTERY_LEVEL)
    services = (
        Service(
            PULSE_OXIMETER,
            (
                Characteristic(CONTINUOUS, frozenset({Property.NOTIFY})),
                Characteristic(SPOT_CHECK, frozenset({Property.INDICATE})),
                Characteristic(FEATURES, frozenset({Property.READ}), _FEATURES_SENT),
            ),
        ),
        Service(
            BATTERY,
            (Characteristic(BATTERY_LEVEL, frozenset({Property.READ, Property.NOTIFY}), bytes([BATTERY_MAX])),),
        ),
    )
    advertisement = Advertisement(name="PM100", services=frozenset({PULSE_OXIMETER}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The service says it: its number is of pulse oximeters alone, whatever the name."""
        return Match.LIKELY if PULSE_OXIMETER in advertisement.services else Match.NO

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
