"""Readings in, vitals out: what to believe of SpO2 and pulse at this moment, and why not more.

One oximeter, one `Conditioner`. It reads no clock: time comes in with each call. What it says depends on the
readings and faults of the last `window_s` seconds and on the faults that still stand; of older things only the
battery and the age of the last number are kept. docs/signal.md has the promise and the ways it fails.
"""

from __future__ import annotations

import math

from breathline.signal import trust as rules
from breathline.signal.plausibility import (
    PERFUSION,
    PULSE,
    PULSE_JUMP,
    SPO2,
    SPO2_JUMP,
    Refusal,
    is_time,
)
from breathline.signal.slope import WINDOW_S, Slope
from breathline.signal.smoothing import FORGET_PERIODS, Shape, Trace
from breathline.signal.stillness import FROZEN_S, Stillness
from breathline.words import Cause, Fault, FaultId, Flag, Frame, Reading, Trust, Vitals

SHORTEST_PERIOD_S = 1.0
"""A family that sends a hundred frames a second is judged by the second: its own averaging is no faster, and radio
gaps of some tenths are normal."""

SLOTS_A_SECOND = 4
"""Readings in the same quarter second are merged: no oximeter's SpO2 changes faster, and a screen can't."""

SLACK_S = 1.0
"""Time a little backwards is two clocks that differ; more is a clock that was set, and the past is forgotten."""

LOW_BATTERY_S = 60.0
"""A "battery low" no older than this explains a number that stays away."""

SPO2_SHAPE = Shape(keep=4, keep_periods=3.5, share=3, jump=SPO2_JUMP)
"""The second lowest of four: a fall shows one reading late, a rise two, a single wild reading never."""

PULSE_SHAPE = Shape(keep=3, keep_periods=2.5, share=2, jump=PULSE_JUMP)
"""The median of three: too slow and too fast matter alike."""


class Conditioner:
    """What to believe of one oximeter.

    No call raises, whatever comes in. Every `Vitals` it returns holds: `spo2` is a number exactly when `trust` is live
    or doubtful, `cause` is None exactly when it is live, `pulse` is a number exactly when `pulse_trust` is live or
    doubtful.

    Args:
        period_s: Nominal seconds between two values frames of this family.

    Attributes:
        refused: Why the newest reading, or a number in it, was not used; None when all of it was.
    """

    def __init__(self, period_s: float = SHORTEST_PERIOD_S) -> None:
        self._period = max(SHORTEST_PERIOD_S, period_s)
        self._spo2 = Trace(SPO2_SHAPE, self._period)
        self._pulse = Trace(PULSE_SHAPE, self._period)
        self._slope = Slope()
        self._stillness = Stillness()
        self._faults: set[FaultId] = set()
        self._now: float | None = None
        self._last: float | None = None
        """When the last values frame came."""
        self._slot = 0
        """Its quarter second."""
        self._heard: float | None = None
        """When the device last said anything about its number."""
        self._numbered: float | None = None
        """When it last gave one."""
        self._gone: Cause | None = None
        """Why there is nothing to measure."""
        self._missing: Cause | None = None
        """Why the last values frame had no SpO2."""
        self._pulse_missing = True
        self._perfusion: tuple[float, float] | None = None
        self._battery: int | None = None
        self._battery_low: float | None = None
        self.refused: Refusal | None = None

    @property
    def window_s(self) -> float:
        """Seconds of readings and faults on which the vitals depend."""
        return WINDOW_S + FROZEN_S + 2 * FORGET_PERIODS * self._period

    def take(self, reading: Reading) -> Vitals | None:
        """Take what the device said.

        Returns:
            The vitals at the reading's time; None when it is not a values frame or was merged with one just taken.
        """
        self.refused = None if is_time(reading.t) else Refusal.NOT_A_TIME
        if reading.frame is not Frame.VALUES:
            self._take_status(reading)
            return None
        now = self._clock(reading.t)
        if self.refused is None and self._last is not None:
            if reading.t < self._last:
                self.refused = Refusal.TIME_BACKWARDS
            elif math.floor(reading.t * SLOTS_A_SECOND) == self._slot and not self._loses_the_number(reading):
                self.refused = Refusal.MERGED
                return None
        if self.refused is None:
            self._take_values(reading)
        return self._vitals(now)

    def hear(self, fault: Fault, t: float) -> Vitals:
        """Take that a fault began or ended; only those of the link and the adapter matter here."""
        now = self._clock(t)
        if fault.id in rules.FAULTS and fault.present != (fault.id in self._faults):
            if fault.present:
                self._faults.add(fault.id)
            else:
                self._faults.discard(fault.id)
            # A new link may be a new finger: nothing from before speaks for it. It gets its time to say something.
            self._lose(now, None)
            self._missing = Cause.SEARCHING
        return self._vitals(now)

    def at(self, t: float) -> Vitals:
        """What we believe at this time, when nothing came."""
        return self._vitals(self._clock(t))

    def _clock(self, t: float) -> float:
        """The time to go by: never back by a little, and afresh when a clock was set back."""
        if self._now is None:
            self._now = t if is_time(t) else 0.0
        elif t < self._now - SLACK_S and is_time(t):
            self._lose(t, None)
            self._missing = Cause.SEARCHING
            self._now, self._last, self._numbered, self._perfusion, self._battery_low = t, None, None, None, None
        elif t > self._now and is_time(t):
            self._now = t
        return self._now

    def _loses_the_number(self, reading: Reading) -> bool:
        """Bad news does not wait for the next quarter second."""
        had = self._missing is None and self._gone is None
        return had and (reading.spo2 is None or rules.gone(reading.flags) is not None)

    def _take_status(self, reading: Reading) -> None:
        """Battery and flags of a frame without values: some families say "no finger" only there."""
        if self.refused is not None:
            return
        now = self._clock(reading.t)
        self._take_battery(reading, now)
        cause = rules.gone(reading.flags)
        if cause is None and self._missing is not None and Flag.SEARCHING in reading.flags:
            cause = Cause.SEARCHING
        if cause is not None:
            self._lose(now, cause)

    def _take_battery(self, reading: Reading, now: float) -> None:
        if reading.battery is not None:
            self._battery = reading.battery
        if Flag.LOW_BATTERY in reading.flags:
            self._battery_low = now

    def _lose(self, t: float, cause: Cause | None) -> None:
        """There is nothing to measure: what comes after it starts afresh."""
        self._gone = cause
        self._heard = t
        self._spo2.clear()
        self._pulse.clear()
        self._slope.clear()
        self._stillness.clear()

    def _take_values(self, reading: Reading) -> None:
        t, flags = reading.t, reading.flags
        self._last = self._heard = t
        self._slot = math.floor(t * SLOTS_A_SECOND)
        self._take_battery(reading, t)
        spo2, refused = SPO2.check(reading.spo2)
        pulse, pulse_refused = PULSE.check(reading.pulse)
        perfusion, _ = PERFUSION.check(reading.perfusion)
        self.refused = refused or pulse_refused
        if perfusion is not None:
            self._perfusion = (t, perfusion)
        cause = rules.gone(flags)
        if cause is None and spo2 is None and Flag.SEARCHING in flags:
            cause = Cause.SEARCHING
        if cause is None and spo2 is None and not flags:
            cause = self._gone
        if cause is not None:
            self._lose(t, cause)
            self._missing = cause
            return
        self._gone = None
        doubt = rules.doubt(flags) or (Cause.IMPLAUSIBLE if self.refused else None)
        self._pulse_missing = pulse is None
        if pulse is not None:
            self._pulse.add(t, pulse, doubt)
        if spo2 is None:
            self._missing = doubt or self._battery_or(Cause.SEARCHING, t)
            self._stillness.clear()
            return
        self._missing = None
        frozen = self._stillness.frozen(t, spo2, pulse, perfusion)
        if doubt is None and pulse is None:
            doubt = Cause.NO_PULSE
        if doubt is None and frozen:
            doubt = Cause.FROZEN
        self._numbered = t
        self._spo2.add(t, spo2, doubt)
        if self._spo2.doubt is None and self._spo2.value is not None:
            self._slope.add(t, self._spo2.value)

    def _battery_or(self, cause: Cause, t: float) -> Cause:
        """An empty battery explains a number that stays away better than anything else."""
        if self._battery_low is not None and t - self._battery_low <= LOW_BATTERY_S:
            return Cause.LOW_BATTERY
        return cause

    def _vitals(self, now: float) -> Vitals:
        trust, cause = self._judge(now)
        shown = trust in {Trust.LIVE, Trust.DOUBTFUL}
        slope, slope_error = self._slope.fit() if trust is Trust.LIVE else (None, None)
        pulse_trust = self._judge_pulse(now)
        return Vitals(
            t=now,
            spo2=self._spo2.value if shown else None,
            pulse=None if pulse_trust is Trust.NONE else self._pulse.value,
            trust=trust,
            cause=cause,
            slope=slope,
            slope_error=slope_error,
            pulse_trust=pulse_trust,
            age=None if self._numbered is None else now - self._numbered,
            perfusion=self._fresh_perfusion(now),
            battery=self._battery,
        )

    def _judge(self, now: float) -> tuple[Trust, Cause | None]:
        fault = rules.standing(self._faults)
        if fault is not None:
            return Trust.NONE, fault
        if self._heard is None:
            return Trust.NONE, Cause.NO_OXIMETER
        trust = rules.by_age(None if self._spo2.last is None else now - self._spo2.last, self._period)
        if now - self._heard > rules.SHOWN_PERIODS * self._period:
            return trust, self._battery_or(Cause.SILENT_LINK, now)
        if self._gone is not None:
            return Trust.NONE, self._gone
        if self._missing is not None:
            shown = trust in {Trust.LIVE, Trust.DOUBTFUL}
            return Trust.DOUBTFUL if shown else Trust.NONE, self._missing
        if trust is Trust.LIVE:
            doubt = self._spo2.doubt
            return (Trust.LIVE, None) if doubt is None else (Trust.DOUBTFUL, doubt)
        return trust, self._battery_or(Cause.SILENT_LINK, now)

    def _judge_pulse(self, now: float) -> Trust:
        """As for SpO2, but without a cause: one cause at a time is enough to mend."""
        if self._faults or self._pulse.last is None:
            return Trust.NONE
        trust = rules.by_age(now - self._pulse.last, self._period)
        if trust is Trust.LIVE:
            return Trust.DOUBTFUL if self._pulse_missing or self._pulse.doubt is not None else Trust.LIVE
        return Trust.DOUBTFUL if trust is Trust.DOUBTFUL else Trust.NONE

    def _fresh_perfusion(self, now: float) -> float | None:
        if self._perfusion is None or now - self._perfusion[0] > rules.SHOWN_PERIODS * self._period:
            return None
        return self._perfusion[1]
