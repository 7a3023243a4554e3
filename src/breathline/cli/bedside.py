"""The box, put together: guide, log, owner, sound, link and screen. `run` and `demo` differ only in the radio."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.status import LinkState, LinkStatus
from breathline.cli.box_log import forget_old, opener
from breathline.device.alone import alone
from breathline.device.clock import box_clock
from breathline.device.diary import Guideline
from breathline.device.owner import Owner
from breathline.device.published import Sound
from breathline.errors import BreathlineError
from breathline.events.database import Kind
from breathline.events.model import AlarmId
from breathline.events.writer import Writer
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId, LinkAdvice, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractAsyncContextManager

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Family, Refused
    from breathline.device.config import Config

RADIO_AGAIN_S = 2.0
"""A radio that can't be opened is tried again this often: an adapter may be plugged in at any time."""


ENDINGS, ENDING_S = 8, 1.0
"""How often the radio and the sound are told to end, and how long each time: a polite disconnect takes up to 7 s."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the box is to run.

    Attributes:
        config: The configuration, with the command's options laid over it.
        plain: One line per change instead of the screen.
        wait: Wait for START; otherwise the response begins at once, unless one was found open.
        family: Only oximeters of this family; None: as the configuration says.
    """

    config: Config
    plain: bool = False
    wait: bool = False
    family: Family | None = None


def respond(wishes: Wishes, radio: Callable[[], AbstractAsyncContextManager[Backend]]) -> None:
    """Run the box until a person leaves it.

    Args:
        wishes: How.
        radio: Opens the radio; called again when it can't be opened.

    Raises:
        BreathlineError: The pack or the data folder can't be used.
    """
    kind = Kind.PRACTICE if wishes.config.practice else Kind.REAL
    folder = wishes.config.data_folder()
    with opener(wishes.config, kind)() as log:
        forget_old(log, wishes.config.log.keep_months)
        # Found out before the screen: a folder that can't be written is said at once, in one line.
        found_open = bool(log.open_responses())
    with alone(folder, kind):
        box = Box(wishes, radio, start=not (wishes.wait or found_open))
        _show(box, wishes)
    for line in box.farewell:
        click.echo(line)


def _show(box: Box, wishes: Wishes) -> None:
    if wishes.plain:
        from breathline.tui.plain import run_plain

        asyncio.run(run_plain(box.owner, box.texts, box.run, sys.stdin, sys.stdout))
        return
    from breathline.tui.app import ResponderApp
    from breathline.tui.paint import ASCII

    screen = wishes.config.screen
    glyphs = ASCII if screen.ascii else None
    app = ResponderApp(box.owner, box.texts, box.run, pack=box.pack, glyphs=glyphs, mono=screen.high_contrast)
    app.run()
    if app.failure is not None:
        raise app.failure


class Box:
    """The parts that live as long as the program: the owner and what posts to it.

    Args:
        wishes: How to run.
        radio: Opens the radio.
        start: Begin a response at once.
        clock: Seconds, never backwards.

    Attributes:
        owner: The owner of the response.
        texts: The guide's words, in the language of the response.
        farewell: What to tell the person who left, once `run` has ended.
    """

    def __init__(
        self,
        wishes: Wishes,
        radio: Callable[[], AbstractAsyncContextManager[Backend]],
        *,
        start: bool,
        clock: Callable[[], float] = box_clock,
    ) -> None:
        config = wishes.config
        pack = self.pack = load_pack(config.pack)
        self.texts = texts_for(pack, config.language)
        kind = Kind.PRACTICE if config.practice else Kind.REAL
        self._start = start
        self._wishes = wishes
        self._radio = radio
        self.farewell: list[str] = []
        self._conditioner = Conditioner(low_limit=pack.limit(AlarmId.SPO2_LOW).value)
        self.owner = Owner(
            Engine(pack, self.texts),
            self._conditioner,
            Guideline(pack.id, pack.hash),
            partial(Writer, opener(config, kind)),
            practice=config.practice,
            clock=clock,
        )

    async def run(self) -> None:
        """Own the response, listen to the oximeter and make the sounds, until cancelled."""
        owning = asyncio.create_task(self.owner.run())
        if self._start:
            self.owner.post(Action(ActionId.START))
        helping = [asyncio.create_task(self._listen()), asyncio.create_task(self._sound())]
        try:
            await owning
        finally:
            await _end(helping)
            left = await self.owner.close()
            if left.open:
                self.farewell.append("The response is still open. Start again to go on with it, or to close it.")
            if not left.saved:
                self.farewell.append("The last events could not be saved: the disk did not take them.")

    async def _listen(self) -> None:
        """Keep a link to an oximeter, whatever becomes of the radio."""
        wishes, owner = self._wishes, self.owner
        family = wishes.family or wishes.config.oximeter.family
        while True:
            try:
                async with self._radio() as backend:
                    # Not before the first frame: bleak takes its time to import.
                    from breathline.ble.link import Link

                    link = Link(backend, self._read, self._linked, owner.clock, wishes.config.oximeter.address, family)
                    owner.when_other_clip(link.take_another)
                    await link.run()
            except BreathlineError as error:
                owner.link(LinkStatus(LinkState.ADAPTER_OFF, advice=LinkAdvice.BROKEN))
            except Exception:  # noqa: BLE001 - a fault of ours in the link must not take the guide with it
                owner.link(LinkStatus(LinkState.ADAPTER_OFF, advice=LinkAdvice.BROKEN))
            await asyncio.sleep(RADIO_AGAIN_S)

    def _linked(self, status: LinkStatus) -> None:
        """Hand on how the link stands; with it comes how fast this family sends its pleth."""
        if status.family is not None:
            self._conditioner.sends_pleth(DRIVERS[status.family].pleth_hz)
        self.owner.link(status)

    def _read(self, item: Reading | Refused) -> None:
        if isinstance(item, Reading):
            self.owner.post_reading(item)

    async def _sound(self) -> None:
        """Make the sounds, and say when none can be heard."""
        from breathline.device.speaker import Speaker

        try:
            await Speaker(self.owner, self._wishes.config.sound, _terminal_bell()).run()
        except Exception:  # noqa: BLE001 - a fault of ours in the sound is shown, and the guide goes on
            self.owner.sound(Sound.NONE)


async def _end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended; one that never does is left behind, so that the log is closed all the same.

    Once is not enough: a clean-up that fails can take the place of the cancellation, and the task goes on.
    """
    pending = set(tasks)
    for _ in range(ENDINGS):
        for task in pending:
            task.cancel()
        if pending:
            _, pending = await asyncio.wait(pending, timeout=ENDING_S)


def _terminal_bell() -> Callable[[], None] | None:
    """Rings the terminal's bell, past the screen that owns standard output; None without a terminal."""
    terminal = Path("/dev/tty")

    def ring() -> None:
        with suppress(OSError), terminal.open("wb", buffering=0) as bell:
            bell.write(b"\a")

    try:
        with terminal.open("wb"):
            return ring
    except OSError:
        return None
