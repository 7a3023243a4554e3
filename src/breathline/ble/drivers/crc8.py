"""The eight-bit checksums of the oximeter protocols."""

from __future__ import annotations

_MAXIM_REFLECTED = 0x8C
"""x^8 + x^5 + x^4 + 1 with its bits reversed, as used by Maxim/Dallas one-wire parts."""


def _table(reflected_polynomial: int) -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        value = byte
        for _ in range(8):
            value = value >> 1 ^ (reflected_polynomial if value & 1 else 0)
        rows.append(value)
    return tuple(rows)


_MAXIM = _table(_MAXIM_REFLECTED)


def crc8_maxim(data: bytes) -> int:
    """CRC-8/MAXIM: reflected, starts at 0. Used by PC-60FW and its relatives."""
    value = 0
    for byte in data:
        value = _MAXIM[value ^ byte]
    return value
