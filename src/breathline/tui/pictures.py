"""A still of the screen: what is published, drawn by the real screen at one moment."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from breathline.device.published import Beside
from breathline.tui.app import ResponderApp
from breathline.tui.paint import RICH, Glyphs
from breathline.tui.svg import picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.device.closing import Said
    from breathline.device.published import Published
    from breathline.guidelines.pack import Pack
    from breathline.guidelines.texts import Texts
    from breathline.words import Action, Answer

_BEAT = 100.0
"""A fixed moment, so that flashing alarms are drawn the same each time."""


class StillDesk:
    """A desk that stands still: it publishes what it is given and keeps what is posted.

    Args:
        published: What stands.
        now: Seconds since the response began; the situation's own time by default.

    Attributes:
        posted: What was posted, oldest first.
        resumed: What `resume` was given, each time.
        closed: How often the offered response was closed.
        said: What was said to the questions after the end.
    """

    def __init__(self, published: Published, now: float | None = None) -> None:
        self._published = published
        self._now = published.situation.t if now is None else now
        self.posted: list[Action | Answer] = []
        self.resumed: list[float | None] = []
        self.closed = 0
        self.said: list[Said] = []
        self.other_clips = 0
        self.turns = 0
        self.seconds = 0
        self._listeners: list[Callable[[Published], None]] = []

    @property
    def published(self) -> Published:
        """What stands."""
        return self._published

    def now(self) -> float:
        """The time that was set."""
        return self._now

    def post(self, item: Action | Answer) -> None:
        """Keep it."""
        self.posted.append(item)

    def resume(self, elapsed_s: float | None = None) -> None:
        """Keep it."""
        self.resumed.append(elapsed_s)

    def other_clip(self) -> None:
        """Count it."""
        self.other_clips += 1

    def close_offered(self) -> None:
        """Count it."""
        self.closed += 1

    def close_out(self, said: Said) -> None:
        """Keep it."""
        self.said.append(said)

    def turn(self) -> None:
        """The other one of two people, if there is one, comes to the front."""
        self.turns += 1
        beside = self._published.other
        if beside is not None:
            here = Beside(replace(self._published, other=None), -beside.ahead_s)
            self.publish(replace(beside.published, other=here), self._now + beside.ahead_s)

    def second_person(self) -> None:
        """Count it."""
        self.seconds += 1

    def subscribe(self, on_publish: Callable[[Published], None]) -> Callable[[], None]:
        """Tell `on_publish` of each `publish`."""
        self._listeners.append(on_publish)
        return lambda: self._listeners.remove(on_publish)

    def publish(self, published: Published, now: float | None = None) -> None:
        """Put something new on the screen."""
        self._published = published
        self._now = published.situation.t if now is None else now
        for listener in list(self._listeners):
            listener(published)


async def draw(
    published: Published,
    texts: Texts,
    width: int,
    height: int,
    glyphs: Glyphs = RICH,
    *,
    pack: Pack | None = None,
    presses: str = "",
) -> str:
    """What is published as SVG.

    Args:
        published: What the owner says; the moment is its situation's.
        texts: The guide's words.
        width: Columns.
        height: Rows.
        glyphs: What the terminal can show.
        pack: The guideline, for the page that says where its figures come from.
        presses: Keys pressed before, each a second after the one before.
    """
    beat = [_BEAT]
    app = ResponderApp(StillDesk(published), texts, pack=pack, clock=lambda: beat[0], glyphs=glyphs)
    async with app.run_test(size=(width, height)) as pilot:
        for key in presses:
            beat[0] += 1.0
            app.press(key)
        await pilot.pause()
        return picture(app.rows(), width)
