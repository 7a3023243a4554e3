"""Whether a person responds, apart from whether they breathe (design).

Somebody who breathes again after naloxone may still be asleep from what naloxone doesn't reverse, and the reverse.
"""

from __future__ import annotations

import math
from typing import Final

WAKES, SLEEPS = 0.45, 0.35
"""Of being awake, 0 to 1: above the one they respond, below the other no more; between them they do as before."""
OPIOID_ALL: Final = 0.5
"""With so much of the chemoreflexes left an opioid keeps nobody asleep. They, not the wakeful drive, come back first
after naloxone: most people respond within five minutes of a dose into a muscle."""
STIMULUS: Final = 0.1
"""A fresh stimulus adds this much: whoever is nearly awake wakes by it, whoever is deep does not."""
STIMULUS_S: Final = 30.0
"""A stimulus fades with this time constant."""
O2_NONE_PCT, O2_ALL_PCT = 40.0, 60.0
"""Nobody is awake at a saturation below the first; from the second on it does not matter."""
CO2_ALL_MMHG, CO2_NONE_MMHG = 80.0, 120.0
"""From the first on CO2 makes drowsy; at the second nobody is awake."""
STIRRED: Final = 0.9
"""The part of the lost drive to breathe that a fresh stimulus gives back to somebody who responds: they breathe when
told. To somebody who doesn't it gives less, the deeper they are."""
SLEEP_DRIVE: Final = 0.85
"""The part of the wakeful drive that is left in sleep."""


class Waking:
    """How awake one person is.

    Args:
        step_s: Seconds of a step.
        asleep: Whether they sleep as anybody does; a stimulus wakes them.
    """

    def __init__(self, step_s: float, *, asleep: bool) -> None:
        self._fades = math.exp(-step_s / STIMULUS_S)
        self._asleep = asleep
        self.stimulus = 0.0
        """1 fresh, fading to 0."""
        self.responsive = True
        self._lightness = 1.0

    def stimulate(self) -> None:
        """Shout, shake, rub the breastbone; a given breath does it too."""
        self.stimulus = 1.0

    def step(self, left: float, sedation: float, sao2: float, paco2: float) -> None:
        """Go on by one step.

        Args:
            left: The part of the chemoreflexes that the opioid leaves, 0 to 1.
            sedation: The part that sedatives leave.
            sao2: Arterial saturation, percent.
            paco2: Arterial CO2, mmHg.
        """
        self.stimulus *= self._fades
        self._lightness = min(left / OPIOID_ALL, 1.0)
        fed = (sao2 - O2_NONE_PCT) / (O2_ALL_PCT - O2_NONE_PCT)
        clear = (CO2_NONE_MMHG - paco2) / (CO2_NONE_MMHG - CO2_ALL_MMHG)
        awake = self._lightness * sedation * min(max(fed, 0.0), 1.0) * min(max(clear, 0.0), 1.0)
        awake += STIMULUS * self.stimulus
        self.responsive = awake > (SLEEPS if self.responsive else WAKES)

    @property
    def still_lost(self) -> float:
        """The part of the drive lost to the opioid that stays lost under a stimulus."""
        return 1.0 - STIRRED * self.stimulus * (1.0 if self.responsive else self._lightness)

    @property
    def drive(self) -> float:
        """The part of the wakeful drive that sleep leaves."""
        return 1.0 - (1.0 - SLEEP_DRIVE) * (1.0 - self.stimulus) if self._asleep else 1.0
