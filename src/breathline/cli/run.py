"""`breathline run`: the responder's screen with a real oximeter, or with none."""

from __future__ import annotations

from pathlib import Path

import click

from breathline.ble.drivers.driver import Family
from breathline.ble.radio.transport import check_radio, open_radio
from breathline.cli.bedside import Wishes, respond
from breathline.device.config import load_config


@click.command(
    epilog="Example: breathline run. Or, in a pipe: breathline run --practice --plain. Or, to reach a virtual "
    "oximeter: breathline run --practice --radio tcp-client:127.0.0.1:9001"
)
@click.option("--config", "config_file", type=click.Path(path_type=Path), metavar="FILE", help="Configuration file.")
@click.option("--radio", metavar="R", help="system, usb:0, serial:PORT or tcp-client:HOST:PORT.")
@click.option("--family", type=click.Choice([str(family) for family in Family]), help="Only oximeters of this family.")
@click.option("--pack", metavar="PACK", help="Guideline: a pack's name or a .toml file.")
@click.option("--practice", is_flag=True, help="Nobody is in danger: keep it with the practice responses.")
@click.option("--plain", is_flag=True, help="One line per change, for a screen reader or a pipe; keys as lines.")
@click.option("--wait", is_flag=True, help="Begin when START is pressed, not at once.")
def command(
    config_file: Path | None,
    radio: str | None,
    family: str | None,
    pack: str | None,
    practice: bool,
    plain: bool,
    wait: bool,
) -> None:
    """Begin a response: read an oximeter if there is one, and say what the guideline does next."""
    config = load_config(config_file)
    laid_over: dict[str, object] = {"practice": practice or config.practice}
    if radio is not None:
        laid_over["radio"] = radio
    if pack is not None:
        laid_over["pack"] = pack
    config = config.model_copy(update=laid_over)
    check_radio(config.radio)
    wishes = Wishes(config, plain=plain, wait=wait, family=None if family is None else Family(family))
    respond(wishes, lambda: open_radio(config.radio))
