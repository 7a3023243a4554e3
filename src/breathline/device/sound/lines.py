"""A cue as a line of text, between the box and the process that holds the sound device."""

from __future__ import annotations

from breathline.device.sound.plan import Cue
from breathline.events.model import Priority

_TICK = "tick"


def line_of(cue: Cue) -> str:
    """The cue as a line."""
    return f"{_TICK if cue.burst is None else cue.burst.value} {cue.volume!r}"


def cue_of(line: str) -> Cue:
    """The cue of a line that `line_of` wrote.

    Raises:
        ValueError: It is not one.
    """
    what, volume = line.split()
    return Cue(None if what == _TICK else Priority(what), float(volume))
