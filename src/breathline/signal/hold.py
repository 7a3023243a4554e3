"""A fall that no body can make: held as doubtful until something speaks for it.

A clip that slips, light that gets in and a hand that is pulled show themselves by a step from one second to the next.
The number after it may be true all the same (the device had fallen behind), so it is never hidden, only not relied on.
"""

from __future__ import annotations

from breathline.signal.plausibility import Jump

FALL = Jump(fall=3.0, fall_per_s=1.0, rise=2.0, rise_per_s=0.5)
"""Percent. In an hour of recordings of four clinical oximeters the largest fall in a second was 3, in four seconds 4
(UW hypoxemia data), and apnoea takes off about 1 a second. A rise this quick may be the end of a wrong low number or
the beginning of a wrong high one."""

HOLD_S = 60.0
"""After so long a steady number is believed, whatever it came from."""

BACK = 1.0
"""Percent. So near to where it fell from, it is back."""

FURTHER = 3.0
"""Percent. A slip stays where it is; what goes on falling after it, while nothing else is restless, is a person."""

RETURN = 3.0
RETURN_PER_S = 0.2
"""Percent. A step down that ends a step up is no news: the number is where it was, less what a person may have lost in
the meantime (12 % a minute)."""


class Hold:
    """Watches for steps down.

    Attributes:
        since: When the step came that is not believed yet; None when there is none.
        released: When the number last came back from one, or rose by a step: what is shown is still that from before.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.since: float | None = None
        self.released: float | None = None
        self._before = 0.0
        self._low = 0.0
        self._rose: float | None = None
        self._rose_from = 0.0

    def speaks(self, t: float, lasts: float) -> bool:
        """Whether it speaks against the number; for some seconds after it came back it is not smooth again yet."""
        return self.since is not None or (self.released is not None and t - self.released < lasts)

    def step(self, t: float, before: float, spo2: float, seconds: float, *, calm: bool) -> None:
        """Take the step from one reading to the next.

        Args:
            t: Seconds, of the newer one.
            before: The older one's SpO2, in percent.
            spo2: The newer one's.
            seconds: Between the two.
            calm: Whether nothing else is restless.
        """
        too_far = FALL.between(before, spo2, seconds)
        rose = too_far and spo2 > before
        if rose:
            self._rose, self._rose_from = t, before
            self.released = t
        if self.since is not None and t - self.since >= HOLD_S:
            self.since = None
        if too_far and not rose:
            self._fell(t, before, spo2)
        elif self.since is not None:
            if rose or spo2 >= self._before - BACK:
                self.since, self.released = None, t
            elif calm and spo2 <= self._low - FURTHER:
                self.since = None

    def _fell(self, t: float, before: float, spo2: float) -> None:
        if self.since is not None:
            self._low = min(self._low, spo2)
        elif not self._returned(t, spo2):
            self.since, self._before, self._low = t, before, spo2

    def _returned(self, t: float, spo2: float) -> bool:
        """Whether this step down only takes back a step up."""
        if self._rose is None or t - self._rose >= HOLD_S:
            return False
        return spo2 >= self._rose_from - RETURN - RETURN_PER_S * (t - self._rose)
