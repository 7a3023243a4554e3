"""What the device last said besides its numbers: is there anything to measure, and how is its battery."""

from __future__ import annotations

from breathline.signal import trust as rules
from breathline.signal.plausibility import PERFUSION
from breathline.words import Cause, Flag, Reading

LOW_BATTERY_S = 60.0
"""A "battery low" no older than this explains a number that stays away."""


class LastWord:
    """The device's last word on its own state.

    Attributes:
        heard: When it last said anything about its number; None before it did.
        gone: Why there is nothing to measure; None when there is.
        missing: Why its last values frame had no SpO2; None when it had one.
        battery: Percent, as last given; None when it never was.
    """

    def __init__(self) -> None:
        self.heard: float | None = None
        self.gone: Cause | None = None
        self.missing: Cause | None = None
        self.battery: int | None = None
        self._battery_low: float | None = None
        self._perfusion: float | None = None
        self._perfusion_at = 0.0

    @property
    def has_number(self) -> bool:
        """Whether the last it said was a number."""
        return self.heard is not None and self.gone is None and self.missing is None

    def start_over(self, t: float) -> None:
        """A new link, or a clock that was set: the device gets its time to say something."""
        self.heard, self.gone, self.missing = t, None, Cause.SEARCHING
        self._battery_low = self._perfusion = None

    def status(self, t: float, reading: Reading) -> bool:
        """Take a frame without values; some families say "no finger" only there.

        Returns:
            True when it says that there is nothing to measure.
        """
        self._take_battery(t, reading)
        cause = rules.gone(reading.flags)
        if cause is None and self.missing is not None and Flag.SEARCHING in reading.flags:
            cause = Cause.SEARCHING
        if cause is None:
            return False
        self.heard, self.gone = t, cause
        return True

    def values(self, t: float, reading: Reading, doubt: Cause | None, *, number: bool) -> bool:
        """Take a values frame.

        Args:
            t: Seconds.
            reading: The frame.
            doubt: Why its numbers are doubted; None when they are not.
            number: Whether it holds a plausible SpO2.

        Returns:
            True when it says that there is nothing to measure, whatever number it holds.
        """
        self.heard = t
        self._take_battery(t, reading)
        perfusion, _ = PERFUSION.check(reading.perfusion)
        if perfusion is not None:
            self._perfusion, self._perfusion_at = perfusion, t
        cause = rules.gone(reading.flags)
        if cause is None and not number:
            if Flag.SEARCHING in reading.flags:
                cause = Cause.SEARCHING
            elif doubt is None:
                # It has no number and does not say why: what a status frame said still holds.
                cause = self.gone
        self.gone = cause
        self.missing = None if number else cause or doubt or self._battery_or(t, Cause.SEARCHING)
        return cause is not None

    def silent(self, t: float, after_s: float) -> Cause | None:
        """Why the device says nothing; None when it spoke within the last `after_s` seconds."""
        if self.heard is None:
            return Cause.NO_OXIMETER
        return self._battery_or(t, Cause.SILENT_LINK) if rules.is_full(t - self.heard, after_s) else None

    def perfusion(self, t: float, period_s: float) -> float | None:
        """Perfusion index in percent, as last given; None when unknown or old."""
        return self._perfusion if t - self._perfusion_at <= rules.SHOWN_PERIODS * period_s else None

    def _battery_or(self, t: float, otherwise: Cause) -> Cause:
        """An empty battery, when the device warned of it, explains a number that stays away better than anything."""
        warned = self._battery_low is not None and t - self._battery_low <= LOW_BATTERY_S
        return Cause.LOW_BATTERY if warned else otherwise

    def _take_battery(self, t: float, reading: Reading) -> None:
        if reading.battery is not None:
            self.battery = reading.battery
        if Flag.LOW_BATTERY in reading.flags:
            self._battery_low = t
