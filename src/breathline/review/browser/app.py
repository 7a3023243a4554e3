"""The browser: a list of responses, one of them, and its screen again."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from breathline.review.browser.choosing import ListScreen
from breathline.tui import look

if TYPE_CHECKING:
    from breathline.review.browser.shelf import Shelf


class Browser(App[None]):
    """Looks at responses that are over. Nothing that is pressed here changes anything.

    Args:
        shelf: Where they are.
    """

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    Screen { background: #000000; }
    .heading { text-style: bold; height: 1; }
    .note { text-style: bold; height: auto; }
    .keys { height: 1; dock: bottom; }
    #notice { height: auto; text-style: reverse; }
    #curve { height: auto; }
    DataTable { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c,ctrl+q", "quit", show=False, priority=True)]

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(ansi_color=look.colourless())
        self._shelf = shelf
        self.register_theme(look.THEME)
        self.theme = look.THEME.name
        self.animation_level = "none"

    def on_mount(self) -> None:
        """Begin with the list."""
        self.push_screen(ListScreen(self._shelf))
