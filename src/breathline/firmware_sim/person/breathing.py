"""Breaths as they follow one another: the person's own and those that are given, and what of both reaches the blood.

All of this is design, with the sizes in `breaths`.
"""

from __future__ import annotations

from collections import deque
from random import Random

from breathline.firmware_sim.person import gas_exchange
from breathline.firmware_sim.person.blood import Inflow
from breathline.firmware_sim.person.breaths import (
    COUNTED_S,
    EVEN_L,
    GIVEN_S,
    INSPIRED_PART,
    LONGEST_BREATH_S,
    QUICKEST_S,
    REST_L,
    UNEVEN,
    Breath,
    no_breath,
    rate_and_depth,
)
from breathline.firmware_sim.person.settings import LEAST_ASSIST_L_MIN, MOST_ASSIST_L_MIN, checked


class OwnBreaths:
    """The person's own breaths, one after another.

    Args:
        random: Makes them a little uneven.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._due = 0.0  # of a breath; the next one begins when it reaches what follows
        self._comes_at = 1.0
        self.now = no_breath()
        """The breath that goes in, or the last that did."""

    def step(self, step_s: float, drive_l_min: float, o2: float) -> None:
        """Go on by one step at so much breathing of air with this fraction of oxygen."""
        rate, depth = rate_and_depth(drive_l_min)
        self._due += rate / 60.0 * step_s
        if self._due < self._comes_at:
            return
        self._due -= self._comes_at
        self._comes_at = 1.0 + self._random.uniform(-UNEVEN, UNEVEN)
        # Before a longer wait comes a deeper breath: what a minute brings stays the same.
        self.now = Breath(depth * self._comes_at, min(LONGEST_BREATH_S, INSPIRED_PART * 60.0 / rate), o2, 0.0)


class GivenBreaths:
    """Breaths that somebody gives: one by one, or evenly."""

    def __init__(self) -> None:
        self.now = no_breath()
        """The breath that goes in, or the last that did."""
        self._recent: deque[tuple[float, float]] = deque()  # when each single breath began, and its litres
        self._l_min = 0.0
        self._next_s = 0.0

    def one(self, breath: Breath, t: float) -> None:
        """Begin a breath at `t` seconds; one that still goes in is cut short."""
        self.now = breath
        self._recent.append((t, breath.litres))

    def l_min(self, t: float) -> float:
        """How much is given at `t` seconds, L/min: evenly, and what single breaths came in the last 15 s."""
        while self._recent and self._recent[0][0] <= t - COUNTED_S:
            self._recent.popleft()
        return max(self._l_min, 0.0) + sum(litres for _, litres in self._recent) * 60.0 / COUNTED_S

    def evenly(self, l_min: float, t: float) -> None:
        """Breathe for the person, so many L/min from `t` seconds on; 0 stops.

        Raises:
            UsageError: It can't be.
        """
        checked(l_min, "breaths given", LEAST_ASSIST_L_MIN, MOST_ASSIST_L_MIN, "L/min")
        if not self.evenly_given:
            self._next_s = t
        self._l_min = l_min

    @property
    def evenly_given(self) -> bool:
        """Whether somebody breathes for them evenly."""
        return self._l_min > 0

    @property
    def taken_l_min(self) -> float:
        """What is taken away from the person's own breathing (less than no breaths given), L/min."""
        return max(-self._l_min, 0.0)

    def step(self, t: float, o2: float) -> bool:
        """Begin the next even breath, of air with this fraction of oxygen, if it is due at `t` seconds; whether."""
        if not self.evenly_given or t < self._next_s:
            return False
        every_s = max(EVEN_L * 60.0 / self._l_min, QUICKEST_S)
        self._next_s += every_s
        self.now = Breath(self._l_min * every_s / 60.0, GIVEN_S, o2, 0.0)
        return True


def inflow(own: tuple[Breath, float], given: tuple[Breath, float], dead_part: float, step_s: float) -> Inflow:
    """What two breaths bring to the alveoli within a step; with each the litres of it that go in within the step."""
    breath, own_l = own
    extra, given_l = given
    own_l *= 1.0 - dead_part
    given_l *= max(1.0 - dead_part * REST_L / extra.litres, 0.0) if given_l > 0 else 0.0
    litres = own_l + given_l
    if litres <= 0:
        return Inflow(0.0, 0.0, 0.0)
    o2, co2 = own_l * breath.o2 + given_l * extra.o2, own_l * breath.co2 + given_l * extra.co2
    return Inflow(litres / step_s, o2 / litres * gas_exchange.INSPIRED_MMHG, co2 / litres * gas_exchange.INSPIRED_MMHG)
