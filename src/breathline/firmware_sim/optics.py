"""What light through a finger says of the blood in it, and everything that misleads it: one function each.

An oximeter knows the ratio R of what a beat takes from red light to what it takes from infrared light; near enough,
SpO2 is 110 - 25 R. As that is a straight line, percents can be mixed here as the ratios are. Where a size is not from
a source it is design, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from breathline.firmware_sim.truth import Truth, Worn
from breathline.words import Flag

NOTHING_PCT: Final = 85.0
"""SpO2 where both colours change alike (R = 1): what motion, light and a false pulse read towards."""
LOW_PERFUSION: Final = 0.4
"""Percent; below it devices call the perfusion low and the values wander."""
MOST_PERFUSION: Final = 20.0
"""Percent; displays show 0.02 to 20."""
SLOWEST_BPM, FASTEST_BPM = 25.0, 240.0
"""Displays show so many beats a minute; slower ones are not found."""

SKIN_RAISES_PCT: Final = 3.0
SKIN_FROM_PCT, SKIN_WHOLE_PCT = 97.0, 70.0
"""The darkest skin reads 1 to 3 points high at low saturation (usual, not read in a source): nothing at 97 %, a point
at 88 %, three from 70 % down (the line between is design)."""
POLISH_LOWERS_PCT, POLISH_DIMS = 4.0, 0.6
"""The darkest polish lowers the number by so much and takes this part of the perfusion index (design)."""
VENOUS_BELOW_PCT, VENOUS_PART, CONGESTION_DIMS = 25.0, 0.3, 0.3
"""Blood in veins has given away about 25 points. With the worst congestion it is this part of what beats, and the beat
is smaller (design)."""
MOTION_PULLS, MOTION_WANDERS, MOTION_SAID = 0.8, 4.0, 0.3
"""How far the worst motion pulls the number towards 85, how much it makes it wander, and from how much on a device says
so (design)."""
MOTION_BPM: Final = (60.0, 180.0)
"""Movements are counted as beats now and then; hands move so often a minute (design)."""
LIGHT_PULLS, LIGHT_WANDERS, LIGHT_DIMS, LIGHT_SAID, LIGHT_BLINDS = 0.4, 2.0, 0.7, 0.3, 0.9
"""Light from the room adds to both colours: the beat is a smaller part of it, and its flicker beats alike in both. The
last is from how much on nothing is found any more (design)."""
COMPRESSED_PULLS, COMPRESSED_WANDERS = 0.6, 4.0
"""What compressions move is arteries and veins alike. The rate they give wanders between 100 and 120 (the pull is
design)."""

NOISE, NOISE_LOW_PERFUSION = 0.3, 1.5
"""Standard deviation of one second's SpO2 and pulse, before averaging (design)."""


def carbon_monoxide(spo2: float, part: float) -> float:
    """Reads high: haemoglobin with carbon monoxide looks like haemoglobin full of oxygen."""
    return spo2 + (100.0 - spo2) * part


def dark_skin(spo2: float, dark: float) -> float:
    """Reads high where it matters: the lower the saturation, the more."""
    low = (SKIN_FROM_PCT - spo2) / (SKIN_FROM_PCT - SKIN_WHOLE_PCT)
    return spo2 + SKIN_RAISES_PCT * dark * min(max(low, 0.0), 1.0)


def nail_polish(spo2: float, dark: float) -> float:
    """Reads low."""
    return spo2 - POLISH_LOWERS_PCT * dark


def congestion(spo2: float, much: float) -> float:
    """Reads low: what beats is blood of the veins too."""
    return spo2 - VENOUS_BELOW_PCT * VENOUS_PART * much


def towards_nothing(spo2: float, part: float) -> float:
    """Both colours change alike in this part of what beats."""
    return spo2 + (NOTHING_PCT - spo2) * part


def seen_spo2(spo2: float, worn: Worn, *, compressed: bool) -> float:
    """What the light makes of a saturation in this finger, percent: first the blood, then the skin, then what moves."""
    spo2 = congestion(carbon_monoxide(spo2, worn.carbon_monoxide), worn.congestion)
    spo2 = nail_polish(dark_skin(spo2, worn.dark_skin), worn.polish)
    spo2 = towards_nothing(spo2, MOTION_PULLS * worn.motion)
    spo2 = towards_nothing(spo2, LIGHT_PULLS * worn.light)
    return towards_nothing(spo2, COMPRESSED_PULLS if compressed else 0.0)


def seen_perfusion(perfusion: float, worn: Worn) -> float:
    """What is left of a perfusion index (percent) under polish, in light, in a congested finger."""
    left = (
        (1.0 - POLISH_DIMS * worn.polish) * (1.0 - LIGHT_DIMS * worn.light) * (1.0 - CONGESTION_DIMS * worn.congestion)
    )
    return min(perfusion * left, MOST_PERFUSION)


def seen_pulse(pulse: float, worn: Worn, random: Random) -> float:
    """A second's pulse: under motion, a movement is now and then taken for a beat."""
    return random.uniform(*MOTION_BPM) if worn.motion and random.random() < worn.motion else pulse


@dataclass(frozen=True, slots=True)
class Second:
    """What the light said in one second.

    Attributes:
        spo2: Percent; anything between 0 and 100.
        pulse: Beats a minute.
        perfusion: Percent.
        flags: What is the matter, as far as a device can tell.
        lost: True when no pulse is found in it, so that the numbers say nothing.
    """

    spo2: float
    pulse: float
    perfusion: float
    flags: frozenset[Flag]
    lost: bool


def second(truth: Truth, spo2: float, needs_perfusion: float, random: Random) -> Second:
    """What is seen in a second.

    Args:
        truth: What is true at the finger.
        spo2: The saturation that has arrived there.
        needs_perfusion: Percent; with less the device finds no pulse.
        random: Where its small differences come from.
    """
    worn = truth.worn
    perfusion = seen_perfusion(truth.perfusion, worn)
    flags = _flags(perfusion, worn, compressed=truth.compressed)
    if perfusion < needs_perfusion or truth.pulse < SLOWEST_BPM or worn.light >= LIGHT_BLINDS:
        return Second(0.0, 0.0, perfusion, flags, lost=True)
    noise = NOISE_LOW_PERFUSION if perfusion < LOW_PERFUSION else NOISE
    noise += MOTION_WANDERS * worn.motion + LIGHT_WANDERS * worn.light
    noise += COMPRESSED_WANDERS if truth.compressed else 0.0
    measured = seen_spo2(spo2, worn, compressed=truth.compressed) + random.gauss(0, noise)
    pulse = seen_pulse(truth.pulse, worn, random) + random.gauss(0, noise)
    return Second(
        min(max(measured, 0.0), 100.0), min(max(pulse, SLOWEST_BPM), FASTEST_BPM), perfusion, flags, lost=False
    )


def _flags(perfusion: float, worn: Worn, *, compressed: bool) -> frozenset[Flag]:
    found = {
        Flag.LOW_PERFUSION: perfusion < LOW_PERFUSION,
        Flag.MOTION: worn.motion >= MOTION_SAID,
        Flag.INTERFERENCE: worn.light >= LIGHT_SAID,
        Flag.WEAK_SIGNAL: compressed,
    }
    return frozenset(flag for flag, here in found.items() if here)
