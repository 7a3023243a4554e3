"""Feeding a pleth monitor in the tests: blocks of a stream, and a look once a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Protocol, TypeVar

Signs = TypeVar("Signs")
Given_co = TypeVar("Given_co", covariant=True)


class Monitor(Protocol[Given_co]):
    def take(self, t: float, samples: Sequence[float], /) -> None: ...

    def at(self, t: float, /) -> Given_co | None: ...


def signs(
    monitor: Monitor[Signs], samples: Sequence[float], hz: float, *, blocks: Sequence[int] = (5,), start: float = 0.0
) -> list[tuple[float, Signs | None]]:
    """What it says each second of a stream that comes in blocks of such sizes; no block spans two seconds."""
    sizes = cycle(blocks)
    said = []
    for second in range(int(len(samples) / hz)):
        for end, block in _blocks(samples, round(second * hz), round((second + 1) * hz), sizes):
            monitor.take(start + end / hz, block)
        said.append((second + 1.0, monitor.at(start + second + 1.0)))
    return said


def _blocks(
    samples: Sequence[float], begin: int, end: int, sizes: Iterator[int]
) -> Iterator[tuple[int, Sequence[float]]]:
    while begin < end:
        upto = min(end, begin + next(sizes))
        yield upto, samples[begin:upto]
        begin = upto
