"""Killed at any moment, the log has every event that it acknowledged."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import threading
from collections import defaultdict
from pathlib import Path

import pytest
from pyrage import x25519

from breathline.events.database import Kind, database_path
from breathline.events.log import Log
from breathline.events.model import Event, VitalsEvent
from breathline.events.sealed import SealedRows
from breathline.words import Trust, Vitals

KILLS, MANY = 3, 250
"""For a plain log and for a sealed one: a handful by default, each in a fresh process; five hundred in the slow run."""

LONGEST = 60
"""Acknowledgements before the last kill: two responses end and a third begins."""

ROWS = 24
"""Of a response, before it ends."""

MOMENT_S = 0.01
"""Longer than one write to the disk takes: the kill may come anywhere in it."""

ROOT = Path(__file__).parents[2]
WALL = 1_779_028_392.5
IDENTITY = x25519.Identity.generate()
PUBLIC = {"plain": None, "sealed": str(IDENTITY.to_public())}
EVALUATOR = SealedRows.of(None, str(IDENTITY))

# Says a line for every event that is on the disk, the response and the event's time, and one for every end.
CHILD = """
import sys
from pathlib import Path
from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.sealed import SealedRows
from breathline.events.writer import Writer
from tests.integration.test_kill import ROWS, vitals, WALL

codec = SealedRows.of(sys.argv[2] or None)
writer = Writer(lambda: Log.open(Path(sys.argv[1]), Kind.REAL, codec=codec))
while True:
    response = writer.begin("bc", "5ac3", "0.1.0", WALL)
    for first in range(0, ROWS, 3):
        waiting = [writer.submit(response, [vitals(float(first + each))]) for each in range(3)]
        for t, future in enumerate(waiting, first):
            future.result()
            print(response, t, flush=True)
    writer.end(response).result()
    print(response, "ended", flush=True)
"""


def vitals(t: float) -> Event:
    return VitalsEvent(Vitals(t, 97.0 - t / 1000, 70.0, Trust.LIVE, None))


SEEDS = [*range(KILLS), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(KILLS, MANY))]


@pytest.mark.hazard("H-33")
@pytest.mark.parametrize("public", PUBLIC.values(), ids=PUBLIC)
@pytest.mark.parametrize("seed", SEEDS)
def test_every_acknowledged_event_survives_a_kill(tmp_path: Path, seed: int, public: str | None) -> None:
    folder, chance = tmp_path / "data", random.Random(seed)
    acknowledged = chance.randrange(LONGEST)
    words = [sys.executable, "-c", CHILD, str(folder), public or ""]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline() for _ in range(acknowledged)]
        threading.Event().wait(chance.random() * MOMENT_S)  # in the child's real time, not in ours
        child.kill()
        # What it said between our last line and its death counts too.
        said += child.stdout.readlines()
    heard = [line.split() for line in said if line.endswith("\n")]
    assert len(heard) >= acknowledged

    rows: dict[str, int] = defaultdict(int)
    for response, what in heard:
        rows[response] += what != "ended"
    ended = {response for response, what in heard if what == "ended"}
    with Log.open(folder, Kind.REAL, codec=SealedRows.of(public)) as box:
        still_open = {each.record.id: each for each in box.open_responses()}
        assert len(still_open) <= 1
        assert not ended & still_open.keys()
        assert [each.broken for each in box.verify() if each.broken] == []
        for response, found in still_open.items():
            events = box.read(response)  # without any key but its own
            assert events == [vitals(float(t)) for t in range(len(events))]
            assert len(events) >= rows.pop(response, 0)
            assert found.elapsed(WALL + len(events) + 5.0) == len(events) + 5.0
    with Log.open(folder, Kind.REAL, codec=EVALUATOR) as log:
        for response in rows:
            assert log.read(response) == [vitals(float(t)) for t in range(ROWS)]
    assert len(list(folder.glob("*.key"))) <= len(still_open)
    assert integrity(folder) == "ok"


def integrity(folder: Path) -> str:
    connection = sqlite3.connect(database_path(folder, Kind.REAL))
    try:
        found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    return found
