"""What may stand in a row: checks of single values, the same when writing and when reading.

A check takes a key and a value and returns the value, or raises `RowError` with the key in its text.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from enum import StrEnum
from typing import TypeAlias, TypeVar

from breathline.errors import BreathlineError

EXACT_INTEGER = 2**53
"""Beyond this a JSON reader that knows only doubles would change a whole number."""

_FIXED_WORD = re.compile(r"[a-z0-9_]{0,40}")
_NOT_TEXT = frozenset({"Cc", "Cs"})
"""Unicode's control characters and lone surrogates: no screen text has them, and they can't be printed safely."""

_Value = TypeVar("_Value")
_Item = TypeVar("_Item", bound=StrEnum)
Check: TypeAlias = Callable[[str, object], _Value]


class RowError(BreathlineError):
    """An event or a row that does not fit the vocabulary. The text names the key."""


class Fields:
    """A row being read: each key is taken once, and what is left over at the end is unknown."""

    def __init__(self, row: Mapping[str, object]) -> None:
        self._left = dict(row)

    def take(self, key: str, check: Check[_Value]) -> _Value:
        """The value of a key that must be there."""
        if key not in self._left:
            raise RowError(f'"{key}" is missing')
        return check(key, self._left.pop(key))

    def take_known(self, key: str, check: Check[_Value]) -> _Value | None:
        """The value of a key that stands there only when it is known; None when it does not."""
        return self.take(key, check) if key in self._left else None

    def nothing_more(self) -> None:
        """Refuse what has not been taken."""
        for key in self._left:
            raise RowError(f"{shown(key)} is not a key of this kind of row")


def number(key: str, value: object) -> float:
    """A finite number."""
    if isinstance(value, float) and math.isfinite(value):
        return float(value)  # a library's subclass of float becomes a plain one
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= EXACT_INTEGER:
        return value
    raise RowError(f'"{key}" is {shown(value)}: a finite number is needed')


def count(key: str, value: object) -> int:
    """A whole number from 0."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= EXACT_INTEGER:
        return value
    raise RowError(f'"{key}" is {shown(value)}: a whole number from 0 is needed')


def truth(key: str, value: object) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise RowError(f'"{key}" is {shown(value)}: true or false is needed')


def text(key: str, value: object) -> str:
    """One line of a screen's text."""
    if isinstance(value, str) and not any(unicodedata.category(character) in _NOT_TEXT for character in value):
        return value
    raise RowError(f'"{key}" is not one line of printable text')


def word(key: str, value: object) -> str:
    """A short fixed word: a-z, 0-9 and _; it may be empty."""
    if isinstance(value, str) and _FIXED_WORD.fullmatch(value):
        return value
    raise RowError(f'"{key}" is {shown(value)}: a short fixed word (a-z, 0-9, _) is needed')


def item(items: type[_Item]) -> Check[_Item]:
    """A check for one item of a closed list."""

    def check(key: str, value: object) -> _Item:
        if isinstance(value, str):
            with suppress(ValueError):
                return items(value)
        raise RowError(f'"{key}" is {shown(value)}: not one of {", ".join(items)}')

    return check


def maybe(check: Check[_Value]) -> Check[_Value | None]:
    """A check that lets None through: the value is not known."""
    return lambda key, value: None if value is None else check(key, value)


def shown(value: object) -> str:
    """A value as it stands in a message: short, whatever it is."""
    if isinstance(value, int) and abs(value) > EXACT_INTEGER:
        return "a number too large"
    return f"{value!r:.40}"
