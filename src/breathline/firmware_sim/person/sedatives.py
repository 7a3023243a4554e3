"""What comes with the opioid and naloxone doesn't reverse: benzodiazepine, xylazine, medetomidine.

All of it is design: one way in, one way out, an effect between 0 and 1 at half of which a named dose is. What they do
to pulse and breathing is held to what was reported: the sizes stand with their sources at each figure.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from breathline.firmware_sim.person.infusion import Infusions


@dataclass(frozen=True, slots=True)
class Sedative:
    """A substance.

    Attributes:
        half_mg: The amount in the body, of a person of 70 kg, with half of the greatest effect.
        onset_s: Time constant of its way to where it acts.
        half_life_s: Of its way out.
        slows_bpm: What its greatest effect takes from the pulse.
        drive: The part of the drive of being awake that its greatest effect takes.
        airway: How much of the airway of somebody who does not respond it closes.
        vessels: The part of the perfusion of the finger that it takes: its vessels narrow.
    """

    half_mg: float
    onset_s: float
    half_life_s: float
    slows_bpm: float = 0.0
    drive: float = 0.0
    airway: float = 0.0
    vessels: float = 0.0


SEDATIVES: Final = {
    # As milligrams of midazolam. 0.05 mg/kg alone made nobody short of oxygen, with fentanyl nearly everybody (Bailey
    # 1990), so it takes a quarter of the wakeful drive, and the airway; its half-life is some two hours.
    "benzodiazepine": Sedative(4.0, 60.0, 7200.0, drive=0.25, airway=0.5),
    # A pulse 15 to 25 slower; detected in people with a slow pulse twice as often (aOR 2.11).
    "xylazine": Sedative(50.0, 180.0, 4 * 3600.0, slows_bpm=30.0, drive=0.1, vessels=0.3),
    # A pulse 25 to 40 slower, for a median of 3.4 h; high blood pressure by narrow vessels.
    "medetomidine": Sedative(0.1, 180.0, 3.4 * 3600.0, slows_bpm=50.0, drive=0.1, vessels=0.5),
}


class InBody:
    """One sedative in one body; starts with none.

    Args:
        sedative: Which.
        step_s: Seconds of a step.
    """

    def __init__(self, sedative: Sedative, step_s: float) -> None:
        self.sedative = sedative
        self._step_s = step_s
        self._still_outside = math.exp(-step_s / sedative.onset_s)
        self._still_inside = math.exp(-step_s * math.log(2) / sedative.half_life_s)
        self._waiting_mg = 0.0
        self._acting_mg = 0.0
        self._infusions: Infusions[float] = Infusions()

    def give(self, mg: float, over_s: float) -> None:
        """A dose, at once or evenly over so many seconds."""
        if over_s > 0:
            self._infusions.add(mg, over_s)
        else:
            self._waiting_mg += mg

    def step(self) -> None:
        """Go on by one step."""
        self._waiting_mg += self._infusions.take(self._step_s) * self._step_s
        arrives = self._waiting_mg * (1.0 - self._still_outside)
        self._waiting_mg -= arrives
        self._acting_mg = self._acting_mg * self._still_inside + arrives

    @property
    def effect(self) -> float:
        """0 (none) to 1 (all it can do)."""
        return self._acting_mg / (self._acting_mg + self.sedative.half_mg)


class Sedation:
    """All sedatives of one person.

    Args:
        step_s: Seconds of a step.
    """

    def __init__(self, step_s: float) -> None:
        self._step_s = step_s
        self._inside: dict[str, InBody] = {}
        self.awake = 1.0
        """The part of being awake that they leave, 0 to 1."""
        self.drive = 1.0
        """The part of the wakeful drive to breathe that they leave."""
        self.airway = 1.0
        """How open they leave the airway of somebody who does not respond."""
        self.perfusion = 1.0
        """The part of the finger's perfusion that they leave."""
        self.slows_bpm = 0.0
        """What they take from the pulse."""

    def give(self, name: str, mg: float, over_s: float) -> None:
        """A dose of one of `SEDATIVES`, in milligrams for a person of 70 kg."""
        if name not in self._inside:
            self._inside[name] = InBody(SEDATIVES[name], self._step_s)
        self._inside[name].give(mg, over_s)

    def step(self) -> None:
        """Go on by one step."""
        if not self._inside:
            return
        self.awake = self.drive = self.airway = self.perfusion = 1.0
        self.slows_bpm = 0.0
        for each in self._inside.values():
            each.step()
            effect, kind = each.effect, each.sedative
            self.awake *= 1.0 - effect
            self.drive *= 1.0 - kind.drive * effect
            self.airway *= 1.0 - kind.airway * effect
            self.perfusion *= 1.0 - kind.vessels * effect
            self.slows_bpm += kind.slows_bpm * effect
