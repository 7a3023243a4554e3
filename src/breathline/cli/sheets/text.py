"""A pack as text for a terminal."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator

from breathline.cli.sheets.row import Row, status
from breathline.cli.sheets.sections import sections
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Mark

_NARROWEST = 80  # columns; a pipe or a smaller window still gets readable lines
_INDENT = " " * 4


def tables(pack: Pack) -> Iterator[str]:
    """The pack, line by line."""
    yield f"{pack.title} ({pack.id}, version {pack.version}, language {pack.language})"
    yield f"{pack.publisher}; {pack.jurisdiction}; {pack.dated}; {pack.address}"
    if pack.extends:
        yield f"Extends {pack.extends}; what it changes is marked."
    yield f"Figures of mark 'site' are: {status(Mark.SITE, pack)}"
    for section in sections(pack):
        yield ""
        yield section.title.upper()
        for row in section.rows:
            yield from _lines(row)
    for title, left_out in (("LEFT OUT", pack.superseded), ("LOOKED FOR AND NOT FOUND", pack.not_found)):
        if left_out:
            yield ""
            yield title
            for each in left_out:
                yield from wrapped(each)
    yield ""
    yield f"hash {pack.hash}"


def _lines(row: Row) -> Iterator[str]:
    yield f"  {row.figure}{': ' if row.value else ''}{row.value}  [{row.id}]"
    if row.action:
        yield from wrapped(row.action)
    for where, words in row.wording:
        yield from wrapped(f"{where}: {words}")
    for cite in row.cites:
        of = f"{cite.of} " if len(row.cites) > 1 else ""
        yield from wrapped(f"{of}{cite.status}{f' ({cite.was})' if cite.was else ''}: {cite.source}")
    if row.note:
        yield from wrapped(f"note: {row.note}")
    if row.bounds:
        yield from wrapped(f"a site may set: {row.bounds}")


def wrapped(text: str) -> list[str]:
    """A text in lines that fit the terminal, set in under its heading."""
    return textwrap.wrap(
        text,
        max(_NARROWEST, shutil.get_terminal_size().columns),
        initial_indent=_INDENT,
        subsequent_indent=_INDENT + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
