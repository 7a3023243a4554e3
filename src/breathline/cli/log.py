"""`breathline log`: the responses on this box."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from breathline.cli.lines import MISSING, Lines, clock
from breathline.device.config import load_config
from breathline.errors import BreathlineError, UsageError
from breathline.events.codec import as_row
from breathline.events.database import Kind, is_kept
from breathline.events.log import Log
from breathline.events.model import Event
from breathline.events.records import Record
from breathline.events.summary import summary_row
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for

LAST = "LAST"
SHORT_ID = 8
"""Of a response id's sixteen signs, so many are shown: two responses on one box hardly ever share them."""

_HEAD = "KIND      ID        WHEN                LENGTH  NALOXONE  LOWEST SpO2  STATE"


def _places(command_of: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which responses are meant."""
    kinds = [
        click.option("--practice", "kind", flag_value=Kind.PRACTICE, type=Kind, help="Practice responses only."),
        click.option("--real", "kind", flag_value=Kind.REAL, type=Kind, help="Real responses only."),
        click.option(
            "--data-dir",
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Where the databases are; otherwise BREATHLINE_DATA_DIR, the configuration's, or the system's place.",
        ),
    ]
    for option in reversed(kinds):
        command_of = option(command_of)
    return command_of


@click.group(
    epilog="""\b
Examples:
  breathline log list
  breathline log show LAST

The log holds no name, no address and no clock time: see docs/privacy.md.
"""
)
def command() -> None:
    """Look at the responses on this box."""


@command.command(
    "list",
    epilog="""\b
Examples:
  breathline log list --real
  breathline log list --practice --json
""",
)
@_places
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON array.")
def list_responses(kind: Kind | None, data_dir: Path | None, as_json: bool) -> None:
    """List responses, newest first: the real ones, then practice."""
    records = [record for log in _logs(_folder(data_dir), kind) for record in log.responses()]
    if as_json:
        click.echo(json.dumps([_row(record) for record in records]))
    elif records:
        click.echo("\n".join([_HEAD, *(_line(record) for record in records)]))
    else:
        click.echo("No responses yet.")


@command.command(
    "show",
    epilog="""\b
Examples:
  breathline log show 5f3a
  breathline log show LAST --practice --json

ID may be shortened as long as one response begins so. LAST is the newest one, a real one before practice.
""",
)
@click.argument("response", metavar="ID")
@_places
@click.option("--json", "as_json", is_flag=True, help="For machines: every event, one JSON object a line.")
def show(response: str, kind: Kind | None, data_dir: Path | None, as_json: bool) -> None:
    """Show what happened in response ID."""
    record, events = _find(response, _folder(data_dir), kind)
    rows = (json.dumps(as_row(event), ensure_ascii=False) for event in events)
    click.echo("\n".join(rows if as_json else _story(record, events)))


def _folder(data_dir: Path | None) -> Path:
    return data_dir or load_config().data_folder()


def _logs(folder: Path, kind: Kind | None) -> Iterator[Log]:
    """The logs that are there, real before practice; each is closed when the next is asked for."""
    for each in Kind if kind is None else (kind,):
        if is_kept(folder, each):
            with Log.open(folder, each) as log:
                yield log


def _find(response: str, folder: Path, kind: Kind | None) -> tuple[Record, list[Event]]:
    found: list[tuple[Record, list[Event]]] = []
    for log in _logs(folder, kind):
        records = log.responses()
        if response == LAST and records:
            return records[0], log.read(records[0].id)
        found += [(record, log.read(record.id)) for record in records if record.id.startswith(response.lower())]
    if not found:
        raise UsageError(f"no response begins with {response!r}; see: breathline log list")
    if len(found) > 1:
        raise UsageError(f"{len(found)} responses begin with {response!r}; write more of the id")
    return found[0]


def _row(record: Record) -> dict[str, object]:
    made = {"pack": record.pack, "pack_hash": record.pack_hash, "version": record.version}
    return {"id": record.id, "kind": record.kind, "open": record.open, **summary_row(record.summary), **made}


def _line(record: Record) -> str:
    figures = record.summary
    lowest = MISSING if figures.lowest_spo2 is None else f"{figures.lowest_spo2:.0f}"
    return (
        f"{record.kind:9} {record.id[:SHORT_ID]:9} {_when(record):18} {clock(figures.length_s):>7}  "
        f"{figures.naloxone:>8}  {lowest:>11}  {_state(record)}"
    )


def _when(record: Record) -> str:
    if record.open:
        return MISSING
    bucket = record.summary.bucket
    return "clock was not set" if bucket is None else f"{bucket.month} {bucket.part}"


def _state(record: Record) -> str:
    if record.open:
        return "open"
    outcome = record.summary.outcome
    return "ended" if outcome is None else f"ended, {outcome.replace('_', ' ')}"


def _story(record: Record, events: list[Event]) -> Iterator[str]:
    yield f"{record.kind} response {record.id}, {_state(record)}"
    yield f"when {_when(record)}; pack {record.pack}; Breathline {record.version}"
    lines = _words(record)
    for event in events:
        yield from lines.of(event)


def _words(record: Record) -> Lines:
    """The words of the pack it was made with, or of the default one with a note on what may differ."""
    try:
        pack = load_pack(record.pack)
    except BreathlineError:
        pack = load_pack(load_config().pack)
    if pack.hash != record.pack_hash:
        click.echo("breathline: the pack has changed since; figures in the alarms' words are today's", err=True)
    return Lines(pack, texts_for(pack))
