"""Which part of the responder's screen is drawn by what, where a live screen and a replayed one are the same."""

from __future__ import annotations

from collections.abc import Callable

from breathline.tui.paint import Line, View
from breathline.tui.panes import guide, numbers, trend
from breathline.tui.places import Places


def of_the_person(layout: Callable[[], Places]) -> dict[str, Callable[[View, int, int], list[Line]]]:
    """The numbers, the guide and the timers.

    Args:
        layout: Gives where everything stands now: it changes with the window's size.
    """
    return {
        "spo2": lambda view, width, rows: numbers.spo2(
            view, width, rows, layout().spo2, pulse_in_words=layout().pulse is None
        ),
        "pulse": lambda view, width, rows: numbers.pulse(view, width, rows, layout().pulse or layout().spo2),
        "trend": trend.trend,
        "prompt": guide.prompt,
        "pacer": guide.pacer,
        "next": lambda view, width, _: guide.next_step(view, width),
        "question": guide.question,
        "timers": guide.timers,
    }
