"""A pack as one HTML page that a medical lead can read, print, sign and date. It needs no network."""

from __future__ import annotations

from html import escape
from importlib import resources
from string import Template

from breathline.cli.sheets.row import Cite, Row, status
from breathline.cli.sheets.sections import Section, sections
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_parts import Mark

_COLUMNS = ("Figure", "Action", "Wording", "Source", "Mark")


def page(pack: Pack) -> str:
    """The whole page."""
    frame = Template((resources.files("breathline.cli.sheets") / "page.html").read_text(encoding="utf-8"))
    tables = "\n".join(_section(section, pack) for section in sections(pack))
    return frame.substitute(
        title=escape(pack.title),
        id=escape(pack.id),
        about=_about(pack),
        site=escape(status(Mark.SITE, pack)),
        tables=tables,
        left_out=_list("Left out on purpose", pack.superseded) + _list("Looked for and not found", pack.not_found),
        documents=_documents(pack),
        hash=escape(pack.hash),
    )


def _about(pack: Pack) -> str:
    rows = {
        "Publisher": pack.publisher,
        "Holds in": pack.jurisdiction,
        "Dated": pack.dated,
        "Address": pack.address,
        "Language of the words": pack.language,
        "Pack": f"{pack.id}, version {pack.version}",
        "Extends": pack.extends,
    }
    return "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows.items() if value)


def _section(section: Section, pack: Pack) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in _COLUMNS)
    rows = "".join(_row(row, pack) for row in section.rows)
    title = escape(section.title)
    return f"<section><h2>{title}</h2><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>"


def _row(row: Row, pack: Pack) -> str:
    value = f"<strong>{escape(row.value)}</strong>" if row.value else ""
    cells = (
        f'<span class="figure">{escape(row.figure)}</span>{value}<code>{escape(row.id)}</code>',
        _lines(row.action, f"A site may set: {row.bounds}" if row.bounds else ""),
        "".join(_said(where, words, pack.language) for where, words in row.wording),
        "".join(_source(cite, pack, alone=len(row.cites) == 1) for cite in row.cites) + _lines(row.note),
        _marks(row.cites),
    )
    changed = ' class="changed"' if any(cite.was for cite in row.cites) else ""
    named = [f'<td data-column="{column}">{cell}</td>' for column, cell in zip(_COLUMNS, cells, strict=True)]
    return f"<tr{changed}>{''.join(named)}</tr>"


def _lines(*lines: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line)


def _said(where: str, words: str, language: str) -> str:
    return f'<p><span class="where">{escape(where)}</span> <q lang="{escape(language)}">{escape(words)}</q></p>'


def _source(cite: Cite, pack: Pack, *, alone: bool) -> str:
    """A site's reason, or the document's title with its number in the list at the end."""
    said = escape(cite.source)
    if cite.document:
        number = list(pack.sources).index(cite.document) + 1
        said = f'{escape(pack.sources[cite.document].title)} <a href="#document-{number}">[{number}]</a>'
    return f"<p>{_of(cite, alone=alone)}{said}</p>"


def _marks(cites: tuple[Cite, ...]) -> str:
    """Each mark; once when it is the same for everything in the row."""
    if len({(cite.mark, cite.was) for cite in cites}) == 1:
        return _mark(cites[0], alone=True)
    return "".join(_mark(cite, alone=False) for cite in cites)


def _mark(cite: Cite, *, alone: bool) -> str:
    was = f" ({escape(cite.was)})" if cite.was else ""
    return f'<p class="{cite.mark.value}">{_of(cite, alone=alone)}{escape(cite.status)}{was}</p>'


def _of(cite: Cite, *, alone: bool) -> str:
    return "" if alone or not cite.of else f'<span class="where">{escape(cite.of)}</span> '


def _list(title: str, lines: tuple[str, ...]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><h2>{title}</h2><ul>{items}</ul></section>" if items else ""


def _documents(pack: Pack) -> str:
    return "".join(
        f'<li id="document-{number}"><strong>{escape(each.title)}</strong>, {escape(each.publisher)}, '
        f'{escape(each.dated)}. <span class="address">{escape(each.address)}</span> Read: {escape(each.read)}.</li>'
        for number, each in enumerate(pack.sources.values(), start=1)
    )
