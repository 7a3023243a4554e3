"""Large letters for the prompt where the window has room: three rows a line, drawn from half blocks.

Five dots high, so a line is two and a half rows and the other half is the space to the next.
"""

from __future__ import annotations

import unicodedata

ROWS = 3
"""Rows of one line of large letters, its spacing included."""
_DOTS = 5
_SPACE = 3

_SHAPES = {
    "A": ".##. #..# #### #..# #..#",
    "B": "###. #..# ###. #..# ###.",
    "C": ".### #... #... #... .###",
    "D": "###. #..# #..# #..# ###.",
    "E": "#### #... ###. #... ####",
    "F": "#### #... ###. #... #...",
    "G": ".### #... #.## #..# .###",
    "H": "#..# #..# #### #..# #..#",
    "I": "# # # # #",
    "J": "...# ...# ...# #..# .##.",
    "K": "#..# #.#. ##.. #.#. #..#",
    "L": "#... #... #... #... ####",
    "M": "#...# ##.## #.#.# #...# #...#",
    "N": "#..# ##.# #.## #..# #..#",
    "O": ".##. #..# #..# #..# .##.",
    "P": "###. #..# ###. #... #...",
    "Q": ".##. #..# #..# #.#. .#.#",
    "R": "###. #..# ###. #.#. #..#",
    "S": ".### #... .##. ...# ###.",
    "T": "##### ..#.. ..#.. ..#.. ..#..",
    "U": "#..# #..# #..# #..# .##.",
    "V": "#...# #...# #...# .#.#. ..#..",
    "W": "#...# #...# #.#.# ##.## #...#",
    "X": "#..# #..# .##. #..# #..#",
    "Y": "#...# .#.#. ..#.. ..#.. ..#..",
    "Z": "#### ...# .##. #... ####",
    "0": ".##. #..# #..# #..# .##.",
    "1": ".# ## .# .# .#",
    "2": "###. ...# .##. #... ####",
    "3": "###. ...# .##. ...# ###.",
    "4": "#..# #..# #### ...# ...#",
    "5": "#### #... ###. ...# ###.",
    "6": ".##. #... ###. #..# .##.",
    "7": "#### ...# ..#. .#.. .#..",
    "8": ".##. #..# .##. #..# .##.",
    "9": ".##. #..# .### ...# .##.",
    ".": ". . . . #",
    ",": ".. .. .. .# #.",
    ":": ". # . # .",
    ";": ".. .# .. .# #.",
    "!": "# # # . #",
    "?": "###. ...# .##. .... .#..",
    "'": "# # . . .",
    "-": "... ... ### ... ...",
    "/": "...# ..#. ..#. .#.. #...",
    "%": "#..# ..#. .##. .#.. #..#",
    "(": ".# #. #. #. .#",
    ")": "#. .# .# .# #.",
}


def large(text: str, width: int, rows: int) -> list[str] | None:
    """The text in large letters.

    Args:
        text: Any words; accents are left off, small letters become capitals.
        width: Columns.
        rows: Rows there are.

    Returns:
        At most `rows` rows, or None when it does not fit or has a character without a shape.
    """
    flat = unicodedata.normalize("NFD", text.upper().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    capitals = "".join(character for character in flat if not unicodedata.combining(character))
    if any(character not in _SHAPES and not character.isspace() for character in capitals):
        return None
    lines: list[str] = []
    for word in capitals.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _columns(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    if not lines or len(lines) * ROWS > rows or any(_columns(line) > width for line in lines):
        return None
    return [row for line in lines for row in _line(line)]


def _columns(line: str) -> int:
    return len(_dots(line)[0])


def _dots(line: str) -> list[str]:
    shapes = [_SHAPES[character].split() if character != " " else ["." * _SPACE] * _DOTS for character in line]
    return [".".join(shape[row] for shape in shapes) for row in range(_DOTS)] + [""]


def _line(line: str) -> list[str]:
    dots = _dots(line)
    columns = len(dots[0])
    dots[-1] = "." * columns
    pairs = zip(dots[::2], dots[1::2], strict=True)
    return ["".join(_HALVES[upper + lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs]


_HALVES = {"..": " ", "#.": "▀", ".#": "▄", "##": "█"}
