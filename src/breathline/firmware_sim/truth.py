"""What is true at the finger that a clip sits on: what every virtual oximeter measures, scripted or of a person."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Protocol

from breathline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Worn:
    """How the clip is worn: what makes it measure late, wrongly or not at all. All from 0 (not at all) to 1.

    Attributes:
        motion: How much the hand moves.
        light: How much light from the room falls in.
        polish: How dark the nail's polish is.
        carbon_monoxide: Part of the blood that carries carbon monoxide instead of oxygen.
        dark_skin: How dark the skin is.
        congestion: How much blood is held back in the finger's veins: a hand that hangs, a tight clip.
        cold: How cold the finger is, beside what the person's hands are anyway.

    Raises:
        UsageError: A value is not between 0 and 1.
    """

    motion: float = 0.0
    light: float = 0.0
    polish: float = 0.0
    carbon_monoxide: float = 0.0
    dark_skin: float = 0.0
    congestion: float = 0.0
    cold: float = 0.0

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            if not 0.0 <= value <= 1.0:
                raise UsageError(f"{each.name} is {value:g}; write a number from 0 (not at all) to 1")


WELL_WORN = Worn()
"""A still, warm, fair, unpolished finger in the dark."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is true at one moment, whatever a device makes of it.

    Attributes:
        spo2: Arterial saturation in percent, of the blood that carries no carbon monoxide.
        pulse: Beats a minute; 0 is no pulse.
        perfusion: Perfusion index at the finger, percent.
        finger: True while the clip is on the finger.
        switched_on: True unless somebody switched the oximeter off.
        breathing: What an honest answer to "are they breathing?" is.
        responsive: What an honest answer to "do they respond?" is.
        lungs_l: Air in the lungs above their rest, L: it moves the pleth with each breath.
        flow: Blood flow as a part of the usual.
        cold: How cold the finger is, 0 to 1; `perfusion` knows it already.
        compressed: True when the pulse is of compressions, not of a heart.
        worn: What disturbs the clip.
    """

    spo2: float
    pulse: float
    perfusion: float
    finger: bool = True
    switched_on: bool = True
    breathing: bool = True
    responsive: bool = True
    lungs_l: float = 0.0
    flow: float = 1.0
    cold: float = 0.0
    compressed: bool = False
    worn: Worn = WELL_WORN


_RANGES = {
    "spo2": (0.0, 100.0),
    "pulse": (0.0, 511.0),
    "perfusion": (0.0, 100.0),
    "lungs_l": (-10.0, 10.0),
    "flow": (0.0, 10.0),
    "cold": (0.0, 1.0),
}
"""What a number of a `Truth` can be at all."""


def believable(truth: Truth) -> Truth:
    """The same with numbers that can be: too large a one is the largest, and one that is none is no pulse.

    A model that runs away must not show as a reading.
    """
    wrong = {
        name: getattr(truth, name)
        for name, (least, most) in _RANGES.items()
        if not least <= getattr(truth, name) <= most
    }
    if not wrong:
        return truth
    mended = {
        name: min(max(value, _RANGES[name][0]), _RANGES[name][1])
        for name, value in wrong.items()
        if not math.isnan(value)
    }
    if len(mended) < len(wrong):
        mended = {**dict.fromkeys(wrong, 0.0), **mended, "pulse": 0.0}
    return replace(truth, **mended)


class Source(Protocol):
    """Where an oximeter's truth comes from: a scripted `Curve`, or a person's finger (`finger.OnPerson`)."""

    def at(self, t: float) -> Truth:
        """What is true at `t` seconds of the oximeter's time.

        An oximeter asks for times that never go back. A source that lives may have gone further already; then this is
        what is true now. Before 0 it says what it knows of the blood that is on its way, or what is true at 0.
        """
