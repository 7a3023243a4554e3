"""On which line a key of a TOML text stands, for complaints that point at the place.

The standard library reads TOML but does not tell places. This only finds keys again in a text that it has accepted.
"""

from __future__ import annotations

import re
import tomllib
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys and numbers of list items, from the top: ("steps", 2, "mark")."""

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*')"""
_KEY = re.compile(rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*")
_SPACE = re.compile(r"(?:[\s,]|#[^\n]*)*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|[^\s,\]}#]+(?:[ ][0-9:.+Z-]+)?",  # a date and its time may have a space between them
    re.DOTALL,
)


class Lines:
    """The lines of a text's keys.

    Args:
        text: TOML that the standard library has read.
    """

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._at = 0
        self._arrays: dict[Path, int] = {}
        self._lines: dict[Path, int] = {}
        self._document()

    def knows(self, path: Path) -> bool:
        """True when the text has this key or list item."""
        return path in self._lines

    def of(self, path: Path) -> int:
        """The line of a key, or of the nearest table around it that the text has; 1 for the whole text."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _document(self) -> None:
        table: Path = ()
        self._skip(_SPACE)
        while self._at < len(self._text):
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._pair(table)
            self._skip(_SPACE)

    def _header(self) -> Path:
        many = self._text.startswith("[[", self._at)
        line = self._line()
        self._at += 2 if many else 1
        path: Path = ()
        *around, last = self._key()
        for part in around:
            path = self._inside((*path, part), line)
        path = (*path, last)
        if many:
            self._arrays[path] = self._arrays.get(path, -1) + 1
            self._lines.setdefault(path, line)
            path = (*path, self._arrays[path])
        self._lines[path] = line
        self._at = self._text.index("]]" if many else "]", self._at) + (2 if many else 1)
        return path

    def _inside(self, path: Path, line: int) -> Path:
        """A table on the way, or the last item of a list of tables; it is noted where it is first named."""
        self._lines.setdefault(path, line)
        return (*path, self._arrays[path]) if path in self._arrays else path

    def _pair(self, table: Path) -> None:
        line = self._line()
        for part in self._key():
            table = (*table, part)
            self._lines.setdefault(table, line)
        self._skip(_EQUALS)
        self._value(table)

    def _value(self, path: Path) -> None:
        opening = self._text[self._at]
        if opening not in "[{":
            self._skip(_SCALAR)
            return
        closing = "]" if opening == "[" else "}"
        self._at += 1
        self._skip(_SPACE)
        item = 0
        while self._text[self._at] != closing:
            if opening == "[":
                self._lines[(*path, item)] = self._line()
                self._value((*path, item))
                item += 1
            else:
                self._pair(path)
            self._skip(_SPACE)
        self._at += 1

    def _key(self) -> list[str]:
        self._skip(re.compile(r"[ \t]*"))
        start = self._at
        self._skip(_KEY)
        inner = tomllib.loads(f"{self._text[start : self._at]} = 0")
        parts: list[str] = []
        while isinstance(inner, dict):
            ((part, inner),) = inner.items()
            parts.append(part)
        return parts

    def _skip(self, pattern: re.Pattern[str]) -> None:
        match = pattern.match(self._text, self._at)
        if match is not None:
            self._at = match.end()

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1
