"""Jumper, "My Oximeter" and their relatives: four bytes a second, no checksum.

A values frame is `81 | pulse | SpO2 | perfusion in tenths`. The pleth comes in frames of its own whose layout nobody
has published, so everything but values frames is counted and left alone.
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
    QuietSession,
    Refused,
    Service,
)
from breathline.words import Flag, Frame, Reading

OXIMETER = "cdeacb80-5235-4c07-8846-93a37ee6b86d"
"""Jumper's own, and advertised. Its ear thermometers serve it too."""
OXIMETER_NOTIFY = "cdeacb81-5235-4c07-8846-93a37ee6b86d"

_NAME = re.compile(r"My Oximeter|JPD-500|AOJ-70B|iREd_OXI|PLS-01BT", re.IGNORECASE)
_THERMOMETER = re.compile(r"therm|JPD-FR", re.IGNORECASE)

_VALUES = 0x81
_SIZE = 4
_NO_SPO2 = 127
_NO_PULSE = 255
_PERFUSION_STEPS = 10
"""In one percent."""
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""Under these the device has no values; it has no bits to say so."""


class _Session(QuietSession):
    """Names each kind of frame that can't be read once, then only counts: a pleth comes many times a second."""

    def __init__(self) -> None:
        self.ignored = 0
        self._named: set[int] = set()

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        if characteristic != OXIMETER_NOTIFY:
            return [Refused(t, f"jumper sends nothing on {characteristic}", data)]
        if not data:
            return [Refused(t, "an empty notification", data)]
        if data[0] != _VALUES:
            return self._ignore(t, data)
        return [_reading(t, data) if len(data) >= _SIZE else Refused(t, "too short for pulse and SpO2", data)]

    def _ignore(self, t: float, data: bytes) -> list[Reading | Refused]:
        self.ignored += 1
        if data[0] in self._named:
            return []
        self._named.add(data[0])
        return [Refused(t, f"the layout of frame {data[0]:02x} is not known; more of these are passed over", data)]


def _reading(t: float, data: bytes) -> Reading:
    return Reading(
        t,
        Frame.VALUES,
        # "No SpO2" is 127, above any saturation, so the bounds drop it.
        spo2=spo2_or_none(float(data[2])),
        pulse=pulse_or_none(float(data[1])) if data[1] != _NO_PULSE else None,
        perfusion=perfusion_or_none(data[3] / _PERFUSION_STEPS),
    )


class _Encoder(QuietEncoder):
    def encode(self, reading: Reading) -> list[Notification]:
        if reading.frame is not Frame.VALUES:
            return []
        off = bool(reading.flags & _OFF)
        frame = [
            _VALUES,
            to_field(None if off else reading.pulse, _NO_PULSE - 1, none=_NO_PULSE),
            to_field(None if off else reading.spo2, _NO_SPO2, none=_NO_SPO2),
            to_field(None if off else reading.perfusion, 0xFF, times=_PERFUSION_STEPS),
        ]
        return [Notification(OXIMETER_NOTIFY, bytes(frame))]


class Jumper:
    """The Jumper family."""

    family = Family.JUMPER
    models = "Jumper JPD-500F, JPD-500G, My Oximeter, Agile PLS-01BT, AOJ-70B, iREd OXI"
    evidence = Evidence.TWO_SOURCES
    gives = ("spo2", "pulse", "perfusion")
    period_s = 1.0
    pleth_hz = None
    pairing = Pairing.NONE
    values_characteristic = OXIMETER_NOTIFY
    subscriptions = (OXIMETER_NOTIFY,)
    services = (Service(OXIMETER, (Characteristic(OXIMETER_NOTIFY, frozenset({Property.NOTIFY})),)),)
    advertisement = Advertisement(name="My Oximeter", services=frozenset({OXIMETER}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The service is Jumper's own; a name that says "thermometer" rules it out."""
        name = advertisement.name or ""
        if _THERMOMETER.search(name):
            return Match.NO
        return Match.of(named=_NAME.match(name) is not None, served=OXIMETER in advertisement.services, shared=False)

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
