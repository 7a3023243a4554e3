"""The durable log: every event of a response in SQLite, on the disk before `append` returns.

A response has a random id with no time in it. Rows hold seconds since its beginning. The one clock time is the
anchor of a response that is still open, so that its timers survive a power cut: `end` deletes it, SQLite overwrites
its bytes with zeros, and the write-ahead log, where a copy stood, is emptied into the database and cut to nothing.

With a codec that seals, the box can't read the rows it writes. So that an open response can go on after a power cut,
its rows stand there a second time, under a key that is kept in a file of its own until its end (`resume`,
`resume_keys`). Each response's rows are chained (`chain`), over what is on the disk.

What an open response still shows, to anyone who has the files: the anchor, its rows, and file times of the last event.
What an ended one may still show: the change and birth times that the file system keeps by itself, and, on flash or in
free blocks of the disk, old copies that no program can reach. docs/privacy.md says the same to people who decide.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self

from breathline.events.bucket import bucket_of
from breathline.events.chain import links
from breathline.events.codec import as_row
from breathline.events.database import (
    Connect,
    Kind,
    connect_sqlite,
    database_path,
    forget_times,
    make_files,
    prepare,
)
from breathline.events.failures import LogError, LogRefusedError, told
from breathline.events.model import Event
from breathline.events.records import Record, StillOpen
from breathline.events.resume import cover
from breathline.events.resume_keys import ResumeKeys
from breathline.events.rows import PlainRows, RowCodec
from breathline.events.sealed import SealedRows
from breathline.events.stored import Stored
from breathline.events.summary import summary_of, summary_row
from breathline.events.verify import Checked, verify


def new_id() -> str:
    """A response id: 64 random bits, so that two boxes never give the same, and no time."""
    return secrets.token_hex(8)


class Log:
    """The responses of one kind. Use it in the thread that opened it.

    Every method raises `LogError` when the database fails.

    Args:
        connection: An open connection that `prepare` has seen.
        path: Where the database file is.
        kind: Practice or real.
        codec: Turns rows into bytes.
        zone: Time zone of the bucket; None for the system's.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        kind: Kind,
        codec: RowCodec,
        zone: tzinfo | None = None,
    ) -> None:
        self._connection = connection
        self._path = path
        self._codec = codec
        self._zone = zone
        self._keys = ResumeKeys(path)
        self._stored = Stored(connection, path, kind, codec, self._keys)
        self.kind = kind

    @classmethod
    def open(
        cls,
        folder: Path,
        kind: Kind,
        *,
        connect: Connect = connect_sqlite,
        codec: RowCodec | None = None,
        zone: tzinfo | None = None,
    ) -> Self:
        """Open the log of a kind in a data folder, made when missing.

        Args:
            folder: The data folder.
            kind: Practice or real. Each has its own file, and a file of the other kind is refused.
            connect: Opens a database file.
            codec: Turns rows into bytes; by default they are written plain, and sealed ones can't be read.
            zone: Time zone of the bucket; None for the system's.

        Raises:
            LogError: The folder or the file can't be used.
        """
        path = database_path(folder, kind)
        with told(path):
            make_files(path)
            connection = connect(path)
            log = cls(connection, path, kind, codec or SealedRows(), zone)
            try:
                prepare(connection, path, kind)
                log._empty_wal()  # after a power cut an erased anchor may still stand in it
                log._keys.erase_all_but(log._stored.open_numbers)  # and an erased key beside it
            except (LogError, sqlite3.Error, OSError):
                connection.close()
                raise
        return log

    def begin(
        self, pack: str, pack_hash: str, version: str, wall_time: float | None, response: str | None = None
    ) -> str:
        """Begin a response.

        Args:
            pack: The guideline pack's id.
            pack_hash: The hash of its content.
            version: This program's version.
            wall_time: The clock's time at t = 0, seconds since 1970: the anchor. None when there is no clock.
            response: An id from `new_id` to use. One that is already there is left as it is.

        Returns:
            The response's id.
        """
        response = response or new_id()
        with self._writing():
            added = self._connection.execute(
                "INSERT INTO response (id, pack, pack_hash, version) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (response, pack, pack_hash, version),
            )
            if added.rowcount and wall_time is not None:
                self._connection.execute("INSERT INTO anchor VALUES (?, ?)", (added.lastrowid, wall_time))
        return response

    def append(self, response: str, events: Iterable[Event], position: int | None = None) -> int:
        """Add events to an open response; they are on the disk when this returns.

        Args:
            response: Its id.
            events: What happened, in order. All of them are written, or none.
            position: How many rows stand before the first of `events`, when this may be the second try of an append
                whose end was not seen: rows that are already there are not written again.

        Returns:
            How many rows the response has now.

        Raises:
            LogRefusedError: There is no such open response, or rows before `position` are missing.
            RowError: An event does not fit the vocabulary.
        """
        return self.append_rows(response, [as_row(event) for event in events], position)

    def append_rows(self, response: str, rows: list[dict[str, object]], position: int | None = None) -> int:
        """As `append`, with rows that `as_row` made."""
        with self._writing():
            number = self._stored.open_number(response)
            have = self._stored.count(number)
            done = 0 if position is None else have - position
            if done < 0:
                raise LogRefusedError(f"{self._path}: rows of response {response} are missing before the new ones")
            self._keep_copies(number, have, rows[done:])
            encoded = [self._codec.encode(row) for row in rows[done:]]
            chained = zip(encoded, links(self._stored.last_link(number, response), encoded), strict=True)
            self._connection.executemany(
                "INSERT INTO event VALUES (?, ?, ?, ?)",
                [(number, place, data, link) for place, (data, link) in enumerate(chained, start=have)],
            )
        return have + len(encoded)

    def count(self, response: str) -> int:
        """How many rows a response has."""
        with told(self._path):
            return self._stored.count(self._stored.number(response))

    def set_anchor(self, response: str, wall_time: float) -> None:
        """Give an open response another anchor, after a person said how long ago it began.

        Args:
            response: Its id.
            wall_time: What the clock said, or would have said, at t = 0.
        """
        with self._writing():
            number = self._stored.open_number(response)
            self._connection.execute("INSERT OR REPLACE INTO anchor VALUES (?, ?)", (number, wall_time))

    def end(self, response: str, doses: int | None = None) -> None:
        """End a response: keep its figures and its coarse bucket, erase its anchor. Ending it again is no fault.

        While another program reads the file, the emptying of the write-ahead log, with the anchor's last copy in
        it, waits for the next `end`, `close` or `open`.

        Args:
            response: Its id.
            doses: Doses of naloxone as the guide counts them (`Situation.naloxone.doses`); None: counted from the
                rows, by `summary_of`.
        """
        with self._writing():
            number = self._stored.number(response)
            if not self._stored.has_ended(number):
                anchor = self._stored.anchor(number)
                summary = summary_of(self._readable(number), bucket_of(anchor, self._zone), doses)
                month = None if summary.bucket is None else summary.bucket.month
                data = self._codec.encode(summary_row(summary))
                head = self._stored.head(number, data, month)
                self._connection.execute(
                    "UPDATE response SET summary = ?, rows = ?, head = ?, month = ? WHERE number = ?",
                    (data, self._stored.count(number), head, month, number),
                )
                for table in ("anchor", "resume"):
                    self._connection.execute(f"DELETE FROM {table} WHERE response = ?", (number,))  # noqa: S608 - ours
        with told(self._path):
            self._keys.erase(number)
            self._empty_wal()
        forget_times(self._path)

    def responses(self) -> list[Record]:
        """Every response, newest first."""
        with told(self._path):
            return self._stored.records()

    def open_responses(self) -> list[StillOpen]:
        """The responses without an end, newest first: after a start, those the box died in.

        One that can't be gone on with, because its key is gone, is not among them.
        """
        with told(self._path):
            return self._stored.still_open()

    def read(self, response: str) -> list[Event]:
        """A response's events, in order and exactly as they were appended."""
        with told(self._path):
            return list(self._stored.events(self._stored.number(response)))

    def verify(self) -> list[Checked]:
        """Every response's chain, oldest first: whole, or broken and where. It needs no key."""
        with told(self._path):
            return verify(self._connection)

    def forget(self, before: str) -> int:
        """Delete the responses that ended before a month, and leave nothing of them in the file.

        Args:
            before: The first month to keep ("2026-05"). Responses without a month, and open ones, stay.

        Returns:
            How many were deleted.
        """
        with self._writing():
            old = "SELECT number FROM response WHERE summary IS NOT NULL AND month < ?"
            self._connection.execute(f"DELETE FROM event WHERE response IN ({old})", (before,))  # noqa: S608 - ours
            gone = self._connection.execute(f"DELETE FROM response WHERE number IN ({old})", (before,))  # noqa: S608
        with told(self._path):
            self._empty_wal()
        forget_times(self._path)
        return gone.rowcount

    def make_sure(self) -> None:
        """After a failure: put what is read here on the disk for good.

        A write whose sync failed may be read again although it is on no disk yet, and would then be acknowledged.

        Raises:
            LogError: It can't be done now, also because another program reads.
        """
        with told(self._path):
            blocked = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if blocked:
            raise LogError(f"{self._path}: is held by another program; close that one and try again")

    def close(self) -> None:
        """Close the file and leave no times on it."""
        with told(self._path):
            self._connection.close()
        forget_times(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """A transaction: on the disk when the block is left, or nothing of it."""
        with told(self._path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            finally:
                if self._connection.in_transaction:
                    self._connection.rollback()

    def _empty_wal(self) -> None:
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _keep_copies(self, number: int, have: int, rows: list[dict[str, object]]) -> None:
        """Keep what a power cut must not take: the rows of an open, sealed response under a key of its own."""
        copies = list(enumerate(rows, start=have))
        if self._stored.has_copies(number):
            key = self._keys.read(number)
        elif self._codec.seals:
            # If it began before there was a public key, what stands there already is copied too.
            copies = [*self._stored.rows(number), *copies]
            key = self._keys.make(number)
        else:
            return
        if key is None:
            return  # somebody took it away: the older copies are lost, and newer ones alone would help nobody
        plain = PlainRows()
        self._connection.executemany(
            "INSERT INTO resume VALUES (?, ?, ?)",
            [(number, place, cover(key, plain.encode(row))) for place, row in copies],
        )

    def _readable(self, number: int) -> Iterator[Event]:
        """A response's events up to the first that can't be read: damage must not keep it open for ever."""
        with suppress(LogError):
            yield from self._stored.events(number)
