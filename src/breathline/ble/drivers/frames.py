"""Cuts a byte stream into frames, wherever the notifications' borders happen to lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

OUTSIDE = "bytes that belong to no frame"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Bytes that are no frame, and why."""

    data: bytes
    reason: str


class Layout(Protocol):
    """What a family's frames look like. Each answer depends on the given bytes alone."""

    def find(self, data: bytes | bytearray, start: int) -> int:
        """Where the next frame may begin, at `start` or later; the length of `data` when nowhere."""
        ...

    def size(self, data: bytes | bytearray) -> int | None:
        """How long the frame at the beginning is; None when more bytes are needed to say, 0 when it is none."""
        ...

    def fault(self, frame: bytes) -> str:
        """What is wrong with a whole frame, "" when nothing is."""
        ...


class FrameStream:
    """Takes bytes as they come and gives frames as they are complete.

    The same bytes give the same frames however they are cut. After a frame that is wrong the search goes on inside
    it, so a damaged length costs no good frame. What is kept waiting is always less than one frame.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._waiting = bytearray()

    def feed(self, data: bytes) -> list[bytes | Skipped]:
        """The frames completed by these bytes and what had to be skipped, in order."""
        waiting, layout = self._waiting, self._layout
        waiting += data
        found: list[bytes | Skipped] = []
        outside = bytearray()
        while True:
            start = layout.find(waiting, 0)
            outside += waiting[:start]
            del waiting[:start]
            size = layout.size(waiting)
            if size == 0:
                outside += waiting[:1]
                del waiting[:1]
                continue
            if size is None or len(waiting) < size:
                break
            _close(found, outside)
            frame = bytes(waiting[:size])
            fault = layout.fault(frame)
            found.append(Skipped(frame, fault) if fault else frame)
            del waiting[: layout.find(frame, 1) if fault else size]
        _close(found, outside)
        return found


def _close(found: list[bytes | Skipped], outside: bytearray) -> None:
    if outside:
        found.append(Skipped(bytes(outside), OUTSIDE))
        outside.clear()
