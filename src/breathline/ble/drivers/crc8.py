"""The eight-bit checksums of the oximeter protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_MAXIM_REFLECTED = 0x8C
"""x^8 + x^5 + x^4 + 1 with its bits reversed, as used by Maxim/Dallas one-wire parts."""
_CCITT = 0x07
"""x^8 + x^2 + x + 1, as used by ATM headers and SMBus."""


def _table(step: Callable[[int], int]) -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = step(value)
        rows.append(value)
    return tuple(rows)


_MAXIM = _table(lambda value: value >> 1 ^ (_MAXIM_REFLECTED if value & 1 else 0))
_FORWARD = _table(lambda value: (value << 1 & 0xFF) ^ (_CCITT if value & 0x80 else 0))


def crc8_maxim(data: bytes) -> int:
    """CRC-8/MAXIM: reflected, starts at 0. Used by PC-60FW and its relatives."""
    return _crc(_MAXIM, data)


def crc8_07(data: bytes) -> int:
    """CRC-8 of polynomial 07: not reflected, starts at 0. Used by Viatom's rings and by Masimo."""
    return _crc(_FORWARD, data)


def _crc(table: tuple[int, ...], data: bytes) -> int:
    value = 0
    for byte in data:
        value = table[value ^ byte]
    return value
