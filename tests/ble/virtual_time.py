"""An event loop whose clock jumps to whatever is due next: minutes of waiting pass in milliseconds, exactly."""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")

THREAD_S = 5.0
"""With nothing due in the loop, a thread (the log's, say) may still be about to answer; no longer than this."""


class _JumpingSelector(selectors.SelectSelector):
    """Never waits: moves the clock instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if timeout is None:
            ready = super().select(THREAD_S)
            if ready:
                return ready
            raise RuntimeError("every task waits for something that nobody will do")
        self.now += timeout
        return []


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """`time()` and every sleep and deadline follow the jumping clock."""

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        return self._jumping.now

    async def shutdown_default_executor(self, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Wait for threads without a deadline: a jumping clock would call Python 3.12's five minutes over at once."""
        await super().shutdown_default_executor()


def live(story: Coroutine[Any, Any, T]) -> T:
    """Run a story to its end in virtual time."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(story)


def now() -> float:
    """Virtual seconds since the story began."""
    return asyncio.get_running_loop().time()
