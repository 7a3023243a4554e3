"""Frozen data to plain JSON values and back, exactly: floats keep every bit, enums their member, order its place.

The types are read from the dataclasses themselves, so a new field needs nothing here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Plain = dict[str, Any]
Reader = Callable[[Any], Any]


def to_plain(value: Any) -> Any:
    """Dicts, lists, strings, numbers, booleans and None only; `json.dumps` takes the result as it is."""
    if isinstance(value, tuple):
        return [to_plain(each) for each in value]
    if isinstance(value, StrEnum):
        return value.value
    kind: Any = type(value)
    names = _names(kind)
    return value if names is None else {name: to_plain(getattr(value, name)) for name in names}


def from_plain(kind: type[T], plain: Plain) -> T:
    """The dataclass that `to_plain` was given.

    Raises:
        KeyError: A field is missing.
        ValueError: An enum has no such member.
    """
    wanted: Any = kind
    made: T = _reader(wanted)(plain)
    return made


@cache
def _names(kind: Any) -> tuple[str, ...] | None:
    """The fields of a dataclass; None for anything else. Kept, because a state is written at every step."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


@cache
def _reader(kind: Any) -> Reader:
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType}:
        (some,) = (each for each in inner if each is not NoneType)
        read_some = _reader(some)
        return lambda plain: None if plain is None else read_some(plain)
    if origin is tuple and inner[-1] is Ellipsis:
        read_each = _reader(inner[0])
        return lambda plain: tuple(read_each(each) for each in plain)
    if origin is tuple:
        readers = tuple(_reader(each) for each in inner)
        return lambda plain: tuple(read(each) for read, each in zip(readers, plain, strict=True))
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    return kind if issubclass(kind, StrEnum) else _as_it_is


def _dataclass_reader(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    parts = [(field.name, _reader(hints[field.name])) for field in fields(kind)]
    return lambda plain: kind(**{name: read(plain[name]) for name, read in parts})


def _as_it_is(plain: Any) -> Any:
    return plain
