"""A table in which every row has its picture: nothing is told by the picture alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from breathline.review.report.found import Row
from breathline.review.report.markup import Html, tag
from breathline.review.report.wording import amount, interval_of, is_share, of_how_many, value_of

_TICKS = 4
_NICE = (1, 2, 2.5, 5, 10)
_NICE_S = (5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Steps of a scale of time: parts of a minute, minutes, quarter hours."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values lie across a picture.

    Attributes:
        step: From one tick to the next.
        most: The right end.
    """

    step: float
    most: float

    def at(self, value: float) -> float:
        """Percent of the width."""
        return round(min(max(value / self.most, 0.0), 1.0) * 100, 2)


def scale_of(rows: Sequence[Row]) -> Scale:
    """A scale from 0 that holds all the rows; they have one unit."""
    if all(is_share(row.measure) for row in rows):
        return Scale(0.25, 1.0)
    estimates = [row.estimate for row in rows if not row.estimate.held_back]
    ends = [end for each in estimates for end in (each.value, each.high, each.upper_quarter) if end is not None]
    most = max(ends, default=0.0) or 1.0
    nice = _NICE_S if rows[0].measure.unit == "s" else [unit * 10**power for power in range(-2, 6) for unit in _NICE]
    step = next((step for step in nice if step * _TICKS >= most), most / _TICKS)
    return Scale(step, step * max(1, math.ceil(most / step)))


def bars(caption: str, rows: Sequence[Row], *, heading: str = "What") -> Html:
    """A table of measures with the same unit: name and definition, picture, number, interval, how many.

    Args:
        caption: What the table shows.
        rows: Its rows; with none there is a sentence instead.
        heading: What stands over the names.
    """
    if not rows:
        return tag("p", f"{caption}: nothing was found.", class_="none")
    scale = scale_of(rows)
    median = rows[0].measure.summary == "median"
    value = "Median" if median else "Share" if is_share(rows[0].measure) else "Rate"
    head = tag(
        "tr",
        tag("th", heading, scope="col"),
        tag("th", _axis(rows[0], scale), scope="col", class_="picture", aria_hidden="true"),
        tag("th", value, scope="col", class_="number"),
        tag("th", "95 % interval", scope="col", class_="number"),
        tag("th", "Responses", scope="col", class_="number"),
    )
    body = tag("tbody", *(_row(row, scale) for row in rows))
    # Where the screen is too narrow for an axis, its ends stand here.
    ends = tag("span", f" bars from 0 to {amount(rows[0].measure, scale.most)}", class_="ends", aria_hidden="true")
    return tag("table", tag("caption", caption, ends), tag("thead", head), body, class_="bars")


def definition(row: Row) -> Html:
    """A measure's name with what it counts beside it."""
    return Html(tag("b", row.measure.title) + tag("span", row.measure.means, class_="means"))


def _row(row: Row, scale: Scale) -> Html:
    return tag(
        "tr",
        tag("th", definition(row), scope="row"),
        tag("td", _picture(row, scale), class_="picture", aria_hidden="true"),
        tag("td", value_of(row), class_="number value"),
        tag("td", interval_of(row) or "none", class_="number interval"),
        tag("td", of_how_many(row), class_="number of"),
    )


def _axis(row: Row, scale: Scale) -> Html:
    count = round(scale.most / scale.step)
    ticks = [scale.step * number for number in range(count + 1)]
    marks = [
        tag("span", amount(row.measure, value), style=f"left:{scale.at(value)}%", class_=_edge(value, scale))
        for value in ticks
    ]
    return tag("div", *marks, class_="axis")


def _edge(value: float, scale: Scale) -> str:
    return "first" if value == 0 else "last" if value >= scale.most else "tick"


def _picture(row: Row, scale: Scale) -> Html:
    estimate = row.estimate
    if estimate.held_back or estimate.value is None:
        return tag("svg", tag("rect", class_="track", x="0", y="9", width="100%", height="6"), class_="bar")
    pieces = [tag("rect", class_="track", x="0", y="9", width="100%", height="6")]
    if row.measure.summary == "median":
        if estimate.lower_quarter is not None and estimate.upper_quarter is not None:
            pieces.append(_span("half", scale.at(estimate.lower_quarter), scale.at(estimate.upper_quarter)))
    else:
        pieces.append(_span("fill", 0.0, scale.at(estimate.value)))
    if estimate.low is not None and estimate.high is not None:
        pieces.append(_whisker(scale.at(estimate.low), scale.at(estimate.high)))
    if row.measure.summary == "median":
        at = f"{scale.at(estimate.value)}%"
        pieces.append(tag("line", class_="median", x1=at, x2=at, y1="2", y2="22"))
    return tag("svg", *pieces, class_="bar")


def _span(kind: str, start: float, end: float) -> Html:
    return tag("rect", class_=kind, x=f"{start}%", y="5", width=f"{end - start:.2f}%", height="14")


def _whisker(start: float, end: float) -> Html:
    ends = [tag("line", x1=f"{at}%", x2=f"{at}%", y1="8", y2="16") for at in (start, end)]
    return tag("g", tag("line", x1=f"{start}%", x2=f"{end}%", y1="12", y2="12"), *ends, class_="whisker")
