"""How long things took, gathered over the tests of one run."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from statistics import median


class Span(StrEnum):
    FIRST_READING = "advertisement to first reading"
    LOST = "loss to lost"
    BACK = "return to number back"
    SILENT = "silence to silent"


GOAL_S = {Span.FIRST_READING: 3.0, Span.LOST: 5.5, Span.BACK: 4.0, Span.SILENT: 5.5}
"""On a machine of ordinary speed; under emulation a span may take longer and is only bounded."""


class Times:
    def __init__(self) -> None:
        self._seconds: dict[tuple[Span, str], list[float]] = defaultdict(list)

    def took(self, span: Span, family: str, seconds: float) -> None:
        self._seconds[span, family].append(seconds)

    def table(self) -> list[str]:
        if not self._seconds:
            return []
        rows = [
            f"{span:32}{family:10}{len(each):4}{median(each):9.2f}{max(each):9.2f}{GOAL_S[span]:9.1f}"
            for (span, family), each in sorted(self._seconds.items())
        ]
        return [f"{'seconds':32}{'family':10}{'n':>4}{'median':>9}{'worst':>9}{'goal':>9}", *rows]
