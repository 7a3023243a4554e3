"""The link: one supervised connection to an oximeter that finds it, keeps it, and gets it back by itself.

bleak-retry-connector, the usual helper for reconnecting, is not used: one of its calls may take minutes before
it gives up, it knows BlueZ only, and what has to be judged here is whether numbers arrive, not whether a
connection stands.
"""

from __future__ import annotations

import asyncio
import random as _random
from typing import TYPE_CHECKING

from breathline.ble.adapter import RADIO_ERRORS, adapter_trouble
from breathline.ble.attempt import attempt_advice
from breathline.ble.backoff import GOOD_AFTER_S, Backoff
from breathline.ble.choice import Choice
from breathline.ble.connection import Connection, End
from breathline.ble.drivers.driver import Pairing
from breathline.ble.leftover import hold, is_held, left_over, let_go
from breathline.ble.scan import SETTLE_S, all_drivers, wait_for_oximeter
from breathline.ble.status import LinkState, LinkStatus
from breathline.words import LinkAdvice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver, Family, Refused
    from breathline.ble.found import Found
    from breathline.words import Reading

PATIENCE_S = 20.0
"""An oximeter that is on is heard within two seconds; after twenty the person should look at it."""

SCAN_SLICE_S = 10.0
"""A scan is ended and begun anew this often: others get their turn, and a scan that has died in BlueZ is revived."""

ADAPTER_FAILURES = 3
"""A scan that fails so many times in a row for no known reason is called an adapter that does not work."""

NO_ANSWER_FAILURES = 2
"""Two attempts in a row without an answer are worth a hint."""

HINT_S = 30.0
"""What an attempt told is said for this long: whoever took the oximeter away meanwhile needs another hint."""


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
        known: The oximeter that an earlier link of the same person had: it is waited for.
        taken: Whether an oximeter is another person's; then it is never connected to, not even when nobody holds it.
        drivers: The families that can be read; all by default.
        random: Gives numbers in 0..1 for the jitter of pauses.
    """

    def __init__(  # noqa: PLR0913 - two ends, a clock, four wishes; the last two are for tests
        self,
        backend: Backend,
        on_reading: Callable[[Reading | Refused], None],
        on_status: Callable[[LinkStatus], None],
        clock: Callable[[], float],
        address: str | None = None,
        family: Family | None = None,
        *,
        known: Found | None = None,
        taken: Callable[[Found], bool] = lambda _: False,
        drivers: Sequence[Driver] | None = None,
        random: Callable[[], float] = _random.random,
    ) -> None:
        self._backend = backend
        self._on_reading = on_reading
        self._on_status = on_status
        self._clock = clock
        self._choice = Choice(address, family, all_drivers() if drivers is None else drivers, clock(), known)
        self._taken = taken
        self._backoff = Backoff(random)
        self._scan_backoff = Backoff(random)
        self._status: LinkStatus | None = None
        self._target: Found | None = None
        self._waiting_since = clock()
        self._not_before = clock()
        self._running: asyncio.Task[End] | None = None
        self._forgotten: set[str] = set()
        self._hint: LinkAdvice | None = None
        self._tried = clock()

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
            for left in await left_over(self._backend, self._choice.drivers):
                if self._wanted(left):
                    return left
            settle_s = 0.0 if self._choice.only_one_can_be_meant(self._clock()) else SETTLE_S
            try:
                found = await wait_for_oximeter(
                    self._backend,
                    self._wanted,
                    self._choice.drivers,
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
        what_to_do = adapter_trouble(error)
        if what_to_do or hangs or self._scan_backoff.failures >= ADAPTER_FAILURES:
            self._say(LinkState.ADAPTER_OFF, what_to_do or LinkAdvice.BROKEN)
        await asyncio.sleep(pause)

    def _wanted(self, found: Found) -> bool:
        return not is_held(found.device) and not self._taken(found) and self._choice.wants(found, self._clock())

    @property
    def known(self) -> Found | None:
        """The oximeter that the last numbers came from."""
        return self._choice.known

    def claims(self, found: Found) -> bool:
        """Whether this oximeter is this link's, also while it is lost."""
        return self._choice.claims(found)

    async def _serve(self, found: Found) -> None:
        """One connection, from the attempt to its end, and what follows from how it ended."""
        if is_held(found.device):
            return  # another link of ours was faster
        self._target = found
        self._say(LinkState.CONNECTING)
        connection = Connection(
            self._backend,
            found.device,
            self._choice.driver_of(found),
            self._clock,
            self._on_reading,
            lambda state: self._connection_says(state, connection.driver),
            others=self._choice.drivers,
        )
        hold(found.device)
        try:
            end = await self._run(connection)
        finally:
            let_go(found.device)
        if connection.good_for >= GOOD_AFTER_S:
            self._backoff.reset()
        self._hint = LinkAdvice.ANOTHER if end is End.LEFT else attempt_advice(connection.failure)
        self._tried = self._clock()
        await self._learn(found, connection, end)
        if self._status is not None and self._status.state in {LinkState.STREAMING, LinkState.SILENT}:
            self._connection_says(LinkState.LOST, connection.driver)
        self._target = None
        self._not_before = self._clock() if end is End.LEFT else self._clock() + self._backoff.failed()

    async def _run(self, connection: Connection) -> End:
        """Run a connection to its end; somebody may end it by taking another oximeter."""
        self._running = running = asyncio.create_task(connection.run(), name="connection")
        try:
            await asyncio.wait({running})
        finally:
            running.cancel()
            await asyncio.wait({running})  # it hangs up
            self._running = None
        return End.LEFT if running.cancelled() else running.result()

    async def _learn(self, found: Found, connection: Connection, end: End) -> None:
        """What the end tells of the device: it is none of ours, or the system's idea of it is out of date."""
        address = found.device.address
        doubt = end is not End.LEFT and connection.table_is_doubtful
        if doubt and address not in self._forgotten and connection.driver.pairing is Pairing.NONE:
            # A bond would be lost as well; but where there is one, the device tells the system of a new table.
            self._forgotten.add(address)
            await connection.forget()
        elif end is End.NOT_SUPPORTED:
            self._choice.is_not_one(found, connection.why_not, self._clock())

    def take_another(self) -> None:
        """Leave this oximeter and take the next other one: somebody put the spare one on.

        Whatever address or family was asked for no longer counts. Call it in the event loop.
        """
        self._choice.take_another(self._target, self._clock())
        self._waiting_since = self._not_before = self._clock()
        if self._running is not None:
            self._running.cancel()

    def _connection_says(self, state: LinkState, driver: Driver) -> None:
        if state is LinkState.STREAMING and self._target is not None:
            self._choice.streams(self._target, driver, self._clock())
            self._target, self._hint = self._choice.known, None
            self._forgotten.clear()
        if state is LinkState.LOST:
            self._choice.lost(self._clock())
        if state in {LinkState.STREAMING, LinkState.LOST}:
            self._waiting_since = self._clock()
        self._say(
            state, {LinkState.SILENT: LinkAdvice.SILENT, LinkState.LOST: self._hint or LinkAdvice.LOST}.get(state)
        )

    def _say_searching(self) -> None:
        long = self._clock() - self._waiting_since >= PATIENCE_S
        lost = self._status is not None and self._status.state is LinkState.LOST
        why_not = self._choice.unsupported(self._clock())
        fresh = self._clock() - self._tried < HINT_S
        hint = self._hint if fresh else None
        if lost or self._choice.known is not None:
            self._say(LinkState.LOST, hint or (LinkAdvice.STILL_LOST if long else LinkAdvice.LOST))
        elif why_not is not None:
            self._say(LinkState.NO_OXIMETER, why_not)
        elif hint or (fresh and self._backoff.failures >= NO_ANSWER_FAILURES):
            self._say(LinkState.NO_OXIMETER if long else LinkState.SEARCHING, hint or LinkAdvice.NO_ANSWER)
        elif long:
            self._say(LinkState.NO_OXIMETER, LinkAdvice.NO_OXIMETER)
        else:
            self._say(LinkState.SEARCHING, LinkAdvice.SEARCHING)

    def _say(self, state: LinkState, what_to_do: LinkAdvice | None = None) -> None:
        """Publish a status when it is a new one."""
        passing = {LinkState.CONNECTING, LinkState.WAITING}
        if self._status is not None and self._status.state is LinkState.LOST and state in passing:
            return  # still lost, until numbers arrive: a screen that cleared its alarm here would raise it again
        known = self._target or self._choice.known
        status = LinkStatus(state, known.family if known else self._choice.family, what_to_do)
        if status != self._status:
            self._status = status
            self._on_status(status)
