"""The links of the box: one radio, and an oximeter for each person it watches, never the same one for both."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.status import LinkState, LinkStatus
from breathline.errors import BreathlineError
from breathline.words import LinkAdvice, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractAsyncContextManager

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Family, Refused
    from breathline.ble.found import Found
    from breathline.ble.link import Link
    from breathline.device.owner import Owner
    from breathline.device.people import People
    from breathline.signal.conditioner import Conditioner

RADIO_AGAIN_S = 2.0
"""A radio that can't be opened is tried again this often: an adapter may be plugged in at any time."""


class Finger:
    """One person's link: which oximeter it wants, and where its readings go.

    Args:
        owner: Owns this person's response.
        conditioner: This person's, told how fast a family sends its pleth.
        address: Only the oximeter at this address; None: any.
        on_new: Called when numbers come from an oximeter that was not this person's before.
    """

    def __init__(self, owner: Owner, conditioner: Conditioner, address: str | None, on_new: Callable[[], None]) -> None:
        self.owner = owner
        self.address = address
        self.link: Link | None = None
        self.known: Found | None = None
        self._conditioner = conditioner
        self._on_new = on_new

    def read(self, item: Reading | Refused) -> None:
        """Take a reading."""
        if isinstance(item, Reading):
            self.owner.post_reading(item)

    def linked(self, status: LinkStatus) -> None:
        """Hand on how the link stands; with it comes how fast this family sends its pleth."""
        if status.family is not None:
            self._conditioner.sends_pleth(DRIVERS[status.family].pleth_hz)
        if status.state is LinkState.STREAMING and self.link is not None:
            before, self.known = self.known, self.link.known
            if before is None or self.known is None or before.device.address != self.known.device.address:
                self._on_new()
        self.owner.link(status)

    def claims(self, found: Found) -> bool:
        """Whether this oximeter is this person's, also while it is lost."""
        return self.link is not None and self.link.claims(found)


class Links:
    """Keeps a link to an oximeter for each person, whatever becomes of the radio.

    Args:
        radio: Opens the radio; called again when it can't be opened.
        people: Whom the box watches.
        conditioners: Theirs, person 1's first.
        addresses: Which oximeters, person 1's first; None: any that is nobody else's.
        family: Only oximeters of this family; None: any.
        on_error: Takes in one line why the radio can't be used.
    """

    def __init__(
        self,
        radio: Callable[[], AbstractAsyncContextManager[Backend]],
        people: People,
        conditioners: Sequence[Conditioner],
        addresses: Sequence[str | None],
        family: Family | None,
        on_error: Callable[[str], None],
    ) -> None:
        self._radio = radio
        self._people = people
        self._family = family
        self._on_error = on_error
        self._two = asyncio.Event()
        self._one = asyncio.Event()
        self._fingers = [
            Finger(owner, conditioner, address, people.new_clip)
            for owner, conditioner, address in zip(people.owners, conditioners, addresses, strict=True)
        ]
        people.when_two(self._watch_two)

    async def run(self) -> None:
        """Keep the links until cancelled."""
        while True:
            try:
                async with self._radio() as backend:
                    await self._link_all(backend)
            except BreathlineError as error:
                self._no_radio()
                self._on_error(str(error))
            except Exception:  # noqa: BLE001 - a fault of ours in a link must not take the guide with it
                self._no_radio()
            await asyncio.sleep(RADIO_AGAIN_S)

    def _watch_two(self, two: bool) -> None:
        (self._two if two else self._one).set()
        (self._one if two else self._two).clear()

    def _no_radio(self) -> None:
        for finger in self._fingers:
            finger.owner.link(LinkStatus(LinkState.ADAPTER_OFF, advice=LinkAdvice.BROKEN))

    async def _link_all(self, backend: Backend) -> None:
        """Link everybody until one link fails: the radio is opened anew then."""
        first, second = self._fingers
        links = [
            asyncio.create_task(self._link(first, backend)),
            asyncio.create_task(self._link_second(second, backend)),
        ]
        try:
            done, _ = await asyncio.wait(links, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _hang_up(*links)
        for each in done:
            each.result()

    async def _link(self, finger: Finger, backend: Backend) -> None:
        """One person's link, until it fails or is cancelled."""
        # Not before the first frame: bleak takes its time to import.
        from breathline.ble.link import Link

        finger.link = Link(
            backend,
            finger.read,
            finger.linked,
            finger.owner.clock,
            finger.address,
            self._family,
            # With two people a radio that comes back must not mix up their oximeters.
            known=finger.known if self._people.two else None,
            taken=partial(self._is_of_another, finger),
        )
        finger.owner.when_other_clip(finger.link.take_another)
        try:
            await finger.link.run()
        finally:
            finger.link = None

    async def _link_second(self, finger: Finger, backend: Backend) -> None:
        """The second person's link: there while they are watched."""
        while True:
            await self._two.wait()
            linking = asyncio.create_task(self._link(finger, backend))
            gone = asyncio.create_task(self._one.wait())
            try:
                await asyncio.wait({linking, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                await _hang_up(linking, gone)
            if not linking.cancelled():
                linking.result()
            finger.known = None

    def _is_of_another(self, finger: Finger, found: Found) -> bool:
        return any(other is not finger and other.claims(found) for other in self._fingers)


async def _hang_up(*tasks: asyncio.Task[object]) -> None:
    """Cancel tasks and wait until they have ended; told to end once more, tell them so and wait no longer."""
    try:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    except asyncio.CancelledError:
        for task in tasks:
            task.cancel()
        raise
