"""Cuts a byte stream into frames, wherever the notifications' borders happen to lie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from breathline.ble.drivers.driver import Family, QuietSession, Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.words import Reading

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


def find_header(data: bytes | bytearray, header: bytes, start: int) -> int:
    """Where `header` begins, at `start` or later; at the end of `data` its first bytes are enough.

    This is a `Layout`'s `find` for families whose frames begin with fixed bytes.
    """
    at = data.find(header, start)
    if at >= 0:
        return at
    for held in range(min(len(header) - 1, len(data) - start), 0, -1):
        if data.endswith(header[:held]):
            return len(data) - held
    return len(data)


def pieces(data: bytes, size: int) -> list[bytes]:
    """The data cut into pieces of at most `size` bytes, as it goes into notifications."""
    return [data[at : at + size] for at in range(0, len(data), size)]


class FrameStream:
    """Takes bytes as they come and gives frames as they are complete.

    The same bytes give the same frames however they are cut. After a frame that is wrong the search goes on inside
    it, so a damaged length costs no good frame. What is kept waiting is always less than one frame.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._waiting = b""

    @property
    def waiting(self) -> bytes:
        """The beginning of a frame whose end has not come yet."""
        return self._waiting

    def forget(self) -> None:
        """Drop what waits: its end will not come any more."""
        self._waiting = b""

    def feed(self, data: bytes) -> list[bytes | Skipped]:
        """The frames completed by these bytes and what had to be skipped, in order."""
        layout, rest = self._layout, self._waiting + data
        found: list[bytes | Skipped] = []
        outside = b""
        while True:
            start = layout.find(rest, 0)
            if start:
                outside, rest = outside + rest[:start], rest[start:]
            size = layout.size(rest)
            if size == 0:
                outside, rest = outside + rest[:1], rest[1:]
                continue
            if size is None or len(rest) < size:
                break
            if outside:
                found.append(Skipped(outside, OUTSIDE))
                outside = b""
            frame = rest[:size]
            fault = layout.fault(frame)
            found.append(Skipped(frame, fault) if fault else frame)
            rest = rest[layout.find(frame, 1) if fault else size :]
        if outside:
            found.append(Skipped(outside, OUTSIDE))
        self._waiting = rest
        return found


class StreamSession(QuietSession):
    """One connection to a family that streams frames by itself, over one characteristic.

    Args:
        family: Whose session it is.
        characteristic: Full UUID that the frames come on.
        layout: What the frames look like.
        read: A sound frame and the time it came, to what it says.
    """

    def __init__(
        self, family: Family, characteristic: str, layout: Layout, read: Callable[[float, bytes], Reading | Refused]
    ) -> None:
        self._family = family
        self._characteristic = characteristic
        self._stream = FrameStream(layout)
        self._read = read

    @property
    def unfinished(self) -> bytes:
        """The beginning of a frame whose end has not come yet."""
        return self._stream.waiting

    def forget(self) -> None:
        """Drop the beginning of a frame whose end will not come any more."""
        self._stream.forget()

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        """Take one notification: any part of a frame, or several."""
        if characteristic != self._characteristic:
            return [Refused(t, f"{self._family} sends nothing on {characteristic}", data)]
        return [
            Refused(t, piece.reason, piece.data) if isinstance(piece, Skipped) else self._read(t, piece)
            for piece in self._stream.feed(data)
        ]
