from __future__ import annotations

import pytest
from rich.style import Style

from breathline.tui.look import COLOURED, MONO, colourless, glyphs_for
from breathline.tui.paint import ASCII, RICH, Role

LEAST_CONTRAST = 4.5
"""WCAG 2.1, level AA, for text of any size."""
DIM = {Role.RULE, Role.BUTTON_OFF, Role.NUMBER_DOUBTFUL, Role.TRACE_DOUBTFUL, Role.BAND}
"""Lines, what does not apply and what is not relied on: fainter on purpose, but still to be seen."""
SOLID = {Role.NUMBER, Role.NUMBER_LOW, Role.NUMBER_VERY_LOW, Role.BAR}
"""Filled blocks: ink and paper are one, against the screen's black."""


def luminance(hex_colour: str) -> float:
    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (int(hex_colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.2126 * part(red) + 0.7152 * part(green) + 0.0722 * part(blue)


def contrast(style: Style, role: Role) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    ink = style.color.get_truecolor().hex
    paper = "#000000" if role in SOLID else style.bgcolor.get_truecolor().hex
    light, dark = sorted((luminance(ink), luminance(paper)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("role", list(Role))
def test_everything_that_must_be_read_has_a_high_contrast(role: Role) -> None:
    least = 2.5 if role in DIM else LEAST_CONTRAST
    assert contrast(COLOURED[role], role) >= least


def test_without_colour_no_role_has_one_and_alarms_still_stand_out() -> None:
    assert all(style.color is None and style.bgcolor is None for style in MONO.values())
    assert MONO[Role.HIGH].reverse
    assert MONO[Role.MEDIUM].reverse
    assert not MONO[Role.HIGH_FLASH].reverse


@pytest.mark.parametrize(("environment", "wanted"), [({}, False), ({"NO_COLOR": ""}, False), ({"NO_COLOR": "1"}, True)])
def test_no_color_asks_for_no_colour(environment: dict[str, str], wanted: bool) -> None:
    assert colourless(environment) is wanted


@pytest.mark.parametrize(
    ("encoding", "environment", "glyphs"),
    [
        ("utf-8", {"TERM": "xterm-256color"}, RICH),
        ("UTF8", {}, RICH),
        ("ascii", {"TERM": "xterm"}, ASCII),
        ("", {}, ASCII),
        ("utf-8", {"TERM": "linux"}, ASCII),
        ("utf-8", {"TERM": "xterm", "BREATHLINE_ASCII": "1"}, ASCII),
    ],
)
def test_a_terminal_that_can_not_show_blocks_gets_ascii(
    encoding: str, environment: dict[str, str], glyphs: object
) -> None:
    assert glyphs_for(encoding, environment) is glyphs
