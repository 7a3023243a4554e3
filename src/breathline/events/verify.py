"""Whether the rows on the disk are the rows that were written: each response's chain, worked out anew."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from breathline.events.chain import first_link, head_link, next_link


@dataclass(frozen=True, slots=True)
class Checked:
    """One response's chain.

    Attributes:
        id: The response's id.
        rows: How many rows stand there.
        head: In hex, the head of an ended response, or the last link so far: note it elsewhere, and later rewriting is
            seen too.
        open: It has no end yet.
        broken: What is wrong, beginning with the first place; None when the chain is whole.
    """

    id: str
    rows: int
    head: str
    open: bool
    broken: str | None


def verify(connection: sqlite3.Connection) -> list[Checked]:
    """Every response of a database, oldest first."""
    found = connection.execute(
        "SELECT number, id, rows, head, summary, pack, pack_hash, version, month FROM response ORDER BY number"
    )
    return [_check(connection, number, response, *end) for number, response, *end in found.fetchall()]


def _check(
    connection: sqlite3.Connection,
    number: int,
    response: str,
    rows: int | None,
    head: bytes | None,
    summary: bytes | None,
    *texts: str | None,
) -> Checked:
    link, count, broken = first_link(response), 0, None
    for place, row, written in connection.execute(
        "SELECT number, row, link FROM event WHERE response = ? ORDER BY number", (number,)
    ):
        if broken is None and place != count:
            broken = f"row {count} is missing"
        link, count = next_link(link, row), count + 1
        if broken is None and written != link:
            broken = f"row {place} was changed"
    if summary is not None:
        link = head_link(link, summary, *texts)
        broken = broken or _end_broken(count, rows, fits=head == link)
    return Checked(response, count, link.hex(), summary is None, broken)


def _end_broken(count: int, rows: int | None, *, fits: bool) -> str | None:
    if rows != count:
        return f"row {count} is missing" if rows is not None and count < rows else "rows were added after its end"
    return None if fits else "what is kept of its end was changed"
