"""What "?" opens over the right side: the keys in words, and where the guide's figures come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.guidelines.pack_parts import Limit, Mark, Unit
from breathline.tui.paint import Line, Role, Span, View, block, fit, heading, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breathline.guidelines.pack import Pack
    from breathline.guidelines.screen_texts import AboutWords, ScreenWords

_HASH_SHOWN = 8
"""Enough of a pack's hash to compare it with a signed page."""
_TWO_COLUMNS = 68
"""From so many columns on, figures stand in two: none is longer than 33."""


def keys_page(view: View, width: int, rows: int) -> list[Line]:
    """The keys in words."""
    words = view.words.help
    told = (
        (view.words.buttons.space, words.space),
        ("1 2 3", words.answers),
        ("B O C", words.switches),
        ("N", words.naloxone),
        ("9  0", words.call),
        ("T A R", words.acts),
        (".", words.breath),
        ("V L D", words.means),
        ("H  M", words.helpers),
        ("X  W", words.clip),
        ("U", words.undo),
        ("P  K", words.sound),
        ("S E Q", words.response),
        ("+  G", view.words.people.help),
    )
    closes = view.words.about.closes if view.pack is None else words.closes
    head = heading(words.heading, width, view.glyphs, closes, Role.FAINT)
    lines = [head, *((Span(f" {key:<7}", Role.BUTTON_KEY), Span(f" {does}")) for key, does in told)]
    return block([*lines, *_faint(view.words.guide.not_certified, width, 2)], width, rows)


def guide_page(view: View, width: int, rows: int) -> list[Line]:
    """The guide: what it is, and every figure of it that this site set, with who confirmed them."""
    pack, words = view.pack, view.words.about
    if pack is None:
        return block([], width, rows)
    lines = [heading(words.heading, width, view.glyphs, words.closes, Role.FAINT)]
    lines += [(Span(row, Role.STRONG),) for row in wrapped(pack.title, width, 2)]
    lines += _faint(f"{pack.publisher}, {words.dated.format(date=pack.dated)}", width, 2)
    lines += _faint(words.version.format(pack=pack.id, version=pack.version, hash=pack.hash[:_HASH_SHOWN]), width, 1)
    if pack.extends:
        lines += _faint(words.extends.format(pack=pack.extends), width, 1)
    figures = site_figures(pack, view.words)
    lines += [(), *((Span(row, Role.STRONG),) for row in wrapped(_standing(pack, figures, words), width, 2))]
    return block([*lines, *_listed(figures, words, width, rows - len(lines))], width, rows)


def unconfirmed(pack: Pack, words: ScreenWords) -> str:
    """A line that figures of this guide are not confirmed; "" when all are."""
    count = 0 if pack.confirmed_by else len(site_figures(pack, words))
    return words.about.hint.format(count=count) if count else ""


def site_figures(pack: Pack, words: ScreenWords) -> list[str]:
    """Every number that was set by this site, in a few words."""
    return list(_site_figures(pack, words))


def _site_figures(pack: Pack, words: ScreenWords) -> Iterator[str]:
    for (*_, name), figure in pack.figures():
        if name == "amount":
            # A product's dose is printed on the product.
            continue
        named = words.figures.of(str(name))
        counts_by_delay = isinstance(figure, Limit) and figure.unit is Unit.SECONDS
        if figure.mark is Mark.SITE and not counts_by_delay:
            yield f"{named} {figure.value:g} {figure.unit}"
        if isinstance(figure, Limit) and figure.delay_mark is Mark.SITE:
            yield words.about.after.format(figure=named, seconds=f"{figure.delay_s:g}")


def _standing(pack: Pack, figures: list[str], words: AboutWords) -> str:
    if not figures:
        return words.no_site_figures
    return words.confirmed.format(who=pack.confirmed_by) if pack.confirmed_by else words.not_confirmed


def _listed(figures: list[str], words: AboutWords, width: int, rows: int) -> list[Line]:
    """As many as there is room for, and how many more there are."""
    columns = 2 if width >= _TWO_COLUMNS else 1
    room = rows * columns
    more = []
    if len(figures) > room:
        rows -= 1
        more = _faint(words.more.format(count=len(figures) - rows * columns), width, 1)
    down = min(rows, -(-len(figures) // columns))
    lines: list[Line] = [
        tuple(
            span for column in range(columns) for span in fit(_figure(figures, row + column * down), width // columns)
        )
        for row in range(down)
    ]
    return [*lines, *more]


def _figure(figures: list[str], number: int) -> Line:
    return (Span(f" {figures[number]}"),) if number < len(figures) else ()


def _faint(text: str, width: int, rows: int) -> list[Line]:
    return [(Span(row, Role.FAINT),) for row in wrapped(text, width, rows)]
