"""A disk that fails: under SQLite, as its virtual file system, by way of apsw.

It keeps, beside each file, what would still stand there after a power cut: what was synced, and of everything written
since, whatever sectors chance would have it. A failed sync can also forget what it should have written, as Linux does.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import count
from pathlib import Path
from typing import Any, cast

import apsw

SECTOR = 512
"""A drive writes a sector whole or not at all."""

_names = count()


class Fault(Enum):
    """What happens to one write or sync."""

    FAILED_WRITE = auto()
    SHORT_WRITE = auto()
    TORN_WRITE = auto()
    FULL_DISK = auto()
    FAILED_SYNC = auto()
    FORGETTING_SYNC = auto()
    POWER_CUT = auto()


WRITE_FAULTS = (Fault.FAILED_WRITE, Fault.SHORT_WRITE, Fault.TORN_WRITE, Fault.FULL_DISK)
SYNC_FAULTS = (Fault.FAILED_SYNC, Fault.FORGETTING_SYNC)


@dataclass
class Stored:
    """What is on the platter of one file, and what was written since the last sync: at a place, or cut off there."""

    durable: bytearray | None
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)

    def sync(self) -> None:
        self.durable = self._with(self.pending)
        self.pending.clear()

    def after_cut(self, chance: random.Random) -> bytearray | None:
        """All of what was pending, none of it, or some sectors."""
        share = chance.choice((0.0, 1.0, chance.random()))
        if self.durable is None and (share == 0.0 or not self.pending):
            return None
        return self._with([piece for each in self.pending for piece in _sectors(*each) if chance.random() < share])

    def _with(self, writes: list[tuple[int, bytes | None]]) -> bytearray:
        found = bytearray(self.durable or b"")
        for place, data in writes:
            if data is None:
                del found[place:]
                continue
            found.extend(bytes(max(0, place - len(found))))
            found[place : place + len(data)] = data
        return found


def _sectors(place: int, data: bytes | None) -> Iterator[tuple[int, bytes | None]]:
    if data is None:
        yield place, None
        return
    while data:
        size = SECTOR - place % SECTOR
        yield place, data[:size]
        place, data = place + size, data[size:]


class FaultyDisk:
    """A folder on a disk with faults to come.

    Args:
        folder: Where the files are.
        chance: Decides what survives.
        faults: Says what happens to each write and sync; None is no fault.
        on_cut: Called when the power fails. From then on nothing works.
    """

    def __init__(
        self,
        folder: Path,
        chance: random.Random,
        faults: Callable[[tuple[Fault, ...]], Fault | None],
        on_cut: Callable[[], None] = lambda: None,
    ) -> None:
        self.folder = folder
        self.injected = 0
        self.is_cut = False
        self._chance = chance
        self._faults = faults
        self._on_cut = on_cut
        self._files: dict[Path, Stored] = {}
        self._deleted: dict[Path, Stored] = {}  # names that still stand in the folder until that is synced
        self._vfs = _Vfs(f"faulty{next(_names)}", self)

    def connect(self, path: Path) -> sqlite3.Connection:
        """Open a database file on this disk, as `Connect`."""
        with _as_sqlite3():
            connection = apsw.Connection(str(path), vfs=self._vfs.name)
            connection.execute("PRAGMA wal_autocheckpoint = 12")  # checkpoints fail too
        return cast("sqlite3.Connection", _Connection(connection))

    def after_power_cut(self, folder: Path) -> None:
        """Put what is left into another folder."""
        folder.mkdir()
        back = {path: stored for path, stored in self._deleted.items() if self._chance.random() < 1 / 2}
        for path, stored in (*back.items(), *self._files.items()):
            left = stored.after_cut(self._chance)
            if left is not None:
                (folder / path.name).write_bytes(left)
        for key in self.folder.glob("*.key"):  # these don't pass through SQLite, and are synced one by one
            shutil.copy(key, folder)

    def file(self, path: Path) -> Stored:
        if path not in self._files:
            self._files[path] = Stored(bytearray(path.read_bytes()) if path.exists() else None)
        return self._files[path]

    def delete(self, path: Path, *, synced: bool) -> None:
        self.check(())
        if path in self._files:
            self._deleted[path] = self._files.pop(path)
        if synced:
            self._deleted.clear()

    def sync(self, stored: Stored) -> None:
        """Sync a file; SQLite syncs the folder with the first sync of a new one."""
        if stored.durable is None:
            self._deleted.clear()
        stored.sync()

    def check(self, faults: tuple[Fault, ...]) -> Fault | None:
        """What happens to what SQLite is about to do.

        Raises:
            apsw.IOError: The power is gone.
        """
        fault = None if self.is_cut else self._faults((*faults, Fault.POWER_CUT))
        if fault is not None:
            self.injected += 1
        if fault is Fault.POWER_CUT:
            self.is_cut = True
            self._on_cut()
        if self.is_cut:
            raise apsw.IOError("the power failed")
        return fault

    def part(self, data: bytes, unit: int) -> bytes:
        """The first part of some bytes, up to a whole unit."""
        return data[: self._chance.randrange(len(data)) // unit * unit]

    def forget_some(self, stored: Stored) -> None:
        stored.durable = stored.after_cut(self._chance)
        stored.pending.clear()


class _Vfs(apsw.VFS):
    def __init__(self, name: str, disk: FaultyDisk) -> None:
        self.name = name
        self._disk = disk
        super().__init__(name, "")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802 - SQLite's own name
        return _File(self._disk, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802 - as SQLite calls it
        self._disk.delete(Path(filename), synced=syncdir)
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, disk: FaultyDisk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        path = Path(name.filename() if isinstance(name, apsw.URIFilename) else name)
        self._stored = disk.file(path)
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802 - SQLite's own name
        fault = self._disk.check(WRITE_FAULTS)
        written = bytes(data)
        if fault in {Fault.FAILED_WRITE, Fault.FULL_DISK}:
            written = b""
        elif fault is Fault.SHORT_WRITE:
            written = self._disk.part(written, 1)
        elif fault is Fault.TORN_WRITE:
            written = self._disk.part(written, SECTOR)
        if written:
            super().xWrite(written, offset)
            self._stored.pending.append((offset, written))
        if fault is not None:
            raise (apsw.FullError if fault is Fault.FULL_DISK else apsw.IOError)(fault.name)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802 - SQLite's own name
        self._disk.check(())
        super().xTruncate(newsize)
        self._stored.pending.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802 - SQLite's own name; real syncs would only cost time
        fault = self._disk.check(SYNC_FAULTS)
        if fault is Fault.FORGETTING_SYNC:
            self._disk.forget_some(self._stored)
        if fault is not None:
            raise apsw.IOError(fault.name)
        self._disk.sync(self._stored)


class _Connection:
    """Of `sqlite3.Connection`, what the log uses."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def execute(self, sql: str, parameters: tuple[Any, ...] = ()) -> _Cursor:
        with _as_sqlite3():
            return _Cursor(self._connection, self._connection.execute(sql, parameters))

    def executemany(self, sql: str, rows: list[tuple[Any, ...]]) -> None:
        with _as_sqlite3():
            self._connection.executemany(sql, rows)

    def rollback(self) -> None:
        self.execute("ROLLBACK")

    def close(self) -> None:
        with _as_sqlite3():
            self._connection.close(force=True)


class _Cursor:
    def __init__(self, connection: apsw.Connection, cursor: apsw.Cursor) -> None:
        self._cursor = cursor
        self.rowcount = connection.changes()
        self.lastrowid = connection.last_insert_rowid()

    def fetchone(self) -> Any:
        with _as_sqlite3():
            return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        with _as_sqlite3():
            return self._cursor.fetchall()

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())


@contextmanager
def _as_sqlite3() -> Iterator[None]:
    """Turn apsw's errors into those of Python's own module, with their code."""
    try:
        yield
    except apsw.Error as error:
        said = sqlite3.OperationalError(str(error))
        said.sqlite_errorcode = _CODES.get(type(error), apsw.SQLITE_ERROR)
        raise said from error


_CODES: dict[type[apsw.Error], int] = {
    apsw.IOError: apsw.SQLITE_IOERR,
    apsw.FullError: apsw.SQLITE_FULL,
    apsw.BusyError: apsw.SQLITE_BUSY,
    apsw.CorruptError: apsw.SQLITE_CORRUPT,
    apsw.NotADBError: apsw.SQLITE_NOTADB,
    apsw.CantOpenError: apsw.SQLITE_CANTOPEN,
}
