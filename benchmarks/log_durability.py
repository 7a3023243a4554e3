"""What a durable append costs, beside the ways that are quicker and promise less, and what the log costs the screen.

    .venv/bin/python benchmarks/log_durability.py [--appends 300] [--seconds 10] [--repeats 3] [--folder DIR]

Every way writes the same row of vitals, one append at a time, in turns within one run, so that a busy disk hits all
of them. `--folder` names the disk that counts: a memory file system (often /tmp) has nothing to wait for, and an SD
card is slower than a laptop's drive by a factor of ten or more.

    WAL, FULL       breathline.events.log as it is: an acknowledged row survives a power cut
    the same, sealed    with a site's public key: each row is encrypted, and once more for the open response
    WAL, NORMAL     SQLite's usual quick setting: a power cut may take the last rows, though they were acknowledged
    JSONL, fdatasync    a line in a file and a flush to the disk: durable, but no transaction, index or erasing

Then the screen's longest stall with a log whose writes take half a second and without any: benchmarks/log_stall.py.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from pyrage import x25519

from breathline.events.codec import as_row
from breathline.events.database import Kind, connect_sqlite
from breathline.events.log import Log
from breathline.events.model import VitalsEvent
from breathline.events.sealed import SealedRows
from breathline.words import Trust, Vitals
from log_stall import compare

APPENDS = 300
"""Five minutes of a response."""

Append: TypeAlias = Callable[[VitalsEvent], object]


class NormalConnection(sqlite3.Connection):
    """The log's own connection, but with synchronous = NORMAL."""

    def execute(self, sql: str, *parameters: object) -> sqlite3.Cursor:
        """As it is, with one word changed."""
        return super().execute(sql.replace("synchronous = FULL", "synchronous = NORMAL"), *parameters)  # type: ignore[arg-type]  # whatever sqlite3 takes


def connect_normal(path: Path) -> sqlite3.Connection:
    """Open as the log does, with the quicker setting."""
    return sqlite3.connect(path, isolation_level=None, factory=NormalConnection)


def log_append(log: Log) -> Append:
    """One event into a response of a log."""
    response = log.begin("bc", "", "", None)
    return lambda event: log.append(response, [event])


def line_append(path: Path) -> Append:
    """One event as a line at the end of a file."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    flush = getattr(os, "fdatasync", os.fsync)  # macOS has only the second

    def append(event: VitalsEvent) -> None:
        os.write(file, (json.dumps(as_row(event)) + "\n").encode())
        flush(file)

    return append


def measure(ways: dict[str, Append], appends: int) -> dict[str, list[float]]:
    """Milliseconds of each append, the ways taking turns."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for second in range(appends):
        event = VitalsEvent(Vitals(float(second), 97.2, 71.0, Trust.LIVE, None, slope=-0.4))
        for name, append in ways.items():
            began = time.perf_counter()
            append(event)
            taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description="Milliseconds for each durable append to the log.")
    parser.add_argument("--appends", type=int, default=APPENDS)
    parser.add_argument("--seconds", type=float, default=10, help="of each run of the screen; 0: none")
    parser.add_argument("--repeats", type=int, default=3, help="runs of the screen with the log, and without")
    parser.add_argument("--folder", type=Path, help="a folder on the disk that counts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as made:
        folder = Path(made)
        with (
            Log.open(folder / "full", Kind.PRACTICE, connect=connect_sqlite) as full,
            Log.open(folder / "sealed", Kind.PRACTICE, codec=SealedRows(_anybody())) as sealed,
            Log.open(folder / "normal", Kind.PRACTICE, connect=connect_normal) as normal,
        ):
            ways = {
                "WAL, FULL": log_append(full),
                "the same, sealed": log_append(sealed),
                "WAL, NORMAL": log_append(normal),
                "JSONL, fdatasync": line_append(folder / "events.jsonl"),
            }
            taken = measure(ways, arguments.appends)
    print(f"{arguments.appends} appends each, SQLite {sqlite3.sqlite_version}, Python {sys.version.split()[0]}")
    print(f"{'ms for one append':20}{'median':>9}{'p99':>9}{'worst':>9}")
    for name, times in taken.items():
        p99 = statistics.quantiles(times, n=100)[-1]
        print(f"{name:20}{statistics.median(times):9.2f}{p99:9.2f}{max(times):9.2f}")
    if arguments.seconds:
        compare(arguments.seconds, arguments.repeats, arguments.folder)


def _anybody() -> x25519.Recipient:
    return x25519.Identity.generate().to_public()


if __name__ == "__main__":
    main()
