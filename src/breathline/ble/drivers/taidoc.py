"""TaiDoc and FORA finger clips: one characteristic for both directions, and a value only for the asking.

A frame is `51 | command | four bytes | end | sum`; `end` is A3 in questions and A5 in answers.
"""

from __future__ import annotations

import re

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
)
from breathline.ble.drivers.frames import find_header
from breathline.ble.drivers.polled import PolledSession
from breathline.words import Flag, Frame, Reading

BUTTON = "00001523-1212-efde-1523-785feabcd123"
"""From a chip maker's example program; radon meters, pens and TaiDoc's other meters use it as well."""
BUTTON_DATA = "00001524-1212-efde-1523-785feabcd123"

_NAME = re.compile(r"(TAIDOC |FORA )?TD-?(8255|8201)|FORA O2", re.IGNORECASE)

_HEADER = b"\x51"
_SIZE = 8
_QUESTION = 0xA3
_ANSWER = 0xA5
_READ = 0x49
"""The only command ever sent; others switch off, set the clock or clear the memory."""
_PULSE_MAX = 255
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""Under these the device has no values; no bits that say so are known."""


class _Layout:
    def find(self, data: bytes | bytearray, start: int) -> int:
        return find_header(data, _HEADER, start)

    def size(self, data: bytes | bytearray) -> int | None:  # noqa: ARG002 - they are all the same
        return _SIZE

    def fault(self, frame: bytes) -> str:
        if frame[6] != _ANSWER:
            return "not an answer"
        return "" if sum(frame[:-1]) & 0xFF == frame[-1] else "the checksum does not match"


def _reading(t: float, frame: bytes) -> Reading | Refused:
    if frame[1] != _READ:
        return Refused(t, f"unknown answer {frame[1]:02x}", frame)
    # "None" is 0, which the bounds drop.
    spo2, pulse = frame[2] | frame[3] << 8, frame[5]
    return Reading(t, Frame.VALUES, spo2=spo2_or_none(float(spo2)), pulse=pulse_or_none(float(pulse)))


def _frame(command: int, data: bytes, end: int) -> bytes:
    body = _HEADER + bytes([command]) + data + bytes([end])
    return body + bytes([sum(body) & 0xFF])


_ASK = _frame(_READ, bytes(4), _QUESTION)


class _Encoder:
    """Answers with what it measured last."""

    def __init__(self) -> None:
        self._last = Reading(0.0, Frame.VALUES)

    def encode(self, reading: Reading) -> list[Notification]:
        if reading.frame is Frame.VALUES:
            self._last = reading
        return []

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:  # noqa: ARG002
        if (characteristic, data) != (BUTTON_DATA, _ASK):
            return []
        off = bool(self._last.flags & _OFF)
        spo2 = to_field(None if off else self._last.spo2, 0xFF)
        pulse = to_field(None if off else self._last.pulse, _PULSE_MAX)
        return [Notification(BUTTON_DATA, _frame(_READ, bytes([spo2, 0, 0, pulse]), _ANSWER))]


class TaiDoc:
    """The TaiDoc family."""

    family = Family.TAIDOC
    models = "TaiDoc TD-8255, TD-8201, FORA O2"
    evidence = Evidence.TWO_SOURCES
    gives = ("spo2", "pulse")
    period_s = 1.0
    """As often as it is asked."""
    pleth_hz = None
    pairing = Pairing.NONE
    values_characteristic = BUTTON_DATA
    subscriptions = (BUTTON_DATA,)
    services = (
        Service(
            BUTTON,
            (Characteristic(BUTTON_DATA, frozenset({Property.WRITE, Property.NOTIFY})),),
        ),
    )
    advertisement = Advertisement(name="TAIDOC TD8255", services=frozenset({BUTTON}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name decides: the maker's thermometers and scales use the same service, and so do other gadgets."""
        named = _NAME.match(advertisement.name or "") is not None
        return Match.of(named=named, served=BUTTON in advertisement.services, shared=True)

    def session(self) -> PolledSession:
        """A fresh conversation: one question a second."""
        asked = [Write(BUTTON_DATA, _ASK, response=True)]
        return PolledSession(self.family, BUTTON_DATA, _Layout(), _reading, asked, period_s=self.period_s)

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
