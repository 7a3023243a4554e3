"""What the two protocols of Viatom's rings have in common: the pleth with its beat marks, the battery, the pieces."""

from __future__ import annotations

from collections import deque

from breathline.ble.drivers.bounds import BATTERY_MAX, to_field

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


def battery_or_none(percent: int) -> int | None:
    """The battery in percent, or None where it can't be one."""
    return percent if percent <= BATTERY_MAX else None


def pieces(data: bytes, size: int) -> list[bytes]:
    """The data cut into pieces of at most `size` bytes, as it goes into notifications."""
    return [data[at : at + size] for at in range(0, len(data), size)]
