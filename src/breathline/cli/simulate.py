"""`breathline simulate`: a scenario through person, oximeter, bytes, driver and guide, faster than life."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from breathline.ble.drivers.registry import driver
from breathline.cli.lines import Lines
from breathline.cli.simulation import Happened, Settings, simulate
from breathline.errors import UsageError
from breathline.events.codec import as_row
from breathline.events.model import VitalsEvent
from breathline.firmware_sim.scenario import load_scenario
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from breathline.guidelines.pack import Pack


@click.command(
    epilog="""\b
Examples:
  breathline simulate fentanyl-fast
  breathline simulate clip-falls-off --responder ideal --json
  breathline simulate fentanyl-fast --responder acts.toml

A script holds [[act]] tables: t = 12 (or after = "naloxone" and delay = 4), then action = "naloxone" with
its values (dose_mg, route, ...), or answer = "no".
"""
)
@click.argument("scenario")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same run.")
@click.option(
    "--responder", "who", default="none", show_default=True, metavar="ideal|none|FILE", help="Who acts and answers."
)
@click.option("--pack", "pack_name", default="bc", show_default=True, help="Guideline pack: a name or a .toml file.")
@click.option("--family", default="pc60fw", show_default=True, help="The virtual oximeter's family.")
@click.option("--until", type=float, metavar="S", help="Seconds; the scenario's length by default.")
@click.option("--json", "as_json", is_flag=True, help="Every event, one JSON object a line.")
def command(
    scenario: str, seed: int, who: str, pack_name: str, family: str, until: float | None, as_json: bool
) -> None:
    """Run SCENARIO, a name or a .toml file, from a person's breath to the guide's prompts, faster than life."""
    if until is not None and not 0 < until < float("inf"):
        raise UsageError("--until must be a number of seconds above 0")
    played = load_scenario(scenario)
    pack = load_pack(pack_name)
    happened = simulate(played, Settings(pack, driver(family), who, seed, until))
    several = len(played.stories) > 1
    write = sys.stdout.write
    for line in _rows(happened, several=several) if as_json else _lines(happened, pack, several=several):
        write(line + "\n")
    # A reader that went away is noticed here, where it can still be told from an error.
    sys.stdout.flush()


def _rows(happened: Iterable[Happened], *, several: bool) -> Iterable[str]:
    encode: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False).encode
    for each in happened:
        row = as_row(each.event)
        if isinstance(each.event, VitalsEvent):
            row |= {"true_sao2": round(each.body.sao2, 2), "breathing_l_min": round(each.body.ve_l_min, 2)}
        if several:
            row["person"] = each.person + 1
        yield encode(row)


def _lines(happened: Iterable[Happened], pack: Pack, *, several: bool) -> Iterable[str]:
    lines = [Lines(pack, texts_for(pack)) for _ in range(2)]
    for each in happened:
        before = f"[{each.person + 1}] " if several else ""
        for line in lines[each.person].of(each.event):
            yield before + line
