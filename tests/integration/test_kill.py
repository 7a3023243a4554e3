"""Killed at any moment, the log has every event that it acknowledged."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from breathline.events.database import Kind, database_path
from breathline.events.log import Log
from breathline.events.model import Event, VitalsEvent
from breathline.words import Trust, Vitals

KILLS = 6
"""A handful: each takes a fresh process."""

LONGEST = 40
"""Acknowledgements before the last kill."""

ROOT = Path(__file__).parents[2]
WALL = 1_779_028_392.5

# Says a line for every event that is on the disk: its number is the time of the event.
CHILD = """
import sys
from pathlib import Path
from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.writer import Writer
from tests.integration.test_kill import vitals, WALL

writer = Writer(lambda: Log.open(Path(sys.argv[1]), Kind.REAL))
response = writer.begin("bc", "5ac3", "0.1.0", WALL)
print(response, flush=True)
t = 0
while True:
    waiting = [writer.submit(response, [vitals(float(t + each))]) for each in range(3)]
    for future in waiting:
        future.result()
        print(t, flush=True)
        t += 1
"""


def vitals(t: float) -> Event:
    return VitalsEvent(Vitals(t, 97.0 - t / 1000, 70.0, Trust.LIVE, None))


@pytest.mark.hazard("H-33")
@pytest.mark.parametrize("seed", range(KILLS))
def test_every_acknowledged_event_survives_a_kill(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "data"
    acknowledged = random.Random(seed).randrange(LONGEST)
    words = [sys.executable, "-c", CHILD, str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        response = child.stdout.readline().strip()
        said = [child.stdout.readline() for _ in range(acknowledged)]
        child.kill()
        # What it said between our last line and its death counts too.
        said += child.stdout.readlines()
    heard = [int(line) for line in said if line.endswith("\n")]

    with Log.open(folder, Kind.REAL) as log:
        times = [event.t for event in log.read(response)] if heard else []
        still_open = log.open_responses()

    assert times == [float(t) for t in range(len(times))]
    assert len(times) >= len(heard) >= acknowledged
    if heard:
        (found,) = still_open
        assert found.record.id == response
        assert found.elapsed(WALL + len(times) + 5.0) == len(times) + 5.0
    assert integrity(folder) == "ok"


def integrity(folder: Path) -> str:
    connection = sqlite3.connect(database_path(folder, Kind.REAL))
    try:
        found: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        connection.close()
    return found
