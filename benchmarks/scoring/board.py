"""The whole scoreboard: every row over every set, and the texts made of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scoring import tables, targets
from scoring.causes import laid
from scoring.facts import facts
from scoring.measure import Score, score
from scoring.rows import OURS, RAW, Row
from scoring.sets import Set
from scoring.speed import Cost


@dataclass(frozen=True)
class Board:
    """What was measured.

    Attributes:
        sets: The courses.
        scores: For each set's key, each row's score; None where its library is not installed.
        costs: For each row, what it costs; empty when that was not measured.
    """

    sets: Sequence[Set]
    scores: dict[str, dict[str, Score | None]]
    costs: dict[str, Cost | None]


def run(sets: Sequence[Set], rows: Sequence[Row], costs: dict[str, Cost | None]) -> Board:
    """Every row over every set."""
    scores = {one.key: {row.name: score(row, one.courses) for row in rows} for one in sets}
    return Board(sets, scores, costs)


def texts(board: Board) -> Iterator[tuple[str, str]]:
    """Marker and Markdown of each table."""
    for one in board.sets:
        found = board.scores[one.key]
        yield one.key, f"{len(one.courses)} courses, {one.hours:.1f} h.\n\n{tables.scores(found)}"
        there = laid(one.courses)
        if there:
            names = (RAW, OURS)
            yield f"{one.key}-causes", tables.reasons(there, names, [found[name] for name in names])
    if board.costs:
        yield "speed", tables.speeds(board.costs)
    yield "facts", facts(board.sets)
    yield "targets", targets.as_table(targets.targets(board.scores, board.costs))
