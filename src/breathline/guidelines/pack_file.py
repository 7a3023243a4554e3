"""Packs as files: found by name or path, read, and refused with the place and what to write instead."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from breathline.guidelines.pack import Pack, PackError

_PACKS = "breathline.guidelines.packs"


def parse_pack(text: str, origin: str) -> Pack:
    """Read a pack from its TOML text.

    Args:
        text: The file's content.
        origin: What to call it in an error.

    Raises:
        PackError: It is not TOML, or something in it is missing, unknown or without a source.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{origin}: not valid TOML: {error}") from error
    if "hash" in data:
        raise PackError(f"{origin}: hash: is worked out from the text; leave it out")
    data["hash"] = hashlib.sha256(text.encode()).hexdigest()
    _set_apart(data)
    try:
        return Pack.model_validate(data)
    except ValidationError as error:
        raise PackError(f"{origin}: {_first_complaint(error)}") from error


def _set_apart(data: dict[str, Any]) -> None:
    """Put the one limit that is no alarm under a key of its own, named as in the file."""
    limits = data.get("limits")
    if isinstance(limits, dict) and "naloxone_spo2" in limits:
        data["limits.naloxone_spo2"] = limits.pop("naloxone_spo2")


def _first_complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{place}: unknown key; leave it out or correct its name"
    if first["type"] == "missing":
        return f"{place}: is missing; every figure needs a value, a mark and a source"
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def pack_names() -> list[str]:
    """The packs that come with the program, in alphabetical order."""
    files = resources.files(_PACKS).iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def load_pack(name_or_path: str) -> Pack:
    """A pack by its name, or from a file whose path ends in .toml.

    Raises:
        PackError: There is no such pack, the file can't be read, or it is refused.
    """
    if name_or_path.endswith(".toml"):
        try:
            text = Path(name_or_path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise PackError(f"{name_or_path}: can't be read: {reason}") from error
        return parse_pack(text, name_or_path)
    if name_or_path not in pack_names():
        raise PackError(f"no pack called {name_or_path!r}; there are: {', '.join(pack_names())}")
    text = (resources.files(_PACKS) / f"{name_or_path}.toml").read_text(encoding="utf-8")
    return parse_pack(text, f"pack {name_or_path}")
