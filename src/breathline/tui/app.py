"""The responder's screen."""

from __future__ import annotations

import asyncio
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from breathline.tui import care, close_out, keys, look, painters
from breathline.tui.care import Care
from breathline.tui.hands import Effect, Hands
from breathline.tui.leaving import leave_at_signals
from breathline.tui.paint import View
from breathline.tui.pane import Pane
from breathline.tui.panes import buttons, edges, pages, people
from breathline.tui.places import Place, Places, places
from breathline.tui.places_two import ASIDE, OTHERS, TURN, places_two

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual import events

    from breathline.device.published import Desks, Published
    from breathline.guidelines.pack import Pack
    from breathline.guidelines.texts import Texts
    from breathline.tui.paint import Glyphs, Line

FRAME_S = 0.25
"""Four frames a second: the fastest flash (2 Hz, IEC 60601-1-8) needs no more, and nothing else is faster than 1 Hz."""
HELP_S = 20.0
"""The help closes by itself: it must not hide the prompt for long."""


class ResponderApp(App[None]):
    """Draws what a desk publishes and posts what a person presses.

    Args:
        desk: The owners of the responses, of one person or of two.
        texts: The guide's words, in the language of the response.
        background: Started after the first frame (the owner, the radio); cancelled when the screen ends. If it
            fails, the screen ends and `failure` holds the error.
        contact: Whom the site offers to talk to after a response, in its own words; "" for nobody.
        pack: The guideline, for the page that says where its figures come from.
        clock: Seconds that only grow, for flashing and presses.
        glyphs: What the terminal can show; found out by default.
        mono: Black and white with no middle tones, whatever the environment says.
    """

    ENABLE_COMMAND_PALETTE = False
    INLINE_PADDING = 0
    CSS = "Screen { background: #000000; overflow: hidden; layers: below above; } .help { layer: above; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c", "leave_now", show=False, priority=True),
        Binding("ctrl+q", "leave_now", show=False, priority=True),
    ]

    def __init__(  # noqa: PLR0913 - what is drawn, who is offered, and how a test sees it
        self,
        desk: Desks,
        texts: Texts,
        background: Callable[[], Awaitable[None]] | None = None,
        *,
        pack: Pack | None = None,
        contact: str = "",
        clock: Callable[[], float] = time.monotonic,
        glyphs: Glyphs | None = None,
        mono: bool = False,
    ) -> None:
        self._mono = mono or look.colourless()
        # Without colour not even the background has one: the terminal keeps its own.
        super().__init__(ansi_color=self._mono)
        self.failure: BaseException | None = None
        """Why `background` failed, for the caller to raise; None when it did not."""
        self._desk = desk
        self._texts = texts
        self._background = background
        self._pack = pack
        self._clock = clock
        self._glyphs = glyphs or look.glyphs_for(getattr(sys.__stdout__, "encoding", "") or "")
        self.hands = Hands(desk, clock, texts.screen)
        self._care = Care(clock, contact)
        self._after: Pane | None = None
        self._task: asyncio.Task[None] | None = None
        self._unsubscribe: Callable[[], None] = lambda: None
        self._layout = Places()
        self._front = 0
        self.parts: dict[str, Pane] = {}
        """Every part of the screen by its name in the layout; buttons by their key."""
        self._help: Pane | None = None
        self._help_at: float | None = None
        self._about = False
        self._help_over: object = None
        self.register_theme(look.THEME)
        self.theme = look.THEME.name
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        """Every part once; none comes or goes later."""
        roles = look.MONO if self._mono else look.COLOURED
        for name, painter in self._painters().items():
            self.parts[name] = Pane(painter, roles, name)
        for name in ("beside", TURN, *(f"{OTHERS}{each}" for each in ASIDE)):
            painter = people.of_the_other(self._painters_aside()[name.removeprefix(OTHERS)])
            self.parts[name] = Pane(painter, roles, name, partial(self.press, keys.TURN))
        for key in ("p", "k", keys.SPACE, "u", *keys.ANSWERS, keys.OTHER, *(spec.key.lower() for spec in keys.BAR)):
            self.parts[key] = Pane(self._face(key), roles, key, partial(self._press_button, key))
        yield from self.parts.values()
        self._after = Pane(self._after_page, roles, "after", on_row=self._press_row)
        self._after.add_class("help")
        self._after.display = False
        yield self._after
        self._help = Pane(self._page, roles, "help", self._close_help)
        self._help.add_class("help")
        self._help.display = False
        yield self._help

    def _painters(self) -> dict[str, Callable[[View, int, int], list[Line]]]:
        return {
            "header": lambda view, width, _: edges.header(view, width),
            "alarms": self._alarms,
            "title": people.title,
            **painters.of_the_person(lambda: self._layout),
            "notice": lambda view, width, _: edges.notice(view, width, small=self._layout.small),
        }

    def _alarms(self, view: View, width: int, rows: int) -> list[Line]:
        return (edges.alarms if self._layout.side_by_side else people.alarms)(view, width, rows)

    def _painters_aside(self) -> dict[str, Callable[[View, int, int], list[Line]]]:
        """What is drawn of the person who is not in front."""
        own = {"alarms": edges.alarms, "beside": people.beside, TURN: people.turn}
        return {**self._painters(), **own}

    def _page(self, view: View, width: int, rows: int) -> list[Line]:
        return (pages.guide_page if self._about else pages.keys_page)(view, width, rows)

    def _after_page(self, view: View, width: int, rows: int) -> list[Line]:
        if self._care.stands:
            return care.page(view, self._care.contact, width, rows)
        return close_out.page(view, width, rows)

    def _face(self, key: str) -> Callable[[View, int, int], list[Line]]:
        return lambda view, width, height: buttons.button(key, view, width, height)

    def on_mount(self) -> None:
        """Join the desk and begin to draw; the background starts once the first frame stands."""
        self._unsubscribe = self._desk.subscribe(self._published)
        self._arrange()
        self.set_interval(FRAME_S, self.draw)
        leave_at_signals(self.exit)
        self.call_after_refresh(self._start_background)

    def _start_background(self) -> None:
        if self._background is not None:
            self._task = asyncio.create_task(self._run_background(self._background))

    async def _run_background(self, background: Callable[[], Awaitable[None]]) -> None:
        try:
            await background()
        except Exception as error:  # noqa: BLE001 - handed to the caller, who says it in one line
            self.failure = error
            self.exit()

    async def on_unmount(self) -> None:
        """Leave the desk and end the background before the terminal is given back."""
        self._unsubscribe()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def on_resize(self, event: events.Resize) -> None:
        """Put everything in its place for the new size."""
        self._arrange(event.size.width, event.size.height)

    def _arrange(self, width: int | None = None, height: int | None = None) -> None:
        size = width or self.size.width, height or self.size.height
        self._front = _front(self._desk.published)
        self._layout = places_two(*size, self._front) if self._front else places(*size)
        for name, part in self.parts.items():
            part.put(self._layout.parts.get(name))
        self._show_help(self._help_at is not None)
        self._put_after(shown=False)
        self.draw()

    def _published(self, _: Published) -> None:
        self.draw()

    def draw(self) -> int:
        """Draw what changed; returns how many rows did."""
        view = self._view()
        if _front(view.published) != self._front:
            self._arrange()
        if self._help_at is not None:
            news = _what_matters(view.published) != self._help_over
            if news or self._clock() - self._help_at > HELP_S:
                self._close_help()
        self._care.see(view.published)
        self._put_after(shown=self._care.stands or view.published.close_out is not None)
        parts = [*self.parts.values(), *self._pages()]
        return sum(part.draw(view) for part in parts)

    def _view(self) -> View:
        return View(
            self._desk.published, self._desk.now(), self._clock(), self.hands, self._texts, self._glyphs, self._pack
        )

    def rows(self) -> list[list[Segment]]:
        """The screen as it stands, row by row, for a picture."""
        width, height = self.size
        grid: list[list[Segment]] = [[Segment(" ")] * width for _ in range(height)]
        for part in [*self.parts.values(), *self._pages()]:
            for x, y, strip in part.cells():
                cells = [Segment(char, segment.style) for segment in strip for char in segment.text]
                grid[y][x : x + len(cells)] = cells
        return [list(Segment.simplify(row)) for row in grid]

    def on_key(self, event: events.Key) -> None:
        """One key: see `keys`."""
        key = event.character.lower() if event.character and event.character.isprintable() else event.key
        if key == " ":
            key = keys.SPACE
        event.stop()
        self.press(key)

    def _press_row(self, row: int) -> None:
        asked = self._desk.published.close_out
        if self._care.stands:
            self.press(keys.SPACE)
        elif asked is not None and self._after is not None:
            key = close_out.key_at(row, asked, self._after.size.height)
            if key is not None:
                self.press(key)

    def _press_button(self, key: str) -> None:
        if self._desk.published.close_out is not None and key not in buttons.AFTER_THE_END:
            return
        pressed = {keys.SPACE: buttons.main_key, keys.OTHER: buttons.other_key}.get(key)
        self.press(key if pressed is None else pressed(self._view()))

    def press(self, key: str) -> None:
        """Do what a key does, from the keyboard or a button."""
        if self._care.stands:
            self._care.close()
            if key == keys.SPACE:
                self.draw()
                return
        help_open = self._help_at is not None
        to_the_guide = help_open and not self._about and self._pack is not None
        if help_open:
            self._close_help()
        effect = self.hands.press(key)
        if effect is Effect.LEAVE:
            self.exit()
        elif effect is Effect.HELP and (to_the_guide or not help_open):
            self._about = to_the_guide
            self._help_at = self._clock()
            self._help_over = _what_matters(self._desk.published)
            self._show_help(shown=True)
        self.draw()

    def _pages(self) -> list[Pane]:
        """What may stand over the right side, from below."""
        return [each for each in (self._after, self._help) if each is not None]

    def _put_after(self, *, shown: bool) -> None:
        """Put what comes after the end over the right side, or take it away."""
        if self._after is None or self._after.display == shown:
            return
        parts = self._layout.parts
        over = parts.get("prompt")
        if not shown or over is None:
            self._after.display = False
            return
        last = parts.get("timers")
        bottom = self.size.height if last is None or self._layout.small else last.y + last.height
        self._after.put(Place(over.x, over.y, over.width, bottom - over.y))

    def _show_help(self, shown: bool) -> None:
        if self._help is None:
            return
        prompt, timers = self._layout.parts.get("prompt"), self._layout.parts.get("timers")
        if shown and prompt is not None and timers is not None:
            bottom = timers.y + timers.height
            self._help.put(type(prompt)(prompt.x, prompt.y, prompt.width, bottom - prompt.y))
        else:
            self._help.display = False

    def _close_help(self) -> None:
        self._help_at = None
        self._show_help(shown=False)

    def action_leave_now(self) -> None:
        """Ctrl+C: leave at once; an open response is offered again at the next start."""
        self.exit()


def _front(published: Published) -> int:
    """The person in front where there are two, else 0."""
    return 0 if published.other is None else published.person


def _what_matters(published: Published) -> tuple[object, ...]:
    """What must not stay hidden under the help: another prompt, question or alarm."""
    situation = published.situation
    prompt, question = situation.prompt, situation.question
    return (
        None if prompt is None else prompt.id,
        None if question is None else (question.id, question.asked_at, question.overdue),
        frozenset(alarm.id for alarm in situation.alarms),
        published.offered is None,
        published.close_out is None,
        situation.ended,
        published.person,
        None if published.other is None else _what_matters(published.other.published),
    )
