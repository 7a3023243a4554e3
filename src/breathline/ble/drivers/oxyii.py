"""Viatom's rings of the second protocol ("OxyII"): O2Ring S and its sisters.

Request and answer are `A5 | command | ~command | flag | sequence | length (2) | data | CRC-8/07`; the flag is 0 in a
request, 1 in a good answer, else an error. An answer to "live" carries values and pleth. It fits into one
notification where the link allows 247 bytes, which a phone or computer agrees on by itself; on a smaller link it
comes in pieces.
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

RING_S = "e8fb0001-a14b-98f9-831b-4e2941d01248"
RING_S_WRITE = "e8fb0002-a14b-98f9-831b-4e2941d01248"
RING_S_NOTIFY = "e8fb0003-a14b-98f9-831b-4e2941d01248"

_NAME = re.compile(r"O2Ring ?S\b|S8-AW|SHQO2Pro|PF-10AW-1", re.IGNORECASE)
# So named while it records; a connection would keep it from finishing.
_RECORDING = re.compile(r"T8520_", re.IGNORECASE)
_COMPANY = 0xF34E

_HEADER = 0xA5
_REQUEST = bytes([0, 0])
_ANSWER = bytes([1, 0])
"""Flag and sequence. The sequence need not count: an answer names its command."""
_GOOD = 1
_NOT_SUPPORTED = 0xFD

# The only commands that are ever sent. C0 would set the clock: the ring measures without, and the time of day is
# nobody's business. E3 wipes it, EE switches it off until it is charged.
_AUTHENTICATE = 0xFF
_SET_UP = 0x10
_CONFIGURATION = 0x00
_LIVE = 0x04

_BATTERY = 0xE4
"""Never asked for, as live has it too; read when it comes."""
_BATTERY_SIZE = 4

_LIVE_HEAD = 24
_LIVE_COUNT = 2
_SAMPLES_FROM = _LIVE_HEAD + _LIVE_COUNT
_LENGTH_MAX = _SAMPLES_FROM + SAMPLES_MAX
_MEASURING = 2
"""Run state: below it, the ring gets ready."""
_FITTED, _BARE = 1, 0
"""The sensor state that an O2Ring S has been seen to send with a finger and without."""
_FINGER_STATES = frozenset({_FITTED, _BARE})
_BATTERY_NORMAL, _BATTERY_LOW = 0, 3
_PERFUSION_STEPS = 10
"""In one percent."""
_NOTIFICATION = 244
"""What 247 bytes leave for a value."""


def _request(command: int, data: bytes = b"") -> Write:
    return Write(RING_S_WRITE, ring_frame(_HEADER, command, data, _REQUEST))


_HELLO = _request(_AUTHENTICATE, bytes.fromhex("0068158872091cb098c8c7da746ea199"))
"""Published, and the same for every ring and every reader; it tells nothing of this one. It is not answered."""
_FIRST = (_request(_SET_UP, b"\0"), _request(_CONFIGURATION))


class _Session(PolledSession):
    """Says hello, then asks each second for what is live."""

    def __init__(self) -> None:
        layout = RingLayout(_HEADER, _LENGTH_MAX)
        super().__init__(Family.OXYII, RING_S_NOTIFY, layout, self._read, (_request(_LIVE),), first=_FIRST)
        self._fitted: int | None = None

    def opened(self, t: float) -> list[Write]:
        return [_HELLO, *super().opened(t)]

    def _read(self, t: float, frame: bytes) -> Reading | Refused:
        command, flag, data = frame[1], frame[3], frame[BEFORE_DATA:-1]
        if flag == _REQUEST[0]:
            return Refused(t, "a request, not an answer", frame)
        if flag != _GOOD:
            return Refused(t, f"the ring answers {command:02x} with error {flag:02x}", frame)
        if command == _LIVE and len(data) >= _LIVE_HEAD:
            count = int.from_bytes(data[_LIVE_HEAD:_SAMPLES_FROM], "little")
            if len(data) in {_LIVE_HEAD, _SAMPLES_FROM + count}:
                return self._live(t, data)
        if command == _BATTERY and len(data) == _BATTERY_SIZE:
            return Reading(t, Frame.STATUS, flags=_low_battery(data[0]), battery=battery_or_none(data[1]))
        if command in {_SET_UP, _CONFIGURATION}:
            return Reading(t, Frame.STATUS)
        return Refused(t, f"unknown answer {command:02x}", frame)

    def _live(self, t: float, data: bytes) -> Reading:
        spo2, pulse = spo2_or_none(float(data[6])), pulse_or_none(float(data[8] | data[9] << 8))
        flags = set(_low_battery(data[12]))
        measured = spo2 is not None and pulse is not None
        if measured:
            self._fitted = data[5]
        elif data[4] < _MEASURING:
            flags.add(Flag.SEARCHING)
        elif self._fitted is not None and data[5] in _FINGER_STATES - {self._fitted}:
            # The sources contradict each other on which state means a finger. What this ring sent beside numbers is
            # one; the other of the two, without a number, is none.
            flags.add(Flag.NO_FINGER)
        return Reading(
            t,
            Frame.VALUES,
            spo2=spo2 if measured else None,
            pulse=pulse if measured else None,
            # Perfusion by the maker's own programs; one reader of the protocol took it for motion.
            perfusion=perfusion_or_none(data[7] / _PERFUSION_STEPS) if measured else None,
            flags=frozenset(flags),
            battery=battery_or_none(data[13]),
            pleth=pleth_from_ring(data[_SAMPLES_FROM:]),
        )


def _low_battery(state: int) -> frozenset[Flag]:
    return frozenset({Flag.LOW_BATTERY}) if state == _BATTERY_LOW else frozenset()


class _Encoder(VirtualRing):
    """An O2Ring S, on a finger or not."""

    def __init__(self) -> None:
        super().__init__(_HEADER)
        self._sent = 0

    def written(self, t: float, characteristic: str, data: bytes) -> list[Notification]:  # noqa: ARG002
        asked = self._commands(data) if characteristic == RING_S_WRITE else []
        answers = b"".join(self._answer(command) for command in asked)
        return [Notification(RING_S_NOTIFY, piece) for piece in pieces(answers, _NOTIFICATION)]

    def _answer(self, command: int) -> bytes:
        if command == _AUTHENTICATE:
            return b""
        if command == _LIVE:
            return ring_frame(_HEADER, command, self._live(), _ANSWER)
        if command == _BATTERY:
            return ring_frame(_HEADER, command, bytes([self._battery_state, self._battery, 0, 0]), _ANSWER)
        if command in {_SET_UP, _CONFIGURATION}:
            return ring_frame(_HEADER, command, b"", _ANSWER)
        return ring_frame(_HEADER, command, b"", bytes([_NOT_SUPPORTED, 0]))

    @property
    def _battery_state(self) -> int:
        return _BATTERY_LOW if Flag.LOW_BATTERY in self._now.flags else _BATTERY_NORMAL

    def _live(self) -> bytes:
        now, worn, pleth = self._now, self._worn, self._pleth.take()
        state = _MEASURING - 1 if Flag.SEARCHING in now.flags else _MEASURING
        spo2 = to_field(now.spo2 if worn else None, 0xFF)
        perfusion = to_field(now.perfusion if worn else None, 0xFF, times=_PERFUSION_STEPS)
        index = self._sent.to_bytes(4, "little")
        self._sent = (self._sent + len(pleth) - _LIVE_COUNT) & 0xFFFFFFFF
        return b"".join(
            [
                bytes([0, 0, 0, 0, state, _FITTED if worn else _BARE, spo2, perfusion]),
                to_field(now.pulse if worn else None, 0xFFFF).to_bytes(2, "little"),
                bytes([0, 0, self._battery_state, self._battery, 0, 0, 0, 0, 0, 0]),
                index,
                pleth,
            ]
        )


class Oxyii:
    """The second protocol of Viatom's rings."""

    family = Family.OXYII
    models = "Wellue/Viatom O2Ring S, S8-AW, SHQO2Pro, PF-10AW-1"
    evidence = Evidence.TWO_SOURCES
    gives = ("spo2", "pulse", "perfusion", "pleth", "battery")
    period_s = 1.0
    pleth_hz = PLETH_HZ
    pairing = Pairing.NONE
    values_characteristic = RING_S_NOTIFY
    subscriptions = (RING_S_NOTIFY,)
    services = (
        Service(
            RING_S,
            (
                Characteristic(RING_S_WRITE, frozenset({Property.WRITE_NO_RESPONSE})),
                Characteristic(RING_S_NOTIFY, frozenset({Property.NOTIFY})),
            ),
        ),
    )
    advertisement = Advertisement(name="O2Ring S 0001", companies=frozenset({_COMPANY}))

    def recognise(self, advertisement: Advertisement) -> Match:
        """Name and service are the ring's own; one that is recording is left in peace."""
        name = advertisement.name or ""
        if _RECORDING.match(name):
            return Match.NO
        return Match.of(named=_NAME.match(name) is not None, served=RING_S in advertisement.services, shared=False)

    def session(self) -> _Session:
        """A fresh conversation."""
        return _Session()

    def encoder(self) -> _Encoder:
        """A fresh device."""
        return _Encoder()
