"""What the log tells about a response without reading its rows to you."""

from __future__ import annotations

from dataclasses import dataclass

from breathline.events.database import Kind
from breathline.events.summary import Summary

LONGEST_GAP_S = 4 * 3600.0
"""After this long without an event the clock's word is not taken for it: a box that was off for hours may have been
carried away or had its clock set, and nobody still works on that response. The screen asks."""

CLOCK_SLEW_S = 2.0
"""How far a clock that is kept right over the network may fall back against the seconds we counted (500 parts in a
million over an hour)."""


@dataclass(frozen=True, slots=True)
class Record:
    """A response on this box.

    Attributes:
        id: Its random id.
        kind: Practice or real.
        pack: The guideline pack's id.
        pack_hash: The hash of the pack's content.
        version: The version of Breathline that began it.
        open: It has no end yet.
        summary: It in a few figures; empty when `sealed`.
        sealed: It has ended and is sealed, and there is no key: nothing more is known.
    """

    id: str
    kind: Kind
    pack: str
    pack_hash: str
    version: str
    open: bool
    summary: Summary
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A response without an end: it runs, or the box died in it.

    Attributes:
        record: The response.
        anchor: The clock's time at its beginning, seconds since 1970; None when there was no clock.
    """

    record: Record
    anchor: float | None

    def elapsed(self, wall_time: float) -> float | None:
        """Seconds since its beginning.

        Args:
            wall_time: What the clock says now, seconds since 1970.

        Returns:
            The seconds, never less than the last event's; None when the clock can't be trusted: it stands before
            the last event or more than `LONGEST_GAP_S` after it.
        """
        if self.anchor is None:
            return None
        last = self.record.summary.length_s
        elapsed = wall_time - self.anchor
        return max(elapsed, last) if last - CLOCK_SLEW_S <= elapsed <= last + LONGEST_GAP_S else None
