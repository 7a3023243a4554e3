"""The resume copy of an open response: readable on the box while it runs, and by nobody once it has ended.

A sealed row can't be read by the box that wrote it, but a response must go on after a power cut. So each row of an open
response has a second copy, under a key that belongs to this response alone and is kept in a file of its own
(`resume_keys`) until it ends. Then key and copies are deleted and overwritten; a copy that storage keeps somewhere is
worth nothing without the key, which stood in that one file only.
"""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from breathline.events.fields import RowError

KEY_BYTES = 32
"""ChaCha20-Poly1305's key."""

_NONCE = 12
"""ChaCha20-Poly1305's nonce in bytes; random, because a row may be tried twice with other bytes."""


def new_key() -> bytes:
    """A key for one response: 32 random bytes."""
    return ChaCha20Poly1305.generate_key()


def cover(key: bytes, data: bytes) -> bytes:
    """The bytes, unreadable without the key."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, data, None)


def uncover(key: bytes, data: bytes) -> bytes:
    """The bytes again.

    Raises:
        RowError: The key is another, or the bytes were changed.
    """
    try:
        return ChaCha20Poly1305(key).decrypt(data[:_NONCE], data[_NONCE:], None)
    except (InvalidTag, ValueError) as error:
        raise RowError("the row is damaged") from error
