"""Numerals that can be read across a room: five rows high or more, drawn from blocks.

Each digit is a 3 by 5 pattern, the shape everyone knows from an oximeter's own display, stretched to a size.
"""

from __future__ import annotations

from dataclasses import dataclass

_FOOT = 4
_PATTERNS = {
    "0": ("111", "101", "101", "101", "111"),
    "2": ("111", "001", "111", "100", "111"),
    "3": ("111", "001", "111", "001", "111"),
    "4": ("101", "101", "111", "001", "001"),
    "5": ("111", "100", "111", "001", "111"),
    "6": ("111", "100", "111", "101", "111"),
    "7": ("111", "001", "001", "001", "001"),
    "8": ("111", "101", "111", "101", "111"),
    "9": ("111", "101", "111", "001", "111"),
    "-": ("000", "000", "111", "000", "000"),
    " ": ("000", "000", "000", "000", "000"),
}


@dataclass(frozen=True, slots=True)
class Size:
    """How far a pattern is stretched.

    Attributes:
        stroke: Columns of an upright; the space between two is `hollow` columns wide.
        hollow: Columns between the uprights.
        bar: Rows of a crossbar.
        upright: Rows between two crossbars.
        gap: Columns between two digits.
    """

    stroke: int
    hollow: int
    bar: int
    upright: int
    gap: int

    @property
    def rows(self) -> int:
        """Rows of a digit."""
        return 3 * self.bar + 2 * self.upright

    def columns(self, digits: int) -> int:
        """Columns of a number of so many digits."""
        return digits * (2 * self.stroke + self.hollow) + (digits - 1) * self.gap


SMALL = Size(stroke=2, hollow=2, bar=1, upright=1, gap=2)
MEDIUM = Size(stroke=2, hollow=4, bar=1, upright=2, gap=2)
LARGE = Size(stroke=3, hollow=5, bar=1, upright=3, gap=3)
HUGE = Size(stroke=4, hollow=6, bar=2, upright=3, gap=3)


def numeral(text: str, size: Size, mark: str = "█") -> list[str]:
    """The rows of a number.

    Args:
        text: Digits, "-" and spaces only.
        size: How large.
        mark: The character that fills it.
    """
    rows = []
    for level in range(5):
        row = (" " * size.gap).join(_row(character, level, size, mark) for character in text)
        rows += [row] * (size.upright if level % 2 else size.bar)
    return rows


def _row(character: str, level: int, size: Size, mark: str) -> str:
    if character == "1":
        return _one(level, size, mark)
    widths = (size.stroke, size.hollow, size.stroke)
    bits = _PATTERNS[character][level]
    return "".join((mark if bit == "1" else " ") * width for bit, width in zip(bits, widths, strict=True))


def _one(level: int, size: Size, mark: str) -> str:
    """A stem in the middle with a flag and a foot: a bare stem at one side would stand too far from its neighbour."""
    width = size.columns(1)
    stem = (width - size.stroke) // 2
    left, right = (stem, stem + size.stroke)
    if level == 0:
        left -= size.stroke // 2 + size.stroke % 2
    if level == _FOOT:
        left, right = 0, width
    return " " * left + mark * (right - left) + " " * (width - right)
