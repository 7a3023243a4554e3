"""`breathline oximeter`: a virtual oximeter alone, on a radio, until it is stopped."""

from __future__ import annotations

import asyncio
import json
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from breathline.ble.drivers.registry import driver as driver_of
from breathline.ble.radio.transport import open_oximeter_radio
from breathline.errors import BreathlineError
from breathline.firmware_sim.blood_way import IN_LIFE
from breathline.firmware_sim.faults import Faults, Noise
from breathline.firmware_sim.hands import means
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.scenario import DEFAULT, load_scenario
from breathline.firmware_sim.scene import Scene
from breathline.guidelines.pack_file import load_pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from breathline.ble.drivers.driver import Driver

PERCENT = click.FloatRange(min=0, max=100)
SECONDS = click.FloatRange(min=0)


@click.command(
    epilog="Example: breathline oximeter pc60fw --radio tcp-server:127.0.0.1:9100, then "
    "breathline run --radio tcp-client:127.0.0.1:9100. With a Bluetooth dongle: --radio usb:0."
)
@click.argument("family")
@click.option(
    "--radio",
    required=True,
    metavar="R",
    help="tcp-server:HOST:PORT (port 0: any free one), usb:0, serial:PORT or vhci.",
)
@click.option("--scenario", default=DEFAULT, show_default=True, metavar="NAME", help="What is true of the person.")
@click.option("--seed", default=0, show_default=True, help="The same seed gives the same noise.")
@click.option("--battery", type=PERCENT, metavar="PERCENT", help="Charge at the start; the scenario's by default.")
@click.option("--drop", type=PERCENT, default=0.0, metavar="PERCENT", help="Lose so many of the notifications.")
@click.option("--corrupt", type=PERCENT, default=0.0, metavar="PERCENT", help="Turn a bit in so many of the bytes.")
@click.option("--silent-after", type=SECONDS, metavar="S", help="After each connection: stay connected, send nothing.")
@click.option("--vanish-after", type=SECONDS, metavar="S", help="After each connection: be out of range.")
@click.option("--return-after", type=SECONDS, metavar="S", help="With --vanish-after: be back so much later.")
@click.option("--update-after", type=SECONDS, metavar="S", help="After each connection: come back with other handles.")
@click.option("--refuse", is_flag=True, help="Hang up on whoever connects, as if a phone held it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per event on stdout.")
def command(
    family: str,
    radio: str,
    scenario: str,
    seed: int,
    battery: float | None,
    drop: float,
    corrupt: float,
    silent_after: float | None,
    vanish_after: float | None,
    return_after: float | None,
    update_after: float | None,
    refuse: bool,
    as_json: bool,
) -> None:
    """Be a virtual oximeter of FAMILY on a radio, until Ctrl+C.

    Faults can be asked for, to practise with a bad link; the same seed brings the same ones.
    """
    driver = driver_of(family)
    played = load_scenario(scenario)
    # Nobody can help here: a pack only gives the scenario's own helpers their means.
    scene = Scene(played, means(load_pack("bc"), played.kit), seed, played.help_after)
    charge = played.clip.battery if battery is None else battery
    model = OximeterModel(driver, scene, seed, lag=IN_LIFE, battery=charge)
    faults = Faults(
        drop=drop / 100,
        corrupt=corrupt / 100,
        silent_after_s=silent_after,
        vanish_after_s=vanish_after,
        return_after_s=return_after,
        update_after_s=update_after,
        refuse=refuse,
        seed=seed,
    )
    asyncio.run(_be(driver, model, faults, radio, _tell_machines if as_json else _tell_people))


async def _be(driver: Driver, model: OximeterModel, faults: Faults, spec: str, tell: Callable[..., None]) -> None:
    from breathline.firmware_sim.peripheral import VirtualOximeter

    stopped = _when_asked_to_stop()
    async with open_oximeter_radio(spec, driver.family) as radio:
        tell("ready", family=str(driver.family), radio=radio.reached_by)
        oximeter = VirtualOximeter(radio.device, driver, model, told=tell, within=radio.within)
        oximeter.noise = Noise(faults)
        await oximeter.start()
        try:
            await _first_of(stopped, radio.lost)
        finally:
            await oximeter.stop()
    if not stopped.is_set():
        raise BreathlineError("the Bluetooth controller is gone; plug it in and start again")
    tell("stopped")


def _when_asked_to_stop() -> asyncio.Event:
    """An event that Ctrl+C and SIGTERM set."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        # Windows has no such handlers; there Ctrl+C ends the loop itself.
        with suppress(NotImplementedError):
            loop.add_signal_handler(each, stopped.set)
    return stopped


async def _first_of(*events: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    for wait in waits:
        wait.cancel()


def _tell_people(event: str, **details: str) -> None:
    more = "".join(f", {name} {value}" for name, value in details.items())
    click.echo(f"{event}{more}", err=True)


def _tell_machines(event: str, **details: str) -> None:
    click.echo(json.dumps({"event": str(event), **details}))
