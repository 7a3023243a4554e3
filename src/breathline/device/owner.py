"""The owner of a response: one task that holds its state, takes what everyone posts, and publishes what follows.

Nothing else touches the state. Posting returns at once; the task takes the posts in order, each as of the moment it
was posted, hands the events to the log and publishes. It wakes for a post, for the guide's next deadline, and once a
second while no reading comes; otherwise it sleeps.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from breathline.device import link_faults
from breathline.device.clock import box_clock
from breathline.device.diary import Diary, Found, Guideline, MakeWriter
from breathline.device.published import Link, Published, Sound
from breathline.device.response import Response
from breathline.device.shifted import Shifted
from breathline.events.model import ActionEvent, AnswerEvent, Event, FaultEvent, VitalsEvent
from breathline.words import Action, Answer, Fault, FaultId, Frame, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from breathline.ble.status import LinkStatus
    from breathline.device.response import Conditions, Guide

PUBLISH_S = 0.1
"""At most ten publications a second for numbers alone: faster can't be read. Everything else is published at once."""

MOMENT_S = 0.001
"""The shortest sleep: less is lost in the rounding of the clock, and would be a loop that never sleeps."""

GAP_S = 10.0
"""After so long without a turn the machine slept (or its clock jumped). The seconds between are not told one by
one; deadlines that passed happen all the same."""

ACKNOWLEDGE_S = 0.3
"""An act or an answer is shown when it is on the disk: what the screen has shown is never lost. A disk that takes
longer than a person notices is not waited for; if it has failed, the screen says so."""

CLOSE_S = 5.0
"""How long the end of the program waits for the disk."""

LEFT_OPEN = "left_open"
"""Why a response that was found open ended: somebody said that it is over."""

ON_SOUND = (Sound.ON, Sound.PAUSED)


class Observer(Protocol):
    """Somebody who is told what a person did, for example a virtual person's body."""

    def acted(self, item: Action | Answer, t: float) -> None:
        """Take it: `t` is seconds since the response began. Called in the event loop; must not wait."""
        ...


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
        self._engine = engine
        self._conditioner = conditioner
        self._practice = practice
        self._wall = wall
        self._observers = tuple(observers)
        self._diary = Diary(make_writer, guideline, wall, self._log_works)
        self._began = clock()
        self._response = Response(engine, Shifted(conditioner, self._began))
        self._response.look(0.0)
        self._faults: set[FaultId] = set()
        self._link, self._advice = Link.NONE, ""
        self._sound = Sound.NONE
        self._log_ok = True
        self._found: deque[Found] = deque()
        self._posts: deque[Callable[[], None]] = deque()
        self._posted = asyncio.Event()
        self._subscribers: list[Callable[[Published], None]] = []
        self._news = False
        self._urgent = False
        self._saving: Future[None] | None = None
        self._held_until = self._began
        self._published_at = self._began
        self._published = self._publication()
        self._closing = False
        self._stopped = asyncio.Event()
        self._stopped.set()

    # What a screen or a button may do: see `Desk`.

    @property
    def published(self) -> Published:
        """The latest; never changes in place."""
        return self._published

    def now(self) -> float:
        """Seconds since the response began; before the first, since the box started."""
        return self.clock() - self._began

    def post(self, item: Action | Answer) -> None:
        """Hand in what a person did or answered."""
        self._post(partial(self._do, item, self.clock()))

    def resume(self, elapsed_s: float | None = None) -> None:
        """Go on with the offered response. `elapsed_s` answers "how long ago?" when the clock can't."""
        self._post(partial(self._resume, elapsed_s))

    def close_offered(self) -> None:
        """Close the offered response as it stands."""
        self._post(self._close_offered)

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """Call `on_publish` on each publication, in the event loop; returns what ends it."""
        self._subscribers.append(on_publish)

        def end() -> None:
            if on_publish in self._subscribers:
                self._subscribers.remove(on_publish)

        return end

    # What the rest of the box posts. All of it must be called in the event loop.

    def post_reading(self, reading: Reading) -> None:
        """Hand in what the oximeter said, stamped with the owner's clock."""
        self._posts.append(partial(self._read, reading))
        if reading.frame is Frame.VALUES:
            # The others (a hundred pleth samples a second) wait for the next turn: they change nothing by themselves.
            self._posted.set()

    def post_fault(self, fault: Fault) -> None:
        """Hand in that a technical fault began or ended; saying it twice is no harm."""
        self._post(partial(self._fault, fault, self.clock()))

    def link(self, status: LinkStatus) -> None:
        """Hand in how the link to the oximeter stands."""
        self._post(partial(self._linked, status, self.clock()))

    def sound(self, sound: Sound) -> None:
        """Hand in what can be heard (ON, BELL or NONE)."""
        self._post(partial(self._sounds, sound, self.clock()))

    # The task.

    async def run(self) -> None:
        """Own the response until `close`, or until cancelled."""
        self._stopped.clear()
        self._diary.open()
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
        """Take what was posted, write everything and stop. A response that has not ended stays open in the log."""
        self._closing = True
        self._posted.set()
        await self._stopped.wait()
        if self._diary.is_open:
            self._turn()
        return Left(open=self._diary.writing, saved=await self._diary.close(CLOSE_S))

    async def _find(self) -> None:
        found = await self._diary.find()
        self._post(partial(self._offer, found))

    async def _sleep(self) -> None:
        delay = self._response.next_due - self.now()
        if self._held:
            delay = min(delay, self._held_until - self.clock())
        elif self._news:
            delay = min(delay, self._publish_in())
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
        self._skip_gap()
        while self._posts:
            self._posts.popleft()()
        if self.now() >= self._response.next_due:
            self._take(self._response.wait(self.now()))
        self._diary.check_anchor(self.now())
        if self._held:
            return
        if self._urgent or (self._news and self._publish_in() <= 0):
            self._publish()

    def _post(self, work: Callable[[], None]) -> None:
        self._posts.append(work)
        self._posted.set()

    # What the posts do, in the task.

    def _read(self, reading: Reading) -> None:
        self._take(self._response.reading(replace(reading, t=reading.t - self._began)))

    def _do(self, item: Action | Answer, at: float) -> None:
        if self._response.running:
            self._take(self._response.do(item, at - self._began))
        elif isinstance(item, Action):
            self._start(item, at)
        for observer in self._observers:
            observer.acted(item, at - self._began)

    def _start(self, action: Action, at: float) -> None:
        """Begin a response with this act, if it is one that can begin it."""
        response = Response(self._engine, Shifted(self._conditioner, at))
        events = response.do(action, 0.0)
        if not response.running:
            return
        self._response, self._began = response, at
        for fault in sorted(self._faults):
            events += response.fault(Fault(fault, present=True), 0.0)
        events += response.look(0.0)
        self._diary.begin()
        self._take(events)

    def _fault(self, fault: Fault, at: float) -> None:
        if fault.present == (fault.id in self._faults):
            return
        self._faults ^= {fault.id}
        self._take(self._response.fault(fault, at - self._began))

    def _linked(self, status: LinkStatus, at: float) -> None:
        self._link, self._advice = link_faults.shown(status.state), status.advice
        self._urgent = True
        standing = link_faults.faults_of(status.state)
        if standing is None:
            return
        # The new before the old ends: between the two the link is not sound.
        for fault in sorted(standing):
            self._fault(Fault(fault, present=True), at)
        for fault in sorted(link_faults.ALL - standing):
            self._fault(Fault(fault, present=False), at)

    def _sounds(self, sound: Sound, at: float) -> None:
        self._sound = sound
        self._urgent = True
        self._fault(Fault(FaultId.NO_SOUND, present=sound not in ON_SOUND), at)

    def _log_works(self, works: bool) -> None:
        self._post(partial(self._logging, works, self.clock()))

    def _logging(self, works: bool, at: float) -> None:
        self._log_ok = works
        self._saving = None  # a disk that has failed is not waited for
        self._urgent = True
        self._fault(Fault(FaultId.LOG_FAILED, present=not works), at)

    def _offer(self, found: Sequence[Found]) -> None:
        self._found.extend(found)
        self._urgent = True

    def _resume(self, elapsed_s: float | None) -> None:
        if self._response.running or not self._found:
            return
        found = self._found.popleft()
        by_clock = found.still_open.elapsed(self._wall())
        # With neither a clock nor an answer it goes on where it stood: a timer late is better than none.
        elapsed = max(found.last, elapsed_s if elapsed_s is not None else by_clock or 0.0)
        self._began = self.clock() - elapsed
        self._response = Response(self._engine, Shifted(self._conditioner, self._began))
        self._response.resume(found.events)
        self._diary.go_on(found, elapsed)
        self._take(self._response.look(elapsed))
        stood = _standing(found.events)
        for fault in sorted(stood ^ self._faults):
            self._take(self._response.fault(Fault(fault, present=fault in self._faults), elapsed))
        self._urgent = True

    def _close_offered(self) -> None:
        if not self._found:
            return
        found = self._found.popleft()
        response = Response(self._engine, Shifted(self._conditioner, self._began))
        response.resume(found.events)
        self._diary.close_found(found, response.finish(found.last, LEFT_OPEN))
        self._urgent = True

    def _skip_gap(self) -> None:
        if self.now() - self._response.t > GAP_S:
            self._take(self._response.look(self.now()))

    def _take(self, events: Sequence[Event]) -> None:
        if not events:
            return
        saving = self._diary.add(events)
        if saving is not None and self._log_ok and any(isinstance(e, ActionEvent | AnswerEvent) for e in events):
            self._hold(saving)
        self._news = True
        if any(not isinstance(event, VitalsEvent) for event in events):
            self._urgent = True

    # What is published.

    @property
    def _held(self) -> bool:
        """An act waits to be on the disk before it is shown."""
        return self._saving is not None and not self._saving.done() and self.clock() < self._held_until

    def _hold(self, saving: Future[None]) -> None:
        self._saving, self._held_until = saving, self.clock() + ACKNOWLEDGE_S
        loop = asyncio.get_running_loop()

        def saved(_: Future[None]) -> None:
            with suppress(RuntimeError):  # the program ends: nobody waits any more
                loop.call_soon_threadsafe(self._posted.set)

        saving.add_done_callback(saved)

    def _publish_in(self) -> float:
        """Seconds until numbers alone may be published again."""
        return PUBLISH_S - (self.clock() - self._published_at)

    def _publish(self) -> None:
        self._published = self._publication()
        self._published_at = self.clock()
        self._news = self._urgent = False
        loop = asyncio.get_running_loop()
        for subscriber in self._subscribers:
            # Each in a call of its own: a screen that fails does not take the response with it.
            loop.call_soon(subscriber, self._published)

    def _publication(self) -> Published:
        situation, vitals = self._response.situation, self._response.vitals
        if situation.ended:
            # The guide has stopped; the number has not, and an old one must not stand there.
            situation = replace(situation, vitals=vitals)
        offer = self._found[0].offer(self._wall()) if self._found and not self._response.running else None
        paused = situation.pause_until is not None and self._sound is not Sound.NONE
        return Published(
            situation=situation,
            practice=self._practice,
            link=self._link,
            link_advice=self._advice,
            battery=None if vitals is None else vitals.battery,
            sound=Sound.PAUSED if paused else self._sound,
            log_ok=self._log_ok,
            trend=self._response.trend,
            offered=offer,
        )


def _standing(events: Iterable[Event]) -> set[FaultId]:
    """The faults that stood at the end of these events."""
    standing: set[FaultId] = set()
    for event in events:
        if isinstance(event, FaultEvent):
            (standing.add if event.fault.present else standing.discard)(event.fault.id)
    return standing
