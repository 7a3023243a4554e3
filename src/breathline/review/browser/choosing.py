"""The list of responses, and the one that was chosen: what happened in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import DataTable, Static

from breathline.errors import BreathlineError
from breathline.review.browser.curve import curve
from breathline.review.browser.player import clock
from breathline.review.browser.replay import ReplayScreen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from breathline.review.browser.shelf import Listed, Opened, Shelf

_UNKNOWN = "--"
_CURVE_PART = 3
_LEAST_ROWS, _MOST_ROWS = 7, 16


class ListScreen(Screen[None]):
    """Every response in a row.

    Args:
        shelf: Where they are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,escape", "app.quit", show=False)]

    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._listed: Sequence[Listed] = shelf.listed()

    def compose(self) -> ComposeResult:
        """A heading, the table, the keys."""
        yield Static(f"RESPONSES  {len(self._listed)}", classes="heading", markup=False)
        yield DataTable[str](cursor_type="row", zebra_stripes=False)
        yield Static("", id="notice", markup=False)
        yield Static("UP DOWN choose   ENTER open   Q leave", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Fill the table."""
        rows = self.query_one(DataTable)
        rows.add_columns("id", "when", "kind", "pack", "length", "how it ended", "what was done")
        for each in self._listed:
            length = _UNKNOWN if each.length_s is None else clock(each.length_s)
            rows.add_row(
                each.id, each.when or _UNKNOWN, each.kind, each.pack or _UNKNOWN, length, each.outcome, each.pathway
            )
        rows.focus()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Open the response of the row."""
        try:
            opened = self._shelf.open(self._listed[event.cursor_row])
        except BreathlineError as error:
            self.query_one("#notice", Static).update(str(error))
        else:
            self.query_one("#notice", Static).update("")
            self.app.push_screen(TimelineScreen(opened))


class TimelineScreen(Screen[None]):
    """One response: its curve above, what happened below.

    Args:
        opened: The response.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,escape", "app.pop_screen", show=False),
        Binding("space", "play", show=False),
    ]

    def __init__(self, opened: Opened) -> None:
        super().__init__()
        self._opened = opened

    def compose(self) -> ComposeResult:
        """A heading, the curve, the table, the keys."""
        each = self._opened.listed
        words = ("RESPONSE", each.id, each.kind, each.pack, clock(self._opened.length_s), each.outcome)
        yield Static("  ".join(filter(None, words)), classes="heading", markup=False)
        if self._opened.note:
            yield Static(self._opened.note, classes="note", markup=False)
        yield Static("", id="curve", markup=False)
        yield DataTable[str](cursor_type="row", show_header=False)
        yield Static("UP DOWN choose   ENTER see the screen then   SPACE play   Q back", classes="keys", markup=False)

    def on_mount(self) -> None:
        """Fill the table."""
        rows = self.query_one(DataTable)
        rows.add_columns("time", "what")
        for entry in self._opened.entries:
            rows.add_row(f"{clock(entry.t):>6}", entry.words)
        rows.focus()

    def on_resize(self, event: events.Resize) -> None:
        """Draw the curve for the new size."""
        height = max(_LEAST_ROWS, min(_MOST_ROWS, event.size.height // _CURVE_PART))
        drawn = curve(self._opened, event.size.width - 1, height)
        self.query_one("#curve", Static).update("\n".join(drawn))

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """The screen as it was when this happened."""
        self.app.push_screen(ReplayScreen(self._opened, self._opened.entries[event.cursor_row].t))

    def action_play(self) -> None:
        """Play from the row that is chosen."""
        row, entries = self.query_one(DataTable).cursor_row, self._opened.entries
        self.app.push_screen(ReplayScreen(self._opened, entries[row].t if entries else 0.0, playing=True))
