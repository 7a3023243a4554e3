"""Why a pack is refused, beyond its shape."""

from __future__ import annotations

from dataclasses import dataclass

from breathline.toml_lines import Path


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that is wrong in a pack.

    Attributes:
        words: What is wrong, and what to write instead.
        places: Where it is, best first: when a site's pack extends another, the first may not be in its file.
    """

    words: str
    places: tuple[Path, ...]
