"""`breathline demo`: the whole thing with no hardware, over a virtual Bluetooth link."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from breathline.ble.drivers.driver import Driver, Family
from breathline.ble.drivers.registry import driver as driver_of
from breathline.ble.radio.air import VirtualAir, address_of
from breathline.cli.bedside import Wishes, respond
from breathline.device.clock import box_clock
from breathline.device.config import load_config
from breathline.firmware_sim.blood_way import IN_LIFE
from breathline.firmware_sim.hands import means
from breathline.firmware_sim.live import LiveScene, StoryTime
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.scenario import DEFAULT, load_scenario
from breathline.firmware_sim.scene import Scene
from breathline.guidelines.pack_file import load_pack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from breathline.ble.backend import Backend
    from breathline.firmware_sim.peripheral import VirtualOximeter

_BOX, _CLIPS = "box", ("oximeter", "second oximeter")  # the devices in the virtual air
_TURN_S = 0.1
"""How often the room goes on: given breaths fall within a tenth of a second of their time."""


@click.command(
    epilog="Example: breathline demo. Or: breathline demo clip-falls-off --family berrymed. It is kept with the "
    "practice responses: breathline log list."
)
@click.argument("scenario", default=DEFAULT)
@click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="Configuration file.")
@click.option("--family", default=str(Family.PC60FW), show_default=True, help="The virtual oximeter's family.")
@click.option("--pack", metavar="PACK", help="Guideline: a pack's name or a .toml file.")
@click.option("--plain", is_flag=True, help="One line per change, for a screen reader or a pipe; keys as lines.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same person and the same noise.")
def command(scenario: str, config_file: Path | None, family: str, pack: str | None, plain: bool, seed: int) -> None:
    """Help a virtual person who wears a virtual oximeter: your keys act on them.

    SCENARIO is a name (breathline scenario list) or a .toml file.
    """
    driver = driver_of(family)
    played = load_scenario(scenario)
    config = load_config(config_file)
    laid_over: dict[str, object] = {"practice": True}
    if pack is not None:
        laid_over["pack"] = pack
    config = config.model_copy(update=laid_over)
    at_hand = means(load_pack(config.pack), played.kit)
    places, time = [], StoryTime(box_clock)
    for number, story in enumerate(played.stories):
        scene = LiveScene(Scene(story, at_hand, seed + number, played.help_after), time)
        places.append((scene, OximeterModel(driver, scene, seed + number, lag=IN_LIFE, battery=story.clip.battery)))
    wishes = Wishes(
        config,
        plain=plain,
        family=driver.family,
        address=address_of(_CLIPS[0]),
        second_address=address_of(_CLIPS[1]),
        observers=(_scenes(places[:1]), _scenes(places[1:])),
    )
    opened = box_clock()
    respond(wishes, lambda: virtual_radio(driver, places, lambda: box_clock() - opened))


def _scenes(places: Sequence[tuple[LiveScene, OximeterModel]]) -> tuple[LiveScene, ...]:
    return tuple(scene for scene, _ in places)


@asynccontextmanager
async def virtual_radio(
    driver: Driver, places: Sequence[tuple[LiveScene, OximeterModel]], clock: Callable[[], float]
) -> AsyncIterator[Backend]:
    """A radio in a virtual air that holds an oximeter for each person, switched on and on a finger."""
    from breathline.ble.radio.backend import backend_for
    from breathline.firmware_sim.peripheral import VirtualOximeter

    async with AsyncExitStack() as leaving:
        air = VirtualAir()
        leaving.push_async_callback(air.close)
        for name, (scene, model) in zip(_CLIPS, places, strict=False):
            oximeter = VirtualOximeter(await air.device(name), driver, model, clock=clock, within=(air, name))
            await oximeter.start()
            leaving.push_async_callback(oximeter.stop)
            room = asyncio.create_task(_live(scene, oximeter))
            leaving.push_async_callback(_stop, room)
        yield backend_for(await air.device(_BOX))


async def _live(scene: LiveScene, oximeter: VirtualOximeter) -> None:
    """Let the scene go on by the clock, and lose the radio when it does."""
    heard = True
    while True:
        scene.keep_up()
        if scene.in_range != heard:
            heard = scene.in_range
            await (oximeter.bring_back() if heard else oximeter.pull_link())
        await asyncio.sleep(_TURN_S)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
