"""A box that watches two people: real guides, logs and owners in virtual time, no radio, screen or speaker."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from breathline.device.diary import Guideline
from breathline.device.owner import Owner
from breathline.device.people import People
from breathline.events.writer import Writer
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, Frame, Reading
from tests.device.box import SETTLING_TURNS, WALL_AT_ZERO, engine, pack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from breathline.device.published import Published
    from breathline.errors import BreathlineError
    from breathline.events.log import Log
    from tests.device.box import Disk

THREAD_S = 5.0


@dataclass
class TwoBox:
    """A running box for two people."""

    people: People
    writers: list[Writer]

    @property
    def shown(self) -> Published:
        return self.people.published

    @property
    def other(self) -> Published:
        assert self.shown.other is not None
        return self.shown.other.published

    async def settle(self) -> None:
        """Let the log's threads and the owners finish what was handed in; no virtual time passes."""
        await self._turns()
        for writer in self.writers:
            writer.ask(_nothing).exception(timeout=THREAD_S)
        await self._turns()

    async def act(self, action: ActionId) -> None:
        self.people.post(Action(action))
        await self.settle()

    async def read(self, person: int, spo2: float, pulse: float = 70.0) -> None:
        owner = self.people.owners[person - 1]
        owner.post_reading(Reading(owner.clock(), Frame.VALUES, spo2=spo2, pulse=pulse))
        await asyncio.sleep(0)

    async def feed(self, seconds: int, first: float = 97.0, second: float = 95.0) -> None:
        """Two oximeters that send once a second."""
        for moved in range(seconds):
            await self.read(1, first, 70 + moved % 3)
            await self.read(2, second, 80 + moved % 3)
            await asyncio.sleep(1.0)

    async def pass_time(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.settle()

    async def _turns(self) -> None:
        for _ in range(SETTLING_TURNS):
            await asyncio.sleep(0)


def _nothing(_: Log) -> None:
    return None


@asynccontextmanager
async def two_on(disk: Disk, *, wall_shift: float = 0.0) -> AsyncIterator[TwoBox]:
    """A box on a disk; leaving the block kills it without a word, as a power cut does."""
    loop = asyncio.get_running_loop()
    writers: list[Writer] = []

    def make(*, on_failure: Callable[[BreathlineError], None], on_recovery: Callable[[], None]) -> Writer:
        writers.append(Writer(disk.open, on_failure=on_failure, on_recovery=on_recovery, retry_s=0.005))
        return writers[-1]

    owners = [
        Owner(
            engine(),
            Conditioner(),
            Guideline(pack().id, pack().hash),
            make,
            practice=True,
            clock=loop.time,
            wall=lambda: WALL_AT_ZERO + loop.time() + wall_shift,
        )
        for _ in range(2)
    ]
    box = TwoBox(People(owners[0], owners[1], loop.time), writers)
    running = asyncio.create_task(box.people.run())
    await asyncio.sleep(0)
    await box.settle()
    try:
        yield box
        await box.settle()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.gather(*(asyncio.to_thread(partial(writer.close, THREAD_S)) for writer in writers))
