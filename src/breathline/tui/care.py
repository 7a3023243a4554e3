"""A page for those who helped, after a response: how are you? It is on the screen and nowhere else.

Nothing of it is asked for, posted, logged or sent: it is drawn from the catalogue and the site's own words, and closed.
It follows ROSE (recognition, organisational support, skill, everyone), the order of its lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.tui.paint import Line, Role, Span, View, block, heading, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.device.published import Published
    from breathline.guidelines.screen_texts import CareWords

STAYS_S = 120.0
"""It goes by itself: the next who looks at the screen may be somebody else."""


class Care:
    """Whether the page stands.

    Args:
        clock: Seconds that only grow.
        contact: Whom the site offers to talk to, in its own words; "" for nobody.
    """

    def __init__(self, clock: Callable[[], float], contact: str) -> None:
        self._clock = clock
        self.contact = contact
        self._asked: int | None = None
        self._since: float | None = None

    @property
    def stands(self) -> bool:
        """Whether the page is to be shown."""
        return self._since is not None and self._clock() - self._since < STAYS_S

    def see(self, published: Published) -> bool:
        """Take what is published; True when the page comes now: the questions after an end have gone.

        It goes at once when there is something to do for anybody: a response, an offer, the other person.
        """
        over = published.situation.ended and published.offered is None
        comes = over and published.close_out is None and self._asked == published.person
        if comes:
            self._since = self._clock()
        elif not over or published.close_out is not None or self._asked not in {None, published.person}:
            self.close()
        self._asked = None if published.close_out is None else published.person
        return comes

    def close(self) -> None:
        """Take the page away."""
        self._since = None


def told(contact: str, words: CareWords) -> list[str]:
    """The page's lines."""
    lines = [words.recognition, words.support, words.skill, words.everyone]
    return [*lines, f"{words.talk} {contact}"] if contact else lines


def page(view: View, contact: str, width: int, rows: int) -> list[Line]:
    """The page."""
    words = view.words.care
    lines: list[Line] = [heading(words.heading, width, view.glyphs), ()]
    for text in told(contact, words):
        lines += [*((Span(f" {row}", Role.STRONG),) for row in wrapped(text, width - 2, 4)), ()]
    space = view.words.buttons.space
    lines.append((Span(f" {space:<6} ", Role.BUTTON_KEY), Span(f" {words.closes}")))
    lines += [(Span(f" {row}", Role.FAINT),) for row in wrapped(words.private, width - 2, 2)]
    return block(lines, width, rows)
