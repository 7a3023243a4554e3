"""What the tests of the screen share: scenes, a settable clock, and a view onto them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from breathline.tui.hands import Hands
from breathline.tui.paint import RICH, View
from breathline.tui.pictures import StillDesk
from tests.tui.scenes import TEXTS

if TYPE_CHECKING:
    from breathline.device.published import Published
    from breathline.tui.paint import Glyphs, Line


class Clock:
    """Seconds that a test moves by hand."""

    def __init__(self, at: float = 100.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def with_situation(published: Published, **changes: Any) -> Published:
    """The same with other values in its situation."""
    return replace(published, situation=replace(published.situation, **changes))


def with_vitals(published: Published, **changes: Any) -> Published:
    """The same with other values in its vitals."""
    vitals = published.situation.vitals
    assert vitals is not None
    return with_situation(published, vitals=replace(vitals, **changes))


def view(
    published: Published, now: float | None = None, beat: float = 0.0, glyphs: Glyphs = RICH, hands: Hands | None = None
) -> View:
    """What a painter looks at."""
    desk = StillDesk(published, now)
    return View(published, desk.now(), beat, hands or Hands(desk, Clock(), TEXTS.screen), TEXTS, glyphs)


def text(lines: list[Line]) -> str:
    """The words alone."""
    return "\n".join("".join(span.text for span in line) for line in lines)


def roles(lines: list[Line]) -> set[str]:
    """The roles of everything that is not blank."""
    return {span.role.value for line in lines for span in line if span.text.strip()}
