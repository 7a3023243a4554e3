"""A clip on a person's finger: what there is to measure, live, and what may be done to clip and hand meanwhile."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from breathline.firmware_sim.blood_way import LONGEST_WAY_S
from breathline.firmware_sim.truth import WELL_WORN, Truth, Worn

if TYPE_CHECKING:
    from breathline.firmware_sim.person.body import Person

USUAL_FLOW_L_MIN: Final = 5.0
"""A resting grown person's blood flow (the FDA's person: 4.9)."""
COLD_TAKES: Final = 0.97
"""The part of the perfusion index that the coldest hand loses: no reading is left of a warm one (design)."""


class OnPerson:
    """The finger of a person who lives: a `truth.Source`.

    Args:
        person: Is advanced to the oximeter's 0 here, and later to each moment that is asked for.
        worn: What disturbs the clip to begin with.
        from_s: The person's time at the oximeter's 0, seconds.

    Attributes:
        worn: What disturbs the clip; put another one here at any time: `finger.worn = replace(finger.worn, motion=1)`.
        finger: Whether the clip is on the finger.
        switched_on: Whether the oximeter is switched on.
    """

    def __init__(self, person: Person, worn: Worn = WELL_WORN, *, from_s: float = 0.0) -> None:
        self._person = person
        self._from_s = from_s
        self._before = self._live_until_start()
        self.worn = worn
        self.finger = True
        self.switched_on = True

    def at(self, t: float) -> Truth:
        """What is true at `t` seconds of the oximeter's time, or now if the person is past it.

        Of what was before 0 only the saturation is known.
        """
        if t < 0:
            return replace(self.at(0.0), spo2=self._before[max(min(round(t), -1), -len(self._before))])
        self._person.advance(self._from_s + t)
        body, worn = self._person.body(), self.worn
        return Truth(
            spo2=body.sao2,
            pulse=body.pulse_bpm,
            perfusion=body.perfusion * (1.0 - COLD_TAKES * worn.cold),
            finger=self.finger,
            switched_on=self.switched_on,
            breathing=body.breathing,
            responsive=body.responsive,
            lungs_l=body.lungs_l,
            # Without oxygen the flow of the whole body doubles; that of a finger does not.
            flow=min(body.cardiac_output_l_min / USUAL_FLOW_L_MIN, 1.0),
            cold=1.0 - (1.0 - body.cold) * (1.0 - worn.cold),
            compressed=body.arrested and body.pulse_bpm > 0,
            worn=worn,
        )

    def _live_until_start(self) -> list[float]:
        """The saturation of each second of blood that is on its way to the finger at 0."""
        spo2 = []
        for ago in range(int(min(LONGEST_WAY_S, self._from_s)), 0, -1):
            self._person.advance(self._from_s - ago)
            spo2.append(self._person.body().sao2)
        self._person.advance(self._from_s)
        return spo2 or [self._person.body().sao2]
