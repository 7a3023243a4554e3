"""The box's clock: seconds that only go forward and go on while the machine sleeps."""

from __future__ import annotations

import time


def box_clock() -> float:
    """Seconds since some moment, never backwards, at life's pace; nobody can set it.

    On Linux a suspended machine's seconds are counted: a five-minute timer is due five minutes later, whether or not
    somebody closed the lid. Elsewhere they may be missing.
    """
    return _read()


def _since_boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


_read = _since_boot if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic
