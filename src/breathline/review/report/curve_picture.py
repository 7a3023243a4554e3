"""SpO2 of all responses aligned at the first low reading, as one picture and as a table.

The lines are a sample, the bands are of all that were aligned. Both are plain paths: thousands draw at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from breathline.review.report.markup import Html, tag
from breathline.review.report.wording import FEW, duration, whole
from breathline.review.result import Band, Curve, Curves

LINES = 150
"""As many single lines as can be told apart at all."""

BEFORE_S = 120
AFTER_S = 1200
"""What is drawn at most, around the first low reading."""

_KNOWN_PART = 0.1
"""The picture ends where fewer than a tenth of the curves still have a number: the rest is of a few long ones."""

_GAP_S = 5
"""As in the measures: a longer time without a live number is a gap, and no line is drawn over it."""

_TOP, _LIMIT = 100, 90
_HIGHEST_FLOOR = 70
_TEN = 10
_TABLE_S = (-60, -30, 0, 15, 30, 60, 90, 120, 180, 240, 300, 420, 600, 900, 1200)
_TICKS_S = (30, 60, 120, 180, 300)
_MOST_TICKS = 8
_MEDIAN = 2
_MINUS = "\N{MINUS SIGN}"


def picture(curves: Curves) -> Html:
    """The picture with its scales; a sentence when there is nothing to draw."""
    bands = _drawn_bands(curves)
    if len(bands) < _MEDIAN:
        return tag("p", "Too few responses have a low reading: there is nothing that may be drawn.", class_="none")
    first, last, floor = bands[0].second, bands[-1].second, _floor(bands)
    shift = f"translate({-first} {_TOP})"
    drawing = tag(
        "svg",
        tag(
            "g",
            tag("line", class_="limit", x1=first, x2=last, y1=-_LIMIT, y2=-_LIMIT),
            *(tag("path", class_="one", d=_line(curve, first, last)) for curve in curves.drawn[:LINES]),
            *_area("wide", bands, 0, 4),
            *_area("narrow", bands, 1, 3),
            *(tag("path", class_="middle", d=each) for each in _middle(bands)),
            tag("line", class_="zero", x1=0, x2=0, y1=-_TOP, y2=-floor),
            transform=shift,
        ),
        viewBox=f"0 0 {last - first} {_TOP - floor}",
        preserveAspectRatio="none",
        class_="drawing",
        aria_hidden="true",
    )
    return tag(
        "figure",
        _legend(curves),
        tag("div", drawing, *_levels(floor), *_seconds(first, last), class_="plot"),
        _known(curves, bands),
        tag("figcaption", _caption(curves)),
    )


def table(curves: Curves) -> Html:
    """The same as a table, at some moments."""
    at = {band.second: band for band in _drawn_bands(curves)}
    names = ("Moment", "Responses", "10th", "25th", "Median", "75th", "90th")
    head = tag(
        "tr", *(tag("th", name, scope="col", class_="number" if place else None) for place, name in enumerate(names))
    )
    rows = [_moment(at[second]) for second in _TABLE_S if second in at]
    caption = tag("caption", "SpO2 in percent around the first low reading; 10th to 90th are percentiles")
    return tag("div", tag("table", caption, tag("thead", head), tag("tbody", *rows), class_="plain"), class_="scroll")


def _moment(band: Band) -> Html:
    side = "before" if band.second < 0 else "after"
    when = f"{duration(abs(band.second))} {side}" if band.second else "first low reading"
    values = [FEW] * 5 if band.spo2 is None else [f"{value:.0f}" for value in band.spo2]
    return tag(
        "tr", tag("th", when, scope="row"), *(tag("td", each, class_="number") for each in (whole(band.of), *values))
    )


def _drawn_bands(curves: Curves) -> Sequence[Band]:
    near = [band for band in curves.bands if -BEFORE_S <= band.second <= AFTER_S]
    least = max((band.of for band in near), default=0) * _KNOWN_PART
    known = [band.second for band in near if band.spo2 is not None and band.of >= least]
    return [band for band in near if known and known[0] <= band.second <= known[-1]]


def _floor(bands: Sequence[Band]) -> int:
    lowest = min(band.spo2[0] for band in bands if band.spo2 is not None)
    return min(_HIGHEST_FLOOR, int(lowest // _TEN) * _TEN)


def _line(curve: Curve, first: int, last: int) -> str:
    """Whole percents in steps: a faint line needs no more, and the file stays small."""
    pieces: list[str] = []
    before, value = first - _GAP_S - 1, -1
    for second, spo2 in zip(curve.seconds, curve.spo2, strict=True):
        if not first <= second <= last:
            continue
        now = round(spo2)
        if second - before > _GAP_S:
            pieces.append(f"H{before}M{second} {-now}" if pieces else f"M{second} {-now}")
        elif now != value:
            pieces.append(f"H{second}V{-now}")
        before, value = second, now
    return "".join((*pieces, f"H{before}")) if pieces else ""


def _stretches(bands: Sequence[Band]) -> Iterator[list[tuple[int, tuple[float, ...]]]]:
    """The bands that are told, parted where one is held back or missing."""
    stretch: list[tuple[int, tuple[float, ...]]] = []
    for band in bands:
        if band.spo2 is None:
            continue
        if stretch and band.second - stretch[-1][0] > 1:
            yield stretch
            stretch = []
        stretch.append((band.second, band.spo2))
    if stretch:
        yield stretch


def _area(kind: str, bands: Sequence[Band], lower: int, upper: int) -> Iterator[Html]:
    for stretch in _stretches(bands):
        there = [f"{second},{-values[upper]:g}" for second, values in stretch]
        back = [f"{second},{-values[lower]:g}" for second, values in reversed(stretch)]
        yield tag("polygon", class_=kind, points=" ".join((*there, *back)))


def _middle(bands: Sequence[Band]) -> Iterator[str]:
    for stretch in _stretches(bands):
        yield "M" + "L".join(f"{second} {-values[_MEDIAN]:g}" for second, values in stretch)


def _levels(floor: int) -> Iterator[Html]:
    for level in range(_TOP, floor - 1, -_TEN):
        down = (_TOP - level) / (_TOP - floor) * 100
        yield tag("span", f"{level} %", class_="level", style=f"top:{down:.2f}%")


def _seconds(first: int, last: int) -> Iterator[Html]:
    step = next((step for step in _TICKS_S if (last - first) / step <= _MOST_TICKS), _TICKS_S[-1])
    for second in range(-(-first // step) * step, last + 1, step):
        odd = second // step % 2
        along = (second - first) / (last - first) * 100
        words = "first low" if second == 0 else f"{'+' if second > 0 else _MINUS}{_short(abs(second))}"
        yield tag("span", words, class_="second odd" if odd else "second", style=f"left:{along:.2f}%")


def _short(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def _known(curves: Curves, bands: Sequence[Band]) -> Html:
    """How many responses each moment is made from: at the edges it is few of them."""
    first, last, most = bands[0].second, bands[-1].second, max(band.of for band in bands)
    known = {band.second: band.of for band in bands}
    points = [f"{second - first},{most - known.get(second, 0)}" for second in range(first, last + 1)]
    outline = " ".join((f"0,{most}", *points, f"{last - first},{most}"))
    drawing = tag(
        "svg",
        tag("polygon", class_="known", points=outline),
        viewBox=f"0 0 {last - first} {most}",
        preserveAspectRatio="none",
        class_="drawing",
        aria_hidden="true",
    )
    words = f"How many of the {whole(curves.responses)} have a number at each moment (top: {whole(most)})"
    return tag("div", tag("p", words, class_="small"), tag("div", drawing, class_="plot low"), class_="knowing")


def _legend(curves: Curves) -> Html:
    shown = min(len(curves.drawn), LINES)
    keys = [("middle", "median"), ("narrow", "half of the responses"), ("wide", "8 in 10"), ("limit", f"{_LIMIT} %")]
    if shown:
        keys.insert(3, ("one", f"single responses ({whole(shown)} of {whole(curves.responses)})"))
    return tag("ul", *(tag("li", tag("i", class_=f"key {kind}"), words) for kind, words in keys), class_="legend")


def _caption(curves: Curves) -> str:
    return (
        f"{whole(curves.responses)} responses had a live SpO2 below {_LIMIT} %. Each begins to be drawn around that "
        "moment, the first low reading, whenever it came. Where a line stops there was no number to believe."
    )
