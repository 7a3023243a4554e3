"""One part of the screen: asks a painter for its lines and redraws only the rows that changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rich.style import Style
    from textual import events

    from breathline.tui.paint import Line, Role, View
    from breathline.tui.places import Place

    Painter = Callable[[View, int, int], list[Line]]


def _id(name: str) -> str:
    """A name Textual takes as an id: keys such as "." and "9" by their number."""
    return name if len(name) > 1 and name != "space" else f"button-{name if name == 'space' else ord(name)}"


class Pane(Widget):
    """A part of the screen.

    Args:
        painter: Makes the lines from what stands, width and height.
        styles_of: How each role looks.
        name: Its name in the layout.
        on_press: What a click or a touch does; None when nothing.
        on_row: The same for a list: it is given the row, from 0.
    """

    DEFAULT_CSS = "Pane { position: absolute; width: 0; height: 0; }"
    can_focus = False

    def __init__(
        self,
        painter: Painter,
        styles_of: Mapping[Role, Style],
        name: str,
        on_press: Callable[[], None] | None = None,
        on_row: Callable[[int], None] | None = None,
    ) -> None:
        super().__init__(name=name, id=_id(name))
        self._painter = painter
        self._styles_of = styles_of
        self._on_press = on_press
        self._on_row = on_row
        self._lines: list[Line] = []
        self._place: Place | None = None

    def put(self, place: Place | None) -> None:
        """Stand here; None or an empty place hides it."""
        self._place = place
        self._lines = []
        self.display = place is not None and place.width > 0 and place.height > 0
        if place is not None and self.display:
            self.styles.offset = (place.x, place.y)
            self.styles.width = place.width
            self.styles.height = place.height

    def draw(self, view: View) -> int:
        """Paint what stands now; returns how many rows changed."""
        place = self._place
        if place is None or not self.display:
            return 0
        lines = self._painter(view, place.width, place.height)
        before, self._lines = self._lines, lines
        if len(before) != len(lines):
            self.refresh()
            return len(lines)
        changed = [
            Region(0, y, place.width, 1) for y, (old, new) in enumerate(zip(before, lines, strict=True)) if old != new
        ]
        if changed:
            self.refresh(*changed)
        return len(changed)

    def render_line(self, y: int) -> Strip:
        """One row, for Textual."""
        if y >= len(self._lines):
            return Strip.blank(self.size.width)
        segments = (Segment(span.text, self._styles_of[span.role]) for span in self._lines[y] if span.text)
        # Neighbours of one style go out as one: the trend is a span for each cell.
        return Strip(Segment.simplify(segments))

    def cells(self) -> list[tuple[int, int, Strip]]:
        """Each row that stands, with the column and row of its left end on the screen."""
        place = self._place
        if place is None or not self.display:
            return []
        return [(place.x, place.y + y, self.render_line(y)) for y in range(min(place.height, len(self._lines)))]

    @property
    def words(self) -> str:
        """The text as it stands, for a screen reader's script and for tests."""
        return "\n".join("".join(span.text for span in line) for line in self._lines)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the press itself, not the release: a gloved finger slides."""
        if self._on_press is not None:
            event.stop()
            self._on_press()
        elif self._on_row is not None:
            event.stop()
            self._on_row(event.y)
