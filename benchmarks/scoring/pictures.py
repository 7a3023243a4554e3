"""Draws the stretches worth seeing as SVG files that read in light and dark, in print and without colour."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from scoring.board import Board
from scoring.course import Course, Numbers
from scoring.falls import runs
from scoring.ink import BLUE, INK, ORANGE, PALE, save, sheet
from scoring.measure import Score, called_low, shown
from scoring.peers import library
from scoring.rows import OURS, RAW, ROWS
from scoring.smoothers import LOW_LIMIT
from scoring.tables import p95
from scoring.targets import QUICK_S

TICKS_S = (0, 1, 2, 3, 5, 10, 20, 50, 100, 200)
ROOM = 0.2
"""Of the height, above the curves, for the names of what is laid over."""

MARKERS = ("x", "s", "D", "^", "*", "P", "v", "d", "<", "o")
"""One for each row: no need to tell them by colour."""

STRIPS = {
    "90 %, 15 s": "90 %, 15 s",
    "88 %, 15 s, at once at 78 (Masimo)": "88 %, 15 s (Masimo)",
    "SatSeconds 50 (Nellcor)": "SatSeconds 50",
    "median of 9, trailing": "median of 9",
    RAW: RAW,
    OURS: OURS,
}
"""Whose alarms are drawn below the curves, and how they are called there; the last one on top."""


@dataclass(frozen=True)
class Stretch:
    """A part of one course to draw.

    Attributes:
        file: The picture's name.
        title: What is to be seen.
        key: Which set the course is from.
        course: Which course of it: the beginning of its name.
        copy: Which of several courses of that name: the place of its seed.
        first: Its first second.
        last: The second after its last.
    """

    file: str
    title: str
    key: str
    course: str
    copy: int
    first: int
    last: int


STRETCHES = (
    Stretch("fall", "A recorded fall below 90", "recorded", "100001, oximeter 5", 0, 340, 420),
    Stretch(
        "mentioned", "Artefacts most of which the clip mentions", "recorded-disturbed", "100001, oximeter 5", 0, 80, 440
    ),
    Stretch(
        "not-mentioned", "Artefacts the clip does not mention", "recorded-disturbed", "100002, oximeter 5", 6, 20, 400
    ),
    Stretch("overdose", "97 to 60 % in ten minutes, with artefacts", "shapes-disturbed", "97 to 60", 0, 0, 720),
)


def draw(board: Board, folder: Path) -> Iterator[Path]:
    """Draw what can be drawn of this board.

    Yields:
        The path of each picture.
    """
    if library("matplotlib") is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for stretch in STRETCHES:
        courses = [
            course
            for one in board.sets
            if one.key == stretch.key
            for course in one.courses
            if course.name.startswith(stretch.course)
        ]
        if courses:
            yield save(_stretch(stretch, courses[stretch.copy]), folder / f"{stretch.file}.svg", stretch.title)
    scores = board.scores.get("recorded-disturbed")
    if scores is not None:
        title = "How late and how often falsely, recordings with artefacts"
        yield save(_trade(title, list(scores.values())), folder / "late-or-false.svg", title)


def _stretch(stretch: Stretch, course: Course) -> Any:
    """The numbers above, who calls them low below."""
    figure, (numbers, strips) = sheet(2, heights=(3, 1.5))
    seconds = np.arange(stretch.first, min(stretch.last, len(course.spo2)))
    there = slice(stretch.first, stretch.last)
    numbers.set_title(stretch.title, loc="left", pad=34)
    _shade(numbers, strips, stretch, course)
    numbers.axhline(LOW_LIMIT, color=INK, linewidth=0.8, linestyle=(0, (2, 3)))
    numbers.plot(seconds, course.truth[there], color=INK, linewidth=1, linestyle=":", label="truth")
    numbers.plot(seconds, course.spo2[there], color=ORANGE, linewidth=1, drawstyle="steps-post", label="device (raw)")
    live = _of(OURS, course)[there]
    numbers.plot(seconds, live, color=BLUE, linewidth=2.4, drawstyle="steps-post", label="Breathline, live")
    numbers.set_ylabel("SpO2, %")
    lowest, highest = numbers.get_ylim()
    numbers.set_ylim(lowest, highest + ROOM * (highest - lowest))
    numbers.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=3, borderaxespad=0.2)
    _alarms(strips, course)
    strips.set_xlabel("seconds")
    strips.set_xlim(stretch.first, seconds[-1])
    return figure


def _shade(numbers: Any, strips: Any, stretch: Stretch, course: Course) -> None:
    """Where something was laid over, and what; names that would touch stand one lower."""
    before = -math.inf
    for run in runs(course.disturbed[stretch.first : stretch.last]):
        first, last = stretch.first + run.starts, stretch.first + run.ends
        for axes in (numbers, strips):
            axes.axvspan(first - 0.5, last - 0.5, color=PALE, linewidth=0)
        middle = (first + last) / 2
        lower = middle - before < (stretch.last - stretch.first) / 12
        what = course.laid[first].replace(", ", ",\n").replace("low ", "low\n")
        height = 0.91 if lower else 0.99
        numbers.text(middle, height, what, transform=numbers.get_xaxis_transform(), ha="center", va="top", fontsize=7)
        before = -math.inf if lower else middle


def _of(name: str, course: Course) -> Numbers:
    row = next(row for row in ROWS if row.name == name)
    numbers = shown(row, course)
    return np.full(len(course.spo2), np.nan) if numbers is None else numbers


def _alarms(axes: Any, course: Course) -> None:
    """A bar wherever a row calls its number low."""
    for place, name in enumerate(STRIPS):
        row = next(row for row in ROWS if row.name == name)
        low = called_low(row, _of(name, course), LOW_LIMIT)
        bars = [(run.starts, run.ends - run.starts) for run in runs(low)]
        axes.broken_barh(bars, (place - 0.35, 0.7), color=BLUE if name == OURS else ORANGE if name == RAW else INK)
    axes.set_yticks(range(len(STRIPS)), list(STRIPS.values()))
    axes.set_ylim(-0.6, len(STRIPS) - 0.4)
    axes.set_title("calls it low", loc="left", fontsize=9)


def _trade(title: str, scores: Sequence[Score | None]) -> Any:
    """Each row as a point: to the left is early, below is quiet."""
    figure, (axes,) = sheet(1, heights=(4,))
    axes.set_title(title, loc="left")
    for marker, one in zip(MARKERS, scores, strict=True):
        if one is not None:
            point = (p95(one.at[LOW_LIMIT].delays), one.false_per_hour(LOW_LIMIT))
            ours = one.name == OURS
            size, colour = (11, BLUE) if ours else (7, INK)
            axes.plot(*point, marker, markersize=size, color=colour, label=one.name, clip_on=False)
    axes.axvline(QUICK_S, color=INK, linewidth=0.8, linestyle=(0, (2, 3)))
    axes.annotate("3 s", (QUICK_S, 0), xytext=(3, 4), textcoords="offset points", fontsize=9)
    axes.set_xscale("symlog", linthresh=5, linscale=1.5)
    axes.set_xticks(TICKS_S, [str(tick) for tick in TICKS_S])
    axes.minorticks_off()
    axes.set_xlabel("late by at most, for 95 in 100 true falls below 90, seconds")
    axes.set_ylabel("false crossings of 90 an hour")
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=-0.3, right=TICKS_S[-1])
    axes.legend(loc="center left", bbox_to_anchor=(1.02, 0.5), labelspacing=0.9)
    return figure
