"""The two questions after a response, as a list with a key for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.device.closing import Step
from breathline.tui import wording
from breathline.tui.paint import Line, Role, Span, View, block, heading
from breathline.words import Outcome

if TYPE_CHECKING:
    from breathline.device.closing import CloseOut, Said
    from breathline.guidelines.screen_texts import ScreenWords

SPACE, BACK = "space", "u"
_BELOW = 5
"""Rows under the last: an empty one, skip, back, a new response, and when it goes by itself."""


def said(key: str, asked: CloseOut) -> Said | None:
    """What a key says to the question; None when it says nothing."""
    if key == SPACE:
        return Step.SKIP
    if key == BACK and asked.can_go_back:
        return Step.BACK
    number = int(key) if key.isascii() and key.isdigit() else 0
    return asked.choices[number - 1] if 1 <= number <= len(asked.choices) else None


def question(asked: CloseOut, words: ScreenWords) -> str:
    """What is asked."""
    return words.close_out.outcome_asked if asked.outcome is None else words.close_out.hardship_asked


def answers(asked: CloseOut, words: ScreenWords) -> list[str]:
    """The answers in words, in the order of their keys."""
    return [
        (words.close_out.unknown if each is Outcome.UNKNOWN else words.outcomes[each])
        if isinstance(each, Outcome)
        else words.hardships[each]
        for each in asked.choices
    ]


def page(view: View, width: int, rows: int) -> list[Line]:
    """The question with its answers; each answer's row can be touched."""
    asked = view.published.close_out
    if asked is None:
        return block([], width, rows)
    words = view.words.close_out
    which = "" if asked.practice else words.of_two.format(number=1 if asked.outcome is None else 2)
    head = heading(view.about(question(asked, view.words)), width, view.glyphs, which, Role.FAINT)
    told = answers(asked, view.words)
    apart = _apart(len(told), rows)
    lines: list[Line] = [head, *[()] * (_above(len(told), rows) - 1)]
    for number, answer in enumerate(told, 1):
        lines += [(Span(f" {number} ", Role.BUTTON_KEY), Span(f" {answer}", Role.STRONG)), *[()] * (apart - 1)]
    below: list[Line] = [(), _key(view.words.buttons.space, words.skip)]
    below.append(_key(BACK.upper(), words.back) if asked.can_go_back else ())
    below.append(_key("S", view.words.keys.start_new))
    left = wording.clock(asked.closes_at - view.now)
    below.append((Span(f" {words.closes.format(time=left)}", Role.FAINT),))
    return block([*lines, *below], width, rows)


def key_at(row: int, asked: CloseOut, rows: int) -> str | None:
    """The key of what stands in a row of the page; None where nothing can be pressed."""
    many = len(asked.choices)
    apart = _apart(many, rows)
    into = row - _above(many, rows)
    below = into - many * apart
    if below >= 0:
        return {1: SPACE, 2: BACK if asked.can_go_back else None, 3: "s"}.get(below)
    return str(into // apart + 1) if into >= 0 else None


def _above(many: int, rows: int) -> int:
    """Rows over the first answer: the heading, and an empty one where there is room."""
    return 2 if rows >= 2 + many else 1


def _apart(many: int, rows: int) -> int:
    """Rows for each answer: two where there is room, for a finger."""
    return 2 if rows >= 2 + 2 * many + _BELOW else 1


def _key(key: str, does: str) -> Line:
    return (Span(f" {key:<6} ", Role.BUTTON_KEY), Span(f" {does}"))
