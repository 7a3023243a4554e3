"""Readings in, vitals out: what to believe of SpO2 and pulse at this moment, and why not more.

One oximeter, one `Conditioner`. It reads no clock: time comes in with each call. What it says depends on the
readings and faults of the last `window_s` seconds and on the faults that still stand; of older things only the
battery and the age of the last number are kept. docs/signal.md has the promise and the ways it fails.
"""

from __future__ import annotations

import math

from breathline.signal import trust as rules
from breathline.signal import waveform
from breathline.signal.hold import Hold
from breathline.signal.last_word import LastWord
from breathline.signal.plausibility import PULSE, PULSE_JUMP, SPO2, SPO2_JUMP, Refusal, is_time
from breathline.signal.slope import WINDOW_S, Slope, low_in
from breathline.signal.smoothing import FORGET_PERIODS, Shape, Trace
from breathline.signal.stillness import FROZEN_S, Stillness, is_frozen
from breathline.signal.unrest import Unrest
from breathline.signal.waveform import Waveform
from breathline.words import Cause, Fault, FaultId, Frame, Reading, Trust, Vitals

SHORTEST_PERIOD_S = 1.0
"""A family that sends a hundred frames a second is judged by the second: its own averaging is no faster, and radio
gaps of some tenths are normal."""

SLOTS_A_SECOND = 4
"""Readings in the same quarter second are merged: no oximeter's SpO2 changes faster, and a screen can't."""

SLACK_S = 1.0
"""Time a little backwards is two clocks that differ; more is a clock that was set, and the past is forgotten."""

AHEAD_S = 60.0
"""A reading so far ahead of everything else is one from the future until a second one bears it out."""

SPO2_SHAPE = Shape(keep=4, keep_periods=3.5, share=3, jump=SPO2_JUMP)
"""The second lowest of four: a fall shows one reading late, a rise two, a single wild reading never."""

PULSE_SHAPE = Shape(keep=3, keep_periods=2.5, share=2, jump=PULSE_JUMP)
"""The median of three: too slow and too fast matter alike."""

SHOWN = (Trust.LIVE, Trust.DOUBTFUL)
"""With these there is a number."""


class Conditioner:
    """What to believe of one oximeter.

    No call raises, whatever comes in. Every `Vitals` it returns holds: `spo2` is a number exactly when `trust` is live
    or doubtful, `cause` is None exactly when it is live, `pulse` is a number exactly when `pulse_trust` is live or
    doubtful.

    Args:
        period_s: Nominal seconds between two values frames of this family.
        pleth_hz: Pleth samples a second of this family; None when it sends none or is not known yet.
        low_limit: The pack's low limit of SpO2, in percent; None when there is none.

    Attributes:
        refused: Why the newest reading, or a number in it, was not used; None when all of it was.
    """

    def __init__(
        self, period_s: float = SHORTEST_PERIOD_S, *, pleth_hz: float | None = None, low_limit: float | None = None
    ) -> None:
        self._period = max(SHORTEST_PERIOD_S, period_s)
        self._low_limit = low_limit
        self._spo2 = Trace(SPO2_SHAPE, self._period)
        self._pulse = Trace(PULSE_SHAPE, self._period)
        self._slope = Slope()
        self._stillness = Stillness()
        self._unrest = Unrest(self._period)
        self._unsure: Cause | None = None
        """What speaks against a number that is well by itself."""
        self._waveform = Waveform(pleth_hz)
        self._device = LastWord()
        self._faults: set[FaultId] = set()
        self._now: float | None = None
        self._last: float | None = None
        """When the last values frame came."""
        self._numbered: float | None = None
        """When the last one with an SpO2 came."""
        self._pulse_missing = True
        self._ahead: float | None = None
        """The time of the newest reading, when it was refused for being from the future."""
        self.refused: Refusal | None = None

    def sends_pleth(self, hz: float | None) -> None:
        """Learn how many pleth samples a second the oximeter sends; None when it sends none.

        A box learns it with the link, after the conditioner was made.
        """
        self._waveform = Waveform(hz)

    @property
    def window_s(self) -> float:
        """Seconds of readings and faults on which the vitals depend."""
        return WINDOW_S + FROZEN_S + 2 * FORGET_PERIODS * self._period

    @property
    def held(self) -> bool:
        """Whether a step down that no body can make speaks against the number."""
        return self._unrest.held

    @property
    def numbered(self) -> float | None:
        """When the last reading with a valid SpO2 came; None before the first."""
        return self._numbered

    def recall(self, hold: Hold, numbered: float | None) -> None:
        """Know of what is older than the window; for whoever goes on in the middle of a recording.

        Args:
            hold: What became of steps down before.
            numbered: When the last reading with a valid SpO2 came.
        """
        self._unrest.hold, self._numbered = hold, numbered

    def take(self, reading: Reading) -> Vitals | None:
        """Take what the device said.

        Returns:
            The vitals at the reading's time; None when it is not a values frame or was merged with one just taken.
        """
        if self._from_the_future(reading.t):
            self.refused = Refusal.FROM_THE_FUTURE
            return self._vitals(self._now or 0.0) if reading.frame is Frame.VALUES else None
        now = self._clock(reading.t)
        self.refused = self._refuse(reading)
        if reading.pleth and self.refused is None:
            self._waveform.take(reading.t, reading.pleth)
        if reading.frame is not Frame.VALUES:
            if self.refused is None and self._device.status(now, reading):
                self._lose()
            return None
        if self.refused is Refusal.MERGED:
            return None
        if self.refused is None:
            self._take_values(reading)
        return self._vitals(now)

    def hear(self, fault: Fault, t: float) -> Vitals:
        """Take that a fault began or ended; only those of the link and the adapter matter here."""
        now = self._clock(t)
        if fault.id in rules.FAULTS and fault.present != (fault.id in self._faults):
            self._faults ^= {fault.id}
            # A new link may be a new finger: nothing from before speaks for it.
            self._lose()
            self._device.start_over(now)
        return self._vitals(now)

    def at(self, t: float) -> Vitals:
        """What we believe at this time, when nothing came."""
        return self._vitals(self._clock(t))

    def _from_the_future(self, t: float) -> bool:
        """Whether a reading's time is ahead of the last call and of the last reading."""
        if self._now is None or not is_time(t):
            return False
        latest = self._now if self._ahead is None else max(self._now, self._ahead)
        self._ahead = t if t > self._now + AHEAD_S else None
        return t > latest + AHEAD_S

    def _clock(self, t: float) -> float:
        """The time to go by: never back by a little, and afresh when a clock was set back."""
        if self._now is None:
            self._now = t if is_time(t) else 0.0
        elif t < self._now - SLACK_S and is_time(t):
            self._lose()
            self._device.start_over(t)
            self._now, self._last, self._numbered = t, None, None
        elif t > self._now and is_time(t):
            self._now = t
        return self._now

    def _refuse(self, reading: Reading) -> Refusal | None:
        """Why a reading's time makes it useless; None when it does not."""
        t = reading.t
        if not is_time(t):
            return Refusal.NOT_A_TIME
        if self._last is None or reading.frame is not Frame.VALUES:
            return None
        if t < self._last:
            return Refusal.TIME_BACKWARDS
        if math.floor(t * SLOTS_A_SECOND) != math.floor(self._last * SLOTS_A_SECOND):
            return None
        # Bad news does not wait for the next quarter second.
        worse = self._device.has_number and (reading.spo2 is None or rules.gone(reading.flags) is not None)
        return None if worse else Refusal.MERGED

    def _lose(self) -> None:
        """There is nothing to measure: what comes after it starts afresh."""
        self._spo2.clear()
        self._pulse.clear()
        self._slope.clear()
        self._stillness.clear()
        self._unrest.clear()
        self._unsure = None
        self._waveform.clear()

    def _take_values(self, reading: Reading) -> None:
        t = self._last = reading.t
        spo2, refused = SPO2.check(reading.spo2)
        pulse, pulse_refused = PULSE.check(reading.pulse)
        self.refused = refused or pulse_refused
        doubt = rules.doubt(reading.flags) or (Cause.IMPLAUSIBLE if self.refused else None)
        if self._device.values(t, reading, doubt, number=spo2 is not None):
            self._lose()
            return
        self._pulse_missing = pulse is None
        signs = self._waveform.at(t)
        if pulse is not None:
            self._pulse.add(t, pulse, doubt or waveform.against_pulse(signs, pulse))
        if spo2 is None:
            self._stillness.clear()
            return
        if self._numbered is not None and t - self._numbered > FORGET_PERIODS * self._period:
            self._stillness.clear()  # nobody saw whether the numbers stood still meanwhile
        self._numbered = t
        still_s = self._stillness.still(t, spo2, pulse, reading.perfusion)
        if doubt is None and pulse is None:
            doubt = Cause.NO_PULSE
        elif doubt is None and (is_frozen(still_s, reading.perfusion) or waveform.is_frozen(signs, pulse, still_s)):
            doubt = Cause.FROZEN
        self._steady(t, spo2, pulse, doubt or waveform.against_spo2(signs), flagged=bool(rules.doubt(reading.flags)))

    def _steady(self, t: float, spo2: float, pulse: float | None, doubt: Cause | None, *, flagged: bool) -> None:
        """Smooth a plausible number and see what speaks against it."""
        self._spo2.add(t, spo2, doubt)
        shown = self._spo2.value
        if flagged or shown is None:
            # The device watches by itself, and says when it is well again.
            self._unrest.clear()
            self._unsure = None
            return
        self._unrest.take(t, spo2, pulse)
        self._unsure = self._unrest.cause(t, shown)
        if self._spo2.doubt is None and self._unsure is None:
            self._slope.add(t, shown)

    def _vitals(self, now: float) -> Vitals:
        trust, cause = self._judge(now)
        pulse_trust = self._judge_pulse(now)
        spo2 = self._spo2.value if trust in SHOWN else None
        signs, breath = self._waveform.at(now), self._waveform.breath(now)
        slope, slope_error = self._slope.fit() if trust is Trust.LIVE else (None, None)
        return Vitals(
            t=now,
            spo2=spo2,
            pulse=self._pulse.value if pulse_trust in SHOWN else None,
            trust=trust,
            cause=cause,
            slope=slope,
            slope_error=slope_error,
            pulse_trust=pulse_trust,
            age=None if self._numbered is None else now - self._numbered,
            perfusion=self._device.perfusion(now, self._period),
            battery=self._device.battery,
            low_in=None if spo2 is None else low_in(spo2, slope, slope_error, self._low_limit),
            signal_quality=None if signs is None else signs.quality,
            breath_rate=None if breath is None else breath.rate,
            breath_quality=None if breath is None else breath.quality,
            breath_gap=None if breath is None else breath.gap,
        )

    def _judge(self, now: float) -> tuple[Trust, Cause | None]:
        """Trust in SpO2: what takes it away first, then what makes it doubtful."""
        fault = rules.standing(self._faults)
        if fault is not None:
            return Trust.NONE, fault
        trust = self._by_age(self._spo2, now)
        silent = self._device.silent(now, after_s=rules.SHOWN_PERIODS * self._period)
        if silent is not None:
            return trust, silent
        missing = self._device.gone or self._device.missing
        if missing is not None:
            return Trust.DOUBTFUL if trust in SHOWN else Trust.NONE, missing
        if trust is Trust.LIVE:
            doubt = self._spo2.doubt or self._unsure
            return (Trust.LIVE, None) if doubt is None else (Trust.DOUBTFUL, doubt)
        return trust, self._device.silent(now, after_s=rules.LIVE_PERIODS * self._period)

    def _judge_pulse(self, now: float) -> Trust:
        """As for SpO2, but without a cause: one cause at a time is enough to mend."""
        trust = self._by_age(self._pulse, now)
        if trust is Trust.LIVE and (self._pulse_missing or self._pulse.doubt is not None):
            return Trust.DOUBTFUL
        return trust

    def _by_age(self, trace: Trace, now: float) -> Trust:
        """The most trust a trace's number can have now; none while a fault stands."""
        if self._faults or trace.last is None:
            return Trust.NONE
        return rules.by_age(now - trace.last, self._period)
