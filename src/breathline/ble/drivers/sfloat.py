"""SFLOAT: the 16-bit decimal number of IEEE 11073 and the Bluetooth health profiles.

The low 12 bits are a signed mantissa, the high 4 bits a signed power of ten.
"""

from __future__ import annotations

from math import isfinite

NAN = 0x07FF
"""Not a number: "no value"."""
NOT_AT_THIS_RESOLUTION = 0x0800
PLUS_INFINITY = 0x07FE
MINUS_INFINITY = 0x0802
RESERVED = 0x0801
SPECIAL = frozenset({NAN, NOT_AT_THIS_RESOLUTION, PLUS_INFINITY, MINUS_INFINITY, RESERVED})

_MANTISSA_MAX = 2045
"""The largest mantissa that is never a special value."""
_EXPONENT_MIN = -8


def decode_sfloat(raw: int) -> float | None:
    """The number in 16 bits, or None for every special value.

    Args:
        raw: 0..0xFFFF.
    """
    if raw < PLUS_INFINITY:
        return float(raw)  # no exponent, no sign: by far the commonest
    if raw in SPECIAL:
        return None
    mantissa = (raw & 0x0FFF) - ((raw & 0x0800) << 1)
    exponent = (raw >> 12) - ((raw & 0x8000) >> 11)
    # Dividing by a whole power of ten gives the float nearest to the decimal; multiplying by 0.1 does not.
    return mantissa / 10.0**-exponent if exponent < 0 else float(mantissa * 10**exponent)


def encode_sfloat(value: float | None) -> int:
    """The 16 bits for a number, with as many decimals as it needs and as fit.

    Args:
        value: -2045..2045; None, anything larger and what is not finite become NaN.
    """
    if value is None or not isfinite(value) or abs(value) > _MANTISSA_MAX:
        return NAN
    exponent, mantissa = 0, round(value)
    while mantissa / 10.0**-exponent != value and exponent > _EXPONENT_MIN:
        finer = round(value * 10.0 ** (1 - exponent))
        if abs(finer) > _MANTISSA_MAX:
            break
        exponent, mantissa = exponent - 1, finer
    return (exponent & 0xF) << 12 | mantissa & 0x0FFF
