"""What is true of a person at one moment, and what may be done to them: what fingers and scenarios build on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Body:
    """What is true now, whatever a device makes of it.

    Attributes:
        t: Seconds since the start.
        sao2: Arterial saturation, 0 to 100 %.
        pao2: Arterial oxygen, mmHg.
        paco2: Arterial CO2, mmHg.
        pbo2: Oxygen in the brain, mmHg.
        ve_l_min: Air that moves in and out, the person's own breaths and the given ones together, L/min.
        breaths_per_min: The person's own breaths; 0 in apnoea, and with an airway that is shut.
        breath_l: Depth of the person's own breaths at the mouth, L; 0 in apnoea.
        lungs_l: Air in the lungs above their rest just now, L: rises and falls with each breath, own or given.
        pulse_bpm: Beats that move blood, a minute; 0 is no pulse. Compressions show here as the false pulse they are.
        cardiac_output_l_min: Blood flow, L/min.
        perfusion: Perfusion index at the finger, percent; cold hands are in it already.
        cold: How cold the hands are, 0 (warm) to 1; blood takes longer to reach a cold finger.
        breathing: What an honest bystander answers to "breathing normally on their own?".
        responsive: What they answer to "do they respond?".
        pulse_felt: What a trained hand at the neck finds; compressions are not a pulse.
        arrested: True once the heart no longer moves blood; never false again.
        airway: How open it is, 0 (shut) to 1.
        opioid_bound: Fraction of receptors bound by opioid.
        naloxone_bound: Fraction bound by naloxone.
    """

    t: float
    sao2: float
    pao2: float
    paco2: float
    pbo2: float
    ve_l_min: float
    breaths_per_min: float
    breath_l: float
    lungs_l: float
    pulse_bpm: float
    cardiac_output_l_min: float
    perfusion: float
    cold: float
    breathing: bool
    responsive: bool
    pulse_felt: bool
    arrested: bool
    airway: float
    opioid_bound: float
    naloxone_bound: float


class Person(Protocol):
    """Somebody who answers back.

    Acts happen at the time the person was advanced to. Those with a `t` may name a later time: they wait for it. An
    act that a person doesn't model changes nothing and raises nothing; a value that can't be is a UsageError.
    """

    def advance(self, t: float) -> None:
        """Go on to `t` seconds, or as near before it as whole steps come; earlier times change nothing."""

    def body(self) -> Body:
        """What is true now."""

    def give(self, substance: str, mg: float, t: float, *, product: str = "", over_s: float = 0.0) -> None:
        """Give a substance.

        Args:
            substance: fentanyl, carfentanil, benzodiazepine, xylazine, medetomidine or naloxone.
            mg: The dose.
            t: When.
            product: Of naloxone: in4mg, im2mg, im2mg-auto, im0.4mg or iv.
            over_s: Evenly over so many seconds (smoking, a patch); 0 is at once.
        """

    def breath(self, t: float, *, method: str = "mouth", litres: float = 0.5, o2: float | None = None) -> None:
        """Give one breath.

        Args:
            t: When it begins; it takes a second.
            method: mouth, mask or bag.
            litres: Its volume.
            o2: Fraction of oxygen in it; None is what the method brings, with the oxygen that is on.
        """

    def assist(self, l_min: float) -> None:
        """Breathe for them evenly, so many L/min in all, from now on; 0 stops."""

    def oxygen(self, *, flow_l_min: float | None = None, fio2: float | None = None) -> None:
        """Oxygen from now on, by its flow or by the fraction they breathe; neither turns it off."""

    def airway(self, *, is_open: bool) -> None:
        """Hold the airway open (head tilt, chin lift), or let go."""

    def stimulate(self, t: float) -> None:
        """Shout, shake, rub the breastbone."""

    def compress(self, *, on: bool) -> None:
        """Begin or stop chest compressions."""

    def turn(self) -> None:
        """Turn them on their side: the airway stays open by itself."""
