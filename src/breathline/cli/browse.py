"""`breathline browse`: one response at a time, as it was."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from breathline.cli.box_log import reader
from breathline.cli.lines import Lines
from breathline.device.config import load_config
from breathline.errors import BreathlineError, UsageError
from breathline.events.database import Kind, is_kept
from breathline.events.failures import SealedError
from breathline.events.model import Event, VitalsEvent
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import Texts, texts_for
from breathline.review.browser.shelf import Entry, Listed, Opened
from breathline.tui.paint import Untouched, View
from breathline.tui.past import Past

if TYPE_CHECKING:
    from breathline.events.log import Log
    from breathline.events.records import Record
    from breathline.review.exports import Export

_PATH = click.Path(path_type=Path)


@click.command(
    epilog="""\b
Examples:
  breathline browse
  breathline browse --real --key site.key
  breathline browse export-2026

PATHs are folders that `breathline log export` made; without one it is this box's log. Choose a response to see its
curve and what happened, and from there the responder's screen as it was, step by step or at up to 60 times the speed.
Nothing that is pressed changes anything. For PATHs, needs: pip install 'breathline[review]'.
"""
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=_PATH)
@click.option("--real", "kind", flag_value=Kind.REAL, type=Kind, help="Only real responses.")
@click.option("--practice", "kind", flag_value=Kind.PRACTICE, type=Kind, help="Only practice responses.")
@click.option("--pack", "pack_name", metavar="NAME", help="The guideline, where an export does not tell.")
@click.option("--data-dir", type=_PATH, metavar="DIR", help="Where the databases are.")
@click.option("--key", type=_PATH, metavar="FILE", help="The site's private key, for a sealed log.")
def command(
    paths: tuple[Path, ...], kind: Kind | None, pack_name: str | None, data_dir: Path | None, key: Path | None
) -> None:
    """Look at responses that are over, one at a time."""
    from breathline.review.browser.app import Browser

    with ExitStack() as stack:
        shelf = _exports(stack, paths, pack_name) if paths else _logs(stack, kind, pack_name, data_dir, key)
        if not shelf.listed():
            raise UsageError("there are no responses to look at; see: breathline log list")
        Browser(shelf).run()


class ExportShelf:
    """Responses of exports.

    Args:
        con: What reads the tables.
        exports: The exports.
        pack_name: The pack to use where an export does not tell; None: the configured one.
    """

    def __init__(self, con: Any, exports: Sequence[Export], pack_name: str | None = None) -> None:
        self._con = con
        self._exports = exports
        self._pack_name = pack_name

    def listed(self) -> Sequence[Listed]:
        """All of them."""
        from breathline.review.browser.exported import listed

        return listed(self._con, self._exports)

    def open(self, listed: Listed) -> Opened:
        """One of them."""
        from breathline.review.browser.exported import events

        return opened(listed, events(self._con, self._exports, listed.id), self._pack_name)


class LogShelf:
    """Responses of this box's logs.

    Args:
        logs: The logs, open.
        pack_name: The pack to use instead of the one in the log; None: that one.
    """

    def __init__(self, logs: Sequence[Log], pack_name: str | None = None) -> None:
        self._logs = logs
        self._pack_name = pack_name
        self._of: dict[str, Log] = {}

    def listed(self) -> Sequence[Listed]:
        """All of them, newest first."""
        found: list[Listed] = []
        for log in self._logs:
            for record in log.responses():
                self._of[record.id] = log
                found.append(_listed(record))
        return found

    def open(self, listed: Listed) -> Opened:
        """One of them."""
        try:
            events = self._of[listed.id].read(listed.id)
        except SealedError as error:
            raise BreathlineError("this one is sealed; give the site's private key with --key FILE") from error
        return opened(listed, events, self._pack_name)


def opened(listed: Listed, events: Sequence[Event], pack_name: str | None = None) -> Opened:
    """A response to look at.

    Args:
        listed: What the list says of it.
        events: Its events, in order.
        pack_name: The pack to use where the list does not tell; None: the configured one.

    Raises:
        BreathlineError: It has no events, or there is no such pack.
    """
    from breathline.tui import look

    if not events:
        raise BreathlineError(f"response {listed.id} has no events")
    glyphs = look.glyphs_for(getattr(sys.__stdout__, "encoding", "") or "")
    pack, note = _pack(listed, pack_name)
    texts = texts_for(pack)
    past = Past(events, Engine(pack, texts), practice=listed.kind == Kind.PRACTICE)

    def view(t: float) -> View:
        return View(past.at(t), t, t, Untouched(), texts, glyphs, pack)

    return Opened(
        listed=listed,
        length_s=past.length_s,
        entries=list(_entries(past, pack, texts)),
        marks=[(mark.t, mark.letter) for mark in past.at(past.length_s).situation.marks],
        spo2=[(point.t, point.spo2, point.trust) for point in past.trend],
        low=past.at(0.0).situation.spo2_low,
        view=view,
        note=note,
    )


def _entries(past: Past, pack: Pack, texts: Texts) -> Iterator[Entry]:
    lines = Lines(pack, texts)
    for event in past.story:
        if not isinstance(event, VitalsEvent):
            for line in lines.of(event):
                yield Entry(event.t, line.strip().partition("  ")[2])


def _pack(listed: Listed, pack_name: str | None) -> tuple[Pack, str]:
    """The pack it was made with, or another and a note on what may differ."""
    name = listed.pack or pack_name or load_config().pack
    try:
        pack = load_pack(name)
    except BreathlineError:
        pack = load_pack(pack_name or load_config().pack)
    if pack.hash == listed.pack_hash:
        return pack, ""
    return (
        pack,
        f"Shown with the pack {pack.id} of today, which is not known to be the one of then: prompts may differ.",
    )


def _exports(stack: ExitStack, paths: Sequence[Path], pack_name: str | None) -> ExportShelf:
    from breathline.review.engine import DUCKDB, connected
    from breathline.review.exports import find_exports

    return ExportShelf(stack.enter_context(connected(DUCKDB)), find_exports(paths), pack_name)


def _logs(
    stack: ExitStack, kind: Kind | None, pack_name: str | None, data_dir: Path | None, key: Path | None
) -> LogShelf:
    folder = data_dir or load_config().data_folder()
    kinds = [each for each in (Kind if kind is None else (kind,)) if is_kept(folder, each)]
    return LogShelf([stack.enter_context(reader(folder, each, key)) for each in kinds], pack_name)


def _listed(record: Record) -> Listed:
    figures, bucket = record.summary, record.summary.bucket
    state = "open" if record.open else "sealed" if record.sealed else (figures.outcome or "not said").replace("_", " ")
    when = "" if bucket is None else f"{bucket.month} {bucket.part}"
    length = None if record.sealed else figures.length_s
    return Listed(record.id, when, record.kind.value, record.pack, record.pack_hash, length, state)
