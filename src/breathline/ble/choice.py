"""Which of the oximeters that are heard a link connects to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from breathline.ble.drivers.driver import Match
from breathline.ble.found import Found, public_name
from breathline.words import LinkAdvice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breathline.ble.drivers.driver import Driver, Family

SWAP_AFTER_S = 20.0
"""For so long a lost oximeter is waited for alone. Then any other is welcome: somebody took the spare one.

Earlier, the number of the next person's finger could take the place of this one's.
"""

AVOID_S = 60.0
"""A device that turned out to be something else, or that somebody chose to leave, is left alone for this long."""

UNSUPPORTED_S = 30.0
"""An oximeter that can't be read is spoken of for this long after it was last heard."""


class Choice:
    """One link's choice. Time comes in, in seconds.

    Args:
        address: Only this device; None for any.
        family: Only this family; None for any.
        drivers: The families that can be read.
        t: Now.
        known: The oximeter that an earlier link's numbers came from.

    Attributes:
        family: The family asked for.
        drivers: The families to look for.
        known: The oximeter that the last numbers came from.
    """

    def __init__(
        self,
        address: str | None,
        family: Family | None,
        drivers: Sequence[Driver],
        t: float,
        known: Found | None = None,
    ) -> None:
        self.family = family
        self.drivers = [driver for driver in drivers if family in {None, driver.family}]
        self.known = known
        self._every_driver = list(drivers)
        self._address = None if address is None else spelled(address)
        self._lost_since = t
        self._free = False
        self._avoid: dict[str, float] = {}
        self._unsupported_until = t
        self._why = LinkAdvice.NOT_SUPPORTED

    def wants(self, found: Found, t: float) -> bool:
        """Is this a device to connect to now?"""
        address = spelled(found.device.address)
        if self._address is not None and address != self._address:
            return False
        if found.driver is None:
            if found.oximeter or self._address is not None:
                self._unsupported(found.advice, t)
            return self._address is not None and self.family is not None and bool(self.drivers)
        if self._avoid.get(address, t) > t:
            return False
        if self._only_the_known(t):
            return self._is_the_known(found)
        asked_for = self._address is not None or self.family is not None
        return found.match >= (Match.POSSIBLE if asked_for else Match.LIKELY)

    def only_one_can_be_meant(self, t: float) -> bool:
        """True when there is nothing to compare: an address was given, or a lost one is waited for."""
        return self._address is not None or self._only_the_known(t)

    def claims(self, found: Found) -> bool:
        """Is this the one that was asked for, or that the last numbers came from? Then it is no other link's."""
        if self._address is not None:
            return spelled(found.device.address) == self._address
        return self.known is not None and not self._free and self._is_the_known(found)

    def driver_of(self, found: Found) -> Driver:
        """What to read a wanted device with: what it spoke before, or else what its advertisement tells."""
        if self.known is not None and self.known.device.address == found.device.address and self.known.driver:
            return self.known.driver
        return found.driver or self.drivers[0]

    def unsupported(self, t: float) -> LinkAdvice | None:
        """Why the only oximeter there can't be read; None when there is no such one."""
        return self._why if t < self._unsupported_until else None

    # What happens.

    def streams(self, found: Found, driver: Driver, t: float) -> None:
        """Numbers come from this device; the connection knows its family better than the advertisement did."""
        self.known, self._free = replace(found, driver=driver, family=driver.family), False
        self._lost_since = t

    def lost(self, t: float) -> None:
        """Its link has ended just now."""
        self._lost_since = t

    def is_not_one(self, found: Found, why: LinkAdvice, t: float) -> None:
        """It only looked like an oximeter that can be read."""
        self._avoid[spelled(found.device.address)] = t + AVOID_S
        self._unsupported(why, t)

    def take_another(self, left: Found | None, t: float) -> None:
        """Somebody wants any other one than `left`, whatever was asked for at first."""
        self._address, self.family, self.drivers = None, None, self._every_driver
        self._free = True
        for each in (left, self.known):
            if each is not None:
                self._avoid[spelled(each.device.address)] = t + AVOID_S

    def _unsupported(self, why: LinkAdvice, t: float) -> None:
        self._unsupported_until = t + UNSUPPORTED_S
        self._why = why

    def _only_the_known(self, t: float) -> bool:
        return self.known is not None and not self._free and t - self._lost_since < SWAP_AFTER_S

    def _is_the_known(self, found: Found) -> bool:
        """The same device: by address, or, as some change theirs at each start, by a name with a serial number."""
        known = self.known
        if known is None or found.device.address == known.device.address:
            return True
        name = found.name or ""
        return name == known.name and public_name(name) != name


def spelled(address: str) -> str:
    """An address in one way of writing; people write it with colons, dashes and small letters."""
    return address.upper().replace("-", ":")
