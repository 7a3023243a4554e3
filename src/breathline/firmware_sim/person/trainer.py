"""Mode `trainer`: a person who answers back.

The drugs, the receptor, the drive to breathe and the exchange of gases are the FDA's (see `fda`). Laid over them, as
design where no publication has it: stores in the blood, breaths one by one, a heart, waking apart from breathing, what
naloxone doesn't reverse. docs/physiology.md says which is which.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Final

from breathline.errors import UsageError
from breathline.firmware_sim.person.body import Body
from breathline.firmware_sim.person.breaths import by_flow, given_breath
from breathline.firmware_sim.person.insides import Insides
from breathline.firmware_sim.person.parameters import OPIOIDS
from breathline.firmware_sim.person.sedatives import SEDATIVES
from breathline.firmware_sim.person.settings import (
    LEAST_FIO2,
    LONGEST_S,
    MOST_FIO2,
    ROOM_AIR,
    NaloxoneDose,
    checked,
    checked_mg,
)
from breathline.firmware_sim.person.trainer_settings import USUAL_KG, TrainerSettings

NALOXONE: Final = "naloxone"
_HAIR_S: Final = 1e-6


class TrainerPerson:
    """One person, advanced a little at a time while somebody acts; see `body.Person` for the acts.

    Args:
        settings: What is chosen about them.
    """

    def __init__(self, settings: TrainerSettings) -> None:
        self._settings = settings
        self._inside = Insides(settings)
        self._waiting: list[tuple[float, int, Callable[[], None]]] = []
        self._acts = 0

    @property
    def t(self) -> float:
        """Seconds since the start, a whole number of steps."""
        return self._inside.t

    @property
    def apnoea(self) -> bool:
        """Whether the person's own breathing is stopped; given breaths still arrive."""
        return self._inside.apnoea

    @apnoea.setter
    def apnoea(self, stopped: bool) -> None:
        self._inside.apnoea = stopped

    @property
    def own_l_min(self) -> float:
        """The person's own breathing, L/min."""
        return self._inside.own_l_min

    def advance(self, t: float) -> None:
        """Go on to `t` seconds, or as near before it as whole steps come; earlier times change nothing.

        Raises:
            UsageError: A time that can't be.
            BreathlineError: A number is none any more.
        """
        checked(t, "the time", 0.0, LONGEST_S, "s")
        inside = self._inside
        while inside.t + self._settings.step_s <= t + _HAIR_S:
            inside.step()
            self._act()
        inside.check()

    def body(self) -> Body:
        """What is true now."""
        return self._inside.body()

    def give(self, substance: str, mg: float, t: float, *, product: str = "", over_s: float = 0.0) -> None:
        """Give a substance; a naloxone product is absorbed as it is, so `over_s` counts for nothing there.

        Raises:
            UsageError: There is no such substance, product or dose, or the person's settings name another opioid.
        """
        checked_mg(mg, substance)
        checked(over_s, "the infusion", 0.0, LONGEST_S, "s")
        counts = self._settings.counts(mg)
        if substance == NALOXONE:
            counts = NaloxoneDose(product, mg).mg * USUAL_KG / self._settings.weight_kg
            self._when(t, lambda: self._inside.drugs.give_naloxone(product, counts, self.t))
        elif substance in SEDATIVES:
            self._when(t, lambda: self._inside.sedation.give(substance, counts, over_s))
        elif substance in OPIOIDS:
            if substance != self._settings.opioid:
                raise UsageError(f"a person gets one opioid: {self._settings.opioid or 'none'}, not {substance}")
            self._when(t, lambda: self._inside.drugs.give_opioid(counts, over_s))
        else:
            known = ", ".join([*OPIOIDS, *SEDATIVES, NALOXONE])
            raise UsageError(f'no figures for the substance "{substance}"; choose one of: {known}')

    def breath(self, t: float, *, method: str = "mouth", litres: float = 0.5, o2: float | None = None) -> None:
        """Give one breath.

        Raises:
            UsageError: There is no such method, or a value can't be.
        """
        given_breath(method, litres, o2, oxygen_on=False)  # refused now, not when its time comes

        def begin() -> None:
            self._inside.given.one(given_breath(method, litres, o2, oxygen_on=self._inside.oxygen_on), self.t)
            self._inside.waking.stimulate()

        self._when(t, begin)

    def assist(self, l_min: float) -> None:
        """Breathe for them evenly, with the gas they breathe themselves and a hand that holds the airway open.

        Args:
            l_min: How much; below 0 takes away from their own breathing.

        Raises:
            UsageError: It can't be.
        """
        self._inside.given.evenly(l_min, self.t)

    def oxygen(self, *, flow_l_min: float | None = None, fio2: float | None = None) -> None:
        """Oxygen from now on, by its flow or by the fraction they breathe; neither turns it off.

        Raises:
            UsageError: It can't be.
        """
        if fio2 is not None:
            self._inside.fio2 = checked(fio2, "oxygen breathed", LEAST_FIO2, MOST_FIO2, "")
        else:
            self._inside.fio2 = by_flow(flow_l_min or 0.0)
        self._inside.oxygen_on = self._inside.fio2 > ROOM_AIR

    def airway(self, *, is_open: bool) -> None:
        """Hold the airway open, or let go."""
        self._inside.airway.held = is_open

    def stimulate(self, t: float) -> None:
        """Shout, shake, rub the breastbone."""
        self._when(t, self._inside.waking.stimulate)

    def compress(self, *, on: bool) -> None:
        """Begin or stop chest compressions."""
        self._inside.heart.compressed = on

    def turn(self) -> None:
        """Turn them on their side."""
        self._inside.airway.turned = True

    def stop_heart(self, t: float) -> None:
        """Arrest, whatever the cause."""
        self._when(t, self._inside.heart.stop)

    def _when(self, t: float, act: Callable[[], None]) -> None:
        """Do it at `t` seconds, or now if that is past."""
        checked(t, "the time", 0.0, LONGEST_S, "s")
        self._acts += 1
        heapq.heappush(self._waiting, (t, self._acts, act))
        self._act()

    def _act(self) -> None:
        while self._waiting and self._waiting[0][0] <= self.t + _HAIR_S:
            heapq.heappop(self._waiting)[2]()
