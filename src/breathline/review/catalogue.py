"""Every part, in the order of docs/measures.md."""

from __future__ import annotations

from breathline.review.figure import Part
from breathline.review.parts import acts, alarms, breath_gaps, course, curve, prompts
from breathline.review.result import Measure

PARTS: tuple[Part, ...] = (
    course.PART,
    curve.PART,
    acts.PART,
    breath_gaps.PART,
    alarms.PART,
    prompts.PROMPTS,
    prompts.QUESTIONS,
)

FIGURES = tuple(figure for part in PARTS for figure in part.figures)

MEASURES = tuple(
    Measure(figure.name, part.subject, figure.title, figure.means, figure.unit, figure.summary.value, figure.per)
    for part in PARTS
    for figure in part.figures
)
