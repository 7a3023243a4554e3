"""A virtual oximeter without a radio: what a clip of a given family would say about what is true at a finger.

How it measures is in `measuring` and `optics`; here it speaks at its family's pace, loses its finger, runs its battery
down and switches itself off. Time comes in; nothing here waits.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

from breathline.firmware_sim.blood_way import AT_ONCE, LONGEST_WAY_S, Lag
from breathline.firmware_sim.habits import HABITS, Habits
from breathline.firmware_sim.measuring import Display, Measuring
from breathline.firmware_sim.pleth import Pleth
from breathline.firmware_sim.truth import believable
from breathline.words import Flag, Frame, Reading

if TYPE_CHECKING:
    from breathline.ble.drivers.driver import Driver
    from breathline.firmware_sim.truth import Source

PLETH_FRAME_S = 0.1
"""Seconds of pleth in one frame, where pleth has frames of its own (PC-60FW: five samples at 50 Hz)."""
WAVE_S = 0.25
"""So often the truth is looked at for the pleth: a breath goes in within a second."""
BATTERY_LIFE_S = 20 * 3600.0
"""Seconds from full to empty: two AAA cells last a day or so."""
LOW_BATTERY = 10
"""Percent; at or below it the device says so, where its family can."""


class OximeterModel:
    """One oximeter of a family on one finger.

    Args:
        driver: Its family: how often it speaks and how fast its pleth is.
        source: What is true; its t is the model's t.
        seed: The same seed gives the same frames.
        lag: How late it shows it; `blood_way.IN_LIFE` for a person's finger.
        battery: Percent at t = 0.
        habits: What it does by itself; the family's by default.
    """

    def __init__(
        self,
        driver: Driver,
        source: Source,
        seed: int = 0,
        *,
        lag: Lag = AT_ONCE,
        battery: float = 100.0,
        habits: Habits | None = None,
    ) -> None:
        self._source = source
        self._habits = habits or HABITS.get(driver.family, Habits())
        self._measuring = Measuring(self._habits, lag, Random(seed))
        if lag.finger_s:
            for ago in range(int(LONGEST_WAY_S), 0, -1):
                self._measuring.blood(-ago, believable(source.at(-ago)))
        self._battery_at_start = battery
        self._ticks_a_second = driver.pleth_hz or 1 / driver.period_s
        self._ticks_a_value = max(round(driver.period_s * self._ticks_a_second, 6), 1.0)
        # Its own chance: a family without a pleth shows the same numbers.
        self._pleth = None if driver.pleth_hz is None else Pleth(Random(f"pleth {seed}"), driver.pleth_hz)
        self._tick = 0
        self._next_value = 0.0
        self._next_look = 0.0
        self._finger: bool | None = None
        self._switched: bool | None = None
        self._off_since: float | None = None
        self._asleep = False
        self._samples: list[float] = []
        self._ahead: list[float] = []
        self._worn = False
        self._display = Display()
        self._on = True
        self._battery = round(battery)

    @property
    def on(self) -> bool:
        """False while the oximeter is switched off: it neither advertises nor keeps a link."""
        return self._on

    @property
    def battery(self) -> int:
        """Percent."""
        return self._battery

    def finger(self, on: bool | None) -> None:
        """Put the clip on or take it off, from the next second on; None leaves it to the source again."""
        self._finger = on

    def switched(self, on: bool | None) -> None:
        """Switch it on or off, from the next second on; None leaves it to the source again."""
        self._switched = on
        if on:
            self._asleep, self._off_since = False, None

    def frames(self, t: float) -> list[Reading]:
        """Everything due up to `t` since the last call, in order, each with its own t; none while it is off."""
        due: list[Reading] = []
        while (now := self._tick / self._ticks_a_second) <= t:
            # Not every pleth has a whole number of samples a second: what is due goes with the nearest one.
            if self._tick + 0.5 >= self._next_look:
                self._next_look += self._ticks_a_second
                self._look(now)
            valued = self._tick + 0.5 >= self._next_value
            if valued:
                self._next_value += self._ticks_a_value
            if self._on:
                self._speak(now, due, valued=valued)
            self._tick += 1
        return due

    def _speak(self, t: float, due: list[Reading], *, valued: bool) -> None:
        if self._pleth is not None:
            if not self._ahead:
                self._ahead = self._draw(self._pleth, t)
            self._samples.append(self._ahead.pop())
            if self._ticks_a_value > 1 and len(self._samples) >= PLETH_FRAME_S * self._ticks_a_second:
                due.append(Reading(t, Frame.PLETH, pleth=self._take_samples()))
        if valued:
            due.append(self._values(t))

    def _draw(self, pleth: Pleth, t: float) -> list[float]:
        """The next samples, the last one first."""
        many = max(round(WAVE_S * self._ticks_a_second), 1)
        if not self._worn:
            return [0.0] * many
        return pleth.draw(many, believable(self._source.at(t)))[::-1]

    def _values(self, t: float) -> Reading:
        shown = self._display
        pleth = self._take_samples() if self._ticks_a_value == 1 else ()
        return Reading(t, Frame.VALUES, shown.spo2, shown.pulse, shown.perfusion, shown.flags, self._battery, pleth)

    def _take_samples(self) -> tuple[float, ...]:
        samples = tuple(self._samples)
        self._samples.clear()
        return samples

    def _look(self, t: float) -> None:
        """Once a second: how clip, switch and battery stand, and what the display shows."""
        now = believable(self._source.at(t))
        self._battery = max(round(self._battery_at_start - 100 * t / BATTERY_LIFE_S), 0)
        finger = now.finger if self._finger is None else self._finger
        self._clip(t, finger)
        switched = now.switched_on if self._switched is None else self._switched
        self._on = switched and not self._asleep and self._battery > 0
        if self._worn != (self._on and finger):
            self._worn = not self._worn
            self._ahead.clear()
        if not self._on:
            self._samples.clear()
        shown = self._measuring.look(t, now, switched_on=self._on, finger=finger)
        low = {Flag.LOW_BATTERY} if self._battery <= LOW_BATTERY else frozenset()
        self._display = replace(shown, flags=shown.flags | low)

    def _clip(self, t: float, finger: bool) -> None:
        """A clip that nobody wears switches itself off after a while."""
        if finger:
            # Whoever puts the clip back also presses its button, so it wakes.
            self._off_since, self._asleep = None, False
            return
        self._off_since = t if self._off_since is None else self._off_since
        patience = self._habits.switch_off_s
        self._asleep = self._asleep or (patience is not None and t - self._off_since >= patience)
