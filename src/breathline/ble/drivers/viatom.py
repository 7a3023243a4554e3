"""Viatom's rings of the first protocol (Wellue, Lepu): O2Ring, Checkme O2, SleepU and their sisters.

The ring speaks when it is asked: `AA | command | ~command | block (2) | length (2) | data | CRC-8/07`. It answers
`55 | status | ~status | block (2) | length (2) | data | CRC-8/07`, in notifications of twenty bytes. An answer does
not say which request it is for, so one is asked at a time; its length tells the values from the pleth.
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
    Refused,
    Service,
    Write,
)
from breathline.ble.drivers.frames import pieces
from breathline.ble.drivers.polled import PolledSession
from breathline.ble.drivers.rings import (
    BEFORE_DATA,
    PLETH_HZ,
    SAMPLES_MAX,
    RingLayout,
    VirtualRing,
    battery_or_none,
    pleth_from_ring,
    ring_frame,
)
from breathline.words import Flag, Frame, Reading

RING = "14839ac4-7d7e-415c-9a42-167340cf2339"
RING_WRITE = "8b00ace7-eb0b-49b0-bbe9-9aee0a26e1a3"
RING_NOTIFY = "0734594a-a8e7-4b1a-a6b1-cd5243059a57"

# "O2Ring S" speaks another protocol (oxyii), so it is left out here.
_NAME = re.compile(
    r"O2Ring(?! ?S\b)|Check(me ?)?O2|SleepU|SleepO2|KidsO2|BabyO2|WearO2|O2 \d|Oxylink|OxyRing|OxyU|BBSM|CMRing",
    re.IGNORECASE,
)

_ASK, _ANSWER = 0xAA, 0x55
_OK = 0

# The only commands that are ever sent. 18 would wipe the ring; 16 could set its clock, which nothing here needs.
_READ_VALUES = 0x17
_READ_PLETH = 0x1B
_PLETH_125_HZ = b"\0"

_VALUES_SIZE = 13
_PLETH_HEAD = 12
"""What comes before the samples; the last two bytes count them."""
_LENGTH_MAX = _PLETH_HEAD + SAMPLES_MAX
_NO_SPO2 = 0xFF
_NO_PULSE = 0xFFFF
_PERFUSION_STEPS = 10
"""In one percent."""
_NOTIFICATION = 20

# Both fit into one write of twenty bytes, so neither has to be cut.
_ASK_VALUES = Write(RING_WRITE, ring_frame(_ASK, _READ_VALUES))
_ASK_PLETH = Write(RING_WRITE, ring_frame(_ASK, _READ_PLETH, _PLETH_125_HZ))


class _Session(PolledSession):
    """Each second the values, then the pleth."""

    def __init__(self) -> None:
        super().__init__(
            Family.VIATOM, RING_NOTIFY, RingLayout(_ANSWER, _LENGTH_MAX), self._read, (_ASK_VALUES, _ASK_PLETH)
        )

    def _read(self, t: float, frame: bytes) -> Reading | Refused:
        return _reading(t, frame, pleth_asked=self.asked is _ASK_PLETH)


def _reading(t: float, frame: bytes, *, pleth_asked: bool) -> Reading | Refused:
    if frame[1] != _OK:
        return Refused(t, f"the ring answers with error {frame[1]:02x}", frame)
    data = frame[BEFORE_DATA:-1]
    pleth = len(data) >= _PLETH_HEAD and len(data) == _PLETH_HEAD + (data[10] | data[11] << 8)
    # A pleth of one sample is as long as the values: then what was asked last decides.
    if len(data) == _VALUES_SIZE and not (pleth and pleth_asked):
        return _values(t, data, battery=data[7], perfusion=data[10], worn=data[11])
    if pleth:
        return _values(t, data, battery=data[3], perfusion=data[5], worn=data[6], samples=data[_PLETH_HEAD:])
    return Refused(t, "an answer to something that was not asked", frame)


def _values(t: float, data: bytes, *, battery: int, perfusion: int, worn: int, samples: bytes = b"") -> Reading:
    return Reading(
        t,
        Frame.VALUES,
        # "None" is 0, 255 or 65535, all outside the bounds.
        spo2=spo2_or_none(float(data[0])) if worn else None,
        pulse=pulse_or_none(float(data[1] | data[2] << 8)) if worn else None,
        perfusion=perfusion_or_none(perfusion / _PERFUSION_STEPS) if worn else None,
        # How much a finger moves is sent too (byte 9 of the values), but not what amount disturbs: a real frame
        # has 146 of it beside sound numbers. So it raises no flag.
        flags=frozenset() if worn else frozenset({Flag.NO_FINGER}),
        battery=battery_or_none(battery),
        pleth=pleth_from_ring(samples),
    )


class _Encoder(VirtualRing):
    """A ring on a finger, or not."""

    def __init__(self) -> None:
        super().__init__(_ASK)

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:  # noqa: ARG002
        asked = self._commands(data) if characteristic == RING_WRITE else []
        return [each for command in asked for each in self._answer(command)]

    def _answer(self, command: int) -> list[Notification]:
        if command == _READ_VALUES:
            return _answer(self._values())
        return _answer(self._wave()) if command == _READ_PLETH else []

    def _values(self) -> bytes:
        return self._numbers() + bytes([0, 0, 0, 0, self._battery, 0, 0, self._perfusion(), self._worn, 0])

    def _wave(self) -> bytes:
        return self._numbers() + bytes([self._battery, 0, self._perfusion(), self._worn, 0, 0, 0]) + self._pleth.take()

    def _numbers(self) -> bytes:
        spo2 = to_field(self._now.spo2 if self._worn else None, _NO_SPO2, none=_NO_SPO2)
        pulse = to_field(self._now.pulse if self._worn else None, _NO_PULSE, none=_NO_PULSE)
        return bytes([spo2]) + pulse.to_bytes(2, "little")

    def _perfusion(self) -> int:
        return to_field(self._now.perfusion if self._worn else None, 0xFF, times=_PERFUSION_STEPS)


def _answer(data: bytes) -> list[Notification]:
    return [Notification(RING_NOTIFY, piece) for piece in pieces(ring_frame(_ANSWER, _OK, data), _NOTIFICATION)]


class Viatom:
    """The first protocol of Viatom's rings."""

    family = Family.VIATOM
    models = "Wellue/Viatom O2Ring, Checkme O2, SleepU, KidsO2, WearO2, OxyLink (not the O2Ring S: oxyii)"
    evidence = Evidence.REAL_CAPTURE
    gives = ("spo2", "pulse", "perfusion", "pleth", "battery")
    period_s = 1.0
    pleth_hz = PLETH_HZ
    pairing = Pairing.NONE
    values_characteristic = RING_NOTIFY
    subscriptions = (RING_NOTIFY,)
    services = (
        Service(
            RING,
            (
                Characteristic(RING_WRITE, frozenset({Property.WRITE, Property.WRITE_NO_RESPONSE})),
                Characteristic(RING_NOTIFY, frozenset({Property.NOTIFY})),
            ),
        ),
    )
    advertisement = Advertisement(name="O2Ring 0001")

    def recognise(self, advertisement: Advertisement) -> Match:
        """The name decides until a connection shows the service: the rings do not advertise it."""
        named = _NAME.match(advertisement.name or "") is not None
        return Match.of(named=named, served=RING in advertisement.services, shared=False)

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
