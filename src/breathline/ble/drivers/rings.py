"""What the two protocols of Viatom's rings have in common: how a frame is built, and the pleth with its beat marks.

A frame is `header | kind | ~kind | two bytes | length (2) | data | CRC-8/07`, numbers little-endian.
"""

from __future__ import annotations

from collections import deque

from breathline.ble.drivers.bounds import BATTERY_MAX, to_field
from breathline.ble.drivers.crc8 import crc8_07
from breathline.ble.drivers.driver import Notification
from breathline.ble.drivers.frames import FrameStream, find_header
from breathline.words import Flag, Frame, Reading

BEFORE_DATA = 7
"""Bytes of a frame before its data."""
_AROUND_DATA = BEFORE_DATA + 1
_ALL_BITS = 0xFF
"""A byte and its complement differ in all of them."""

PLETH_HZ = 125.0
"""The maker's figure; 125.6 to 125.9 have been measured on one ring."""
MARKS = frozenset({156, 246})
"""Sent in the place of a sample to mark a beat, which of the two depends on the model. As a sample either may occur
by itself now and then; it then lies near its neighbours' mean, which stands for it here."""
SAMPLES_MAX = 500
"""The longest pleth that is waited for, four seconds; a damaged length must not stall the stream. Rings send what
they have measured since they were last asked."""
SAMPLES_KEPT = 250
"""What a virtual ring keeps when nobody asks."""

_SAMPLE_MAX = 255
_REQUEST_MAX = 20
"""Bytes of data that a virtual ring takes in a request."""
_OFF = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""Under these a virtual ring is not worn."""


class RingLayout:
    """How frames with a header are found.

    Args:
        header: The first byte.
        longest: Bytes of data at most; longer ones are none of ours.
    """

    def __init__(self, header: int, longest: int) -> None:
        self._header = bytes([header])
        self._longest = longest

    def find(self, data: bytes | bytearray, start: int) -> int:
        """Where the next frame may begin."""
        return find_header(data, self._header, start)

    def size(self, data: bytes | bytearray) -> int | None:
        """How long the frame is."""
        if len(data) < BEFORE_DATA:
            return None
        length = data[5] | data[6] << 8
        return _AROUND_DATA + length if data[1] ^ data[2] == _ALL_BITS and length <= self._longest else 0

    def fault(self, frame: bytes) -> str:
        """Whether the checksum is wrong."""
        return "" if crc8_07(frame[:-1]) == frame[-1] else "the checksum does not match"


def ring_frame(header: int, kind: int, data: bytes = b"", between: bytes = b"\0\0") -> bytes:
    """A whole frame.

    Args:
        header: The first byte.
        kind: A command, or how an answer went.
        data: What it carries.
        between: The two bytes before the length.
    """
    body = bytes([header, kind, kind ^ _ALL_BITS]) + between + len(data).to_bytes(2, "little") + data
    return body + bytes([crc8_07(body)])


def pleth_from_ring(samples: bytes) -> tuple[float, ...]:
    """The samples, each beat mark replaced by the mean of its neighbours so that the time axis keeps its pace.

    A ring's pleth is upside down, more blood is a lower number; it is left so, in device units.
    """
    known = [None if sample in MARKS else float(sample) for sample in samples]
    around = [None, *known, None]
    return tuple(_mean(around[at], around[at + 2]) if each is None else each for at, each in enumerate(known))


def _mean(before: float | None, after: float | None) -> float:
    there = [each for each in (before, after) if each is not None]
    return sum(there) / len(there) if there else 0.0


class RingPleth:
    """What a virtual ring has measured since it was last asked, without beat marks."""

    def __init__(self) -> None:
        self._samples: deque[int] = deque(maxlen=SAMPLES_KEPT)

    def add(self, samples: tuple[float, ...]) -> None:
        """Measure more; a sample that would read as a mark is sent one lower."""
        numbers = [to_field(sample, _SAMPLE_MAX) for sample in samples]
        self._samples.extend(number - (number in MARKS) for number in numbers)

    def take(self) -> bytes:
        """Count (two bytes, little-endian) and samples, oldest first."""
        taken = bytes(self._samples)
        self._samples.clear()
        return len(taken).to_bytes(2, "little") + taken


class VirtualRing:
    """What a virtual ring of either protocol keeps until it is asked."""

    def __init__(self, ask: int) -> None:
        self._now = Reading(0.0, Frame.VALUES)
        self._battery = BATTERY_MAX
        self._pleth = RingPleth()
        self._asked = FrameStream(RingLayout(ask, _REQUEST_MAX))

    def encode(self, reading: Reading) -> list[Notification]:
        """Nothing goes out by itself."""
        if reading.battery is not None:
            self._battery = to_field(reading.battery, BATTERY_MAX)
        if reading.frame is Frame.VALUES:
            self._now = reading
        self._pleth.add(reading.pleth)
        return []

    @property
    def _worn(self) -> bool:
        return not self._now.flags & _OFF

    def _commands(self, data: bytes) -> list[int]:
        """The commands that are complete with these bytes."""
        return [frame[1] for frame in self._asked.feed(data) if isinstance(frame, bytes)]


def battery_or_none(percent: int) -> int | None:
    """The battery in percent, or None where it can't be one."""
    return percent if percent <= BATTERY_MAX else None
