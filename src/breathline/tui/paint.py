"""What the painters make: lines of words with roles. Pure; a look turns roles into colours or into none."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from breathline.device.published import Published
    from breathline.guidelines.pack import Pack
    from breathline.guidelines.screen_texts import ScreenWords
    from breathline.guidelines.texts import Texts
    from breathline.tui.hands import Hands


class Role(StrEnum):
    """What a piece of the screen is, never what colour it has."""

    PLAIN = "plain"
    STRONG = "strong"
    FAINT = "faint"
    RULE = "rule"
    HEADING = "heading"
    NUMBER = "number"
    NUMBER_LOW = "number_low"
    NUMBER_VERY_LOW = "number_very_low"
    NUMBER_DOUBTFUL = "number_doubtful"
    HIGH = "high"
    HIGH_FLASH = "high_flash"
    MEDIUM = "medium"
    MEDIUM_FLASH = "medium_flash"
    LOW = "low"
    PRACTICE = "practice"
    REAL = "real"
    BUTTON = "button"
    BUTTON_KEY = "button_key"
    BUTTON_ON = "button_on"
    BUTTON_OFF = "button_off"
    DO = "do"
    DO_FAINT = "do_faint"
    BEAT = "beat"
    BAR = "bar"
    NOTICE = "notice"
    TRACE = "trace"
    TRACE_DOUBTFUL = "trace_doubtful"
    BAND = "band"
    TRACE_IN_BAND = "trace_in_band"
    TRACE_DOUBTFUL_IN_BAND = "trace_doubtful_in_band"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Span:
    """Some text in one role."""

    text: str
    role: Role = Role.PLAIN


Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters a terminal can show."""

    block: str
    shade: str
    rule: str
    limit: str
    bar_full: str
    bar_empty: str
    corners: tuple[str, str, str, str, str, str]
    """Of a button: top left, top right, bottom left, bottom right, across, down."""
    braille: bool
    falling: str
    rising: str
    steady: str
    large: bool
    """Whether half blocks can be drawn, for large letters."""


RICH = Glyphs("█", "▒", "─", "╌", "█", "░", ("╭", "╮", "╰", "╯", "─", "│"), True, "▼", "▲", "▶", large=True)
ASCII = Glyphs("#", ":", "-", "-", "#", ".", ("+", "+", "+", "+", "-", "|"), False, "v", "^", ">", large=False)


@dataclass(frozen=True, slots=True)
class Untouched:
    """Stands for `Hands` where no key acts: nothing waits to be confirmed."""

    asked: None = None
    notice: str = ""
    asks_how_long: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """All that a painter may look at.

    Attributes:
        published: What the owner says.
        now: Seconds since the response began.
        beat: Seconds that only grow, for flashing.
        hands: The last press: what it asks to confirm, and its notice.
        texts: The guide's words, for those that do not come with the situation.
        glyphs: What the terminal can show.
        pack: The guideline, for the page that says where its figures come from; None: there is no such page.
        is_aside: This is the person who is not in front; see `aside`.
    """

    published: Published
    now: float
    beat: float
    hands: Hands | Untouched
    texts: Texts
    glyphs: Glyphs = RICH
    pack: Pack | None = None
    is_aside: bool = False

    @property
    def words(self) -> ScreenWords:
        """The screen's own words."""
        return self.texts.screen

    def aside(self) -> View:
        """The same for the person who is not in front: no key was pressed for them."""
        beside = self.published.other
        if beside is None:
            raise ValueError("there is one person")
        now = self.now + beside.ahead_s
        return replace(self, published=beside.published, now=now, hands=Untouched(), is_aside=True)

    @property
    def person(self) -> str:
        """Whose this is; "" where there is one person."""
        two = self.is_aside or self.published.other is not None
        return self.words.people.person.format(number=self.published.person) if two else ""

    def about(self, words: str) -> str:
        """A heading's words, with whose this is where there are two people."""
        form = self.words.people.about
        return form.format(number=self.published.person, words=words) if self.person else words


def length(line: Line) -> int:
    """How many columns a line takes."""
    return sum(len(span.text) for span in line)


def fit(line: Line, width: int, role: Role = Role.PLAIN) -> Line:
    """The line cut or filled to exactly `width` columns; the filling is of `role`."""
    out: list[Span] = []
    left = width
    for span in line:
        if left <= 0:
            break
        text = span.text[:left]
        left -= len(text)
        out.append(span if len(text) == len(span.text) else Span(text, span.role))
    if left > 0:
        out.append(Span(" " * left, role))
    return tuple(out)


def centred(text: str, width: int) -> str:
    """The text in the middle of `width` columns, cut when it is too long."""
    return text[:width].center(width)


def wrapped(text: str, width: int, rows: int) -> list[str]:
    """The text broken at words into at most `rows` rows; what does not fit ends in "..."."""
    if rows <= 0:
        return []
    return textwrap.wrap(text, max(width, 1), max_lines=rows, placeholder="...") or [""]


def heading(words: str, width: int, glyphs: Glyphs, right: str = "", right_role: Role = Role.PLAIN) -> Line:
    """A heading with a rule to the right edge, and a word at the right end."""
    tail = f" {right} " if right else ""
    rule = max(0, width - len(words) - 1 - len(tail) - (1 if tail else 0))
    after = glyphs.rule if tail else ""
    return fit(
        (
            Span(words, Role.HEADING),
            Span(" "),
            Span(glyphs.rule * rule, Role.RULE),
            Span(tail, right_role),
            Span(after, Role.RULE),
        ),
        width,
    )


def block(lines: list[Line], width: int, height: int, role: Role = Role.PLAIN) -> list[Line]:
    """Exactly `height` lines of exactly `width` columns."""
    blank = fit((), width, role)
    return [*(fit(line, width, role) for line in lines[:height]), *([blank] * (height - len(lines)))]
