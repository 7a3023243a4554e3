"""Falls that a moving or cold hand makes: what speaks against a number that the device itself does not doubt.

Motion and a weak pulse throw the pulse and SpO2 to and fro from second to second; a person's own fall runs smoothly. A
restless number is doubted only where it has fallen: there it would call for help that nobody needs.
"""

from __future__ import annotations

from collections import deque

from breathline.signal.hold import Hold
from breathline.words import Cause

SPACING = 0.75
"""Periods. Readings closer than this are one: a fast stream is judged once a period."""

FORGET_PERIODS = 5.0
"""After a gap so long nothing from before it counts. As in smoothing."""

FINE = 100
"""Numbers are counted in whole hundredths, so that sums are exact in any order."""

STEPS = 5
"""Short, so that unrest is over soon after whatever made it."""

SPO2_UNREST = 3 * FINE
"""How far SpO2 may wander to and fro in five steps, beyond where it gets to, percent. Four recorded oximeters: 2 in 99
of 100 windows (UW hypoxemia data)."""

PULSE_UNREST = 7 * FINE
"""The same for the pulse, beats a minute. Recorded: at most 6 in 99 of 100 windows."""

PULSE_RANGE = 9 * FINE
"""And how far apart the pulses of five steps may lie. Recorded: at most 6 in 99 of 100 windows, 14 at the most."""

CALM_STEPS = 3
CALM_SPO2 = 1 * FINE
CALM_PULSE = 2 * FINE
"""With so many steps in a row no larger than this (percent, beats a minute) unrest is over at once."""

LAST_PERIODS = 1.5
"""Unrest counts for one reading more: it comes in bursts."""

TOP_S = 60.0
FALLEN = 2.0
"""A number this much (percent) below the highest of the last minute has fallen: a step of one is how every number
wavers."""


class Unrest:
    """What speaks against the last numbers; None of it comes from the device's flags.

    Args:
        period_s: Nominal seconds between two readings.

    Attributes:
        hold: The steps down that no body can make.
        held: Whether one of them speaks against the last number.
    """

    def __init__(self, period_s: float) -> None:
        self._spacing = SPACING * period_s
        self._forget = FORGET_PERIODS * period_s
        self._lasts = LAST_PERIODS * period_s
        self._top_s = TOP_S * period_s
        self.hold = Hold()
        self._tops: deque[tuple[float, float]] = deque()
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._tops.clear()
        self.held = False
        self._restless: float | None = None
        self._t: float | None = None
        self._value = 0.0
        self._start_over()

    def _start_over(self) -> None:
        self.hold.clear()
        self._spo2: deque[int] = deque(maxlen=STEPS + 1)
        self._pulse: deque[int] = deque(maxlen=STEPS + 1)
        self._spo2_way = self._pulse_way = 0

    def take(self, t: float, spo2: float, pulse: float | None) -> None:
        """Take a reading's plausible numbers."""
        last, before = self._t, self._value
        if last is not None:
            if t - last < self._spacing:
                return
            if t - last > self._forget:
                self._start_over()
                last = None
        self._t, self._value = t, spo2
        tops = self._tops
        while tops and (t - tops[0][0] > self._top_s):
            tops.popleft()
        while tops and tops[-1][1] <= spo2:
            tops.pop()
        tops.append((t, spo2))
        unrest = self._wanders(spo2) | self._throws(pulse)
        if self._steady():
            self._restless = None
        elif unrest:
            self._restless = t
        if last is not None:
            self.hold.step(t, before, spo2, t - last, calm=self._calm(t))

    def cause(self, t: float, shown: float) -> Cause | None:
        """Why a number that nothing else speaks against is not to be relied on at this time; None when it is."""
        self.held = self.hold.speaks(t, self._lasts)
        if self.held:
            return Cause.IMPLAUSIBLE
        if self._calm(t) or self._tops[0][1] - shown < FALLEN:
            return None
        return Cause.MOTION

    def _calm(self, t: float) -> bool:
        return self._restless is None or not t - self._restless < self._lasts

    def _steady(self) -> bool:
        """Whether the newest steps were all small: whatever it was, it is over."""
        numbers, pulses = self._spo2, self._pulse
        if len(numbers) <= CALM_STEPS or len(pulses) <= CALM_STEPS:
            return False
        for newer in range(-1, -1 - CALM_STEPS, -1):
            if abs(numbers[newer] - numbers[newer - 1]) > CALM_SPO2:
                return False
            if abs(pulses[newer] - pulses[newer - 1]) > CALM_PULSE:
                return False
        return True

    def _wanders(self, spo2: float) -> bool:
        """Whether SpO2 goes to and fro."""
        numbers = self._spo2
        if len(numbers) > STEPS:
            self._spo2_way -= abs(numbers[1] - numbers[0])
        numbers.append(round(spo2 * FINE))
        if len(numbers) > 1:
            self._spo2_way += abs(numbers[-1] - numbers[-2])
        return len(numbers) > STEPS and self._spo2_way - abs(numbers[-1] - numbers[0]) > SPO2_UNREST

    def _throws(self, pulse: float | None) -> bool:
        """Whether the pulse is thrown about."""
        numbers = self._pulse
        if pulse is None:
            numbers.clear()
            self._pulse_way = 0
            return False
        if len(numbers) > STEPS:
            self._pulse_way -= abs(numbers[1] - numbers[0])
        numbers.append(round(pulse * FINE))
        if len(numbers) > 1:
            self._pulse_way += abs(numbers[-1] - numbers[-2])
        if len(numbers) <= STEPS:
            return False
        if self._pulse_way - abs(numbers[-1] - numbers[0]) > PULSE_UNREST:
            return True
        return max(numbers) - min(numbers) > PULSE_RANGE
