"""How open a person's airway is (design)."""

from __future__ import annotations


class Airway:
    """One airway.

    Args:
        alone: How open it is, 0 to 1, on the back of somebody who does not respond, with nobody's help.
    """

    def __init__(self, alone: float) -> None:
        self._alone = alone
        self.held = False
        """Somebody tilts the head and lifts the chin."""
        self.assisted = False
        """Somebody breathes for them evenly, and holds the airway for it."""
        self.turned = False
        """The person lies on their side."""

    def openness(self, *, responsive: bool, sedation: float) -> float:
        """0 (shut) to 1; `sedation` is what sedatives leave of it."""
        helped = self.held or self.assisted or self.turned
        return 1.0 if responsive or helped else self._alone * sedation
