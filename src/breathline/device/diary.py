"""The owner's side of the log: which response is being written, which were found open, and whether writing works."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING, Protocol

from breathline.device.published import OpenResponse
from breathline.errors import BreathlineError
from breathline.events.facts import standing
from breathline.events.failures import LogError
from breathline.events.model import CloseOutEvent, Event, ResponseEvent, ResponseState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from breathline.events.log import Log
    from breathline.events.records import StillOpen
    from breathline.events.writer import Writer

LOOK_AGAIN_S = 5.0
"""How long to wait before the log is asked again for open responses when it could not be read."""

CLOCK_STEP_S = 2.0
"""A wall clock that differs from the seconds we counted by more than this was set; slewing is far slower."""


class MakeWriter(Protocol):
    """Makes the writer of the box's log, practice or real: `partial(Writer, open_log)`."""

    def __call__(self, *, on_failure: Callable[[BreathlineError], None], on_recovery: Callable[[], None]) -> Writer:
        """The writer, started; it calls back from a thread of its own."""
        ...


@dataclass(frozen=True, slots=True)
class Guideline:
    """Which guideline a response was guided by: the pack's id and the hash of its content."""

    pack: str
    pack_hash: str


@dataclass(frozen=True, slots=True)
class Found:
    """A response that was found open, with its events."""

    still_open: StillOpen
    events: tuple[Event, ...]

    @property
    def id(self) -> str:
        """Its id in the log."""
        return self.still_open.record.id

    @property
    def last(self) -> float:
        """Seconds from its beginning to its last event."""
        return max((event.t for event in self.events), default=0.0)

    @property
    def ended(self) -> bool:
        """It had ended, and the box died before the close-out."""
        return any(_ends(event) for event in self.events)

    def offer(self, wall_time: float) -> OpenResponse:
        """What the screen shows of it."""
        actions = tuple((event.t, event.action.id) for event in standing(self.events))
        return OpenResponse(self.id, self.still_open.elapsed(wall_time), actions)


class Diary:
    """Hands a response's events to the log's writer, in order, and never waits.

    Args:
        make_writer: Makes the writer.
        guideline: What to write beside a response.
        wall: The wall clock, for the anchor of an open response alone.
        on_working: Called in the event loop with False when writing begins to fail, with True when it works again.
    """

    def __init__(
        self,
        make_writer: MakeWriter,
        guideline: Guideline,
        wall: Callable[[], float],
        on_working: Callable[[bool], None],
    ) -> None:
        self._make_writer = make_writer
        self._guideline = guideline
        self._wall = wall
        self._on_working = on_working
        self._writer: Writer | None = None
        self._open: str | None = None
        self._ended: tuple[str, int] | None = None
        """The response that waits for its close-out, with its doses of naloxone."""
        self._anchor = 0.0

    def open(self) -> None:
        """Start the writer; call in the event loop."""
        loop = asyncio.get_running_loop()

        def failed(_: BreathlineError) -> None:
            loop.call_soon_threadsafe(self._on_working, False)

        def recovered() -> None:
            loop.call_soon_threadsafe(self._on_working, True)

        self._writer = self._make_writer(on_failure=failed, on_recovery=recovered)

    @property
    def is_open(self) -> bool:
        """True once the writer was started."""
        return self._writer is not None

    @property
    def writing(self) -> bool:
        """True while a response is open in the log and written to."""
        return self._open is not None

    def writes(self, response: str) -> bool:
        """Whether this response, open in the log, is the one that runs here or waits for its close-out."""
        return response in {self._open, None if self._ended is None else self._ended[0]}

    def begin(self) -> None:
        """Begin a response now; what is added from now on is its."""
        self._anchor = self._wall()
        self._open = self._the_writer.begin(
            self._guideline.pack, self._guideline.pack_hash, metadata.version("breathline"), self._anchor
        )

    def go_on(self, found: Found, elapsed: float) -> None:
        """Go on with a response that was found open; `elapsed` seconds have passed since its beginning."""
        self._open = found.id
        self._anchor = self._wall() - elapsed
        self._the_writer.set_anchor(found.id, self._anchor)

    def add(self, events: Sequence[Event], doses: int) -> Future[None] | None:
        """Hand in events; without an open response they belong to none. After the end only `close_out` adds to it.

        Args:
            events: In order.
            doses: Doses of naloxone so far, as the guide counts them after undo.

        Returns:
            Done when they are on the disk; None when they belong to no response.
        """
        if self._open is None or not events:
            return None
        saving = self._the_writer.submit(self._open, events)
        if any(_ends(event) for event in events):
            self._ended, self._open = (self._open, doses), None
        return saving

    def close_out(self, event: CloseOutEvent) -> None:
        """Write the last row of the response that has ended, and end it in the log: the time of its beginning goes."""
        if self._ended is None:
            return
        (response, doses), self._ended = self._ended, None
        self._the_writer.submit(response, [event])
        self._the_writer.end(response, doses)

    def close_found(self, found: Found, events: Iterable[Event] = (), doses: int | None = None) -> None:
        """End a response that was found open, with these last events and so many doses of naloxone.

        None: as its rows count them.
        """
        self._the_writer.submit(found.id, events)
        self._the_writer.end(found.id, doses)

    def check_anchor(self, elapsed: float) -> None:
        """Move the anchor when the wall clock was set, so that a power cut still finds the right timers.

        A Raspberry Pi has no battery for its clock: it learns the time some minutes after it starts.
        """
        if self._open is not None and abs(self._wall() - self._anchor - elapsed) > CLOCK_STEP_S:
            self._anchor = self._wall() - elapsed
            self._the_writer.set_anchor(self._open, self._anchor)

    async def find(self) -> list[Found]:
        """The responses that an earlier run left open, newest first; tried until the log can be read.

        One that had ended is closed as it stands: nobody is asked today how yesterday's was.
        """
        failed = False
        while True:
            try:
                found = await asyncio.wrap_future(self._the_writer.ask(_read_open))
            except LogError:
                failed = True
                self._on_working(False)
                await asyncio.sleep(LOOK_AGAIN_S)
            else:
                if failed:
                    self._on_working(True)
                left = [each for each in found if not self.writes(each.id)]
                for each in left:
                    if each.ended:
                        self.close_found(each)
                return [each for each in left if not each.ended]

    async def close(self, timeout_s: float) -> bool:
        """Write what is left; True when everything ever added is on the disk."""
        return self._writer is None or await asyncio.to_thread(self._writer.close, timeout_s)

    @property
    def _the_writer(self) -> Writer:
        if self._writer is None:
            raise RuntimeError("the diary is used before it is opened")
        return self._writer


def _ends(event: Event) -> bool:
    return isinstance(event, ResponseEvent) and event.state is ResponseState.ENDED


def _read_open(log: Log) -> list[Found]:
    return [Found(each, tuple(log.read(each.record.id))) for each in log.open_responses()]
