"""What is wrong in a TOML file, in one line: where, and what to write instead."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from breathline.errors import UsageError
from breathline.toml_lines import Lines, Path

Model = TypeVar("Model", bound=BaseModel)

_QUOTED = re.compile(r"'((?:[^'\\]|\\.)*)'")


def read_model(model: type[Model], text: str, origin: str) -> Model:
    """Read a TOML text as a model.

    Args:
        model: What it must be.
        text: The file's content.
        origin: What to call it in a complaint.

    Raises:
        UsageError: It is not TOML, or is not such a model; the text says where, and what to write instead.
    """
    try:
        return model.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{origin}: {not_toml(error)}") from error
    except ValidationError as error:
        raise UsageError(f"{origin}: {complaint(error, model, Lines(text))}") from error


def not_toml(error: tomllib.TOMLDecodeError) -> str:
    """A text that is not TOML, with its line."""
    said = str(error)
    place = re.search(r" \(at line (\d+), column \d+\)", said)
    if place is None:
        return f"is not valid TOML: {said}"
    return f"line {place[1]}: is not valid TOML: {said.replace(place[0], '')}"


def complaint(error: ValidationError, model: type[BaseModel], lines: Lines) -> str:
    """The first thing that is wrong, by its line; a misspelt key goes first, for it is often the reason for the rest.

    Args:
        error: What pydantic found.
        model: What the text was read as.
        lines: The lines of the text.
    """
    every = error.errors(include_url=False)
    unknown = [each for each in every if each["type"] == "extra_forbidden"]
    first = min(unknown or every, key=lambda each: lines.of(_place(each)))
    return f"line {lines.of(_place(first))}: {_words(first, model)}"


def dotted(place: Path) -> str:
    """A place as it is written in a file; list items are counted from 1."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)


def nearest(given: str, known: Iterable[str]) -> str:
    """The known word that is most like what was written, as the end of a complaint; "" when none is."""
    near = difflib.get_close_matches(given, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def keys_of(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Every key of a model, dotted and in order; the tables' own names are left out."""
    for name, kind in _fields(model).items():
        table = _table(kind)
        if table is None:
            yield before + name
        else:
            yield from keys_of(table, f"{before}{name}.")


def _place(wrong: ErrorDetails) -> Path:
    """Where it stands in the file: a field may be named by a dotted key, and a wrong key is marked by "[key]"."""
    place: list[str | int] = []
    for part in wrong["loc"]:
        place += part.split(".") if isinstance(part, str) else [part]
    return tuple(part for part in place if part != "[key]")


def _words(wrong: ErrorDetails, model: type[BaseModel]) -> str:
    place, kind, given = dotted(_place(wrong)), wrong["type"], wrong["input"]
    if kind == "extra_forbidden":
        return f"unknown key {place!r}; {_suggestion(_place(wrong), model)}"
    if kind == "missing":
        return f"{place}: is missing; write it there"
    if kind in {"enum", "literal_error"}:
        choices = _QUOTED.findall(wrong["ctx"]["expected"])
        return f"{place}: {given!r} is not one of {', '.join(choices)}{nearest(str(given), choices)}"
    message = wrong["msg"].removeprefix("Value error, ").replace("Input should", "should")
    if kind != "value_error" and isinstance(given, str | int | float):
        message += f", not {given!r}"
    return f"{place}: {message}" if place else message


def _suggestion(place: Path, model: type[BaseModel]) -> str:
    *around, wrong = place
    kind: Any = model
    for part in around:
        kind = _inside(kind, part)
    before = "".join(f"{dotted((part,))}." for part in around)
    here = {name: before + name for name in _fields(_table(kind) or model)}
    elsewhere = {key.rpartition(".")[2]: key for key in reversed(list(keys_of(model)))}
    for known in (here, elsewhere):
        near = difflib.get_close_matches(str(wrong), known, n=1)
        if near:
            return f"did you mean {known[near[0]]!r}?"
    return f"the keys are: {', '.join(here.values())}"


def _fields(model: type[BaseModel]) -> dict[str, Any]:
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def _inside(kind: Any, part: str | int) -> Any:
    """What stands under a key or at a number of this kind; None when nothing is known of it."""
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    if isinstance(part, int):
        return next(iter(get_args(kind)), None)
    table = _table(kind)
    return None if table is None else _fields(table).get(part)


def _table(kind: Any) -> type[BaseModel] | None:
    """The model that a field of this kind is, or may be; None for lists, tables by name and plain values."""
    if get_origin(kind) in {dict, tuple, list}:
        return None
    kinds = (each for each in (kind, *get_args(kind)) if isinstance(each, type))
    return next((each for each in kinds if issubclass(each, BaseModel)), None)
