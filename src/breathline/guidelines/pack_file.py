"""Packs as files: found by name or path, read, and refused with the place and what to write instead."""

from __future__ import annotations

import hashlib
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from breathline.complaint import complaint, not_toml
from breathline.guidelines import pack_reach, pack_sense, pack_traced
from breathline.guidelines.extending import Extension
from breathline.guidelines.pack import Pack, PackError
from breathline.guidelines.pack_refusal import Refusal
from breathline.guidelines.site_pack import SitePack
from breathline.toml_lines import Lines

_PACKS = "breathline.guidelines.packs"
_WORKED_OUT = {"hash": "is worked out from the text", "was": "is filled in for a pack that extends another"}


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
            text = Path(name_or_path).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise PackError(f"{name_or_path}: can't be read: {reason}") from error
        return parse_pack(text, name_or_path)
    if name_or_path not in pack_names():
        raise PackError(f"no pack called {name_or_path!r}; there are: {', '.join(pack_names())}")
    text = (resources.files(_PACKS) / f"{name_or_path}.toml").read_text(encoding="utf-8")
    return parse_pack(text, f"pack {name_or_path}")


def parse_pack(text: str, origin: str) -> Pack:
    """Read a pack, or a site's own pack over the one it extends, from its TOML text.

    Args:
        text: The file's content.
        origin: What to call it in an error.

    Raises:
        PackError: It is not TOML; something in it is missing, unknown, without a source or out of bounds; or it does
            not make sense. The text names the line and says what to write instead.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{origin}: {not_toml(error)}") from error
    refused = [Refusal(f"{key}: {why}; leave it out", ((key,),)) for key, why in _WORKED_OUT.items() if key in data]
    _turn_down(refused, text, origin)
    model = SitePack if "extends" in data else Pack
    try:
        pack, refused = _extended(data, text, origin) if "extends" in data else (_whole(data, text), [])
    except ValidationError as error:
        raise PackError(f"{origin}: {complaint(error, model, Lines(text))}") from error
    _turn_down(refused, text, origin)
    _turn_down([*pack_traced.refusals(pack)], text, origin)
    _turn_down([*pack_sense.refusals(pack), *pack_reach.refusals(pack)], text, origin)
    return pack


def _whole(data: dict[str, Any], text: str) -> Pack:
    data["hash"] = hashlib.sha256(text.encode()).hexdigest()
    limits = data.get("limits")
    if isinstance(limits, dict) and "naloxone_spo2" in limits:
        # The one limit that is no alarm has a field of its own, named as in the file.
        data["limits.naloxone_spo2"] = limits.pop("naloxone_spo2")
    return Pack.model_validate(data)


def _extended(data: dict[str, Any], text: str, origin: str) -> tuple[Pack, list[Refusal]]:
    site = SitePack.model_validate(data)
    if site.extends not in pack_names():
        words = f"extends: no pack called {site.extends!r}; there are: {', '.join(pack_names())}"
        _turn_down([Refusal(words, (("extends",),))], text, origin)
    if site.id in pack_names():
        words = f"id: {site.id!r} is the name of a published pack; write another, so that a log can tell them apart"
        _turn_down([Refusal(words, (("id",),))], text, origin)
    base = load_pack(site.extends)
    digest = hashlib.sha256(f"{base.hash}\n{text}".encode()).hexdigest()
    extension = Extension(base, site, digest)
    return extension.pack, extension.refusals


def _turn_down(refusals: list[Refusal], text: str, origin: str) -> None:
    """Raise the refusal that stands first in the text."""
    if not refusals:
        return
    lines = Lines(text)
    placed = [(_line(lines, refusal), refusal.words) for refusal in refusals]
    line, words = min(placed, key=lambda each: each[0])
    raise PackError(f"{origin}: line {line}: {words}")


def _line(lines: Lines, refusal: Refusal) -> int:
    return lines.of(next((place for place in refusal.places if lines.knows(place)), refusal.places[0]))
