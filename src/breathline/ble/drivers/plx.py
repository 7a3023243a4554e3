"""The Bluetooth SIG's Pulse Oximeter Service (PLX), continuous and spot-check, with the Battery Service beside it.

Each notification is one whole value: flags, SpO2 and pulse as SFLOAT, then the optional fields the flags announce.
Bytes after the announced fields are left alone, as the SIG asks of clients, so a later version still decodes.
"""

from __future__ import annotations

from breathline.ble.drivers.battery import BATTERY_LEVEL, BatteryEncoder, battery_reading, battery_service
from breathline.ble.drivers.bounds import perfusion_or_none, pulse_or_none, spo2_or_none
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
from breathline.ble.drivers.plx_status import OLD_VALUES, ONGOING, current, flags_of
from breathline.ble.drivers.sfloat import decode_sfloat, encode_sfloat
from breathline.words import Flag, Frame, Reading

PULSE_OXIMETER = sig_uuid(0x1822)
SPOT_CHECK = sig_uuid(0x2A5E)
CONTINUOUS = sig_uuid(0x2A5F)
FEATURES = sig_uuid(0x2A60)

_STATUS, _SENSOR, _PERFUSION, _PASSED_OVER = range(4)
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


def _place(layout: tuple[tuple[int, int, int], ...], flags: int) -> tuple[int, int, int, int]:
    """Where the fields are that the flags announce, 0 for none, and how many bytes all of it takes."""
    places, size = [0, 0, 0, 0], _PAIR_SIZE
    for bit, length, field in layout:
        if flags >> bit & 1:
            places[field] = size
            size += length
    return places[_STATUS], places[_SENSOR], places[_PERFUSION], size


_PLACES = {each: tuple(_place(layout, flags) for flags in range(256)) for each, layout in _LAYOUT.items()}
"""Worked out once for every flags byte: a value comes each second, from each oximeter, for hours."""

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
_FEATURES_SENT = bytes.fromhex("4300204430ce00")
"""What the virtual device says it can: which status and sensor bits it may set, and a perfusion index."""


class _Session(QuietSession):
    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        places = _PLACES.get(characteristic)
        if places is not None:
            return [_values(t, places, data)]
        if characteristic == BATTERY_LEVEL:
            return [battery_reading(t, data)]
        return [Refused(t, f"plx sends nothing on {characteristic}", data)]


def _values(t: float, places: tuple[tuple[int, int, int, int], ...], data: bytes) -> Reading | Refused:
    if len(data) < _PAIR_SIZE:
        return Refused(t, "too short for SpO2 and pulse", data)
    status_at, sensor_at, perfusion_at, size = places[data[0]]
    if len(data) < size:
        return Refused(t, "shorter than its flags say", data)
    status = data[status_at] | data[status_at + 1] << 8 if status_at else 0
    sensor = data[sensor_at] | data[sensor_at + 1] << 8 if sensor_at else 0
    flags = flags_of(status, sensor)
    if not current(status, flags):
        return Reading(t, Frame.VALUES, flags=flags)
    return Reading(
        t,
        Frame.VALUES,
        spo2_or_none(_number(data, 1)),
        pulse_or_none(_number(data, 3)),
        perfusion_or_none(_number(data, perfusion_at)) if perfusion_at else None,
        flags,
    )


def _number(data: bytes, at: int) -> float:
    """The SFLOAT there; its special values become 0, which devices send for "none" as well."""
    return decode_sfloat(data[at] | data[at + 1] << 8) or 0.0


class _Encoder(QuietEncoder):
    """A continuous oximeter that fills in both status fields, as the recorded device does."""

    def __init__(self) -> None:
        self._battery = BatteryEncoder()

    def encode(self, reading: Reading) -> list[Notification]:
        sent = [Notification(CONTINUOUS, _continuous(reading))] if reading.frame is Frame.VALUES else []
        return sent + self._battery.encode(reading)


def _continuous(reading: Reading) -> bytes:
    current = not reading.flags & OLD_VALUES
    numbers = (reading.spo2, reading.pulse) if current else (None, None)
    status = ONGOING | sum(1 << bit for flag, bit in _SENT_STATUS_BITS.items() if flag in reading.flags)
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
        battery_service(Property.READ, Property.NOTIFY),
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
