"""HTML from Python: text is always escaped, so nothing that was read can become markup."""

from __future__ import annotations

import html
from collections.abc import Iterable

_NOTHING_INSIDE = frozenset({"line", "link", "meta", "path", "polygon", "rect"})


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def tag(name: str, /, *inside: str, **attributes: object) -> Html:
    """An element.

    Args:
        name: Its name.
        inside: What it holds; what is not `Html` is escaped.
        attributes: Its attributes, written with `_` for `-` and without an `_` at the end (`class_`). None and False
            are left out, True stands by its name alone.
    """
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}"
    # The slash closes an element of SVG, and means nothing in HTML.
    return Html(f"{opening}/>" if name in _NOTHING_INSIDE else f"{opening}>{together(inside)}</{name}>")


def together(pieces: Iterable[str]) -> Html:
    """Pieces one after another; what is not `Html` is escaped."""
    return Html("".join(piece if isinstance(piece, Html) else html.escape(piece) for piece in pieces))


def _attribute(key: str, value: object) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{html.escape(str(value))}"'
