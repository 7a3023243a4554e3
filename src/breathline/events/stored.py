"""What stands in the database, read back: numbers, links, rows, and each response in a few figures."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from breathline.events.chain import first_link, head_link
from breathline.events.codec import from_row
from breathline.events.database import Kind
from breathline.events.failures import LogError, LogRefusedError, SealedError
from breathline.events.fields import RowError
from breathline.events.model import Event
from breathline.events.records import Record, StillOpen
from breathline.events.resume import uncover
from breathline.events.resume_keys import ResumeKeys
from breathline.events.rows import PlainRows, RowCodec
from breathline.events.summary import Summary, read_summary, summary_of

_Value = TypeVar("_Value")


class Stored:
    """Reads a log's database. Database failures come out as they are.

    Args:
        connection: An open connection.
        path: Where the database file is, for complaints.
        kind: Practice or real.
        codec: Turns bytes into rows.
        keys: The keys of open, sealed responses.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, kind: Kind, codec: RowCodec, keys: ResumeKeys
    ) -> None:
        self._connection = connection
        self._path = path
        self._kind = kind
        self._codec = codec
        self._keys = keys

    def number(self, response: str) -> int:
        """The number of a response.

        Raises:
            LogRefusedError: There is none with this id.
        """
        found = self._connection.execute("SELECT number FROM response WHERE id = ?", (response,)).fetchone()
        if found is None:
            raise LogRefusedError(f"{self._path}: there is no response {response}")
        number: int = found[0]
        return number

    def open_number(self, response: str) -> int:
        """The number of a response that has not ended.

        Raises:
            LogRefusedError: There is none with this id.
        """
        number = self.number(response)
        if self.has_ended(number):
            raise LogRefusedError(f"{self._path}: response {response} has ended")
        return number

    def has_ended(self, number: int) -> bool:
        """Whether a response has ended."""
        found = self._connection.execute("SELECT summary IS NOT NULL FROM response WHERE number = ?", (number,))
        return bool(found.fetchone()[0])

    def count(self, number: int) -> int:
        """How many rows a response has."""
        # Rows are numbered without gaps; the last number is found at once, counting would read them all.
        found = self._connection.execute("SELECT max(number) FROM event WHERE response = ?", (number,)).fetchone()
        last: int | None = found[0]
        return 0 if last is None else last + 1

    def last_link(self, number: int, response: str) -> bytes:
        """The last link of a response's chain."""
        found = self._connection.execute(
            "SELECT link FROM event WHERE response = ? ORDER BY number DESC LIMIT 1", (number,)
        ).fetchone()
        return first_link(response) if found is None else bytes(found[0])

    def head(self, number: int, summary: bytes, month: str | None) -> bytes:
        """The head that an ending response gets, over its rows and all that is kept beside them."""
        response, *texts = self._connection.execute(
            "SELECT id, pack, pack_hash, version FROM response WHERE number = ?", (number,)
        ).fetchone()
        return head_link(self.last_link(number, response), summary, *texts, month)

    def has_copies(self, number: int) -> bool:
        """Whether the rows of a response stand there a second time, to go on after a power cut."""
        found = self._connection.execute("SELECT EXISTS (SELECT 1 FROM resume WHERE response = ?)", (number,))
        return bool(found.fetchone()[0])

    def open_numbers(self) -> set[int]:
        """The numbers of the responses that have not ended."""
        return set(self._numbers("WHERE summary IS NULL"))

    def anchor(self, number: int) -> float | None:
        """The clock's time at a response's beginning; None when it has ended and without a clock."""
        found = self._connection.execute("SELECT wall_time FROM anchor WHERE response = ?", (number,)).fetchone()
        return None if found is None else float(found[0])

    def records(self) -> list[Record]:
        """Every response, newest first."""
        return [self._record(number) for number in self._numbers("")]

    def still_open(self) -> list[StillOpen]:
        """The responses without an end that can be read, newest first."""
        numbers = self._numbers("WHERE summary IS NULL")
        found = [StillOpen(self._record(number), self.anchor(number)) for number in numbers]
        return [each for each in found if not each.record.sealed]

    def events(self, number: int) -> Iterator[Event]:
        """A response's events in order.

        Raises:
            SealedError: It is sealed, and the codec has no key; or it is open, and its own key is gone.
            LogError: A row is damaged.
        """
        response = self._id(number)
        for place, row in self.rows(number):
            yield self._read(partial(from_row, row), f"row {place} of response {response}")

    def rows(self, number: int) -> Iterator[tuple[int, dict[str, object]]]:
        """A response's rows with their places; raises as `events`."""
        response, table, decode = self._id(number), "event", self._codec.decode
        if self.has_copies(number):
            key = self._keys.read(number)
            if key is None:
                raise SealedError(f"{self._path}: the key of response {response} is gone; it can't be gone on with")
            table, decode = "resume", partial(_uncovered, key)
        found = self._connection.execute(
            f"SELECT number, row FROM {table} WHERE response = ? ORDER BY number",  # noqa: S608 - one of two of ours
            (number,),
        )
        for place, data in found:
            yield place, self._read(partial(decode, data), f"row {place} of response {response}")

    def _id(self, number: int) -> str:
        found = self._connection.execute("SELECT id FROM response WHERE number = ?", (number,)).fetchone()
        return str(found[0])

    def _numbers(self, which: str) -> list[int]:
        found = self._connection.execute(f"SELECT number FROM response {which} ORDER BY number DESC")  # noqa: S608
        return [number for (number,) in found.fetchall()]

    def _record(self, number: int) -> Record:
        response, pack, pack_hash, version, data = self._connection.execute(
            "SELECT id, pack, pack_hash, version, summary FROM response WHERE number = ?", (number,)
        ).fetchone()
        still_open, sealed, summary = data is None, False, Summary()
        try:
            summary = summary_of(self.events(number)) if data is None else self._summary(number, data)
        except SealedError:
            sealed = True
        return Record(response, self._kind, pack, pack_hash, version, still_open, summary, sealed)

    def _summary(self, number: int, data: bytes) -> Summary:
        return self._read(lambda: read_summary(self._codec.decode(data)), f"the summary of response {number}")

    def _read(self, read: Callable[[], _Value], what: str) -> _Value:
        try:
            return read()
        except RowError as error:
            raise LogError(f"{self._path}: {what} can't be read: {error}") from error


def _uncovered(key: bytes, data: bytes) -> dict[str, object]:
    return PlainRows().decode(uncover(key, data))
