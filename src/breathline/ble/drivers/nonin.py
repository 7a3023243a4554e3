"""Nonin's own service: the 3230 finger clip and the 3150 (WristOx2), which adds pleth and a battery percentage.

Every notification is one whole frame whose first byte is its own length; numbers are big-endian. The device is bonded
before it streams, and it advertises only while it is worn.
"""

from __future__ import annotations

from breathline.ble.drivers.bounds import BATTERY_MAX, perfusion_or_none, pulse_or_none, spo2_or_none, to_field
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
)
from breathline.words import Flag, Frame, Reading

NONIN = "46a970e0-0d5f-11e2-8b5e-0002a5d5c51b"
OXIMETRY = "0aad7ea0-0d60-11e2-8e3c-0002a5d5c51b"
CONTROL_POINT = "1447af80-0d60-11e2-88b6-0002a5d5c51b"
"""Takes commands (clock, bonds, memory). Streaming needs none, so nothing is ever written to it."""
PLETH = "ec0a883a-4d24-11e7-b114-b2f933d5fe66"
DEVICE_STATUS = "ec0a9302-4d24-11e7-b114-b2f933d5fe66"

_NAME = "Nonin3"

_VALUES_SIZE = 10
"""Length, status, battery voltage, perfusion (2), counter (2), SpO2, pulse (2). A longer frame is read the same."""
_NO_SPO2 = 127
_NO_PULSE = 511
_PULSE_MAX = _NO_PULSE - 1
_PERFUSION_STEPS = 100
"""In one percent."""

_STATUS = {1: Flag.WEAK_SIGNAL, 3: Flag.SEARCHING, 5: Flag.LOW_BATTERY}
"""Bits 0 (display synchronised), 2 (SmartPoint: good enough for a spot check) and 6 (encrypted) doubt no number."""
_FITTED = 1 << 4
"""The sensor sits correctly on a finger."""

_PLETH_SIZE = 53
_PLETH_SAMPLES = 25
_SAMPLE_MAX = 0xFFFF

_DEVICE_STATUS_SIZE = 7
"""Length, sensor type, error, battery voltage, battery percent, counter (2)."""
_ERRORS = {
    0: frozenset[Flag](),
    1: frozenset({Flag.SENSOR_DISCONNECTED}),
    5: frozenset({Flag.SENSOR_FAULT}),
    6: frozenset({Flag.SENSOR_FAULT}),  # of the device itself: as little is measured
}
_OXIMETER_SENSOR = 1
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED, Flag.SENSOR_FAULT})
"""Under these the virtual device has no values."""
_EMPTY_DECIVOLT = 20
_FULL_DECIVOLT = 30
"""Two AAA cells in series, used up and fresh."""


class _Session(QuietSession):
    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        read = _READ.get(characteristic)
        if read is None:
            return [Refused(t, f"nonin sends nothing on {characteristic}", data)]
        if not data or data[0] != len(data):
            return [Refused(t, "not as long as it says", data)]
        return [read(t, data)]


def _values(t: float, data: bytes) -> Reading | Refused:
    if len(data) < _VALUES_SIZE:
        return Refused(t, "too short for SpO2 and pulse", data)
    pulse = int.from_bytes(data[8:10])
    # "No SpO2" is 127, above any saturation, so the bounds drop it.
    spo2, beats = spo2_or_none(float(data[7])), None if pulse == _NO_PULSE else pulse_or_none(float(pulse))
    flags = {flag for bit, flag in _STATUS.items() if data[1] >> bit & 1}
    if not data[1] & _FITTED:
        # A frame that has a number all the same is doubted, not thrown away: the sources name this bit differently.
        flags.add(Flag.NO_FINGER if spo2 is None and beats is None else Flag.UNQUALIFIED)
    return Reading(
        t,
        Frame.VALUES,
        spo2=spo2,
        pulse=beats,
        perfusion=perfusion_or_none(int.from_bytes(data[3:5]) / _PERFUSION_STEPS),
        flags=frozenset(flags),
    )


def _pleth(t: float, data: bytes) -> Reading | Refused:
    if len(data) != _PLETH_SIZE:
        return Refused(t, "not the length of a pleth frame", data)
    samples = (int.from_bytes(data[at : at + 2]) for at in range(1, 1 + 2 * _PLETH_SAMPLES, 2))
    return Reading(t, Frame.PLETH, pleth=tuple(map(float, samples)))


def _device_status(t: float, data: bytes) -> Reading | Refused:
    if len(data) < _DEVICE_STATUS_SIZE or data[2] not in _ERRORS or data[4] > BATTERY_MAX:
        return Refused(t, "an unknown device status", data)
    return Reading(t, Frame.STATUS, flags=_ERRORS[data[2]], battery=data[4])


_READ = {OXIMETRY: _values, PLETH: _pleth, DEVICE_STATUS: _device_status}


class _Encoder(QuietEncoder):
    """A 3150."""

    def __init__(self) -> None:
        self._battery = BATTERY_MAX
        self._said: tuple[int, int] | None = None
        self._samples: list[int] = []
        self._count = 0

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.battery is not None:
            self._battery = to_field(reading.battery, BATTERY_MAX)
        self._count = (self._count + 1) & 0xFFFF
        if reading.frame is Frame.PLETH:
            return self._pleth(reading.pleth)
        sent = self._device_status(reading.flags)
        if reading.frame is Frame.VALUES:
            sent.append(Notification(OXIMETRY, self._values(reading)))
        return sent

    def _values(self, reading: Reading) -> bytes:
        fitted = not reading.flags & _OFF
        status = sum(1 << bit for bit, flag in _STATUS.items() if flag in reading.flags) | fitted * _FITTED
        return (
            bytes([_VALUES_SIZE, status, self._decivolt()])
            + to_field(reading.perfusion if fitted else None, 0xFFFF, times=_PERFUSION_STEPS).to_bytes(2)
            + self._count.to_bytes(2)
            + bytes([to_field(reading.spo2 if fitted else None, _NO_SPO2, none=_NO_SPO2)])
            + to_field(reading.pulse if fitted else None, _PULSE_MAX, none=_NO_PULSE).to_bytes(2)
        )

    def _pleth(self, samples: tuple[float, ...]) -> list[Notification]:
        self._samples += [to_field(sample, _SAMPLE_MAX) for sample in samples]
        sent = []
        while len(self._samples) >= _PLETH_SAMPLES:
            numbers = [*self._samples[:_PLETH_SAMPLES], self._count]
            del self._samples[:_PLETH_SAMPLES]
            sent.append(Notification(PLETH, bytes([_PLETH_SIZE]) + b"".join(each.to_bytes(2) for each in numbers)))
        return sent

    def _device_status(self, flags: frozenset[Flag]) -> list[Notification]:
        """What is said of battery and sensor, when it is not what was said last."""
        error = next((error for error, shown in _ERRORS.items() if shown & flags), 0)
        if self._said == (error, self._battery):
            return []
        self._said = error, self._battery
        frame = bytes([_DEVICE_STATUS_SIZE, _OXIMETER_SENSOR, error, self._decivolt(), self._battery])
        return [Notification(DEVICE_STATUS, frame + self._count.to_bytes(2))]

    def _decivolt(self) -> int:
        return _EMPTY_DECIVOLT + (_FULL_DECIVOLT - _EMPTY_DECIVOLT) * self._battery // BATTERY_MAX


class Nonin:
    """The Nonin family."""

    family = Family.NONIN
    models = "Nonin 3230, 3240, and 3150 WristOx2 BLE (pleth and battery: the 3150 alone)"
    evidence = Evidence.TWO_SOURCES
    gives = ("spo2", "pulse", "perfusion", "pleth", "battery")
    period_s = 1.0
    pleth_hz = 75.0
    pairing = Pairing.JUST_WORKS
    values_characteristic = OXIMETRY
    subscriptions = (OXIMETRY, PLETH, DEVICE_STATUS)
    services = (
        Service(
            NONIN,
            (
                Characteristic(OXIMETRY, frozenset({Property.NOTIFY})),
                Characteristic(CONTROL_POINT, frozenset({Property.WRITE, Property.INDICATE})),
                Characteristic(PLETH, frozenset({Property.NOTIFY})),
                Characteristic(DEVICE_STATUS, frozenset({Property.NOTIFY})),
            ),
        ),
    )
    advertisement = Advertisement(name="Nonin3150_000000000", services=frozenset({NONIN}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """Name and service are both Nonin's own."""
        named = (advertisement.name or "").startswith(_NAME)
        return Match.of(named=named, served=NONIN in advertisement.services, shared=False)

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
