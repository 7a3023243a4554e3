"""A virtual oximeter without a radio: what a clip of a given family would say about a scripted truth.

It searches after the finger comes, averages, quantises, loses its values with the finger or the blood flow, runs its
battery down and switches itself off, each as its family does. Time comes in; nothing here waits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from breathline.ble.drivers.driver import Driver, Family
from breathline.firmware_sim.pleth import Pleth
from breathline.words import Flag, Frame, Reading

if TYPE_CHECKING:
    from breathline.firmware_sim.truth import Source, Truth

SEARCHING_S = 5.0
"""Seconds from finger on to the first value (facts: 5 to 10 after a clip is put back)."""
AVERAGING_S = 4
"""Seconds that a value is the mean of; makers offer 2 to 16."""
PLETH_FRAME_S = 0.1
"""Seconds of pleth in one frame, where pleth has frames of its own (PC-60FW: five samples at 50 Hz)."""
LOW_PERFUSION = 0.4
"""Percent; below it devices call the perfusion low and the values wander."""
LOST_PERFUSION = 0.15
"""Percent; below it (0.1 to 0.2) devices show dashes."""
BATTERY_LIFE_S = 20 * 3600.0
"""Seconds from full to empty: two AAA cells last a day or so."""
LOW_BATTERY = 10
"""Percent; at or below it the device says so, where its family can."""

_NOISE = 0.3
_NOISE_LOW_PERFUSION = 1.5
"""Standard deviation of one second's SpO2 and pulse, before averaging."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a family's devices do by themselves.

    Attributes:
        hold_s: Seconds that the last values stay after the finger is gone.
        switch_off_s: Seconds from finger off to switching off; None when it stays on.
    """

    hold_s: float = 0.0
    switch_off_s: float | None = None


HABITS = {
    # The display stands for ten seconds after the finger is gone; then the clip is off: it connects only while worn.
    Family.NONIN: Habits(hold_s=10.0, switch_off_s=12.0),
    # The status bit says at once that the finger is gone, while the frame keeps the old numbers (its encoder does).
    # "Switches off some seconds after finger removal"; eight is what such clips do.
    Family.PC60FW: Habits(switch_off_s=8.0),
}
"""Families that are not here keep no value and stay on, as far as is known: their frames say "none" (127, 255 or 0,
dashes on the display), some with a status bit."""


@dataclass(frozen=True, slots=True)
class _Display:
    """What the device shows this second."""

    spo2: float | None = None
    pulse: float | None = None
    perfusion: float | None = None
    flags: frozenset[Flag] = frozenset()


class OximeterModel:
    """One oximeter of a family on one finger.

    Args:
        driver: Its family: how often it speaks and how fast its pleth is.
        source: What is true; its t is the model's t.
        seed: The same seed gives the same frames.
        finger_delay_s: How long the blood takes to the finger, seconds; 15 to 40 in life, off here.
        battery: Percent at t = 0.
        habits: What it does by itself; the family's by default.
    """

    def __init__(
        self,
        driver: Driver,
        source: Source,
        seed: int = 0,
        *,
        finger_delay_s: float = 0.0,
        battery: float = 100.0,
        habits: Habits | None = None,
    ) -> None:
        self._source = source
        self._random = Random(seed)
        self._pleth = Pleth(self._random)
        self._habits = habits or HABITS.get(driver.family, Habits())
        self._delay_s = finger_delay_s
        self._battery_at_start = battery
        self._has_pleth = driver.pleth_hz is not None
        self._ticks_a_second = driver.pleth_hz or 1 / driver.period_s
        self._ticks_a_value = max(round(driver.period_s * self._ticks_a_second, 6), 1.0)
        self._tick = 0
        self._next_value = 0.0
        self._next_look = 0.0
        self._finger: bool | None = None
        self._switched: bool | None = None
        self._off_since: float | None = None
        self._on_since: float | None = None
        self._asleep = False
        self._recent: deque[tuple[float, float]] = deque(maxlen=AVERAGING_S)
        self._samples: list[float] = []
        self._truth = source.at(0.0)
        self._display = _Display()
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
                due += self._speak(now, valued=valued)
            else:
                self._samples.clear()
            self._tick += 1
        return due

    def _speak(self, t: float, *, valued: bool) -> list[Reading]:
        frames = []
        if self._has_pleth:
            pulse, perfusion = self._truth.pulse, self._truth.perfusion
            sample = self._pleth.sample(1 / self._ticks_a_second, pulse, perfusion)
            self._samples.append(sample if self._on_since is not None else 0.0)
            if self._ticks_a_value > 1 and len(self._samples) >= PLETH_FRAME_S * self._ticks_a_second:
                frames.append(Reading(t, Frame.PLETH, pleth=self._take_samples()))
        if valued:
            frames.append(self._values(t))
        return frames

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
        now = self._source.at(t)
        self._truth = self._source.at(t - self._delay_s)
        self._battery = max(round(self._battery_at_start - 100 * t / BATTERY_LIFE_S), 0)
        self._clip(t, now.finger if self._finger is None else self._finger)
        switched = now.switched_on if self._switched is None else self._switched
        self._on = switched and not self._asleep and self._battery > 0
        if not self._on:
            self._on_since = None
            self._recent.clear()
        self._display = self._shows(t, self._truth)

    def _clip(self, t: float, finger: bool) -> None:
        if finger:
            # Whoever puts the clip back also presses its button, so it wakes.
            self._off_since, self._asleep = None, False
            self._on_since = t if self._on_since is None else self._on_since
            return
        self._off_since = t if self._off_since is None else self._off_since
        self._on_since = None
        self._recent.clear()
        patience = self._habits.switch_off_s
        self._asleep = self._asleep or (patience is not None and t - self._off_since >= patience)

    def _shows(self, t: float, truth: Truth) -> _Display:
        flags = {Flag.LOW_BATTERY} if self._battery <= LOW_BATTERY else set()
        if self._on_since is None:
            return self._without_finger(t, flags)
        lost = truth.perfusion < LOST_PERFUSION or truth.pulse <= 0
        if truth.perfusion < LOW_PERFUSION:
            flags.add(Flag.LOW_PERFUSION)
        if lost:
            self._recent.clear()
        if lost or t - self._on_since < SEARCHING_S:
            return _Display(flags=frozenset(flags | {Flag.SEARCHING}))
        noise = _NOISE_LOW_PERFUSION if Flag.LOW_PERFUSION in flags else _NOISE
        self._recent.append((truth.spo2 + self._random.gauss(0, noise), truth.pulse + self._random.gauss(0, noise)))
        spo2, pulse = (sum(values) / len(self._recent) for values in zip(*self._recent, strict=True))
        return _Display(
            spo2=float(min(max(round(spo2), 1), 100)),
            pulse=float(max(round(pulse), 1)),
            perfusion=round(truth.perfusion, 1),
            flags=frozenset(flags),
        )

    def _without_finger(self, t: float, flags: set[Flag]) -> _Display:
        held = self._off_since is not None and t - self._off_since < self._habits.hold_s
        if held and self._display.spo2 is not None:
            return self._display
        return _Display(flags=frozenset(flags | {Flag.NO_FINGER}))
