"""A still of the screen as SVG: every cell at its place, blocks and dots drawn as shapes, so no font can break it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from rich.color import ColorType
from rich.segment import Segment

if TYPE_CHECKING:
    from rich.style import Style

CELL_W = 10
CELL_H = 20
_FONT = "'DejaVu Sans Mono','Liberation Mono',Menlo,Consolas,monospace"
_FONT_PX = 16
_BASELINE = 15
_EDGE = 12
_INK, _PAPER = "#ffffff", "#000000"
_BLOCKS = {
    "█": (0.0, 1.0, 1.0),
    "▀": (0.0, 0.5, 1.0),
    "▄": (0.5, 1.0, 1.0),
    "▒": (0.0, 1.0, 0.5),
    "░": (0.0, 1.0, 0.25),
}
"""Top, bottom (parts of a cell) and how solid."""
_LINES = {
    "│": "M{x},{y}m5,0v20", "╭": "M{x},{y}m5,20v-6q0,-4 4,-4h1", "╮": "M{x},{y}m0,10h1q4,0 4,4v6",
    "╰": "M{x},{y}m5,0v6q0,4 4,4h1", "╯": "M{x},{y}m0,10h1q4,0 4,-4v-6", "╌": "M{x},{y}m1,10h3m2,0h3",
}  # fmt: skip
_ACROSS = "─"
_BRAILLE = range(0x2800, 0x2900)
_BRAILLE_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))


def picture(rows: list[list[Segment]], width: int) -> str:
    """The SVG.

    Args:
        rows: The screen's rows from the top, each its segments from the left.
        width: Columns.
    """
    full_w, full_h = width * CELL_W + 2 * _EDGE, len(rows) * CELL_H + 2 * _EDGE
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full_w} {full_h}">',
        f'<rect width="{full_w}" height="{full_h}" rx="8" fill="{_PAPER}"/>',
        f'<g transform="translate({_EDGE},{_EDGE})" font-family="{_FONT}" font-size="{_FONT_PX}">',
    ]
    for y, row in enumerate(rows):
        x = 0
        for segment in row:
            out += _segment(segment, x * CELL_W, y * CELL_H)
            x += len(segment.text)
    return "\n".join([*out, "</g>", "</svg>", ""])


@dataclass
class _Ink:
    """What a segment draws in its ink, gathered so that neighbours become one shape."""

    strokes: str = ""
    dots: str = ""
    blocks: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    rules: list[tuple[int, int]] = field(default_factory=list)
    words: list[tuple[int, str]] = field(default_factory=list)

    def add(self, character: str, column: int, x: int, y: int) -> None:
        """Take one character: `column` within the segment, `x` and `y` its corner in the picture."""
        if character in _BLOCKS:
            _extend(self.blocks.setdefault(character, []), column)
        elif character == _ACROSS:
            _extend(self.rules, column)
        elif character in _LINES:
            self.strokes += _LINES[character].format(x=x, y=y)
        elif ord(character) in _BRAILLE:
            self.dots += _dots(character, x, y)
        elif character != " ":
            _add_word(self.words, column, character)


def _segment(segment: Segment, x: int, y: int) -> list[str]:
    colour, paper, bold = _colours(segment.style)
    ink = _Ink()
    for column, character in enumerate(segment.text):
        ink.add(character, column, x + column * CELL_W, y)
    out = []
    if paper != _PAPER:
        out.append(f'<rect x="{x}" y="{y}" width="{len(segment.text) * CELL_W}" height="{CELL_H}" fill="{paper}"/>')
    rules = (f"M{x + start * CELL_W},{y + CELL_H // 2}h{(end - start) * CELL_W}" for start, end in ink.rules)
    strokes = ink.strokes + "".join(rules)
    if strokes:
        out.append(f'<path d="{strokes}" stroke="{colour}" fill="none"/>')
    if ink.dots:
        out.append(f'<path d="{ink.dots}" fill="{colour}"/>')
    if colour != paper:
        # A solid stretch (ink like paper) is drawn by its paper already.
        for kind, runs in ink.blocks.items():
            out += [_block(kind, x + start * CELL_W, y, end - start, colour) for start, end in runs]
    return out + [_word(text, x + column * CELL_W, y, colour, bold=bold) for column, text in ink.words]


def _extend(runs: list[tuple[int, int]], column: int) -> None:
    if runs and runs[-1][1] == column:
        runs[-1] = (runs[-1][0], column + 1)
    else:
        runs.append((column, column + 1))


def _add_word(words: list[tuple[int, str]], column: int, character: str) -> None:
    if words and words[-1][0] + len(words[-1][1]) == column:
        words[-1] = (words[-1][0], words[-1][1] + character)
    else:
        words.append((column, character))


def _colours(style: Style | None) -> tuple[str, str, bool]:
    if style is None:
        return _INK, _PAPER, False
    ink = _hex(style, _INK, ink=True)
    paper = _hex(style, _PAPER, ink=False)
    if style.reverse:
        ink, paper = paper, ink
    if style.dim:
        ink = "#808080"
    return ink, paper, bool(style.bold)


def _hex(style: Style, default: str, *, ink: bool) -> str:
    color = style.color if ink else style.bgcolor
    if color is None or color.type is ColorType.DEFAULT:
        return default
    return color.get_truecolor().hex


def _block(kind: str, x: int, y: int, columns: int, ink: str) -> str:
    top, bottom, solid = _BLOCKS[kind]
    opacity = "" if solid == 1 else f' fill-opacity="{solid}"'
    return (
        f'<rect x="{x}" y="{y + top * CELL_H:g}" width="{columns * CELL_W}" '
        f'height="{(bottom - top) * CELL_H:g}" fill="{ink}"{opacity}/>'
    )


def _dots(character: str, x: int, y: int) -> str:
    bits = ord(character) - _BRAILLE.start
    places = (place for bit, place in enumerate(_BRAILLE_DOTS) if bits >> bit & 1)
    return "".join(f"M{x + 1 + 5 * across},{y + 1 + 5 * down}h3v3h-3z" for across, down in places)


def _word(text: str, x: int, y: int, ink: str, *, bold: bool) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y + _BASELINE}" textLength="{len(text) * CELL_W}" lengthAdjust="spacingAndGlyphs" '
        f'fill="{ink}"{weight}>{escape(text)}</text>'
    )
