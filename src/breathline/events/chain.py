"""A hash chain over a response's stored rows: a row that is changed, taken out or put in is seen, without any key.

Each link is SHA-256 over the link before it and the row's bytes as they stand on the disk, sealed or not. The first
one hangs on the response's id, so rows can't be moved from one response to another. The end adds a last link, the head,
over everything else that is kept of the response.

What a chain can't see: the last rows of a response that is still open being cut off, a whole response being taken out,
and somebody with the program who writes everything anew. Whoever must rule that out keeps the heads elsewhere
(`breathline log verify --heads`). docs/privacy.md says the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

_BEFORE_THE_FIRST = b"breathline response "


def first_link(response: str) -> bytes:
    """What the first row's link hangs on, from the response's id."""
    return hashlib.sha256(_BEFORE_THE_FIRST + response.encode()).digest()


def next_link(before: bytes, row: bytes) -> bytes:
    """The link of a row: 32 bytes.

    Args:
        before: The link of the row before it, or `first_link`.
        row: The row's bytes as they are stored.
    """
    return hashlib.sha256(before + row).digest()


def head_link(last: bytes, summary: bytes, *texts: str | None) -> bytes:
    """The head of an ended response: 32 bytes.

    Args:
        last: The link of its last row, or `first_link`.
        summary: Its figures as they are stored.
        texts: What else is stored beside it in plain words, in a fixed order.
    """
    return next_link(last, json.dumps([summary.hex(), *texts]).encode())


def links(before: bytes, rows: Iterable[bytes]) -> list[bytes]:
    """The links of these rows in order."""
    found: list[bytes] = []
    for row in rows:
        before = next_link(before, row)
        found.append(before)
    return found
