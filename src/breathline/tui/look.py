"""How roles look: a high-contrast look on black, one without colour, and what the terminal can show."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from rich.style import Style
from textual.theme import Theme

from breathline.tui.paint import ASCII, RICH, Glyphs, Role

if TYPE_CHECKING:
    from collections.abc import Mapping

_BLACK = "#000000"
_WHITE = "#ffffff"
_GREY = "#b4bcc8"
_RED = "#ff5c5c"
_YELLOW = "#ffd400"
_CYAN = "#4fe0ff"
_BLUE = "#0b3a75"

THEME = Theme(
    name="breathline",
    primary=_WHITE,
    foreground=_WHITE,
    background=_BLACK,
    surface=_BLACK,
    panel=_BLACK,
    dark=True,
)
"""White on black; red, yellow and cyan belong to alarms alone (IEC 60601-1-8's colours)."""


def _style(color: str, on: str = _BLACK, *, bold: bool = False) -> Style:
    return Style(color=color, bgcolor=on, bold=bold)


COLOURED: dict[Role, Style] = {
    Role.PLAIN: _style("#e6eaf0"),
    Role.STRONG: _style(_WHITE, bold=True),
    Role.FAINT: _style(_GREY),
    Role.RULE: _style("#5a6472"),
    Role.HEADING: _style("#9fc3ff", bold=True),
    Role.NUMBER: _style(_WHITE, _WHITE),
    Role.NUMBER_LOW: _style(_YELLOW, _YELLOW),
    Role.NUMBER_VERY_LOW: _style(_RED, _RED),
    Role.NUMBER_DOUBTFUL: _style("#808a98"),
    Role.HIGH: _style(_WHITE, "#c00018", bold=True),
    Role.HIGH_FLASH: _style(_RED, "#2a0004", bold=True),
    Role.MEDIUM: _style(_BLACK, _YELLOW, bold=True),
    Role.MEDIUM_FLASH: _style(_YELLOW, "#2a2300", bold=True),
    Role.LOW: _style(_CYAN, "#00262e", bold=True),
    Role.PRACTICE: _style(_BLACK, "#f0a0ff", bold=True),
    Role.REAL: _style(_BLACK, _WHITE, bold=True),
    Role.BUTTON: _style(_WHITE, "#1c2430"),
    Role.BUTTON_KEY: _style("#9fc3ff", "#1c2430", bold=True),
    Role.BUTTON_ON: _style(_BLACK, "#9fc3ff", bold=True),
    Role.BUTTON_OFF: _style("#78828f", "#0c0f14"),
    Role.DO: _style(_WHITE, _BLUE, bold=True),
    Role.DO_FAINT: _style("#d4e4ff", _BLUE),
    Role.BAR: _style("#9fc3ff", "#9fc3ff"),
    Role.BEAT: _style(_BLACK, _WHITE, bold=True),
    Role.NOTICE: _style(_BLACK, _WHITE, bold=True),
    Role.TRACE: _style(_WHITE, bold=True),
    Role.TRACE_DOUBTFUL: _style("#808a98"),
    Role.BAND: _style("#5a6472", "#2b1216"),
    Role.TRACE_IN_BAND: _style(_WHITE, "#2b1216", bold=True),
    Role.TRACE_DOUBTFUL_IN_BAND: _style("#98a2b0", "#2b1216"),
    Role.MARK: _style("#9fc3ff", bold=True),
}

_MONO_REVERSED = {
    Role.HIGH, Role.MEDIUM, Role.PRACTICE, Role.BUTTON_ON, Role.BEAT, Role.NOTICE, Role.REAL,
}  # fmt: skip
_MONO_BOLD = {
    Role.STRONG, Role.HEADING, Role.NUMBER, Role.NUMBER_LOW, Role.NUMBER_VERY_LOW, Role.HIGH_FLASH,
    Role.MEDIUM_FLASH, Role.LOW, Role.BUTTON_KEY, Role.DO, Role.TRACE, Role.TRACE_IN_BAND, Role.MARK,
}  # fmt: skip
_MONO_DIM = {Role.RULE, Role.NUMBER_DOUBTFUL, Role.BUTTON_OFF, Role.TRACE_DOUBTFUL, Role.TRACE_DOUBTFUL_IN_BAND}

MONO: dict[Role, Style] = {
    role: Style(reverse=role in _MONO_REVERSED, bold=role in _MONO_BOLD, dim=role in _MONO_DIM) for role in Role
}
"""Without colour: what must be seen is reversed or bold, what does not apply is dim. Words carry the meaning."""


def colourless(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the person asked for no colour (no-color.org: set to anything but nothing)."""
    return bool(environment.get("NO_COLOR"))


def glyphs_for(encoding: str, environment: Mapping[str, str] = os.environ) -> Glyphs:
    """The characters this terminal can show.

    Args:
        encoding: Of the terminal's stream; "" when not known.
        environment: TERM "linux" is the bare console, whose font has no braille; BREATHLINE_ASCII asks for ASCII.
    """
    plain = environment.get("BREATHLINE_ASCII") or environment.get("TERM") in {"linux", "dumb", "vt100"}
    return RICH if encoding.lower().replace("-", "") == "utf8" and not plain else ASCII
