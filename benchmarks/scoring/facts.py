"""Figures that docs/signal.md and comments in the code lean on, measured anew each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from breathline.signal.conditioner import Conditioner
from breathline.words import Trust, Vitals
from scoring.course import Course, Numbers
from scoring.falls import true_falls
from scoring.sets import RECORDED, Set
from scoring.smoothers import LOW_LIMIT
from scoring.tables import table

LINE_S = 30
"""The slope is that of the last half minute."""

AHEAD_S = 30
"""How long before a fall the forecast is looked at."""

NEAR_S = 30.0
"""A forecast this close is useful: a breath takes 5 s, fetching oxygen about half a minute."""

ERRORS = 2.0

Line = tuple[str, str]


def facts(sets: Sequence[Set]) -> str:
    """What was found in the undisturbed sets, as Markdown."""
    rows: list[Line] = []
    for one in sets:
        if one.key == RECORDED:
            rows += _recorded(one.courses)
        if not one.key.endswith("disturbed"):
            rows += _slopes(one)
    return table(("of what", "found"), rows)


def _recorded(courses: Sequence[Course]) -> Iterator[Line]:
    falls, rises, pulses, still, still_too = [], [], [], [], []
    for course in courses:
        steps, beats = np.diff(course.spo2), np.diff(course.pulse)
        falls.append(-steps.min())
        rises.append(steps.max())
        pulses.append(np.abs(beats).max())
        still.append(_longest((steps == 0) & (beats == 0)))
        if not np.all(np.isnan(course.perfusion)):
            still_too.append(_longest((steps == 0) & (beats == 0) & (np.diff(course.perfusion) == 0)))
    yield "recorded: largest fall of SpO2 in a second", f"{max(falls):g} %"
    yield "recorded: largest rise of SpO2 in a second", f"{max(rises):g} %"
    yield "recorded: largest move of the pulse in a second", f"{max(pulses):g} a minute"
    yield "recorded: SpO2 and pulse unchanged for at most", f"{max(still)} s"
    yield "recorded: perfusion index unchanged too, for at most", f"{max(still_too)} s"


def _slopes(one: Set) -> Iterator[Line]:
    within = said = foretold = falls = near = 0
    for course in one.courses:
        vitals = conditioned(course)
        slope, error = _column(vitals, "slope"), _column(vitals, "slope_error")
        true = line_slopes(course.truth)
        there = ~np.isnan(slope) & ~np.isnan(true)
        within += int(np.sum(np.abs(slope - true)[there] <= ERRORS * error[there]))
        said += int(np.sum(there))
        ahead = _column(vitals, "low_in")
        for fall in true_falls(course, LOW_LIMIT):
            if fall.starts < AHEAD_S:
                continue
            falls += 1
            seconds = ahead[fall.starts - AHEAD_S]
            if not np.isnan(seconds):
                foretold += 1
                near += int(abs(seconds - AHEAD_S) <= NEAR_S)
    yield f"{one.key}: slope within two of its errors of the truth's", f"{100 * within / said:.0f} % of the time"
    what = f"{one.key}: {AHEAD_S} s before a true fall below {LOW_LIMIT:.0f}"
    yield what, f"{foretold} of {falls} foretold, {near} of them to within {NEAR_S:.0f} s"


def line_slopes(values: Numbers) -> Numbers:
    """Percent a minute of the straight line through each last half minute; NaN until there is one."""
    offsets = np.arange(LINE_S + 1) - LINE_S / 2
    slopes = np.full(len(values), np.nan)
    slopes[LINE_S:] = np.convolve(values, offsets[::-1], mode="valid") / np.sum(offsets**2) * 60.0
    return slopes


def conditioned(course: Course) -> list[Vitals]:
    """Breathline's vitals, second by second."""
    conditioner = Conditioner(low_limit=LOW_LIMIT)
    found = []
    for t, reading in enumerate(course.readings):
        vitals = None if reading is None else conditioner.take(reading)
        found.append(vitals or conditioner.at(float(t)))
    return found


def _column(vitals: Sequence[Vitals], name: str) -> Numbers:
    values = [getattr(one, name) if one.trust is Trust.LIVE else None for one in vitals]
    return np.array([np.nan if value is None else value for value in values])


def _longest(same: np.ndarray) -> int:
    """Seconds of the longest run of True."""
    places = np.flatnonzero(np.concatenate([[True], ~same, [True]]))
    return int(np.max(np.diff(places))) - 1
