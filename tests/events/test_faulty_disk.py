"""On a disk that tears, fails, forgets and loses power, no acknowledged event is lost and every log can be read."""

from __future__ import annotations

import random
import sqlite3
from concurrent.futures import Future
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from queue import SimpleQueue

import pytest
from pyrage import x25519

from breathline.events.database import Kind, database_path
from breathline.events.failures import LogError
from breathline.events.log import Log
from breathline.events.model import Event, VitalsEvent
from breathline.events.sealed import SealedRows
from breathline.events.writer import Writer
from breathline.words import Trust, Vitals
from tests.events.faulty_disk import SYNC_FAULTS, WRITE_FAULTS, Fault, FaultyDisk

# SQLite passes over some failures by itself, such as one while it closes; apsw says them aloud.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

IDENTITY = x25519.Identity.generate()
CODECS = {"plain": SealedRows(), "sealed": SealedRows(IDENTITY.to_public())}
EVALUATOR = SealedRows(IDENTITY.to_public(), [IDENTITY])
WALL = 1_779_028_392.5
WAIT_S = 30.0
RESPONSES, APPENDS = 3, 12

QUICK, WHOLE = 12, 200
"""Stories told by default, and in the slow run, for each codec and each test."""

STORIES = [pytest.param(range(QUICK), id="some"), pytest.param(range(QUICK, WHOLE), id="all", marks=pytest.mark.slow)]


@dataclass
class Told:
    """What was handed in for one response, and what the log said to it."""

    rows: list[Event] = field(default_factory=list)
    saved: list[Future[None]] = field(default_factory=list)
    ended: Future[None] | None = None

    @property
    def acknowledged(self) -> int:
        """Rows that are on the disk, so the log said."""
        return max((place for place, future in enumerate(self.saved, 1) if _good(future)), default=0)


def _good(future: Future[None] | None) -> bool:
    return future is not None and future.done() and future.exception() is None


def respond(disk: FaultyDisk, codec: SealedRows, chance: random.Random, cut: SimpleQueue[object]) -> dict[str, Told]:
    """Some responses on a disk, through the box's own writer, until they are over or the power fails."""
    writer = Writer(lambda: Log.open(disk.folder, Kind.REAL, connect=disk.connect, codec=codec), retry_s=0.0)
    told: dict[str, Told] = {}
    seconds = count()
    for _ in range(RESPONSES):
        response = writer.begin("bc", "5ac3", "0.1.0", WALL)
        story = told[response] = Told()
        for _each in range(APPENDS):
            rows: list[Event] = [VitalsEvent(Vitals(float(next(seconds)), 90.0, 70.0, Trust.LIVE, None))]
            rows *= chance.randint(1, 3)
            future = writer.submit(response, rows)
            story.rows += rows
            story.saved += [future] * len(rows)
            future.add_done_callback(cut.put)
            cut.get(timeout=WAIT_S)
            if disk.is_cut:
                writer.close(WAIT_S)
                return told
        if chance.random() < 2 / 3:
            story.ended = writer.end(response)
    writer.close(WAIT_S)
    return told


def look(folder: Path, told: dict[str, Told], codec: SealedRows) -> None:
    """Everything that was acknowledged is there, in order and bit for bit, and nothing that was not handed in."""
    with Log.open(folder, Kind.REAL, codec=codec) as box, Log.open(folder, Kind.REAL, codec=EVALUATOR) as evaluator:
        assert [each.broken for each in box.verify() if each.broken] == []
        still_open = {record.id: record.open for record in box.responses()}
        for response, story in told.items():
            if not story.acknowledged and response not in still_open:
                continue
            assert not (_good(story.ended) and still_open[response])
            # An open one the box must read by itself; an ended one only the evaluator can.
            found = (box if still_open[response] else evaluator).read(response)
            assert found == story.rows[: len(found)]
            assert len(found) >= story.acknowledged
        assert len(box.open_responses()) == sum(still_open.values())
    assert len(list(folder.glob("*.key"))) <= sum(still_open.values())
    connection = sqlite3.connect(database_path(folder, Kind.REAL))
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


class Faults:
    """One write or sync in so many fails, of these kinds."""

    def __init__(self, chance: random.Random, kinds: tuple[Fault, ...], one_in: int) -> None:
        self._chance, self._kinds, self._one_in = chance, kinds, one_in

    def __call__(self, possible: tuple[Fault, ...]) -> Fault | None:
        fitting = [kind for kind in self._kinds if kind in possible]
        return self._chance.choice(fitting) if fitting and self._chance.randrange(self._one_in) == 0 else None


@pytest.mark.hazard("H-33")
@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
@pytest.mark.parametrize("seeds", STORIES)
def test_torn_short_and_failed_writes_and_syncs_lose_nothing(tmp_path: Path, seeds: range, codec: SealedRows) -> None:
    injected = 0
    for seed in seeds:
        chance, said = random.Random(seed), SimpleQueue[object]()
        disk = FaultyDisk(tmp_path / f"{seed}", chance, Faults(chance, (*WRITE_FAULTS, *SYNC_FAULTS), 60))
        told = respond(disk, codec, chance, said)
        assert all(_good(future) for story in told.values() for future in story.saved)
        injected += disk.injected
        look(disk.folder, told, codec)
    assert injected >= len(seeds)


@pytest.mark.hazard("H-33")
@pytest.mark.parametrize("codec", CODECS.values(), ids=CODECS)
@pytest.mark.parametrize("seeds", STORIES)
def test_a_power_cut_at_any_write_or_sync_loses_nothing(tmp_path: Path, seeds: range, codec: SealedRows) -> None:
    cuts = 0
    for seed in seeds:
        chance, said = random.Random(seed), SimpleQueue[object]()
        kinds = (Fault.POWER_CUT,) if seed % 2 else (Fault.POWER_CUT, *WRITE_FAULTS, *SYNC_FAULTS)
        faults = Faults(chance, kinds, 150 if seed % 2 else 60)
        disk = FaultyDisk(tmp_path / f"{seed}", chance, faults, lambda said=said: said.put(None))  # type: ignore[misc]
        told = respond(disk, codec, chance, said)
        cuts += disk.is_cut
        disk.after_power_cut(after := tmp_path / f"{seed} after")
        try:
            look(after, told, codec)
        except (AssertionError, LogError) as error:
            raise AssertionError(f"story {seed}") from error
    assert cuts > len(seeds) / 3
