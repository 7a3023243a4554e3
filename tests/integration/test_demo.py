"""The demo: keys of the screen act on the person, over a virtual radio that the scenario can lose."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.radio.air import address_of
from breathline.cli.bedside import Box, Wishes
from breathline.cli.demo import virtual_radio
from breathline.device.config import Config, SoundConfig
from breathline.firmware_sim.blood_way import IN_LIFE
from breathline.firmware_sim.hands import means
from breathline.firmware_sim.live import LiveScene, StoryTime
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.scenario import parse_scenario
from breathline.firmware_sim.scene import Scene
from breathline.guidelines.pack_file import load_pack
from breathline.words import Action, ActionId, Cause, Trust
from tests.ble.virtual_time import live

OVERDOSE = (
    'title = "A"\nabout = "B"\nlasts = "10 min"\n[[substance]]\nname = "fentanyl"\ndose = "1.6 mg"\nago = "60 s"\n'
    '[[event]]\nwhat = "out_of_range"\nt = 40\nlasts = 30\n'
)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(120):
        while not holds():  # noqa: ASYNC110 - in virtual time a look costs nothing
            await asyncio.sleep(0.1)


def in_a_demo(folder: Path, story: Callable[[Box, Scene], Coroutine[None, None, None]]) -> None:
    async def told() -> None:
        clock, driver = asyncio.get_running_loop().time, Pc60fw()
        scenario = parse_scenario(OVERDOSE, "x")
        scene = Scene(scenario, means(load_pack("bc"), scenario.kit))
        lives = LiveScene(scene, StoryTime(clock))
        places = [(lives, OximeterModel(driver, lives, lag=IN_LIFE))]
        config = Config(practice=True, data_dir=folder, sound=SoundConfig(device=False))
        wishes = Wishes(config, address=address_of("oximeter"), observers=((lives,), ()))
        box = Box(wishes, lambda: virtual_radio(driver, places, clock), start=True, clock=clock)
        running = asyncio.create_task(box.run())
        try:
            await story(box, scene)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    live(told())


def test_b_breathes_for_the_person_until_it_is_taken_back(tmp_path: Path) -> None:
    async def story(box: Box, scene: Scene) -> None:
        await until(lambda: box.people.published.situation.started)
        before = scene.body().ve_l_min
        box.people.post(Action(ActionId.BREATHS_STARTED))
        await asyncio.sleep(20)
        assert before < 2 < scene.body().ve_l_min
        box.people.post(Action(ActionId.UNDO))
        await asyncio.sleep(40)
        assert scene.body().ve_l_min < 2

    in_a_demo(tmp_path, story)


def test_the_scenario_loses_the_radio_and_it_comes_back_by_itself(tmp_path: Path) -> None:
    async def story(box: Box, scene: Scene) -> None:
        def vitals() -> tuple[Trust | None, Cause | None]:
            now = box.people.published.situation.vitals
            return (None, None) if now is None else (now.trust, now.cause)

        await until(lambda: vitals()[0] is Trust.LIVE)
        await until(lambda: vitals() == (Trust.NONE, Cause.LINK_LOST))
        assert not scene.in_range
        await until(lambda: vitals()[0] is Trust.LIVE)
        assert scene.in_range

    in_a_demo(tmp_path, story)
