"""The link: one supervised connection to an oximeter that finds it, keeps it, and gets it back by itself.

bleak-retry-connector, the usual helper for reconnecting, is not used: one of its calls may take minutes before
it gives up, it knows BlueZ only, and what has to be judged here is whether numbers arrive, not whether a
connection stands.
"""

from __future__ import annotations

import asyncio
import random as _random
from dataclasses import replace
from typing import TYPE_CHECKING

from breathline.ble import advice
from breathline.ble.adapter import RADIO_ERRORS, UNKNOWN, adapter_advice
from breathline.ble.backoff import GOOD_AFTER_S, Backoff
from breathline.ble.connection import Connection, End
from breathline.ble.drivers.driver import Match
from breathline.ble.found import Found, public_name
from breathline.ble.leftover import left_over
from breathline.ble.scan import SETTLE_S, all_drivers, wait_for_oximeter
from breathline.ble.status import LinkState, LinkStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver, Family, Refused
    from breathline.words import Reading

PATIENCE_S = 20.0
"""An oximeter that is on is heard within two seconds; after twenty the person should look at it."""

SCAN_SLICE_S = 10.0
"""A scan is ended and begun anew this often: others get their turn, and a scan that has died in BlueZ is revived."""

SWAP_AFTER_S = 20.0
"""For so long a lost oximeter is waited for alone. Then any other is welcome: somebody took the spare one.

Earlier, the number of the next person's finger could take the place of this one's.
"""

AVOID_S = 60.0
"""A device that turned out to be something else is left alone for this long."""

UNSUPPORTED_S = 30.0
"""An oximeter that can't be read is spoken of for this long after it was last heard."""

ADAPTER_FAILURES = 3
"""A scan that fails so many times in a row for no known reason is called an adapter that does not work."""

NO_ANSWER_FAILURES = 2
"""Two attempts in a row without an answer are worth a hint."""


class Link:
    """One oximeter's link.

    Args:
        backend: The radio.
        on_reading: Takes each decoded frame and each refusal, in order, in the event loop.
        on_status: Takes each change of the status. LOST and SILENT stand until valid samples arrive again or
            the adapter fails.
        clock: Gives the time that readings are stamped with: seconds, never backwards, at life's pace.
        address: Only this device; None takes the first that is surely an oximeter of a supported family.
        family: Only this family.
        drivers: The families that can be read; all by default.
        random: Gives numbers in 0..1 for the jitter of pauses.
    """

    def __init__(  # noqa: PLR0913 - two ends, a clock, two wishes; the last two are for tests
        self,
        backend: Backend,
        on_reading: Callable[[Reading | Refused], None],
        on_status: Callable[[LinkStatus], None],
        clock: Callable[[], float],
        address: str | None = None,
        family: Family | None = None,
        *,
        drivers: Sequence[Driver] | None = None,
        random: Callable[[], float] = _random.random,
    ) -> None:
        known = all_drivers() if drivers is None else drivers
        self._backend = backend
        self._on_reading = on_reading
        self._on_status = on_status
        self._clock = clock
        self._address = None if address is None else _spelled(address)
        self._family = family
        self._drivers = [driver for driver in known if family in {None, driver.family}]
        self._backoff = Backoff(random)
        self._scan_backoff = Backoff(random)
        self._status: LinkStatus | None = None
        self._streamed_from: Found | None = None
        self._target: Found | None = None
        self._waiting_since = clock()
        self._not_before = clock()
        self._avoid: dict[str, float] = {}
        self._unsupported_until = clock()
        self._why_unsupported = ""

    async def run(self) -> None:
        """Search, connect, read and start over, until cancelled."""
        self._say_searching()
        try:
            while True:
                found = await self._search()
                await asyncio.sleep(max(0.0, self._not_before - self._clock()))
                await self._serve(found)
        finally:
            self._say(LinkState.STOPPED)

    async def _search(self) -> Found:
        """Listen until there is an oximeter to connect to, whatever the adapter does meanwhile."""
        while True:
            for left in await left_over(self._backend, self._drivers):
                if self._wanted(left):
                    return left
            settle_s = 0.0 if self._address or self._only_the_known() else SETTLE_S
            try:
                found = await wait_for_oximeter(
                    self._backend,
                    self._wanted,
                    self._drivers,
                    seconds=SCAN_SLICE_S,
                    settle_s=settle_s,
                    on_listening=self._say_searching,
                )
            except RADIO_ERRORS as error:
                await self._adapter_failed(error)
                continue
            self._scan_backoff.reset()
            if found is not None:
                return found

    async def _adapter_failed(self, error: BaseException) -> None:
        self._waiting_since = self._clock()  # nobody could be heard: patience starts when the adapter is back
        pause = self._scan_backoff.failed()
        hangs = isinstance(error, TimeoutError)
        what_to_do = adapter_advice(error)
        if what_to_do or hangs or self._scan_backoff.failures >= ADAPTER_FAILURES:
            self._say(LinkState.ADAPTER_OFF, what_to_do or UNKNOWN)
        await asyncio.sleep(pause)

    def _wanted(self, found: Found) -> bool:
        """Is this a device to connect to now?"""
        address = _spelled(found.device.address)
        if self._address is not None and address != self._address:
            return False
        if found.driver is None:
            if found.oximeter or self._address is not None:
                self._unsupported(found.reason)
            return self._address is not None and self._family is not None and bool(self._drivers)
        if self._avoid.get(address, self._clock()) > self._clock():
            return False
        if self._only_the_known():
            return self._is_the_known(found)
        asked_for = self._address is not None or self._family is not None
        return found.match >= (Match.POSSIBLE if asked_for else Match.LIKELY)

    def _only_the_known(self) -> bool:
        return self._streamed_from is not None and self._clock() - self._waiting_since < SWAP_AFTER_S

    def _is_the_known(self, found: Found) -> bool:
        """The same device: by address, or, as some change theirs at each start, by a name with a serial number."""
        known = self._streamed_from
        if known is None or found.device.address == known.device.address:
            return True
        name = found.name or ""
        return name == known.name and public_name(name) != name

    def _known_driver(self, found: Found) -> Driver | None:
        """What this very device turned out to speak before; None when it is new."""
        known = self._streamed_from
        return known.driver if known is not None and found.device.address == known.device.address else None

    async def _serve(self, found: Found) -> None:
        """One connection, from the attempt to its end, and what follows from how it ended."""
        self._target = found
        self._say(LinkState.CONNECTING)
        driver = self._known_driver(found) or found.driver or self._drivers[0]
        connection = Connection(
            self._backend,
            found.device,
            driver,
            self._clock,
            self._on_reading,
            lambda state: self._connection_says(state, connection.driver),
            others=self._drivers,
        )
        end = await connection.run()
        if connection.good_for >= GOOD_AFTER_S:
            self._backoff.reset()
        if end is End.NOT_SUPPORTED:
            self._avoid[_spelled(found.device.address)] = self._clock() + AVOID_S
            self._unsupported(connection.reason)
        if self._status is not None and self._status.state in {LinkState.STREAMING, LinkState.SILENT}:
            self._connection_says(LinkState.LOST, connection.driver)
        self._target = None
        self._not_before = self._clock() + self._backoff.failed()

    def _unsupported(self, reason: str) -> None:
        self._unsupported_until = self._clock() + UNSUPPORTED_S
        self._why_unsupported = reason

    def _connection_says(self, state: LinkState, driver: Driver) -> None:
        if state is LinkState.STREAMING and self._target is not None:
            # The connection knows the family better than the advertisement did.
            self._target = replace(self._target, driver=driver, family=driver.family)
            self._streamed_from = self._target
        if state in {LinkState.STREAMING, LinkState.LOST}:
            self._waiting_since = self._clock()
        self._say(state, {LinkState.SILENT: advice.SILENT, LinkState.LOST: advice.LOST}.get(state, ""))

    def _say_searching(self) -> None:
        long = self._clock() - self._waiting_since >= PATIENCE_S
        lost = self._status is not None and self._status.state is LinkState.LOST
        if lost or self._streamed_from is not None:
            self._say(LinkState.LOST, advice.STILL_LOST if long else advice.LOST)
        elif self._clock() < self._unsupported_until:
            why = self._why_unsupported
            self._say(LinkState.NO_OXIMETER, advice.NOT_SUPPORTED_AS.format(why) if why else advice.NOT_SUPPORTED)
        elif self._backoff.failures >= NO_ANSWER_FAILURES:
            self._say(LinkState.NO_OXIMETER if long else LinkState.SEARCHING, advice.NO_ANSWER)
        elif long:
            self._say(LinkState.NO_OXIMETER, advice.NO_OXIMETER)
        else:
            self._say(LinkState.SEARCHING, advice.SEARCHING)

    def _say(self, state: LinkState, what_to_do: str = "") -> None:
        """Publish a status when it is a new one."""
        passing = {LinkState.CONNECTING, LinkState.WAITING}
        if self._status is not None and self._status.state is LinkState.LOST and state in passing:
            return  # still lost, until numbers arrive: a screen that cleared its alarm here would raise it again
        known = self._target or self._streamed_from
        status = LinkStatus(state, known.family if known else self._family, what_to_do)
        if status != self._status:
            self._status = status
            self._on_status(status)


def _spelled(address: str) -> str:
    """An address in one way of writing; people write it with colons, dashes and small letters."""
    return address.upper().replace("-", ":")
