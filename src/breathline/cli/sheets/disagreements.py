"""Where two packs disagree, for a terminal and for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from breathline.cli.sheets.row import source, status
from breathline.cli.sheets.text import wrapped
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_diff import Said, differences


def as_text(one: Pack, other: Pack) -> Iterator[str]:
    """The disagreements, line by line."""
    found = differences(one, other)
    yield f"{one.id}: {one.title} ({one.publisher}; {one.dated})"
    yield f"{other.id}: {other.title} ({other.publisher}; {other.dated})"
    if not found:
        yield "They say the same."
    table = ""
    for each in found:
        if each.place.table != table:
            table = each.place.table
            yield ""
            yield table.upper()
        yield f"  {each.place.id}{'' if each.place.what == 'value' else f', {each.place.what}'}"
        yield from wrapped(_line(one, each.one))
        yield from wrapped(_line(other, each.other))


def as_data(one: Pack, other: Pack) -> dict[str, Any]:
    """The disagreements as one JSON object."""
    return {
        "a": one.id,
        "b": other.id,
        "differences": [
            {
                "table": each.place.table,
                "id": each.place.id,
                "what": each.place.what,
                "a": _side(one, each.one),
                "b": _side(other, each.other),
            }
            for each in differences(one, other)
        ],
    }


def _line(pack: Pack, said: Said | None) -> str:
    if said is None:
        return f"{pack.id}: -"
    value = said.value if isinstance(said.value, str) else f"{said.value:g}{' ' if said.unit else ''}{said.unit}"
    grounds = "" if said.mark is None else f"  ({status(said.mark, pack)}: {source(pack, said.mark, said.source)})"
    return f"{pack.id}: {value}{grounds}"


def _side(pack: Pack, said: Said | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "value": said.value,
        "unit": said.unit or None,
        "mark": said.mark,
        "source": None if said.mark is None else source(pack, said.mark, said.source),
    }
