"""Whether the rows on the disk are the rows that were written: each response's chain, worked out anew."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from breathline.events.chain import first_link, next_link


@dataclass(frozen=True, slots=True)
class Checked:
    """One response's chain.

    Attributes:
        id: The response's id.
        rows: How many rows stand there.
        head: The chain's last link in hex: note it elsewhere, and later rewriting is seen too.
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
    found = connection.execute("SELECT number, id, rows, head, summary IS NULL FROM response ORDER BY number")
    return [_check(connection, *each) for each in found.fetchall()]


def _check(
    connection: sqlite3.Connection, number: int, response: str, rows: int | None, head: bytes | None, still_open: int
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
    if broken is None and not still_open and rows != count:
        broken = f"row {count} is missing" if rows is not None and count < rows else "rows were added after its end"
    if broken is None and not still_open and head != link:
        broken = "its end does not fit its rows"
    return Checked(response, count, link.hex(), bool(still_open), broken)
