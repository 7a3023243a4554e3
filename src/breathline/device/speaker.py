"""The speaker: plays what should sound, says what can be heard, and falls back on the terminal's bell.

A device that goes away, or does not answer, is noticed; it is tried again for as long as the box runs.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

from breathline.device.published import Published, Sound
from breathline.device.sound.plan import Cue, Score, plan_for
from breathline.device.sound.player import Player

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.device.config import SoundConfig

CHECK_S = 4.0
"""How often to see whether the device is still there: a pulled plug is said before the next burst but one."""

AGAIN_S = 10.0
"""How often to try again to open one."""


class Heard(Protocol):
    """The owner, or the owners of two people, as far as the speaker needs them."""

    @property
    def published(self) -> Published:
        """The latest."""
        ...

    def now(self) -> float:
        """Seconds since the response began."""
        ...

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """As `Desk.subscribe`."""
        ...

    def sound(self, sound: Sound) -> None:
        """Take what can be heard."""
        ...


class Device(Protocol):
    """A sound device. Every answer is whether it works; none raises."""

    async def open(self) -> bool:
        """Open it; again after it went away."""
        ...

    async def there(self) -> bool:
        """Is it still the device that was opened?"""
        ...

    async def play(self, cue: Cue) -> bool:
        """Begin to play."""
        ...

    async def hush(self) -> bool:
        """Stop a burst that plays."""
        ...

    async def close(self) -> None:
        """Let go of it."""
        ...


class Speaker:
    """Makes the box heard.

    Args:
        owner: Publishes what should sound and is told what can be heard.
        config: Whether to use the device, how loud, with or without the pacer's tick.
        bell: Rings the terminal's bell; None: there is none.
        device: The sound device; the system's by default.
    """

    def __init__(
        self,
        owner: Heard,
        config: SoundConfig,
        bell: Callable[[], None] | None = None,
        device: Device | None = None,
    ) -> None:
        self._owner = owner
        self._config = config
        self._bell = bell
        self._device = device or Player()
        self._score = Score()
        self._works = False
        self._failed = asyncio.Event()
        self._news = asyncio.Event()

    async def run(self) -> None:
        """Sound until cancelled."""
        end = self._owner.subscribe(lambda _: self._news.set())
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_open())
                while True:
                    self._news.clear()
                    await self._sound()
        finally:
            end()
            await self._device.close()

    async def _keep_open(self) -> None:
        """Open the device, see that it stays, open it again."""
        if not self._config.device:
            self._say(works=False)
            return
        while True:
            self._failed.clear()
            self._say(works=await self._device.open())
            if not self._works:
                await asyncio.sleep(AGAIN_S)
            while self._works:
                try:
                    async with asyncio.timeout(CHECK_S):
                        await self._failed.wait()
                except TimeoutError:
                    self._works = await self._device.there()

    def _say(self, *, works: bool) -> None:
        self._works = works
        self._owner.sound(Sound.ON if works else Sound.NONE if self._bell is None else Sound.BELL)

    async def _sound(self) -> None:
        """Play what is due, then wait for the next time or for news."""
        now = self._owner.now()
        plan = plan_for(self._owner.published, now, self._config.volume_floor, metronome=self._config.metronome)
        if self._score.must_stop(plan) and self._works:
            await self._device.hush()
        for cue in self._score.cues(plan, now):
            await self._play(cue)
        at = self._score.next_at(plan, now)
        try:
            async with asyncio.timeout(None if at is None else max(0.001, at - self._owner.now())):
                await self._news.wait()
        except TimeoutError:
            return

    async def _play(self, cue: Cue) -> None:
        if self._works:
            self._works = await self._device.play(cue)
            if self._works:
                return
            self._failed.set()
        if cue.burst is not None and self._bell is not None:
            self._bell()
