"""The conversation with a family that speaks only when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.ble.drivers.frames import Layout, StreamSession

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from breathline.ble.drivers.driver import Family, Refused, Write
    from breathline.words import Reading

PATIENCE_S = 0.6
"""How long an answer is waited for. A ring's longest, eight notifications, takes a third of a second at the slow
connection intervals such devices ask for; and five lost answers in a row still fit in the three seconds that a
number may stand."""


class PolledSession(StreamSession):
    """One connection to a family that is asked in rounds: one request at a time, the next when the answer is there.

    An answer that stays away for too long is given up and a new round begins, so the first request, which should
    be the one for the values, is the first to be repeated.

    Args:
        family: Whose session it is.
        characteristic: Full UUID that the answers come on.
        layout: What the answers look like.
        read: A sound answer and the time it came, to what it says.
        requests: What is asked in a round, in order.
        first: What is asked before the first round, once; an answer that stays away ends it.
        period_s: Seconds from the beginning of a round to that of the next.
        patience_s: Seconds that an answer may take.
    """

    def __init__(  # noqa: PLR0913 - a stream's four, and how it is asked
        self,
        family: Family,
        characteristic: str,
        layout: Layout,
        read: Callable[[float, bytes], Reading | Refused],
        requests: Sequence[Write],
        *,
        first: Sequence[Write] = (),
        period_s: float = 1.0,
        patience_s: float = PATIENCE_S,
    ) -> None:
        super().__init__(family, characteristic, layout, self._answered)
        self._read_answer = read
        self.asked: Write | None = None
        """The last request; None before the first."""
        self._requests = requests
        self._left = [*first, *requests]
        self._period_s = period_s
        self._patience_s = patience_s
        self._waiting = False
        self._began = 0.0
        self._due: float | None = None

    def opened(self, t: float) -> list[Write]:
        """The first request."""
        self._began = t
        return self._ask(t)

    @property
    def next_write(self) -> float | None:
        """When the next request is due, or the answer to the last one overdue."""
        return self._due

    def writes(self, t: float) -> list[Write]:
        """The next request; the first one again when an answer was lost."""
        if self._due is None or t < self._due:
            return []
        if self._waiting:
            self.forget()
            self._left = []
        return self._ask(t)

    def _ask(self, t: float) -> list[Write]:
        if not self._left:
            self._left, self._began = [*self._requests], t
        self._waiting, self._due = True, t + self._patience_s
        self.asked = self._left.pop(0)
        return [self.asked]

    def _answered(self, t: float, frame: bytes) -> Reading | Refused:
        if self._waiting:
            self._waiting = False
            self._due = t if self._left else max(t, self._began + self._period_s)
        return self._read_answer(t, frame)
