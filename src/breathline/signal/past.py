"""What a block of a recording must know of all that came before it."""

from __future__ import annotations

from copy import copy

import numpy as np

from breathline.signal.hold import Hold


class Past:
    """What a block must know of all that came before.

    Args:
        rows: How many rows the recording has.

    Attributes:
        hold: Steps down, as of the last row worked out.
        held: Rows at which one spoke against the number.
        numbered: When the last valid SpO2 came.
    """

    def __init__(self, rows: int) -> None:
        self.hold = Hold()
        self.held = np.zeros(rows, dtype=np.bool_)
        self.numbered: float | None = None
        self._changes: list[tuple[int, Hold, bool]] = [(0, Hold(), False)]

    @property
    def moving(self) -> bool:
        """Whether each row may change the hold now."""
        return self._changes[-1][2]

    def moves(self, row: int) -> None:
        """From this row on each row may change the hold."""
        if not self.moving:
            self._changes.append((row, copy(self.hold), True))

    def rests(self, row: int) -> None:
        """From this row on nothing changes it, until it moves again."""
        self._changes.append((row, copy(self.hold), False))

    def before(self, row: int) -> tuple[int, Hold]:
        """The hold as it was before a row, or before an earlier one from which it can be followed."""
        i = len(self._changes) - 1
        while self._changes[i][0] > row:
            i -= 1
        start, hold, moving = self._changes[i]
        return (start if moving else row), copy(hold)
