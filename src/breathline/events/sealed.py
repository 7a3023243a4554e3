"""Rows that the box can write and not read: encrypted with age to the site's public key, one by one.

The private key is with the evaluator and never on the box. Rows written before there was a key stay readable, so a
database may hold both; each row shows by its first bytes what it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Self

from breathline.errors import UsageError
from breathline.events.failures import SealedError
from breathline.events.fields import RowError
from breathline.events.rows import PlainRows

if TYPE_CHECKING:
    from pyrage import x25519

AGE = b"age-encryption.org/"
"""How every file and row that age has encrypted begins."""

PAD = 512
"""Rows are filled up to a multiple of so many bytes: the length of a sealed row must not say what kind it is. Vitals,
acts, answers and alarms all fit into one; a prompt with a long reason may take two."""


class SealedRows:
    """Rows sealed to a public key, read with the private one.

    Args:
        to: The public key; None: rows are written plain.
        keys: Private keys, any of which may fit: a site that took a new one still reads what it has from before.
            Without one a sealed row can't be read.
    """

    def __init__(self, to: x25519.Recipient | None = None, keys: Sequence[x25519.Identity] = ()) -> None:
        self._plain = PlainRows()
        self._to = to
        self._keys = keys

    @classmethod
    def of(cls, public_key: str | None, private_keys: str | None = None) -> Self:
        """From the keys' text.

        Args:
            public_key: `age1...`; None to write plain rows.
            private_keys: The text of a key file, with its comments; None when there is none.

        Raises:
            UsageError: One of them is no key.
        """
        return cls(
            None if public_key is None else read_public(public_key),
            () if private_keys is None else read_private(private_keys),
        )

    @property
    def seals(self) -> bool:
        """True when rows are written so that the box can't read them."""
        return self._to is not None

    def encode(self, row: Mapping[str, object]) -> bytes:
        """The row as bytes."""
        data = self._plain.encode(row)
        if self._to is None:
            return data
        import pyrage

        # Blanks after a JSON object mean nothing, so nothing has to be taken away again.
        sealed: bytes = pyrage.encrypt(data.ljust(-(-len(data) // PAD) * PAD), [self._to])
        return sealed

    def decode(self, data: bytes) -> dict[str, object]:
        """The row again.

        Raises:
            SealedError: It is sealed, and the key is missing or another one.
            RowError: These are not the bytes of a row.
        """
        if not data.startswith(AGE):
            return self._plain.decode(data)
        if not self._keys:
            raise SealedError("the log is sealed; give the site's private key with --key FILE")
        import pyrage

        try:
            return self._plain.decode(pyrage.decrypt(data, self._keys))
        except pyrage.DecryptError as error:
            if "matching keys" in str(error):
                raise SealedError("the log is sealed with another key; give that one with --key FILE") from error
            raise RowError(f"the row is damaged: {error}") from error


def read_public(text: str) -> x25519.Recipient:
    """The public key in a text.

    Raises:
        UsageError: It is none.
    """
    from pyrage import RecipientError, x25519

    try:
        return x25519.Recipient.from_str(text.strip())
    except RecipientError as error:
        raise UsageError("not a public key; it begins with age1 and `breathline keys new` prints it") from error


def read_private(text: str) -> list[x25519.Identity]:
    """The private keys in a key file's text, one a line; lines that begin with # are comments.

    Raises:
        UsageError: There is none, or a line is none.
    """
    from pyrage import IdentityError, x25519

    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    try:
        return [x25519.Identity.from_str(line) for line in found or [""]]
    except IdentityError as error:
        raise UsageError(
            "not a private key; it is the line that begins with AGE-SECRET-KEY-1 in the file of `breathline keys new`"
        ) from error
