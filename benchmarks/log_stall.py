"""What the log adds to the screen's longest stall while every write to the disk takes half a second.

Runs the real screen (headless), owner, guide, writer and log, with a reading four times a second and an act each
second. A probe in the same event loop asks to be woken every five milliseconds: how late it is, is how long nothing
could be drawn and no key taken. In turns with the log on its slow disk, sealed, and with a log that writes nothing. The
first frames are left out, and a first run, in which Python reads its modules.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pyrage import x25519

from breathline.device.diary import Guideline
from breathline.device.owner import Owner
from breathline.device.people import People
from breathline.events.database import Kind
from breathline.events.log import Log, new_id
from breathline.events.sealed import SealedRows
from breathline.events.writer import Writer
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import load_texts
from breathline.signal.conditioner import Conditioner
from breathline.tui.app import ResponderApp
from breathline.words import Action, ActionId, Frame, Reading

if TYPE_CHECKING:
    from breathline.device.diary import MakeWriter

WRITE_S = 0.5
"""How long each write takes: an SD card that is busy with itself."""

PROBE_S, READING_S, ACT_EVERY = 0.005, 0.25, 4
FIRST_FRAMES_S = 2.0
"""Drawing the first frames and importing what they need is the longest stall of all, with a log and without."""

GOAL_MS = 5.0
SIZE = (100, 30)


class SlowDisk(sqlite3.Connection):
    """The log's own connection, but what waits for the disk waits half a second."""

    def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        """As it is, later."""
        if sql == "COMMIT":
            time.sleep(WRITE_S)
        return super().execute(sql, *parameters)  # type: ignore[arg-type]  # whatever sqlite3 takes


class NoWriter:
    """Takes everything and writes nothing."""

    def begin(self, *_: object) -> str:
        """An id."""
        return new_id()

    def submit(self, *_: object) -> Future[Any]:
        """Done at once."""
        return _done(None)

    end = set_anchor = submit

    def ask(self, _: object) -> Future[Any]:
        """Nothing was ever left open."""
        return _done([])

    def close(self, _: float) -> bool:
        """Nothing is left to write."""
        return True


def _done(value: object) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(value)
    return future


def slow_writer(folder: Path) -> MakeWriter:
    """The box's writer on a slow disk, sealed to a key that nobody has."""
    codec = SealedRows(x25519.Identity.generate().to_public())

    def connect(path: Path) -> sqlite3.Connection:
        return sqlite3.connect(path, isolation_level=None, factory=SlowDisk, timeout=60)

    return partial(Writer, partial(Log.open, folder, Kind.PRACTICE, connect=connect, codec=codec))


def no_writer(**_: object) -> Writer:
    """In the place of the log's writer, for the run without."""
    return cast("Writer", NoWriter())


@dataclass
class Stalls:
    """How late the probe was, in milliseconds, in all runs of a kind, and the longest of each run."""

    late: list[float] = field(default_factory=list)
    longest: list[float] = field(default_factory=list)


def run(make_writer: MakeWriter, seconds: float, stalls: Stalls) -> None:
    """One run of the screen, the owner and the log."""
    texts, pack = load_texts("en"), load_pack("bc")
    late: list[float] = []

    async def life() -> None:
        owners = [
            Owner(
                Engine(pack, texts), Conditioner(), Guideline(pack.id, pack.hash), make_writer,
                practice=True, clock=time.monotonic,
            )
            for _ in range(2)
        ]  # fmt: skip
        people[:] = [People(owners[0], owners[1], time.monotonic)]
        app[:] = [ResponderApp(people[0], texts, work, pack=pack)]
        await app[0].run_async(headless=True, size=SIZE)

    async def work() -> None:
        owning = asyncio.create_task(people[0].run())
        people[0].post(Action(ActionId.START))
        beginning = time.monotonic()
        probing = asyncio.create_task(probe(beginning + FIRST_FRAMES_S))
        for turn in range(int((seconds + FIRST_FRAMES_S) / READING_S)):
            owner = people[0].owners[0]
            owner.post_reading(Reading(owner.clock(), Frame.VALUES, spo2=92.0 - turn % 9, pulse=70.0 + turn % 5))
            if turn % ACT_EVERY == 0:
                people[0].post(Action(ActionId.BREATH))
            await asyncio.sleep(READING_S)
        probing.cancel()
        owning.cancel()
        await asyncio.gather(probing, owning, return_exceptions=True)
        await people[0].close()
        app[0].exit()

    async def probe(start: float) -> None:
        while True:
            due = time.monotonic() + PROBE_S
            await asyncio.sleep(PROBE_S)
            if due > start:
                late.append((time.monotonic() - due) * 1000)

    people: list[People] = []
    app: list[ResponderApp] = []
    asyncio.run(life())
    if app[0].failure is not None:
        raise app[0].failure
    stalls.late += late
    stalls.longest.append(max(late))


def compare(seconds: float, repeats: int, folder: Path | None = None) -> float:
    """Run both kinds in turns, print what was found and return what the log adds, in ms."""
    kinds = {"with the log": Stalls(), "without": Stalls()}
    run(no_writer, FIRST_FRAMES_S, Stalls())
    for _ in range(repeats):
        with tempfile.TemporaryDirectory(dir=folder) as made:
            run(slow_writer(Path(made)), seconds, kinds["with the log"])
        run(no_writer, seconds, kinds["without"])
    print(
        f"\nthe screen's stalls, {repeats} runs of {seconds:g} s each, in turns; each write takes {WRITE_S:g} s, sealed"
    )
    print(f"{'ms':20}{'median':>9}{'p99':>9}{'longest':>9}   longest of a run: median, least")
    for name, stalls in kinds.items():
        p99 = statistics.quantiles(stalls.late, n=100)[-1]
        middle, least = statistics.median(stalls.longest), min(stalls.longest)
        print(
            f"{name:20}{statistics.median(stalls.late):9.2f}{p99:9.2f}{max(stalls.late):9.2f}{middle:20.2f}{least:9.2f}"
        )
    added = min(kinds["with the log"].longest) - min(kinds["without"].longest)
    middles = [statistics.median(stalls.longest) for stalls in kinds.values()]
    print(
        f"the log adds {middles[0] - middles[1]:+.2f} ms to the median longest stall, {added:+.2f} ms to the least "
        f"(goal: under {GOAL_MS:g} ms)"
    )
    return middles[0] - middles[1]
