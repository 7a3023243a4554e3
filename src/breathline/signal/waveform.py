"""What the pleth says for or against the numbers. What it says of breathing is only passed on."""

from __future__ import annotations

from collections.abc import Sequence

from breathline.signal.breathing import BreathingMonitor, BreathSigns
from breathline.signal.pleth import PlethMonitor, PlethSigns
from breathline.words import Cause

PULSE_AGREES = 10.0
PULSE_AGREES_SHARE = 0.15
"""Beats a minute, or a share of the pulse where that is more: the device averages over other beats than we do."""

BAD = 0.3
"""A wave of less quality carries no number: what it looks like is motion or noise."""

HELD_S = 20.0
"""Numbers that have stood still for so long while the wave beats at another rate are held ones. Recorded oximeters
stood still for up to 32 s, but with the pulse they said."""


class Waveform:
    """One oximeter's pleth.

    Args:
        hz: Samples a second; None when it sends none or that is not known yet. What comes then is passed over.
    """

    def __init__(self, hz: float | None) -> None:
        self._pleth = None if hz is None else PlethMonitor(hz)
        self._breathing = None if hz is None else BreathingMonitor(hz)

    def clear(self) -> None:
        """Forget everything: another finger, another link."""
        if self._pleth is not None and self._breathing is not None:
            self._pleth.clear()
            self._breathing.clear()

    def take(self, t: float, samples: Sequence[float]) -> None:
        """Take a block of samples in device units, oldest first; the newest came at this time."""
        if self._pleth is not None and self._breathing is not None:
            self._pleth.take(t, samples)
            self._breathing.take(t, samples)

    def at(self, t: float) -> PlethSigns | None:
        """What the wave is like at this time; None without one."""
        return None if self._pleth is None else self._pleth.at(t)

    def breath(self, t: float) -> BreathSigns | None:
        """EXPERIMENTAL. What it says of breathing; None without a wave."""
        return None if self._breathing is None else self._breathing.at(t)


def against_pulse(signs: PlethSigns | None, pulse: float) -> Cause | None:
    """Why the device's pulse is not to be relied on; None when the wave does not speak against it."""
    if signs is None:
        return None
    return Cause.WEAK_SIGNAL if signs.quality < BAD or _beats_differently(signs, pulse) else None


def against_spo2(signs: PlethSigns | None) -> Cause | None:
    """Why SpO2 is not to be relied on; None when the wave does not speak against it."""
    return Cause.WEAK_SIGNAL if signs is not None and signs.quality < BAD else None


def is_frozen(signs: PlethSigns | None, pulse: float | None, still_s: float) -> bool:
    """Whether the numbers are not of this wave: it is dead, or beats at another rate than numbers that stand still."""
    if signs is None:
        return False
    if not signs.alive:
        return True
    return pulse is not None and still_s >= HELD_S and _beats_differently(signs, pulse)


def _beats_differently(signs: PlethSigns, pulse: float) -> bool:
    return signs.pulse is not None and abs(signs.pulse - pulse) > max(PULSE_AGREES, PULSE_AGREES_SHARE * pulse)
