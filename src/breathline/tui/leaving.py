"""Leaving when the system asks for it."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def leave_at_signals(leave: Callable[[], object]) -> None:
    """Call `leave` when the system asks the program to end or the terminal closes, so that the log is closed well.

    Does nothing outside the main thread or where the loop takes no signals: the program's end is sudden there, and
    the log is built for that too.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGHUP):
        try:
            loop.add_signal_handler(number, leave)
        except (ValueError, RuntimeError, NotImplementedError):
            return
