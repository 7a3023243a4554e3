"""What a response was, from its row in the table of responses: length, end, outcome, what made it hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.review.figure import Figure, Part, Summary
from breathline.words import Hardship, Outcome

if TYPE_CHECKING:
    import ibis.expr.types as ir


RESPONSES = "responses"


def _responses(responses: ir.Table, _: ir.Table) -> ir.Table:
    return responses


def _outcome(outcome: Outcome) -> Figure:
    words = outcome.replace("_", " ")
    return Figure(
        f"outcome_{outcome}",
        f"Outcome: {words}",
        f'A person said that it ended so: "{words}", at the end or in the close-out; the close-out holds.',
        lambda rows: (rows.outcome == outcome.value).max(),
        summary=Summary.SHARE,
        private="outcome",
    )


def _hardship(hardship: Hardship) -> Figure:
    words = hardship.replace("_", " ")
    return Figure(
        f"hardship_{hardship}",
        f"Made it hard: {words}",
        f'Of the responses for which a person said what made it hard, those with "{words}".',
        lambda rows: (rows.hardship.nullif("") == hardship.value).max(),
        summary=Summary.SHARE,
        private="hardship",
    )


PART = Part(
    "Course and outcome",
    "From the table of responses: one row each.",
    _responses,
    (
        Figure(
            RESPONSES,
            "Responses",
            "How many there are. One counts from its first row, ended or not.",
            lambda rows: rows.count(),
            summary=Summary.TOTAL,
        ),
        Figure(
            "length_s",
            "Length",
            "Seconds from the beginning to the last event before the close-out.",
            lambda rows: rows.length_s.max(),
            "s",
        ),
        Figure(
            "open",
            "Not ended",
            "Nobody ended it: the log has no end. It counts in every other measure up to its last row.",
            lambda rows: rows.ended_reason.nullif("").isnull().max(),
            summary=Summary.SHARE,
        ),
        Figure(
            "outcome_not_said",
            "Outcome: not said",
            "Nobody said how it ended.",
            lambda rows: rows.outcome.nullif("").isnull().max(),
            summary=Summary.SHARE,
            private="outcome",
        ),
        *map(_outcome, Outcome),
        *map(_hardship, Hardship),
    ),
)
