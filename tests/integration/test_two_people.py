"""Two people at one box over real Bluetooth bytes, in virtual time: two oximeters, and never the wrong one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

import pytest

from breathline.ble.backend import Backend
from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.driver import Driver
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.cli.bedside import Box
from breathline.device.closing import Step
from breathline.device.published import Link, Published
from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.model import Event, VitalsEvent
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Action, ActionId, Trust
from tests.ble.virtual_time import live, now
from tests.integration.test_box import wishes

WELL = Curve(point=(Point(t=0, spo2=97, pulse=84, perfusion=4),))
UNWELL = Curve(point=(Point(t=0, spo2=84, pulse=60, perfusion=4),))


class TwoBeds:
    """A box, a clip on each of two people, and somebody who watches the screen."""

    def __init__(self, folder: Path) -> None:
        self.box = Box(wishes(folder), self.radio, start=True, clock=lambda: asyncio.get_running_loop().time())
        self.air: VirtualAir
        self.clips: dict[str, VirtualOximeter] = {}

    @property
    def shown(self) -> Published:
        return self.box.people.published

    @asynccontextmanager
    async def radio(self) -> AsyncIterator[Backend]:
        self.air = VirtualAir()
        try:
            yield backend_for(await self.air.device("box"))
        finally:
            for clip in self.clips.values():
                await clip.stop()
            await self.air.close()

    async def put_on(self, name: str, driver: Driver, curve: Curve) -> VirtualOximeter:
        """Switch a clip on that is on a finger."""
        model = OximeterModel(driver, curve, seed=len(self.clips))
        self.clips[name] = clip = VirtualOximeter(await self.air.device(name), driver, model, within=(self.air, name))
        await clip.start()
        return clip

    async def until(self, holds: Callable[[], bool]) -> float:
        """When something is first seen; five minutes without it is too long."""
        async with asyncio.timeout(300):
            while not holds():  # noqa: ASYNC110 - in virtual time a look costs nothing
                await asyncio.sleep(0.05)
        return now()

    def spo2(self, person: int) -> int | None:
        """What stands of this person; None unless it is believed."""
        vitals = self.box.people.owners[person - 1].published.situation.vitals
        if vitals is None or vitals.trust is not Trust.LIVE or vitals.spo2 is None:
            return None
        return round(vitals.spo2)

    def has_lost(self, person: int) -> bool:
        return self.box.people.owners[person - 1].published.link is Link.LOST

    def reads_own(self, person: int) -> bool:
        return self.spo2(person) == (97 if person == 1 else 84)

    async def both_read(self) -> None:
        """Person 1's clip is on, then a second person comes with theirs."""
        await self.until(lambda: hasattr(self, "air"))
        await self.put_on("first", Pc60fw(), WELL)
        await self.until(lambda: self.spo2(1) == 97)
        await self.put_on("second", BerryMed(), UNWELL)
        self.box.people.second_person()
        await self.until(lambda: self.spo2(2) == 84)


def with_two(folder: Path, story: Callable[[TwoBeds], Coroutine[None, None, None]]) -> None:
    async def told() -> None:
        beds = TwoBeds(folder)
        running = asyncio.create_task(beds.box.run())
        try:
            await story(beds)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    live(told())


def logged(folder: Path) -> list[list[Event]]:
    with Log.open(folder, Kind.PRACTICE) as log:
        return [log.read(record.id) for record in reversed(log.responses())]


@pytest.mark.hazard("H-42")
def test_each_has_a_number_of_their_own_and_no_row_of_the_log_holds_the_others(tmp_path: Path) -> None:
    async def story(beds: TwoBeds) -> None:
        await beds.both_read()
        await asyncio.sleep(60)
        assert (beds.spo2(1), beds.spo2(2)) == (97, 84)
        assert not [alarm for alarm in beds.box.people.owners[0].published.situation.alarms if "spo2" in alarm.id]
        assert [alarm for alarm in beds.shown.situation.alarms if "spo2" in alarm.id]
        beds.box.people.post(Action(ActionId.BREATHS_STARTED))
        await beds.until(lambda: beds.shown.situation.breaths_since is not None)
        assert beds.box.people.owners[0].published.situation.breaths_since is None

    with_two(tmp_path, story)
    for events, only in zip(logged(tmp_path), (97, 84), strict=True):
        numbers = {round(event.vitals.spo2) for event in events if isinstance(event, VitalsEvent) and event.vitals.spo2}
        assert numbers == {only}


@pytest.mark.hazard("H-42")
def test_a_clip_that_is_lost_is_never_replaced_by_the_other_persons(tmp_path: Path) -> None:
    async def story(beds: TwoBeds) -> None:
        await beds.both_read()
        for mine, lost in ((1, "first"), (2, "second")):
            await beds.clips[lost].pull_link()
            await beds.until(partial(beds.has_lost, mine))
            await asyncio.sleep(40)
            assert beds.spo2(mine) is None
            assert beds.spo2(3 - mine) == (84 if mine == 1 else 97)
            await beds.clips[lost].bring_back()
            await beds.until(partial(beds.reads_own, mine))

    with_two(tmp_path, story)


@pytest.mark.hazard("H-42")
def test_a_clip_that_is_lost_is_not_taken_by_somebody_who_has_none(tmp_path: Path) -> None:
    async def story(beds: TwoBeds) -> None:
        await beds.until(lambda: hasattr(beds, "air"))
        clip = await beds.put_on("first", Pc60fw(), WELL)
        await beds.until(lambda: beds.spo2(1) == 97)
        beds.box.people.second_person()
        await asyncio.sleep(5)
        await clip.pull_link()
        await asyncio.sleep(30)
        await clip.bring_back()
        await beds.until(lambda: beds.spo2(1) == 97)
        assert beds.spo2(2) is None

    with_two(tmp_path, story)


@pytest.mark.hazard("H-42")
def test_clips_on_the_wrong_person_change_places_with_one_key_for_each(tmp_path: Path) -> None:
    async def story(beds: TwoBeds) -> None:
        await beds.both_read()
        assert beds.shown.check_clips
        beds.box.people.other_clip()
        await asyncio.sleep(1)
        beds.box.people.turn()
        beds.box.people.other_clip()
        swapped = now()
        await beds.until(lambda: (beds.spo2(1), beds.spo2(2)) == (84, 97))
        assert now() - swapped < 30

    with_two(tmp_path, story)


def test_when_the_second_is_over_and_left_their_clip_is_free(tmp_path: Path) -> None:
    async def story(beds: TwoBeds) -> None:
        await beds.both_read()
        beds.box.people.post(Action(ActionId.END))
        await beds.until(lambda: beds.shown.situation.ended)
        assert beds.clips["second"].connected
        beds.box.people.close_out(Step.SKIP)
        await beds.until(lambda: beds.shown.close_out is None)
        beds.box.people.turn()
        assert beds.shown.other is None
        await beds.until(lambda: not beds.clips["second"].connected)
        assert beds.spo2(1) == 97
        beds.box.people.second_person()
        await beds.until(lambda: beds.spo2(2) == 84)

    with_two(tmp_path, story)


def test_leaving_says_that_two_are_open_and_both_are_offered_again(tmp_path: Path) -> None:
    left: list[TwoBeds] = []

    async def story(beds: TwoBeds) -> None:
        left.append(beds)
        await beds.both_read()

    with_two(tmp_path, story)
    assert left[0].box.farewell == ["Two responses are still open. Start again to go on with them, or to close them."]

    async def again() -> None:
        # A radio that hears nothing.
        box = Box(wishes(tmp_path), TwoBeds(tmp_path).radio, start=False, clock=asyncio.get_running_loop().time)
        running = asyncio.create_task(box.run())
        async with asyncio.timeout(3600):  # of virtual time: the log's thread takes real time to read
            while box.people.published.other is None:  # noqa: ASYNC110 - in virtual time a look costs nothing
                await asyncio.sleep(0.05)
            await asyncio.sleep(1)
        beside = box.people.published.other
        assert beside is not None
        assert box.people.published.offered is not None
        assert beside.published.offered is not None
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    live(again())
