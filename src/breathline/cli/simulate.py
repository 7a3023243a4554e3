"""`breathline simulate`: a scenario through oximeter, bytes, driver and guide, faster than life."""

from __future__ import annotations

import json
import sys
from itertools import count
from typing import TYPE_CHECKING

import click

from breathline.ble.drivers.driver import Driver, Refused
from breathline.ble.drivers.registry import driver
from breathline.cli.lines import Lines
from breathline.device.response import Response
from breathline.errors import UsageError
from breathline.events.codec import as_row
from breathline.events.model import AlarmId, Event, VitalsEvent
from breathline.firmware_sim.conversation import Conversation
from breathline.firmware_sim.curve import Curve, load_curve
from breathline.firmware_sim.oximeter import OximeterModel
from breathline.firmware_sim.responder import Responder, responder
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, Fault, FaultId, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

STEPS_A_SECOND = 10
"""How finely a responder's acts fall; readings and deadlines keep their own times."""
INPUT_ENDED = "input_ended"


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
    """Run SCENARIO from oximeter bytes to prompts, faster than life."""
    curve = load_curve(scenario)
    oximeter = driver(family)
    acting = responder(who)
    pack = load_pack(pack_name)
    texts = texts_for(pack)
    end = curve.duration_s if until is None else until
    if not 0 < end < float("inf"):
        raise UsageError("--until must be a number of seconds above 0")
    low = pack.limit(AlarmId.SPO2_LOW).value
    conditioner = Conditioner(oximeter.period_s, pleth_hz=oximeter.pleth_hz, low_limit=low)
    response = Response(Engine(pack, texts), conditioner)
    events = simulate(response, oximeter, curve, acting, end, seed)
    lines = Lines(pack, texts)
    for event in events:
        for line in [json.dumps(_row(event, curve), ensure_ascii=False)] if as_json else lines.of(event):
            sys.stdout.write(line + "\n")
    # A reader that went away is noticed here, where it can still be told from an error.
    sys.stdout.flush()


def simulate(
    response: Response, oximeter: Driver, curve: Curve, who: Responder, until: float, seed: int = 0
) -> Iterator[Event]:
    """A whole response, from its start until `until` seconds or its end.

    Args:
        response: Fresh; takes the readings, the faults and what the responder does.
        oximeter: The family of the virtual oximeter; every reading goes through its bytes.
        curve: What is true.
        who: Acts and answers.
        until: Seconds.
        seed: The same seed gives the same events.
    """
    yield from response.do(Action(ActionId.START), 0.0)
    link = _Link(oximeter, OximeterModel(oximeter, curve, seed))
    for step in count():
        t = min(step / STEPS_A_SECOND, until)
        yield from link.carry(response, t)
        if t >= response.next_due:
            yield from response.wait(t)
        for item in who.due(t, response.situation, curve.at(t)):
            yield from response.do(item, t)
        if response.situation.ended:
            return
        if t >= until:
            break
    yield from response.finish(until, INPUT_ENDED)


class _Link:
    """The way of the bytes: what the model shows, coded and decoded by the family's driver."""

    def __init__(self, oximeter: Driver, model: OximeterModel) -> None:
        self._model = model
        self._conversation = Conversation(oximeter)
        self._lost = False

    def carry(self, response: Response, t: float) -> Iterator[Event]:
        """Hand over everything due by `t`; an oximeter that switched itself off is a lost link."""
        for reading in self._model.frames(t):
            for piece in self._conversation.hear(reading):
                yield from self._hear(response, piece)
        if not self._model.on and not self._lost:
            yield from self._set_lost(response, t, lost=True)

    def _hear(self, response: Response, piece: Reading | Refused) -> Iterator[Event]:
        if self._lost:
            yield from self._set_lost(response, piece.t, lost=False)
        if isinstance(piece, Reading):
            yield from response.reading(piece)

    def _set_lost(self, response: Response, t: float, *, lost: bool) -> Iterator[Event]:
        self._lost = lost
        yield from response.fault(Fault(FaultId.LINK_LOST, present=lost), t)


def _row(event: Event, curve: Curve) -> dict[str, object]:
    row = as_row(event)
    if isinstance(event, VitalsEvent):
        # A scripted curve has no lungs, so how much they breathe is not known.
        row |= {"true_sao2": round(curve.at(event.t).spo2, 2), "breathing_l_min": None}
    return row
