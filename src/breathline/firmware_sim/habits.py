"""What the devices of a family do by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from breathline.ble.drivers.driver import Family


@dataclass(frozen=True, slots=True)
class Habits:
    """What a family's devices do by themselves.

    Attributes:
        hold_s: Seconds that the last values stay after the finger is gone.
        switch_off_s: Seconds from finger off to switching off; None when it stays on.
        averaging_s: Seconds that a value is the mean of; makers offer 2 to 16.
        hold_weak_s: Seconds that the last values stay, marked, when a worn clip finds no pulse any more; then come
            dashes. A Nonin's ten are taken for all, as nothing is known of the others.
        needs_perfusion: Percent; with less (0.1 to 0.2) it finds no pulse.
    """

    hold_s: float = 0.0
    switch_off_s: float | None = None
    averaging_s: int = 4
    hold_weak_s: float = 10.0
    needs_perfusion: float = 0.15


HABITS = {
    # The display stands for ten seconds after the finger is gone; then the clip is off: it connects only while worn.
    Family.NONIN: Habits(hold_s=10.0, switch_off_s=12.0),
    # The status bit says at once that the finger is gone, while the frame keeps the old numbers (its encoder does).
    # "Switches off some seconds after finger removal"; eight is what such clips do.
    Family.PC60FW: Habits(switch_off_s=8.0),
    # Averages over 8 s as it comes from the shop; the maker says that it works above 0.02 %.
    Family.MASIMO: Habits(averaging_s=8, needs_perfusion=0.02),
}
"""Families that are not here keep no value without a finger and stay on, as far as is known: their frames say "none"
(127, 255 or 0, dashes on the display), some with a status bit."""
