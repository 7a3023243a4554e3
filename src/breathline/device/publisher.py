"""When to publish, and to whom: at once what a person must see, numbers alone at a pace that can be read."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from breathline.device.keeper import News
    from breathline.device.published import Published

PUBLISH_S = 0.1
"""At most ten publications a second for numbers alone: faster can't be read. Everything else is published at once."""

ACKNOWLEDGE_S = 0.3
"""An act or an answer is shown when it is on the disk: what the screen has shown is never lost. A disk that takes
longer than a person notices is not waited for; if it has failed, the screen says so."""


class Publisher:
    """Holds the latest publication and tells the subscribers of each.

    Args:
        first: What stands until the first publication.
        clock: Seconds, never backwards.
        wake: Called in the event loop when an act that was waited for is on the disk.

    Attributes:
        published: The latest.
    """

    def __init__(self, first: Published, clock: Callable[[], float], wake: Callable[[], None]) -> None:
        self.published = first
        self._clock = clock
        self._wake = wake
        self._subscribers: list[Callable[[Published], None]] = []
        self._news = False
        self._urgent = False
        self._at = clock()
        self._saving: Future[None] | None = None
        self._held_until = self._at

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """Call `on_publish` on each publication, in the event loop; returns what ends it."""
        self._subscribers.append(on_publish)

        def end() -> None:
            if on_publish in self._subscribers:
                self._subscribers.remove(on_publish)

        return end

    def due_in(self) -> float | None:
        """Seconds until `publish` has something to do; None when it has not."""
        if not self._news:
            return None
        if self._held:
            return self._held_until - self._clock()
        return 0.0 if self._urgent else PUBLISH_S - (self._clock() - self._at)

    def publish(self, news: News | None, make: Callable[[], Published]) -> None:
        """Take what is new, and publish if the time has come.

        Args:
            news: What is new; None when nothing is.
            make: Makes the publication.
        """
        if news is not None:
            self._news = True
            self._urgent |= news.urgent
            if news.disk_failed:
                self._saving = None
            elif news.saving is not None:
                self._hold(news.saving)
        due_in = self.due_in()
        if due_in is None or due_in > 0:
            return
        self.published = make()
        self._at = self._clock()
        self._news = self._urgent = False
        self._saving = None
        loop = asyncio.get_running_loop()
        for subscriber in self._subscribers:
            # Each in a call of its own: a screen that fails does not take the response with it.
            loop.call_soon(subscriber, self.published)

    @property
    def _held(self) -> bool:
        """An act waits to be on the disk before it is shown."""
        return self._saving is not None and not self._saving.done() and self._clock() < self._held_until

    def _hold(self, saving: Future[None]) -> None:
        self._saving, self._held_until = saving, self._clock() + ACKNOWLEDGE_S
        loop = asyncio.get_running_loop()

        def saved(_: Future[None]) -> None:
            with suppress(RuntimeError):  # the program ends: nobody waits any more
                loop.call_soon_threadsafe(self._wake)

        saving.add_done_callback(saved)
