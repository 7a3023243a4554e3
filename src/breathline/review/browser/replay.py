"""The responder's screen as it was: the same panes, with the replay's controls in place of the key bar."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from textual.screen import Screen

from breathline.review.browser.player import Player, clock
from breathline.tui import keys, look, painters
from breathline.tui.paint import Line, Role, Span, View, block
from breathline.tui.pane import Pane
from breathline.tui.panes import buttons, edges
from breathline.tui.places import Place, Places, places

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual import events
    from textual.app import ComposeResult

    from breathline.review.browser.shelf import Opened

FRAME_S = 0.25
CONTROLS = "controls"
_LEAST_ROWS = 3
_BUTTONS = ("p", "k", keys.SPACE, "u", *keys.ANSWERS)
"""Buttons that say what was asked; here they can't be pressed."""


class ReplayScreen(Screen[None]):
    """One response, seen again.

    Args:
        opened: The response.
        t: Where to begin, in seconds.
        playing: Whether it plays at once.
        clock: Seconds that only grow.
    """

    CSS = "ReplayScreen { background: #000000; overflow: hidden; }"

    def __init__(
        self, opened: Opened, t: float, *, playing: bool = False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__()
        self._opened = opened
        self._clock = clock
        self._before = clock()
        self._layout = Places()
        self.player = Player(opened.length_s, [entry.t for entry in opened.entries])
        self.player.go(t)
        self.player.playing = playing
        self.parts: dict[str, Pane] = {}

    def compose(self) -> ComposeResult:
        """Every part of the responder's screen, and the controls."""
        roles = look.MONO if look.colourless() else look.COLOURED
        for name, painter in self._painters().items():
            self.parts[name] = Pane(painter, roles, name)
        yield from self.parts.values()

    def _painters(self) -> dict[str, Callable[[View, int, int], list[Line]]]:
        return {
            "header": lambda view, width, _: edges.header(view, width),
            "alarms": edges.alarms,
            **painters.of_the_person(lambda: self._layout),
            CONTROLS: self._controls,
            **{key: partial(buttons.button, key) for key in _BUTTONS},
        }

    def on_mount(self) -> None:
        """Begin to draw."""
        self._before = self._clock()
        self.set_interval(FRAME_S, self.tick)

    def on_resize(self, event: events.Resize) -> None:
        """Put everything in its place for the new size."""
        width, height = event.size.width, event.size.height
        self._layout = places(width, height)
        bar = self._layout.parts.get(keys.BAR[0].key.lower())
        top = min(height - _LEAST_ROWS, height if bar is None else bar.y)
        for name, part in self.parts.items():
            part.put(self._layout.parts.get(name))
        self.parts[CONTROLS].put(Place(0, top, width, height - top))
        self.draw()

    def tick(self) -> None:
        """Let the time since the last tick go by."""
        now = self._clock()
        self.player.pass_time(now - self._before)
        self._before = now
        self.draw()

    def draw(self) -> None:
        """Draw the moment."""
        view = self._opened.view(self.player.t)
        for part in self.parts.values():
            part.draw(view)

    def on_key(self, event: events.Key) -> None:
        """One key: see the last line of the controls."""
        event.stop()
        match event.key:
            case "q" | "escape":
                self.dismiss()
                return
            case "space":
                self.player.toggle()
            case "right" | "left":
                self.player.step(1 if event.key == "right" else -1)
            case "up" | "down":
                self.player.faster(1 if event.key == "up" else -1)
            case "home" | "end":
                self.player.playing = False
                self.player.go(0.0 if event.key == "home" else self._opened.length_s)
            case _:
                return
        self.draw()

    def _controls(self, view: View, width: int, rows: int) -> list[Line]:
        player, glyphs = self.player, view.glyphs
        state = f" {'plays' if player.playing else 'stands'} at {player.speed}x "
        times = f" {clock(player.t)} of {clock(self._opened.length_s)}{state}"
        room = max(0, width - len(times) - 9)
        full = round(room * player.t / max(self._opened.length_s, 1.0))
        bar = (Span(glyphs.bar_full * full, Role.HEADING), Span(glyphs.bar_empty * (room - full), Role.RULE))
        last = next((entry for entry in reversed(self._opened.entries) if entry.t <= player.t), None)
        said = "" if last is None else f" {clock(last.t)}  {last.words}"
        lines: list[Line] = [
            (Span(" REPLAY ", Role.NOTICE), Span(times, Role.STRONG), *bar),
            (Span(said[:width]),),
            (Span(" SPACE play or stop   LEFT RIGHT event   UP DOWN speed   HOME END   Q back", Role.FAINT),),
        ]
        return block(lines, width, rows)
