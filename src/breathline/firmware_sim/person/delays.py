"""Signals that arrive late: the last samples of each in a ring, read between two samples by a straight line.

Positions are counted in steps. A ring begins full of the same value, so a reader may look back at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from breathline.firmware_sim.person.number import Number

if TYPE_CHECKING:
    from breathline.firmware_sim.person.number import FloatArray


class History(Protocol[Number]):
    """A signal's recent past."""

    def put(self, step: int, value: Number) -> None:
        """Keep the sample of a step; the oldest falls out."""

    def at(self, position: Number) -> Number:
        """The signal between two samples that are still kept; `position` is not below 0."""


class ScalarHistory:
    """One person's signal."""

    def __init__(self, value: float, samples: int) -> None:
        self._kept = [value] * samples
        self._samples = samples

    def put(self, step: int, value: float) -> None:
        """Keep the sample of a step; the oldest falls out."""
        self._kept[step % self._samples] = value

    def at(self, position: float) -> float:
        """The signal between two samples that are still kept."""
        before = int(position)
        earlier = self._kept[before % self._samples]
        return earlier + (self._kept[(before + 1) % self._samples] - earlier) * (position - before)


class ArrayHistory:
    """Many people's signal; each of them looks back as far as their own blood takes."""

    def __init__(self, value: FloatArray, samples: int) -> None:
        import numpy as np

        self._kept = np.tile(value, (samples, 1))
        self._samples = samples
        self._people = np.arange(len(value))

    def put(self, step: int, value: FloatArray) -> None:
        """Keep the sample of a step; the oldest falls out."""
        self._kept[step % self._samples] = value

    def at(self, position: FloatArray) -> FloatArray:
        """Each person's signal between two samples that are still kept."""
        before = position.astype(int)
        earlier: FloatArray = self._kept[before % self._samples, self._people]
        later: FloatArray = self._kept[(before + 1) % self._samples, self._people]
        between: FloatArray = earlier + (later - earlier) * (position - before)
        return between
