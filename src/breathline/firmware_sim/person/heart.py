"""The heart of mode `trainer`: how fast it beats, how it fails without oxygen, what a finger and a hand feel of it.

The FDA's model has a blood flow and no pulse. Its flow doubles without oxygen and says nothing about the rate, so the
rate is laid over it (design, with constants from where each says).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

OPIOID_BPM: Final = 10.0
"""What an opioid on every receptor takes from the pulse (design)."""
PER_PERCENT_BPM: Final = 0.98
"""What each percent of lost saturation adds (Slutsky and Strohl 1978: 0.62 to 1.46)."""
USUAL_PCT: Final = 97.0
OPIOID_BLUNTS: Final = 0.5
"""An opioid on every receptor halves that (design)."""
PER_CO2_BPM, USUAL_CO2_MMHG = 0.2, 40.0
"""CO2 adds little: 3 beats where a lack of oxygen adds 17."""
LAG_S: Final = 12.0
"""The pulse follows with this time constant (10 to 15 s)."""
FAINT_PCT, WORST_PCT = 70.0, 30.0
"""The heart weakens below the one and is weakest at the other: of arrests in hospital 83 % came after an SpO2 below 70
(Mort 2004)."""
WEAKENS_S, RECOVERS_S = 45.0, 60.0
SLOWED_PART: Final = 0.75
"""The weakest heart beats at a quarter of its rate."""
SLOWEST_BPM: Final = 20.0
FASTEST_LESS_AGE_BPM: Final = 220.0

STARVED_PCT, EMPTY_PCT = 36.0, 22.0
"""The saturation below which a dose of hypoxia grows, and at which it grows by a second each second (design). There the
brain's oxygen is 20 and 15 mmHg; counted by the brain's, too many breaths alone would kill: they narrow its vessels."""
DEADLY_S: Final = 240.0
"""So large a dose and the heart fails. Tuned: the FDA's rule for arrest does not carry over to blood with stores, so
this is set to make the untreated 1.625 mg overdose of the tolerant person arrest within 10 to 12 minutes."""
FORGOTTEN_S: Final = 300.0
"""With oxygen the dose shrinks by this time constant (design)."""
FAILS_S: Final = 35.0
"""The failing heart's strength falls by this time constant, about that of the FDA's collapse at a CO2 of 60 mmHg."""
REVIVES_S: Final = 60.0
"""Before it has stopped, oxygen brings it back by this time constant (design)."""
NO_PULSE: Final = 0.18
"""Below this part of its strength there is no pulse (15 to 20 % of a stroke): arrest."""
FELT: Final = 0.4
"""A hand at the neck finds none below this part."""

PERFUSION_PCT: Final = 4.0
"""A warm finger's perfusion index."""
COLD_LEAVES: Final = 0.05
"""The part of it that the coldest hand keeps."""
WEAK_LEAVES: Final = 0.5
"""The part that the weakest heart's narrow vessels leave."""
COMPRESSIONS_BPM, COMPRESSIONS_PCT, COMPRESSED = 110.0, 0.5, 0.25
"""What compressions look like to an oximeter, their false perfusion index, and the part of the blood flow they make."""


@dataclass(frozen=True, slots=True)
class HeartSettings:
    """A person's heart and hands.

    Attributes:
        rest_bpm: Pulse at rest.
        age: Years.
        cold: How cold the hands are, 0 to 1.
    """

    rest_bpm: float
    age: float
    cold: float


class Heart:
    """One heart; beats at rest to begin with.

    Args:
        step_s: Seconds of a step.
        settings: Of the person.
    """

    def __init__(self, step_s: float, settings: HeartSettings) -> None:
        self._settings = settings
        self._step_s = step_s
        self._bpm = settings.rest_bpm
        self._weak = 0.0
        self._dose_s = 0.0
        self._strength = 1.0
        self.arrested = False
        self.compressed = False

    def stop(self) -> None:
        """Arrest now, whatever the cause."""
        self.arrested = True
        self._strength = 0.0

    def step(self, sao2: float, paco2: float, opioid_bound: float, slows_bpm: float) -> None:
        """Go on by one step.

        Args:
            sao2: Arterial saturation, percent.
            paco2: Arterial CO2, mmHg.
            opioid_bound: Fraction of receptors.
            slows_bpm: What sedatives take.
        """
        step_s = self._step_s
        blunted = PER_PERCENT_BPM * (1.0 - OPIOID_BLUNTS * opioid_bound)
        wanted = self._settings.rest_bpm - OPIOID_BPM * opioid_bound - slows_bpm
        wanted += blunted * max(USUAL_PCT - sao2, 0.0) + PER_CO2_BPM * max(paco2 - USUAL_CO2_MMHG, 0.0)
        self._bpm += (min(wanted, FASTEST_LESS_AGE_BPM - self._settings.age) - self._bpm) * step_s / LAG_S
        weak = min(max((FAINT_PCT - sao2) / (FAINT_PCT - WORST_PCT), 0.0), 1.0)
        self._weak += (weak - self._weak) * step_s / (WEAKENS_S if weak > self._weak else RECOVERS_S)
        self._starve(sao2)

    def _starve(self, sao2: float) -> None:
        step_s = self._step_s
        if sao2 < STARVED_PCT:
            part = min((STARVED_PCT - sao2) / (STARVED_PCT - EMPTY_PCT), 1.0)
            self._dose_s = min(self._dose_s + part * step_s, DEADLY_S)
        else:
            self._dose_s *= math.exp(-step_s / FORGOTTEN_S)
        if self.arrested or self._dose_s >= DEADLY_S:
            self._strength *= math.exp(-step_s / FAILS_S)
            self.arrested = self.arrested or self._strength < NO_PULSE
        else:
            self._strength += (1.0 - self._strength) * step_s / REVIVES_S

    @property
    def flow(self) -> float:
        """The part of the blood flow that is left, 0 to 1; compressions make some."""
        return max(self._strength, COMPRESSED) if self.compressed else self._strength

    @property
    def pulse_bpm(self) -> float:
        """What an oximeter counts; compressions look like a pulse."""
        if self.compressed:
            return COMPRESSIONS_BPM
        return 0.0 if self.arrested else max(self._bpm * (1.0 - SLOWED_PART * self._weak), SLOWEST_BPM)

    @property
    def pulse_felt(self) -> bool:
        """What a trained hand at the neck finds."""
        return not self.arrested and self._strength >= FELT

    def perfusion(self, vessels: float) -> float:
        """Perfusion index at the finger, percent; `vessels` is the part that sedatives leave."""
        strength = 0.0 if self.arrested else self._strength
        narrow = vessels * (1.0 - (1.0 - WEAK_LEAVES) * self._weak)
        beaten = COMPRESSIONS_PCT if self.compressed else 0.0
        return max(PERFUSION_PCT * strength * narrow, beaten) * (1.0 - (1.0 - COLD_LEAVES) * self._settings.cold)
