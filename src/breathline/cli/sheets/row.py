"""One line of a pack's tables, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from breathline.complaint import dotted
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Cited, Mark
from breathline.toml_lines import Path

NOT_CONFIRMED = "set by this site, not yet confirmed"


@dataclass(frozen=True, slots=True)
class Cite:
    """Where something comes from.

    Attributes:
        of: What of the row it is, "" for all of it.
        mark: How far it can be traced.
        status: The mark in words; for the site's own, who confirmed it.
        source: The document, or the site's reason.
        document: The key of the document; "" for a site's reason.
        was: What it was in the pack this one extends; "" when unchanged.
    """

    of: str
    mark: Mark
    status: str
    source: str
    document: str
    was: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    Attributes:
        id: Its name in the pack.
        figure: What it is.
        value: The number or the choice; "" for a step.
        action: What is done.
        wording: What is said, each with where ("screen", "voice", "why").
        cites: Where it comes from.
        note: What a reader should know.
        bounds: What a site's own pack may set instead; "" when nothing.
    """

    id: str
    figure: str
    value: str = ""
    action: str = ""
    wording: tuple[tuple[str, str], ...] = ()
    cites: tuple[Cite, ...] = ()
    note: str = ""
    bounds: str = ""


def status(mark: Mark, pack: Pack) -> str:
    """A mark in words."""
    if mark is not Mark.SITE:
        return mark.value
    return f"set by this site, confirmed by {pack.confirmed_by}" if pack.confirmed_by else NOT_CONFIRMED


def source(pack: Pack, mark: Mark, key: str) -> str:
    """A source in words; a `site` figure's source already is the reason for it."""
    if mark is Mark.SITE:
        return key
    document = pack.sources[key]
    return f"{document.title}, {document.publisher}, {document.dated}, {document.address} (read: {document.read})"


def cite(pack: Pack, place: Path, cited: Cited, of: str = "") -> Cite:
    """Where something at a place of the pack comes from."""
    return cite_as(pack, place, cited.mark, cited.source, of)


def cite_as(pack: Pack, place: Path, mark: Mark, key: str, of: str) -> Cite:
    """The same by its mark and the key of its source."""
    was = pack.was.get(dotted(place))
    before = ""
    if was is not None:
        before = f"was {was.value if isinstance(was.value, str) else f'{was.value:g}'} in {pack.extends}"
    document = "" if mark is Mark.SITE else key
    return Cite(of, mark, status(mark, pack), source(pack, mark, key), document, before)
