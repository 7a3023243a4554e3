"""`breathline demo`: the whole thing with no hardware, over a virtual Bluetooth link."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from breathline.ble.drivers.driver import Driver, Family
from breathline.ble.drivers.registry import driver as driver_of
from breathline.cli.bedside import Wishes, respond
from breathline.device.config import load_config
from breathline.firmware_sim.hands import means
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.scenario import DEFAULT, load_scenario
from breathline.firmware_sim.scene import Scene
from breathline.guidelines.pack_file import load_pack

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from breathline.ble.backend import Backend

_BOX, _CLIP = "box", "oximeter"  # the two devices in the virtual air


@click.command(
    epilog="Example: breathline demo. Or: breathline demo clip-falls-off --family berrymed. It is kept with the "
    "practice responses: breathline log list."
)
@click.argument("scenario", default=DEFAULT)
@click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="Configuration file.")
@click.option("--family", default=str(Family.PC60FW), show_default=True, help="The virtual oximeter's family.")
@click.option("--pack", metavar="PACK", help="Guideline: a pack's name or a .toml file.")
@click.option("--plain", is_flag=True, help="One line per change, for a screen reader or a pipe; keys as lines.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same noise.")
def command(scenario: str, config_file: Path | None, family: str, pack: str | None, plain: bool, seed: int) -> None:
    """Watch a response: a virtual person wears a virtual oximeter; SCENARIO says what becomes of them."""
    driver = driver_of(family)
    played = load_scenario(scenario)
    config = load_config(config_file)
    laid_over: dict[str, object] = {"practice": True}
    if pack is not None:
        laid_over["pack"] = pack
    scene = Scene(played, means(load_pack(pack or config.pack), played.kit), seed, played.help_after)
    model = OximeterModel(driver, scene, seed, battery=played.clip.battery)
    wishes = Wishes(config.model_copy(update=laid_over), plain=plain, family=driver.family)
    respond(wishes, lambda: _virtual_radio(driver, model))


@asynccontextmanager
async def _virtual_radio(driver: Driver, model: OximeterModel) -> AsyncIterator[Backend]:
    """A radio in a virtual air that holds one oximeter, switched on and on a finger."""
    from breathline.ble.radio.air import VirtualAir
    from breathline.ble.radio.backend import backend_for
    from breathline.firmware_sim.peripheral import VirtualOximeter

    air = VirtualAir()
    oximeter = VirtualOximeter(await air.device(_CLIP), driver, model, within=(air, _CLIP))
    await oximeter.start()
    try:
        yield backend_for(await air.device(_BOX))
    finally:
        await oximeter.stop()
        await air.close()
