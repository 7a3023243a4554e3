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

from breathline.cli.box_log import forget_old, opener
from breathline.cli.links import Links
from breathline.device.alone import alone
from breathline.device.clock import box_clock
from breathline.device.diary import Guideline
from breathline.device.owner import Owner
from breathline.device.people import People
from breathline.device.published import Sound
from breathline.events.database import Kind
from breathline.events.failures import LogError
from breathline.events.model import AlarmId, ResponseEvent, ResponseState
from breathline.events.writer import Writer
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.signal.conditioner import Conditioner
from breathline.words import Action, ActionId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractAsyncContextManager

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Family
    from breathline.device.config import Config
    from breathline.device.keeper import Observer
    from breathline.events.log import Log

ENDINGS, ENDING_S = 8, 1.0
"""How often the radio and the sound are told to end, and how long each time: a polite disconnect takes up to 7 s."""

_STILL_OPEN = {
    1: "The response is still open. Start again to go on with it, or to close it.",
    2: "Two responses are still open. Start again to go on with them, or to close them.",
}


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the box is to run.

    Attributes:
        config: The configuration, with the command's options laid over it.
        plain: One line per change instead of the screen.
        wait: Wait for START; otherwise the response begins at once, unless one was found open.
        family: Only oximeters of this family; None: as the configuration says.
        address: Only this oximeter for person 1; None: as the configuration says.
        second_address: Only this oximeter for person 2; None: any that is not person 1's.
        observers: Who is told of acts and answers, for person 1 and for person 2.
    """

    config: Config
    plain: bool = False
    wait: bool = False
    family: Family | None = None
    address: str | None = None
    second_address: str | None = None
    observers: tuple[tuple[Observer, ...], tuple[Observer, ...]] = ((), ())


def respond(wishes: Wishes, radio: Callable[[], AbstractAsyncContextManager[Backend]]) -> None:
    """Run the box until a person leaves it.

    Args:
        wishes: How.
        radio: Opens the radio; called again when it can't be opened.

    Raises:
        BreathlineError: The pack can't be used, or another Breathline runs with this log.
    """
    kind = Kind.PRACTICE if wishes.config.practice else Kind.REAL
    folder = wishes.config.data_folder()
    found_open = _looks_open(wishes, opener(wishes.config, kind))
    with alone(folder, kind):
        box = Box(wishes, radio, start=not (wishes.wait or found_open))
        _show(box, wishes)
    for line in box.farewell:
        click.echo(line)


def _looks_open(wishes: Wishes, open_log: Callable[[], Log]) -> bool:
    """Whether an earlier response is still open; old ones are forgotten on the way.

    A log that can't be read leaves nobody without the guide: the box tries on, and the screen says so.
    """
    try:
        with open_log() as log:
            forget_old(log, wishes.config.log.keep_months)
            return any(not _has_ended(log, each.record.id) for each in log.open_responses())
    except LogError:
        return False


def _has_ended(log: Log, response: str) -> bool:
    """Whether only its last questions are open: the box closes it by itself, and it is offered to nobody."""
    ends = (event for event in log.read(response) if isinstance(event, ResponseEvent))
    return any(event.state is ResponseState.ENDED for event in ends)


def _show(box: Box, wishes: Wishes) -> None:
    contact = wishes.config.support.contact
    if wishes.plain:
        from breathline.tui.plain import run_plain

        asyncio.run(run_plain(box.people, box.texts, box.run, sys.stdin, sys.stdout, contact))
        return
    from breathline.tui.app import ResponderApp
    from breathline.tui.paint import ASCII

    screen = wishes.config.screen
    glyphs = ASCII if screen.ascii else None
    app = ResponderApp(
        box.people, box.texts, box.run, pack=box.pack, contact=contact, glyphs=glyphs, mono=screen.high_contrast
    )
    app.run()
    if app.failure is not None:
        raise app.failure


class Box:
    """The parts that live as long as the program: the owners of one or two people's responses and what posts to them.

    Args:
        wishes: How to run.
        radio: Opens the radio.
        start: Begin a response at once.
        clock: Seconds, never backwards.

    Attributes:
        people: Those who own the responses: one for each person.
        pack: The guideline.
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
        self.pack = load_pack(config.pack)
        self.texts = texts_for(self.pack, config.language)
        self.farewell: list[str] = []
        self._start = start
        self._wishes = wishes
        low_limit = self.pack.limit(AlarmId.SPO2_LOW).value
        conditioners = [Conditioner(low_limit=low_limit) for _ in wishes.observers]
        owners = [self._owner(*theirs, clock) for theirs in zip(wishes.observers, conditioners, strict=True)]
        self.people = People(owners[0], owners[1], clock)
        self._links = Links(
            radio,
            self.people,
            conditioners,
            (wishes.address or config.oximeter.address, wishes.second_address),
            wishes.family or config.oximeter.family,
            self._no_radio,
        )

    async def run(self) -> None:
        """Own the responses, listen to the oximeters and make the sounds, until cancelled."""
        owning = asyncio.create_task(self.people.run())
        if self._start:
            self.people.post(Action(ActionId.START))
        helping = [asyncio.create_task(self._links.run()), asyncio.create_task(self._sound())]
        try:
            await owning
        finally:
            await _end(helping)
            left = await self.people.close()
            still_open = [each for each in left if each.open]
            if still_open:
                self.farewell.append(_STILL_OPEN[len(still_open)])
            if not all(each.saved for each in left):
                self.farewell.append("The last events could not be saved: the disk did not take them.")

    def _owner(self, observers: Iterable[Observer], conditioner: Conditioner, clock: Callable[[], float]) -> Owner:
        """One person's owner, with a guide, a conditioner and a writer of its own."""
        config = self._wishes.config
        kind = Kind.PRACTICE if config.practice else Kind.REAL
        return Owner(
            Engine(self.pack, self.texts),
            conditioner,
            Guideline(self.pack.id, self.pack.hash),
            partial(Writer, opener(config, kind)),
            practice=config.practice,
            clock=clock,
            observers=observers,
        )

    def _no_radio(self, why: str) -> None:
        if why not in self.farewell:
            # The screen has no room for it, and nobody has time.
            self.farewell.append(why)

    async def _sound(self) -> None:
        """Make the sounds, and say when none can be heard."""
        from breathline.device.speaker import Speaker

        try:
            await Speaker(self.people.heard, self._wishes.config.sound, _terminal_bell()).run()
        except Exception:  # noqa: BLE001 - a fault of ours in the sound is shown, and the guide goes on
            self.people.heard.sound(Sound.NONE)


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
