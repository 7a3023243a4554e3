"""Everyone whom the box watches: one person, or two side by side, each with an owner of their own.

Each has their own oximeter, conditioner, guide, alarms and response in the log. Nothing that one of them posts or
publishes goes through the other; this only knows who is in front, and hands every act to that person's owner.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from breathline.device.published import Beside
from breathline.words import Action, ActionId

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from breathline.device.closing import Said
    from breathline.device.diary import Found
    from breathline.device.owner import Left, Owner
    from breathline.device.published import Published, Sound
    from breathline.words import Answer

TOGETHER_S = 10.0
"""Two responses whose last events are no further apart ran side by side when the box died: each that runs writes a
row at least every two seconds."""

OPENING_S = 1.0
"""A second place that was opened just now is not closed for having no response yet: its start is on its way."""

NEW_CLIP_S = 60.0
"""For so long after a clip has come, with two people, somebody is asked to see that it is on its own person."""


class People:
    """The one or two people of a box; implements `Desks`.

    The keys act on the person in front and on nobody else. Only `turn` and `second_person` change who that is: an
    alarm never does, because a key must not come to mean somebody else under a finger.

    Args:
        first: Owns the responses of person 1; watched as long as the box runs.
        second: Owns those of person 2; watched from `second_person` until their response is over and left.
        clock: Seconds, never backwards; the clock of both owners.
    """

    def __init__(self, first: Owner, second: Owner, clock: Callable[[], float]) -> None:
        self.owners = (first, second)
        self.heard = Heard(self)
        """Both of them, for the speaker."""
        self._clock = clock
        self._front = 0
        self._two = False
        self._opened_at = clock()
        self._clip_at = -NEW_CLIP_S
        self._subscribers: list[Callable[[Published], None]] = []
        self._on_second: Callable[[bool], None] = lambda _: None
        second.subscribe(self._second_said)
        first.when_found(self._deal)
        # All that was left open is found by the first.
        second.when_found(None)

    # What a screen or a button may do: see `Desks`.

    @property
    def published(self) -> Published:
        """What the person in front publishes, with the other one beside it."""
        return self._seen_by(self._front)

    def now(self) -> float:
        """Seconds since the response of the person in front began."""
        return self._in_front.now()

    def post(self, item: Action | Answer) -> None:
        """Hand in what was done for the person in front, or answered about them."""
        self._in_front.post(item)

    def resume(self, elapsed_s: float | None = None) -> None:
        """Go on with the response that is offered in front."""
        self._in_front.resume(elapsed_s)

    def close_offered(self) -> None:
        """Close the response that is offered in front."""
        self._in_front.close_offered()

    def close_out(self, said: Said) -> None:
        """Answer what is asked after the end of the response in front."""
        self._in_front.close_out(said)

    def other_clip(self) -> None:
        """Let another oximeter take over for the person in front."""
        self._in_front.other_clip()

    def turn(self) -> None:
        """Let the keys act on the other person from now on; nothing while the box watches one."""
        if not self._two:
            return
        self._front = 1 - self._front
        self._leave_second()
        self._tell()

    def second_person(self) -> None:
        """Begin a response for a second person and bring them to the front; nothing while the box watches two."""
        if self._two:
            return
        self._watch_two(True)
        self._front = 1
        self._in_front.post(Action(ActionId.START))

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """Call `on_publish` on each publication of anybody, in the event loop; returns what ends it."""
        self._subscribers.append(on_publish)
        ends = [
            self.owners[0].subscribe(lambda _: on_publish(self.published)),
            self.owners[1].subscribe(lambda _: on_publish(self.published) if self._two else None),
        ]

        def end() -> None:
            if on_publish in self._subscribers:
                self._subscribers.remove(on_publish)
            for each in ends:
                each()

        return end

    # What the rest of the box posts and asks.

    @property
    def two(self) -> bool:
        """Whether the box watches two people."""
        return self._two

    def when_two(self, watch: Callable[[bool], None]) -> None:
        """Say who is told that the second person comes (True) or goes: whoever keeps their oximeter."""
        self._on_second = watch

    def new_clip(self) -> None:
        """An oximeter has come that was not there before: whose finger is it on?"""
        self._clip_at = self._clock()

    async def run(self) -> None:
        """Own everybody's responses until `close`, or until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for owner in self.owners:
                tasks.create_task(owner.run())

    async def close(self) -> tuple[Left, Left]:
        """Write everything and stop; what has not ended stays open in the log."""
        first, second = self.owners
        return await first.close(), await second.close()

    @property
    def _in_front(self) -> Owner:
        return self.owners[self._front]

    def _seen_by(self, person: int, *, marked: bool = False) -> Published:
        """What this person's owner publishes, with the other one beside it."""
        own, other = self.owners[person], self.owners[1 - person]
        if not self._two:
            return own.published
        theirs = replace(other.published, person=2 - person)
        beside = Beside(theirs, other.now() - own.now(), in_front=marked and self._front != person)
        unsure = self._clock() - self._clip_at < NEW_CLIP_S
        return replace(own.published, person=person + 1, other=beside, check_clips=unsure)

    def _deal(self, found: Sequence[Found]) -> None:
        """Offer what was left open: to each their own where two ran side by side, or else all to the first."""
        first, second = self.owners
        theirs = [each for each in found if not second.writes(each.id)]
        if len(theirs) > 1 and not self._two and _ran_together(theirs[1], theirs[0]):
            # Newest first: the older one is person 1's.
            second.offer(theirs[:1])
            theirs = theirs[1:]
            self._watch_two(True)
        first.offer(theirs)
        self._tell()

    def _watch_two(self, two: bool) -> None:
        self._two, self._opened_at = two, self._clock()
        self._on_second(two)

    def _second_said(self, _: Published) -> None:
        if self._leave_second():
            self._tell()

    def _leave_second(self) -> bool:
        """Watch one person again once the second's response is over and left; True if so."""
        over = self._two and self._front == 0 and self._second_is_over()
        if over:
            self._watch_two(False)
        return over

    def _second_is_over(self) -> bool:
        published = self.owners[1].published
        situation = published.situation
        if (
            published.offered is not None
            or published.close_out is not None
            or (situation.started and not situation.ended)
        ):
            return False
        return self._clock() - self._opened_at > OPENING_S

    def _tell(self) -> None:
        loop = asyncio.get_running_loop()
        for subscriber in self._subscribers:
            loop.call_soon(subscriber, self.published)


class Heard:
    """Both people for the speaker, counted in the first one's seconds: one box has one sound."""

    def __init__(self, people: People) -> None:
        self._people = people

    @property
    def published(self) -> Published:
        """What the first publishes, with the second beside it, and which of them the pacer ticks for."""
        return self._people._seen_by(0, marked=True)  # noqa: SLF001 - one thing in two classes

    def now(self) -> float:
        """Seconds since the first one's response began."""
        return self._people.owners[0].now()

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """As `Desk.subscribe`."""
        return self._people.subscribe(lambda _: on_publish(self.published))

    def sound(self, sound: Sound) -> None:
        """Take what can be heard: it is the same for everybody."""
        for owner in self._people.owners:
            owner.sound(sound)


def _ran_together(one: Found, other: Found) -> bool:
    """Whether two responses were both being written when the box died."""
    if one.still_open.anchor is None or other.still_open.anchor is None:
        return False
    return abs(one.still_open.anchor + one.last - other.still_open.anchor - other.last) <= TOGETHER_S
