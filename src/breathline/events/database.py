"""The two database files: opened, checked, and left with no times on them.

Practice and real responses never share a file. Each file carries a mark of its kind inside, so that a practice
file that was renamed is still refused where real responses belong.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from breathline.events.chain import first_link, head_link, next_link
from breathline.events.failures import LogError, told

SCHEMA_VERSION = 2
"""Raised when the tables change. A file of a newer version is refused, never guessed at; one of an older is brought
up to date when it is opened."""

BUSY_S = 5.0
"""How long to wait for another program's turn with the file; a listing takes milliseconds."""

NO_TIME = 946_684_800
"""What every file time is set to: 2000-01-01, a day that says nothing and that archive formats can hold."""

# response.number is the order of responses on this box, and nothing of when; its summary is NULL while it is open. With
# the end come how many rows it has and the last link of their chain, and the month, by which it is deleted one day.
# The anchor is the one clock time there is. It has a table of its own: its page holds nothing else when it is erased.
# The resume table is empty but for responses that are open and sealed; their keys are in files (`resume_keys`).
_RESUME = """CREATE TABLE resume (
        response INTEGER NOT NULL REFERENCES response,
        number INTEGER NOT NULL,
        row BLOB NOT NULL,
        PRIMARY KEY (response, number)
    ) STRICT, WITHOUT ROWID"""

_SCHEMA = (
    """CREATE TABLE response (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        pack TEXT NOT NULL,
        pack_hash TEXT NOT NULL,
        version TEXT NOT NULL,
        summary BLOB,
        rows INTEGER,
        head BLOB,
        month TEXT
    ) STRICT""",
    """CREATE TABLE event (
        response INTEGER NOT NULL REFERENCES response,
        number INTEGER NOT NULL,
        row BLOB NOT NULL,
        link BLOB NOT NULL,
        PRIMARY KEY (response, number)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE anchor (
        response INTEGER PRIMARY KEY REFERENCES response,
        wall_time REAL NOT NULL
    ) STRICT""",
    _RESUME,
)

_FROM_1 = (
    "ALTER TABLE response ADD COLUMN rows INTEGER",
    "ALTER TABLE response ADD COLUMN head BLOB",
    "ALTER TABLE response ADD COLUMN month TEXT",
    "ALTER TABLE event ADD COLUMN link BLOB",
    _RESUME,
)

Connect: TypeAlias = Callable[[Path], sqlite3.Connection]
"""Opens the database file at a path in autocommit mode (`isolation_level=None`)."""


class Kind(StrEnum):
    """Whether people were in danger or practising."""

    REAL = "real"
    PRACTICE = "practice"


_NAMES = {Kind.REAL: "responses.sqlite3", Kind.PRACTICE: "practice.sqlite3"}
# SQLite keeps this number in the file's header; the letters are BRLR and BRLP.
_MARKS = {Kind.REAL: 0x42524C52, Kind.PRACTICE: 0x42524C50}


def database_path(folder: Path, kind: Kind) -> Path:
    """Where the responses of a kind are kept in a data folder."""
    return folder / _NAMES[kind]


def is_kept(folder: Path, kind: Kind) -> bool:
    """Whether a data folder has a database of a kind; it may hold no response.

    Raises:
        LogError: The folder can't be looked into, or is not a folder.
    """
    path = database_path(folder, kind)
    with told(folder):
        try:
            path.stat()
        except FileNotFoundError:
            return False
    return True


def connect_sqlite(path: Path) -> sqlite3.Connection:
    """Open a database file with Python's own SQLite."""
    return sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)


def make_files(path: Path) -> None:
    """Make the data folder (only its owner may look in) and the empty file (only its owner may read it).

    A folder that is already there keeps its permissions: it may hold other things. A file that is already there is
    never opened here: closing it again would drop the locks that this process's own SQLite holds on it.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        path.chmod(0o600)
        return
    # The new name must survive a power cut too. SQLite does this for its own files.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def prepare(connection: sqlite3.Connection, path: Path, kind: Kind) -> None:
    """Make a connection durable and private, and the tables if the file is new.

    Raises:
        LogError: The file is of the other kind, of another program, or of a newer Breathline.
        sqlite3.Error: The database failed.
    """
    _check(connection, path, kind)
    for setting in (
        "journal_mode = WAL",
        "synchronous = FULL",  # a row that was acknowledged survives a power cut
        "fullfsync = ON",  # the same on macOS, where a plain fsync stops at the drive's cache
        "secure_delete = ON",  # what is deleted is overwritten with zeros
        "temp_store = MEMORY",  # nothing is left in temporary files
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {setting}")
    version = _number(connection, "user_version")
    if version < SCHEMA_VERSION:
        _bring_up(connection, kind)


def forget_times(path: Path) -> None:
    """Set access and modification times of the database's files and folder to a day that says nothing.

    What this can't reach: the inode's change time (`stat -c %z`), the birth time on file systems that keep one,
    and the file system's own journal. They show about when the files were last touched. See docs/privacy.md.
    """
    for each in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"), path.parent):
        # Not there, or not ours to change: the log itself is whole, so this is no reason to fail.
        with suppress(OSError):
            os.utime(each, (NO_TIME, NO_TIME))


def _check(connection: sqlite3.Connection, path: Path, kind: Kind) -> None:
    mark, version = _number(connection, "application_id"), _number(connection, "user_version")
    empty = connection.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0]
    if mark == 0 and version == 0 and empty:
        return
    if mark != _MARKS[kind]:
        if mark in _MARKS.values():
            raise LogError(f"{path}: practice and real responses are mixed up; give the file its own name back")
        raise LogError(f"{path}: is not a log of Breathline; move it away, and a new one is made")
    if version > SCHEMA_VERSION:
        raise LogError(f"{path}: was written by a newer Breathline; install that version or a later one")


def _bring_up(connection: sqlite3.Connection, kind: Kind) -> None:
    """Make the tables, or bring those of an older version up to date: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = _number(connection, "user_version")  # another program may have been quicker
        if version < SCHEMA_VERSION:
            for statement in _SCHEMA if version == 0 else _FROM_1:
                connection.execute(statement)
            if version == 1:
                _chain_old_rows(connection)
            connection.execute(f"PRAGMA application_id = {_MARKS[kind]}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()


def _chain_old_rows(connection: sqlite3.Connection) -> None:
    """Link the rows of a time before the chain: from now on a change to them is seen."""
    connection.execute(
        "UPDATE response SET month = json_extract(CAST(summary AS TEXT), '$.month') "
        "WHERE json_valid(CAST(summary AS TEXT))"
    )
    for number, response, summary, *texts in connection.execute(
        "SELECT number, id, summary, pack, pack_hash, version, month FROM response"
    ).fetchall():
        link, rows = first_link(response), 0
        for place, row in connection.execute(
            "SELECT number, row FROM event WHERE response = ? ORDER BY number", (number,)
        ).fetchall():
            link, rows = next_link(link, row), rows + 1
            connection.execute("UPDATE event SET link = ? WHERE response = ? AND number = ?", (link, number, place))
        if summary is not None:
            head = head_link(link, summary, *texts)
            connection.execute("UPDATE response SET rows = ?, head = ? WHERE number = ?", (rows, head, number))


def _number(connection: sqlite3.Connection, name: str) -> int:
    number: int = connection.execute(f"PRAGMA {name}").fetchone()[0]
    return number
