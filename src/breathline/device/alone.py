"""One box at a time for each log: two would offer each other's running response, and both would write to it."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from breathline.errors import BreathlineError
from breathline.events.database import NO_TIME, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone(folder: Path, kind: Kind) -> Iterator[None]:
    """Hold the log of this kind for as long as the block runs; the system lets go when the program dies.

    Args:
        folder: The data folder.
        kind: Practice or real.

    Raises:
        BreathlineError: Another program holds it.
    """
    if sys.platform == "win32":  # no flock; there two programs are not told apart
        yield
        return
    import fcntl

    path = folder / f"{kind}.lock"
    try:
        opened = path.open("a", encoding="ascii")
    except OSError:
        # A folder that can't be written holds no log to guard, and the guide must start all the same.
        yield
        return
    with opened as file:
        os.utime(path, (NO_TIME, NO_TIME))  # else it would say when the box was first started
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BreathlineError(
                f"Breathline already runs here with the {kind} responses; go on there, or close it first"
            ) from error
        yield
