"""Where everything stands when the box watches two people.

Where there is room they stand side by side, person 1 always on the left, and the buttons are with the one in front.
In a smaller window the one in front has the whole screen, and the other one a part of its left side.
"""

from __future__ import annotations

from dataclasses import replace

from breathline.tui.keys import BAR
from breathline.tui.places import TREND, Place, Places, alarm_row, bar, left_side, places, right_side, sizes

SIDE_BY_SIDE = 160
"""From so many columns and `_TALL_ENOUGH` rows on each person has a half as wide as the smallest screen."""
_TALL_ENOUGH = 40
_BESIDE = 6
"""Rows of the other person: heading, number, alarm, what to do, and the question on two."""
_LEFT, _GUTTER, _LEAST = 34, 1, 79
"""As in the smallest window, but for one column less between left and right: it parts the two people."""
_ALARMS = 3
_BAR_COLUMNS, _BAR_ROWS = 8, 3
OTHERS = "aside-"
"""Before the name of a part of the person who is not in front."""
ASIDE = ("title", "alarms", "spo2", "pulse", "trend", "prompt", "pacer", "next", "question", "timers")
"""What stands of the person who is not in front, where they have half of the window; `TURN` is a button beside it."""
TURN = "turn"


def places_two(width: int, height: int, front: int) -> Places:
    """The layout for a window.

    Args:
        width: Columns.
        height: Rows.
        front: The person in front, 1 or 2.
    """
    if width >= SIDE_BY_SIDE and height >= _TALL_ENOUGH:
        return _side_by_side(width, height, front)
    layout = places(width, height)
    parts = dict(layout.parts)
    if layout.small:
        # No room for both the timers and the other person.
        if "timers" in parts:
            parts["beside"] = parts.pop("timers")
        return replace(layout, parts=parts)
    trend = parts.pop("trend")
    rows = _BESIDE if trend.height >= _BESIDE + TREND else trend.height
    if rows < trend.height:
        parts["trend"] = replace(trend, height=trend.height - rows)
    parts["beside"] = replace(trend, y=trend.y + trend.height - rows, height=rows)
    return replace(layout, parts=parts)


def _side_by_side(width: int, height: int, front: int) -> Places:
    half = width // 2
    columns = half - 1
    bar_top = height - -(-(len(BAR) + 1) // _BAR_COLUMNS) * _BAR_ROWS
    top = 1 + 1 + _ALARMS
    main = bar_top - top
    left = _LEFT + (columns - _LEAST) * 45 // 100
    spo2, pulse = sizes(left, main)
    one = {
        "title": Place(0, 1, columns, 1),
        **alarm_row(columns, 2, _ALARMS),
        **left_side(top, left, main, spo2, pulse),
    }
    one |= right_side(left + _GUTTER, top, columns - left - _GUTTER, main)
    x_front, x_other = (0, half) if front == 1 else (half, 0)
    parts = {"header": Place(0, 0, width, 1), **bar(width, bar_top, _BAR_COLUMNS, _BAR_ROWS)}
    parts |= {name: replace(place, x=place.x + x_front) for name, place in one.items()}
    aside = {name: place for name, place in one.items() if name in ASIDE}
    aside["alarms"] = replace(one["alarms"], width=columns)
    space, undo = one["space"], one["u"]
    parts[TURN] = Place(space.x + x_other, space.y, undo.x + undo.width - space.x, space.height)
    parts |= {OTHERS + name: replace(place, x=place.x + x_other) for name, place in aside.items()}
    return Places(parts, spo2, pulse, side_by_side=True)
