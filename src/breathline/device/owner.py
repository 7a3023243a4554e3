"""The owner of a response: one task that holds its state, takes what everyone posts, and publishes what follows.

Nothing else touches the state. Posting returns at once; the task takes the posts in order, each as of the moment it
was posted, hands the events to the log and publishes. It wakes for a post, for the guide's next deadline, and once a
second while no reading comes; otherwise it sleeps.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from breathline.device.clock import box_clock
from breathline.device.closing import Step
from breathline.device.diary import Diary, Guideline, MakeWriter
from breathline.device.keeper import Keeper
from breathline.device.publisher import Publisher
from breathline.words import Action, Answer, Fault, Frame, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from breathline.ble.status import LinkStatus
    from breathline.device.closing import Said
    from breathline.device.diary import Found
    from breathline.device.keeper import Observer
    from breathline.device.published import Published, Sound
    from breathline.device.response import Conditions, Guide

    Deal = Callable[[Sequence[Found]], None]

MOMENT_S = 0.001
"""The shortest sleep: less is lost in the rounding of the clock, and would be a loop that never sleeps."""

CLOSE_S = 5.0
"""How long the end of the program waits for the disk."""


@dataclass(frozen=True, slots=True)
class Left:
    """How the box was left.

    Attributes:
        open: A response had not ended; the next start offers it.
        saved: Everything that happened is on the disk.
    """

    open: bool
    saved: bool


class Owner:
    """Owns the box's response; implements `Desk`.

    Without a running response it still takes readings, so that the number stands there before the start. An act
    that can begin a response begins one, with a fresh id in the log and t = 0 at that act.

    Args:
        engine: The guide.
        conditioner: The box's one conditioner; it lives through several responses.
        guideline: Which guideline the engine speaks for.
        make_writer: Makes the log's writer.
        practice: Whether this is the practice log.
        clock: Seconds, never backwards; readings must be stamped with the same clock.
        wall: Seconds since 1970, for the anchor of an open response alone.
        observers: Who is told of acts and answers.
    """

    def __init__(  # noqa: PLR0913 - the box's parts, two clocks and who listens
        self,
        engine: Guide,
        conditioner: Conditions,
        guideline: Guideline,
        make_writer: MakeWriter,
        *,
        practice: bool,
        clock: Callable[[], float] = box_clock,
        wall: Callable[[], float] = time.time,
        observers: Iterable[Observer] = (),
    ) -> None:
        self.clock = clock
        self._keeper = Keeper(
            engine,
            conditioner,
            Diary(make_writer, guideline, wall, self._log_works),
            practice=practice,
            clock=clock,
            wall=wall,
            observers=observers,
        )
        self._posts: deque[Callable[[], None]] = deque()
        self._posted = asyncio.Event()
        self._publisher = Publisher(self._keeper.publication(), clock, self._posted.set)
        self._take_other_clip: Callable[[], None] = lambda: None
        self._deal: Deal | None = self.offer
        self._closing = False
        self._stopped = asyncio.Event()
        self._stopped.set()

    # What a screen or a button may do: see `Desk`.

    @property
    def published(self) -> Published:
        """The latest; never changes in place."""
        return self._publisher.published

    def now(self) -> float:
        """Seconds since the response began; before the first, since the box started."""
        return self._keeper.now()

    def post(self, item: Action | Answer) -> None:
        """Hand in what a person did or answered."""
        self._post(partial(self._keeper.do, item, self.clock()))

    def resume(self, elapsed_s: float | None = None) -> None:
        """Go on with the offered response. `elapsed_s` answers "how long ago?" when the clock can't."""
        self._post(partial(self._keeper.resume, elapsed_s))

    def close_offered(self) -> None:
        """Close the offered response as it stands."""
        self._post(self._keeper.close_offered)

    def close_out(self, said: Said) -> None:
        """Answer what is asked after the end, skip it or go back."""
        self._post(partial(self._keeper.close_out, said, self.clock()))

    def other_clip(self) -> None:
        """Let another oximeter take over, if there is a link that can."""
        self._take_other_clip()

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """Call `on_publish` on each publication, in the event loop; returns what ends it."""
        return self._publisher.subscribe(on_publish)

    # What the rest of the box posts. All of it must be called in the event loop.

    def post_reading(self, reading: Reading) -> None:
        """Hand in what the oximeter said, stamped with the owner's clock."""
        self._posts.append(partial(self._keeper.read, reading))
        if reading.frame is Frame.VALUES:
            # The others (a hundred pleth samples a second) wait for the next turn: they change nothing by themselves.
            self._posted.set()

    def post_fault(self, fault: Fault) -> None:
        """Hand in that a technical fault began or ended; saying it twice is no harm."""
        self._post(partial(self._keeper.fault, fault, self.clock()))

    def when_other_clip(self, take: Callable[[], None]) -> None:
        """Say who lets another oximeter take over: the link in use."""
        self._take_other_clip = take

    def when_found(self, deal: Deal | None) -> None:
        """Say who deals out the responses that are found open, instead of this owner to itself; None: do not look."""
        self._deal = deal

    def offer(self, found: Sequence[Found]) -> None:
        """Offer responses that were found open, newest first."""
        self._post(partial(self._keeper.offer, found))

    def writes(self, response: str) -> bool:
        """Whether this response of the log is the one that runs here."""
        return self._keeper.diary.writes(response)

    def link(self, status: LinkStatus) -> None:
        """Hand in how the link to the oximeter stands."""
        self._post(partial(self._keeper.link, status, self.clock()))

    def sound(self, sound: Sound) -> None:
        """Hand in what can be heard (ON, BELL or NONE)."""
        self._post(partial(self._keeper.hear, sound, self.clock()))

    # The task.

    async def run(self) -> None:
        """Own the response until `close`, or until cancelled."""
        self._stopped.clear()
        self._keeper.diary.open()
        try:
            async with asyncio.TaskGroup() as tasks:
                finding = tasks.create_task(self._find())
                while not self._closing:
                    await self._sleep()
                    self._turn()
                finding.cancel()
        finally:
            self._stopped.set()

    async def close(self) -> Left:
        """Take what was posted, write everything and stop. A response that has not ended stays open in the log.

        What is still asked of one that has ended is skipped.
        """
        self._closing = True
        self._posted.set()
        await self._stopped.wait()
        diary = self._keeper.diary
        if diary.is_open:
            self._turn()
            self._keeper.close_out(Step.SKIP, self.clock())
        return Left(open=diary.writing, saved=await diary.close(CLOSE_S))

    async def _find(self) -> None:
        if self._deal is not None:
            self._deal(await self._keeper.diary.find())

    async def _sleep(self) -> None:
        delay = self._keeper.response.next_due - self.now()
        if (publish_in := self._publisher.due_in()) is not None:
            delay = min(delay, publish_in)
        if delay <= 0 or self._posted.is_set():
            # Even an owner with much to do lets the others have their turn.
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(max(delay, MOMENT_S)):
                await self._posted.wait()
        except TimeoutError:
            return

    def _turn(self) -> None:
        self._posted.clear()
        self._keeper.skip_gap()
        while self._posts:
            self._posts.popleft()()
        self._keeper.pass_time()
        news, self._keeper.news = self._keeper.news, None
        self._publisher.publish(news, self._keeper.publication)

    def _post(self, work: Callable[[], None]) -> None:
        self._posts.append(work)
        self._posted.set()

    def _log_works(self, works: bool) -> None:
        self._post(partial(self._keeper.logging, works, self.clock()))
