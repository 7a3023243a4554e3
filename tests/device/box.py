"""A whole box without radio, screen or speaker: the real guide, conditioner, log and owner, in virtual time."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from breathline.ble.status import LinkState, LinkStatus
from breathline.device.diary import Guideline
from breathline.device.owner import Left, Owner
from breathline.events.database import Kind
from breathline.events.failures import LogError
from breathline.events.log import Log
from breathline.events.sealed import SealedRows
from breathline.events.writer import Writer
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import load_texts
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, Frame, LinkAdvice, Reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from breathline.device.keeper import Observer
    from breathline.device.published import Published
    from breathline.errors import BreathlineError
    from breathline.events.model import Event

WALL_AT_ZERO = 1_800_000_000.0
SETTLING_TURNS = 12
THREAD_S = 5.0


@cache
def pack() -> Pack:
    return load_pack("bc")


@cache
def engine() -> Engine:
    return Engine(pack(), load_texts("en"))


class Disk:
    """The log's folder, and whether it can be written; sealed to a public key, if there is one."""

    def __init__(self, folder: Path, public_key: str | None = None, private_key: str | None = None) -> None:
        self.folder = folder
        self._box = SealedRows.of(public_key)
        self._evaluator = SealedRows.of(None, private_key)
        self.broken = False
        self.answers = threading.Event()
        self.answers.set()
        self.failed = threading.Event()
        self.recovered = threading.Event()

    def open(self) -> Log:
        if self.broken:
            raise LogError("the disk does not answer")
        log = _BreakableLog.open(self.folder, Kind.PRACTICE, codec=self._box)
        log.disk = self
        return log

    def read(self) -> list[list[Event]]:
        """Every response's events, oldest first."""
        with Log.open(self.folder, Kind.PRACTICE, codec=self._evaluator) as log:
            return [log.read(record.id) for record in reversed(log.responses())]

    def open_ones(self) -> int:
        with Log.open(self.folder, Kind.PRACTICE) as log:
            return len(log.open_responses())


class _BreakableLog(Log):
    disk: Disk

    def append_rows(self, response: str, rows: list[dict[str, object]], position: int | None = None) -> int:
        assert self.disk.answers.wait(THREAD_S)
        if self.disk.broken:
            raise LogError("the disk does not answer")
        return super().append_rows(response, rows, position)


@dataclass
class Box:
    """A running box and what it published."""

    owner: Owner
    disk: Disk
    writers: list[Writer]
    wall_shift: list[float]
    clock_shift: list[float]
    seen: list[tuple[float, Published]] = field(default_factory=list)

    @property
    def published(self) -> Published:
        return self.owner.published

    async def settle(self) -> None:
        """Let the log's thread and the owner finish what was handed in; no virtual time passes."""
        if self.disk.broken:  # what waits for the disk would keep us waiting too
            await self._turns()
        else:
            await self.hear_log()

    async def hear_log(self) -> None:
        """Let the log's thread say what it has to say."""
        await self._turns()
        for writer in self.writers:
            writer.ask(_nothing).exception(timeout=THREAD_S)
        await self._turns()

    async def act(self, action: ActionId) -> None:
        self.owner.post(Action(action))
        await self.settle()

    async def link(self, state: LinkState) -> None:
        self.owner.link(LinkStatus(state, advice=LinkAdvice.LOST))
        await self.settle()

    async def feed(self, seconds: int, spo2: float | None = 97.0, pulse: float | None = 70.0) -> None:
        """An oximeter that sends once a second."""
        for second in range(seconds):
            # A reading that never changes is believed to be stuck: real ones move a little.
            moved = None if pulse is None else pulse + second % 3
            self.owner.post_reading(Reading(self.owner.clock(), Frame.VALUES, spo2=spo2, pulse=moved))
            await asyncio.sleep(1.0)

    async def pass_time(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await self.settle()

    async def break_disk(self) -> None:
        """The disk fails, and the log's thread has noticed by the next event."""
        self.disk.broken = True
        self.owner.post(Action(ActionId.BREATH))
        await self._turns()
        assert self.disk.failed.wait(THREAD_S)
        await self._turns()

    async def mend_disk(self) -> None:
        """The disk is back, and the log's thread has noticed."""
        self.disk.broken = False
        assert self.disk.recovered.wait(THREAD_S)
        await self.settle()

    async def _turns(self) -> None:
        for _ in range(SETTLING_TURNS):
            await asyncio.sleep(0)

    async def close(self) -> Left:
        return await self.owner.close()


def _nothing(_: Log) -> None:
    return None


@asynccontextmanager
async def box_on(disk: Disk, *, wall_shift: float = 0.0, observers: tuple[Observer, ...] = ()) -> AsyncIterator[Box]:
    """A box on a disk; leaving the block kills it without a word, as a power cut does, unless it was closed."""
    loop = asyncio.get_running_loop()
    writers: list[Writer] = []
    shift, clock_shift = [wall_shift], [0.0]

    def make(*, on_failure: Callable[[BreathlineError], None], on_recovery: Callable[[], None]) -> Writer:
        def failed(error: BreathlineError) -> None:
            on_failure(error)
            disk.failed.set()

        def recovered() -> None:
            on_recovery()
            disk.recovered.set()

        writers.append(Writer(disk.open, on_failure=failed, on_recovery=recovered, retry_s=0.005))
        return writers[-1]

    owner = Owner(
        engine(),
        Conditioner(),
        Guideline(pack().id, pack().hash),
        make,
        practice=True,
        clock=lambda: loop.time() + clock_shift[0],
        wall=lambda: WALL_AT_ZERO + loop.time() + shift[0],
        observers=observers,
    )
    box = Box(owner, disk, writers, shift, clock_shift)
    owner.subscribe(lambda published: box.seen.append((loop.time(), published)))
    running = asyncio.create_task(owner.run())
    await asyncio.sleep(0)
    await box.settle()
    try:
        yield box
        await box.settle()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await asyncio.gather(*(asyncio.to_thread(partial(writer.close, 5.0)) for writer in writers))
