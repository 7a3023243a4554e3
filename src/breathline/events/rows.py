"""Rows as bytes: the one door through which everything goes into the database and comes out.

Sealing (encrypting) rows means another `RowCodec`: `breathline.events.sealed`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Protocol

from breathline.events.fields import RowError


class RowCodec(Protocol):
    """Turns a JSON-ready row into bytes and back, exactly."""

    @property
    def seals(self) -> bool:
        """True when this box can't read what it writes."""
        ...

    def encode(self, row: Mapping[str, object]) -> bytes:
        """The row as bytes."""
        ...

    def decode(self, data: bytes) -> dict[str, object]:
        """The row again.

        Raises:
            RowError: These are not the bytes of a row.
            SealedError: They are sealed, and there is no key.
        """
        ...


class PlainRows:
    """Rows as compact JSON in UTF-8: anyone who has the file can read them."""

    seals = False

    def encode(self, row: Mapping[str, object]) -> bytes:
        """The row as bytes."""
        return json.dumps(row, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()

    def decode(self, data: bytes) -> dict[str, object]:
        """The row again.

        Raises:
            RowError: These are not the bytes of a row.
        """
        try:
            row = json.loads(data)
        except ValueError:
            raise RowError("the row is damaged: not JSON") from None
        if not isinstance(row, dict):
            raise RowError("the row is damaged: not a JSON object")
        return row
