"""Draws the stretches worth seeing as SVG files that read in light and dark, in print and without colour."""

from __future__ import annotations

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
from scoring.tables import p95

LIMIT = 90.0
STRIPS = (
    "90 %, 15 s",
    "88 %, 15 s, at once at 78 (Masimo)",
    "SatSeconds 50 (Nellcor)",
    "median of 9, trailing",
    RAW,
    OURS,
)
"""Whose alarms are drawn below the curves; the last one on top."""


@dataclass(frozen=True)
class Stretch:
    """A part of one course to draw.

    Attributes:
        file: The picture's name.
        title: What is to be seen.
        key: Which set the course is from.
        course: Which course of it: the beginning of its name.
        copy: Which of several courses of that name (they differ in luck).
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
        "artefacts", "A recording with artefacts laid over it", "recorded-disturbed", "100003, oximeter 1", 0, 0, 420
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
    numbers.set_title(stretch.title, loc="left")
    for run in runs(course.disturbed[there]):
        for axes in (numbers, strips):
            axes.axvspan(stretch.first + run.starts - 0.5, stretch.first + run.ends - 0.5, color=PALE, linewidth=0)
    numbers.axhline(LIMIT, color=INK, linewidth=0.8, linestyle=(0, (2, 3)))
    numbers.plot(seconds, course.truth[there], color=INK, linewidth=1, linestyle=":", label="truth")
    numbers.plot(seconds, course.spo2[there], color=ORANGE, linewidth=1, drawstyle="steps-post", label="device (raw)")
    numbers.plot(seconds, _of(OURS, course)[there], color=BLUE, linewidth=2.2, label="Breathline, live")
    numbers.set_ylabel("SpO2, %")
    numbers.legend(loc="lower left", ncols=3)
    _alarms(strips, course)
    strips.set_xlabel("seconds")
    strips.set_xlim(stretch.first, seconds[-1])
    return figure


def _of(name: str, course: Course) -> Numbers:
    row = next(row for row in ROWS if row.name == name)
    numbers = shown(row, course)
    return np.full(len(course.spo2), np.nan) if numbers is None else numbers


def _alarms(axes: Any, course: Course) -> None:
    """A bar wherever a row calls its number low."""
    for place, name in enumerate(STRIPS):
        row = next(row for row in ROWS if row.name == name)
        low = called_low(row, _of(name, course), LIMIT)
        bars = [(run.starts, run.ends - run.starts) for run in runs(low)]
        axes.broken_barh(bars, (place - 0.35, 0.7), color=BLUE if name == OURS else ORANGE if name == RAW else INK)
    axes.set_yticks(
        range(len(STRIPS)), [name.split(",", maxsplit=2)[0] if "Masimo" not in name else name for name in STRIPS]
    )
    axes.set_ylim(-0.6, len(STRIPS) - 0.4)
    axes.set_title("calls it low", loc="left", fontsize=9)


def _trade(title: str, scores: Sequence[Score | None]) -> Any:
    """Each row as a point: to the left is early, below is quiet."""
    figure, (axes,) = sheet(1, heights=(4,))
    axes.set_title(title, loc="left")
    for one in scores:
        if one is None:
            continue
        x, y = p95(one.at[LIMIT].delays), one.false_per_hour(LIMIT)
        ours = one.name == OURS
        axes.plot(x, y, marker="o" if ours else "x", markersize=10 if ours else 7, color=BLUE if ours else INK)
        axes.annotate(one.name, (x, y), xytext=(7, 5), textcoords="offset points", fontsize=9)
    axes.set_xscale("symlog", linthresh=5)
    axes.set_xlabel("late by at most, for 95 in 100 true falls below 90, seconds")
    axes.set_ylabel("false crossings of 90 an hour")
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=-0.3)
    return figure
