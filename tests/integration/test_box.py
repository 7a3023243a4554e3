"""The whole box over real Bluetooth bytes, in virtual time: what a person sees when the oximeter comes and goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from breathline.ble.backend import Backend
from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.cli.bedside import Box, Wishes
from breathline.device.config import Config, SoundConfig
from breathline.device.published import Link, Published
from breathline.errors import BreathlineError
from breathline.events.database import Kind
from breathline.events.log import Log
from breathline.events.model import AlarmId, AlarmState, PromptId
from breathline.firmware_sim.curve import Curve, Point
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.peripheral import VirtualOximeter
from breathline.words import Action, ActionId, Answer, AnswerValue, Cause, QuestionId, Trust
from tests.ble.virtual_time import live, now

NUMBER_GONE_S = 5.0  # within so long of a lost link the number is gone, its cause stands there and it sounds
NUMBER_BACK_S = 10.0  # within so long of the oximeter's return the number is back, without a key press


FALLS = Curve(point=(Point(t=0, spo2=96, pulse=84, perfusion=4), Point(t=40, spo2=89), Point(t=120, spo2=72)))
SLEEPS = Curve(point=(Point(t=0, spo2=96, pulse=62, perfusion=5),))


def wishes(folder: Path) -> Wishes:
    # Without the sound device: its process lives in real time, which a story in virtual time does not wait for.
    return Wishes(Config(practice=True, data_dir=folder, sound=SoundConfig(device=False)))


class Bedside:
    """A box, an oximeter on a finger, and somebody who watches the screen."""

    def __init__(self, folder: Path) -> None:
        self.box = Box(
            wishes(folder),
            self._radio,
            start=True,
            clock=lambda: asyncio.get_running_loop().time(),
        )
        self.oximeter: VirtualOximeter
        self.air: VirtualAir

    @property
    def shown(self) -> Published:
        return self.box.people.published

    @asynccontextmanager
    async def _radio(self) -> AsyncIterator[Backend]:
        self.air, driver = VirtualAir(), Pc60fw()
        air = self.air
        model = OximeterModel(driver, FALLS)
        self.oximeter = VirtualOximeter(await air.device("oximeter"), driver, model, within=(air, "oximeter"))
        await self.oximeter.start()
        try:
            yield backend_for(await air.device("box"))
        finally:
            await self.oximeter.stop()
            await air.close()

    async def spare(self) -> VirtualOximeter:
        """A second clip, on another finger of the same person."""
        driver = BerryMed()
        model = OximeterModel(driver, SLEEPS)
        spare = VirtualOximeter(await self.air.device("spare"), driver, model, within=(self.air, "spare"))
        await spare.start()
        return spare

    async def until(self, holds: Callable[[], bool]) -> float:
        """When something is first seen; ten minutes without it is too long."""
        async with asyncio.timeout(600):
            while not holds():  # noqa: ASYNC110 - in virtual time a look costs nothing
                await asyncio.sleep(0.05)
        return now()

    def live(self) -> bool:
        vitals = self.shown.situation.vitals
        return vitals is not None and vitals.trust is Trust.LIVE

    def cause(self) -> Cause | None:
        vitals = self.shown.situation.vitals
        return None if vitals is None else vitals.cause

    def sounds(self, alarm: AlarmId) -> bool:
        return any(each.id is alarm and each.state is AlarmState.SIGNALLED for each in self.shown.situation.alarms)


def at_the_bedside(folder: Path, story: Callable[[Bedside], Coroutine[None, None, None]]) -> None:
    async def told() -> None:
        bedside = Bedside(folder)
        running = asyncio.create_task(bedside.box.run())
        try:
            await story(bedside)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    live(told())


def test_the_first_prompt_and_a_live_number_come_within_ten_seconds(tmp_path: Path) -> None:
    async def story(bedside: Bedside) -> None:
        began = now()
        prompted = await bedside.until(lambda: bedside.shown.situation.prompt is not None)
        numbered = await bedside.until(bedside.live)

        assert prompted - began < 1.0
        assert numbered - began < 10.0

    at_the_bedside(tmp_path, story)


@pytest.mark.hazard("H-10")
def test_a_pulled_link_takes_the_number_says_why_and_sounds_and_the_number_returns_by_itself(tmp_path: Path) -> None:
    async def story(bedside: Bedside) -> None:
        await bedside.until(bedside.live)
        pulled = now()
        await bedside.oximeter.pull_link()
        gone = await bedside.until(lambda: not bedside.live())
        vitals = bedside.shown.situation.vitals
        assert vitals is not None
        assert vitals.spo2 is None
        assert bedside.cause() is Cause.LINK_LOST
        assert bedside.shown.link is Link.LOST
        assert bedside.shown.link_advice
        sounded = await bedside.until(lambda: bedside.sounds(AlarmId.LINK_LOST))
        assert gone - pulled <= sounded - pulled <= NUMBER_GONE_S

        await asyncio.sleep(30)
        returned = now()
        await bedside.oximeter.bring_back()
        back = await bedside.until(bedside.live)
        assert back - returned <= NUMBER_BACK_S

    at_the_bedside(tmp_path, story)


@pytest.mark.hazard("H-03")
def test_a_link_that_goes_silent_takes_the_number_within_five_seconds(tmp_path: Path) -> None:
    async def story(bedside: Bedside) -> None:
        await bedside.until(bedside.live)
        silent = now()
        bedside.oximeter.go_silent(on=True)
        gone = await bedside.until(lambda: bedside.cause() is Cause.SILENT_LINK)
        assert gone - silent <= NUMBER_GONE_S + 1.0  # the last reading may be a second old when the silence begins

    at_the_bedside(tmp_path, story)


def test_a_fall_is_said_and_the_acts_are_logged_as_practice(tmp_path: Path) -> None:
    async def story(bedside: Bedside) -> None:
        owner = bedside.box.people
        await bedside.until(lambda: bedside.shown.situation.question is not None)
        owner.post(Answer(QuestionId.RESPONSIVE, AnswerValue.NO))
        await bedside.until(lambda: _prompt(bedside) is PromptId.CALL_911)
        owner.post(Action(ActionId.CALLED_911))
        await bedside.until(lambda: _prompt(bedside) is PromptId.AIRWAY)
        owner.post(Action(ActionId.AIRWAY))
        owner.post(Answer(QuestionId.BREATHING, AnswerValue.NO))
        await bedside.until(lambda: bedside.shown.situation.pacer is not None)
        owner.post(Action(ActionId.BREATHS_STARTED))
        await bedside.until(lambda: bedside.sounds(AlarmId.SPO2_LOW))
        owner.post(Action(ActionId.NALOXONE))
        await bedside.until(lambda: bedside.shown.situation.naloxone.doses == 1)
        owner.post(Action(ActionId.END))
        await bedside.until(lambda: bedside.shown.situation.ended)

    at_the_bedside(tmp_path, story)
    with Log.open(tmp_path, Kind.PRACTICE) as log:
        (record,) = log.responses()
        acts = [event.action.id for event in log.read(record.id) if hasattr(event, "action")]
    assert acts == ["start", "called_911", "airway", "breaths_started", "naloxone", "end"]
    assert not (tmp_path / "responses.sqlite3").exists()


def test_a_spare_clip_takes_over_when_somebody_asks_for_it(tmp_path: Path) -> None:
    async def story(bedside: Bedside) -> None:
        await bedside.until(bedside.live)
        spare = await bedside.spare()
        assert not spare.connected
        bedside.box.people.other_clip()
        asked = now()
        await bedside.until(lambda: spare.connected)
        back = await bedside.until(bedside.live)
        assert back - asked <= NUMBER_BACK_S
        assert not bedside.oximeter.connected

    at_the_bedside(tmp_path, story)


def test_leaving_in_the_middle_says_that_the_response_is_still_open(tmp_path: Path) -> None:
    left: list[Bedside] = []

    async def story(bedside: Bedside) -> None:
        left.append(bedside)
        await bedside.until(lambda: bedside.shown.situation.started)

    at_the_bedside(tmp_path, story)

    assert left[0].box.farewell == ["The response is still open. Start again to go on with it, or to close it."]


def test_a_radio_that_fails_as_it_is_closed_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    @asynccontextmanager
    async def failing() -> AsyncIterator[Backend]:
        try:
            yield backend_for(await VirtualAir().device("box"))
        finally:
            raise BreathlineError("the adapter went away as it was closed")

    async def story() -> None:
        box = Box(
            wishes(tmp_path),
            failing,
            start=True,
            clock=lambda: asyncio.get_running_loop().time(),
        )
        running = asyncio.create_task(box.run())
        await asyncio.sleep(5)
        running.cancel()
        await asyncio.wait([running])  # no deadline: in virtual time it would overtake the log's thread
        assert running.cancelled()
        assert box.farewell

    live(story())


def _prompt(bedside: Bedside) -> PromptId | None:
    prompt = bedside.shown.situation.prompt
    return None if prompt is None else prompt.id
