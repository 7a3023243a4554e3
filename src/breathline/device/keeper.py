"""What the owner keeps, and what each post does to it: the response, its log, and how the rest of the box stands.

Plain calls without an event loop of their own; only the owner's task makes them, one after the other.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from breathline.device import closing, link_faults
from breathline.device.closing import CloseOut, Step
from breathline.device.diary import Diary, Found
from breathline.device.published import Link, Published, Sound
from breathline.device.response import Response
from breathline.device.shifted import Shifted
from breathline.events.model import ActionEvent, AnswerEvent, CloseOutEvent, Event, FaultEvent, VitalsEvent
from breathline.words import Action, ActionId, Answer, Fault, FaultId, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Future

    from breathline.ble.status import LinkStatus
    from breathline.device.closing import Said
    from breathline.device.response import Conditions, Guide
    from breathline.guidelines.situation import Situation
    from breathline.words import LinkAdvice

GAP_S = 10.0
"""After so long without a turn the machine slept (or its clock jumped). The seconds between are not told one by
one; deadlines that passed happen all the same."""

LEFT_OPEN = "left_open"
"""Why a response that was found open ended: somebody said that it is over."""

ON_SOUND = (Sound.ON, Sound.PAUSED)


class Observer(Protocol):
    """Somebody who is told what a person did, for example a virtual person's body."""

    def acted(self, item: Action | Answer, t: float, situation: Situation) -> None:
        """Take it; called in the event loop, must not wait.

        Args:
            item: What they did or answered.
            t: Seconds since the response began.
            situation: What follows, with what goes on by the record (breaths, oxygen), also after an undo.
        """
        ...


@dataclass(frozen=True, slots=True)
class News:
    """What is new since the last publication.

    Attributes:
        urgent: More than numbers: to be shown at once.
        saving: The last act or answer on its way to the disk; None when there is none.
        disk_failed: The disk has failed: no act is waited for.
    """

    urgent: bool = False
    saving: Future[None] | None = None
    disk_failed: bool = False


class Keeper:
    """Keeps a box's response, running or not.

    Args:
        engine: The guide.
        conditioner: The box's one conditioner; it lives through several responses.
        diary: The log's side.
        practice: Whether this is the practice log.
        clock: Seconds, never backwards.
        wall: Seconds since 1970.
        observers: Who is told of acts and answers.

    Attributes:
        response: The response that runs, has ended, or (before the first) has not begun.
        began: When it began, by the clock.
        diary: As given.
        news: What is new; None when nothing is. The owner sets it back.
    """

    def __init__(
        self,
        engine: Guide,
        conditioner: Conditions,
        diary: Diary,
        *,
        practice: bool,
        clock: Callable[[], float],
        wall: Callable[[], float],
        observers: Iterable[Observer],
    ) -> None:
        self._engine = engine
        self._conditioner = conditioner
        self._practice = practice
        self._clock = clock
        self._wall = wall
        self._observers = tuple(observers)
        self.diary = diary
        self.began = clock()
        self.response = Response(engine, Shifted(conditioner, self.began))
        self.response.look(0.0)
        self.news: News | None = None
        self._faults: set[FaultId] = set()
        self._link: Link = Link.NONE
        self._advice: LinkAdvice | None = None
        self._sound = Sound.NONE
        self._log_ok = True
        self._found: deque[Found] = deque()
        self._close_out: CloseOut | None = None

    def now(self) -> float:
        """Seconds since the response began; before the first, since the box started."""
        return self._clock() - self.began

    def read(self, reading: Reading) -> None:
        """Take what the oximeter said."""
        self._take(self.response.reading(replace(reading, t=reading.t - self.began)))

    def do(self, item: Action | Answer, at: float) -> None:
        """Take what a person did or answered at a time of the clock."""
        if self.response.running or (isinstance(item, Action) and item.id is ActionId.ACKNOWLEDGE):
            # Before a start, too, an alarm can be heard.
            self._take(self.response.do(item, at - self.began))
        elif isinstance(item, Action):
            self._start(item, at)
        for observer in self._observers:
            observer.acted(item, at - self.began, self.response.situation)

    def _start(self, action: Action, at: float) -> None:
        """Begin a response with this act, if it is one that can begin it."""
        response = Response(self._engine, Shifted(self._conditioner, at))
        events = response.do(action, 0.0)
        if not response.running:
            return
        self.close_out(Step.SKIP, at)
        self.response, self.began = response, at
        for fault in sorted(self._faults):
            events += response.fault(Fault(fault, present=True), 0.0)
        events += response.look(0.0)
        self.diary.begin()
        self._take(events)

    def close_out(self, said: Said, at: float) -> None:
        """Take an answer to what is asked after the end; with nothing asked, nothing."""
        if self._close_out is None:
            return
        follows = closing.say(self._close_out, said, at - self.began)
        if isinstance(follows, CloseOutEvent):
            self.diary.close_out(follows)
            self._close_out = None
        else:
            self._close_out = follows
        self._tell(urgent=True)

    def fault(self, fault: Fault, at: float) -> None:
        """Take that a fault began or ended; said twice it is taken once."""
        if fault.present == (fault.id in self._faults):
            return
        self._faults ^= {fault.id}
        self._take(self.response.fault(fault, at - self.began))

    def link(self, status: LinkStatus, at: float) -> None:
        """Take how the link stands, and the faults that follow from it."""
        self._link, self._advice = link_faults.shown(status.state), status.advice
        self._tell(urgent=True)
        standing = link_faults.faults_of(status.state)
        if standing is None:
            return
        # The new before the old ends: between the two the link is not sound.
        for fault in sorted(standing):
            self.fault(Fault(fault, present=True), at)
        for fault in sorted(link_faults.ALL - standing):
            self.fault(Fault(fault, present=False), at)

    def hear(self, sound: Sound, at: float) -> None:
        """Take what can be heard."""
        self._sound = sound
        self._tell(urgent=True)
        self.fault(Fault(FaultId.NO_SOUND, present=sound not in ON_SOUND), at)

    def logging(self, works: bool, at: float) -> None:
        """Take whether the log is being written."""
        self._log_ok = works
        self._tell(urgent=True)
        self.fault(Fault(FaultId.LOG_FAILED, present=not works), at)

    def offer(self, found: Sequence[Found]) -> None:
        """Take the responses that were found open."""
        self._found.extend(found)
        self._tell(urgent=True)

    def resume(self, elapsed_s: float | None) -> None:
        """Go on with the offered response, so many seconds after its beginning."""
        if self.response.running or not self._found:
            return
        self.close_out(Step.SKIP, self._clock())
        found = self._found.popleft()
        by_clock = found.still_open.elapsed(self._wall())
        # With neither a clock nor an answer it goes on where it stood: a timer late is better than none.
        elapsed = max(found.last, elapsed_s if elapsed_s is not None else by_clock or 0.0)
        self.began = self._clock() - elapsed
        self.response = Response(self._engine, Shifted(self._conditioner, self.began))
        self.response.resume(found.events)
        self.diary.go_on(found, elapsed)
        self._take(self.response.look(elapsed))
        stood = _standing(found.events)
        # Times that were guessed once stay guessed, whatever the clock says later.
        for fault in sorted((stood - {FaultId.CLOCK_JUMPED}) ^ self._faults):
            self._take(self.response.fault(Fault(fault, present=fault in self._faults), elapsed))
        if by_clock is None and FaultId.CLOCK_JUMPED not in stood:
            self._take(self.response.fault(Fault(FaultId.CLOCK_JUMPED, present=True), elapsed))
        self._tell(urgent=True)

    def close_offered(self) -> None:
        """End the offered response as it stands."""
        if not self._found:
            return
        found = self._found.popleft()
        response = Response(self._engine, Shifted(self._conditioner, self.began))
        response.resume(found.events)
        self.diary.close_found(found, response.finish(found.last, LEFT_OPEN), response.situation.naloxone.doses)
        self._tell(urgent=True)

    def pass_time(self) -> None:
        """Let everything happen that is due by now."""
        if self.now() >= self.response.next_due:
            self._take(self.response.wait(self.now()))
        if self._close_out is not None and self.now() >= self._close_out.closes_at:
            self.close_out(Step.SKIP, self._clock())
        self.diary.check_anchor(self.now())

    def skip_gap(self) -> None:
        """After a long sleep: the deadlines of the gap, and the vitals of now. Call before the posts are taken."""
        if self.now() - self.response.t > GAP_S:
            self._take(self.response.look(self.now()))

    def _take(self, events: Sequence[Event]) -> None:
        if not events:
            return
        writing = self.diary.writing
        saving = self.diary.add(events, self.response.situation.naloxone.doses)
        if writing and not self.diary.writing:
            outcome = self.response.situation.outcome
            self._close_out = closing.begin(self.response.t, outcome, practice=self._practice)
        acted = any(isinstance(event, ActionEvent | AnswerEvent) for event in events)
        self._tell(
            urgent=any(not isinstance(event, VitalsEvent) for event in events),
            saving=saving if acted and self._log_ok else None,
        )

    def _tell(self, *, urgent: bool, saving: Future[None] | None = None) -> None:
        before = self.news or News()
        self.news = News(before.urgent or urgent, saving or before.saving, not self._log_ok)

    def publication(self) -> Published:
        """Everything the screen shows."""
        situation, vitals = self.response.situation, self.response.vitals
        if situation.ended:
            # The guide has stopped; the number has not, and an old one must not stand there.
            situation = replace(situation, vitals=vitals)
        busy = self.response.running or self._close_out is not None
        offer = self._found[0].offer(self._wall()) if self._found and not busy else None
        paused = situation.pause_until is not None and self._sound is not Sound.NONE
        return Published(
            situation=situation,
            practice=self._practice,
            link=self._link,
            link_advice=self._advice,
            battery=None if vitals is None else vitals.battery,
            sound=Sound.PAUSED if paused else self._sound,
            log_ok=self._log_ok,
            trend=self.response.trend,
            offered=offer,
            close_out=self._close_out,
        )


def _standing(events: Iterable[Event]) -> set[FaultId]:
    """The faults that stood at the end of these events."""
    standing: set[FaultId] = set()
    for event in events:
        if isinstance(event, FaultEvent):
            (standing.add if event.fault.present else standing.discard)(event.fault.id)
    return standing
