"""How long to wait before trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PAUSES_S = (0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""The wait after the first failure in a row, the second, and so on; the last repeats.

The short ones are for a lost packet or a radio that was busy for a moment: trying again at once mends most of
them. It ends at three seconds, where others go on to half a minute, because nothing is tried blindly: an
oximeter is connected to only while it is heard, and asking for a missing adapter costs a system call. So the
longest wait still leaves a number that can return to be back well within ten seconds.
"""

JITTER = 0.25
"""Each pause is stretched by up to a quarter, so that two boxes after one power cut don't collide for ever."""

GOOD_AFTER_S = 30.0
"""After so many seconds of good data the next failure is a new one, not the same going on."""


class Backoff:
    """Counts failures in a row and says how long to wait.

    Args:
        random: Gives numbers in 0..1; injected so that tests know the waits.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self.failures = 0

    def failed(self) -> float:
        """Count a failure.

        Returns:
            Seconds to wait before trying again.
        """
        pause = PAUSES_S[min(self.failures, len(PAUSES_S) - 1)]
        self.failures += 1
        return pause * (1 + JITTER * self._random())

    def reset(self) -> None:
        """Forget the failures: it works."""
        self.failures = 0
