"""How open a person's airway is (design)."""

from __future__ import annotations

from typing import Final

SNORES_EVERY_S, PAUSES_S = 90.0, 35.0
"""A sleeper who snores: so often, and at the end of each so long, the airway nearly shuts."""
PAUSED: Final = 0.05
STIRS: Final = 0.3
"""No pause comes while a stimulus is fresher than this."""


class Airway:
    """One airway.

    Args:
        alone: How open it is, 0 to 1, on the back of somebody who does not respond, with nobody's help.
        asleep: Whether they sleep and snore.
    """

    def __init__(self, alone: float, *, asleep: bool) -> None:
        self._alone = alone
        self._asleep = asleep
        self.held = False
        """Somebody tilts the head and lifts the chin."""
        self.assisted = False
        """Somebody breathes for them evenly, and holds the airway for it."""
        self.turned = False
        """The person lies on their side."""

    def openness(self, t: float, responsive: bool, stimulus: float, sedation: float) -> float:
        """0 (shut) to 1 at `t` seconds; `sedation` is what sedatives leave of it."""
        if self.held or self.assisted or self.turned:
            return 1.0
        if not responsive:
            return self._alone * sedation
        snores = self._asleep and stimulus < STIRS
        return PAUSED if snores and t % SNORES_EVERY_S >= SNORES_EVERY_S - PAUSES_S else 1.0
