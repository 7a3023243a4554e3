"""`breathline log`: the responses on this box."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from breathline.cli.box_log import reader
from breathline.cli.lines import MISSING, Lines, clock
from breathline.cli.log_export import export_command
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
    kinds.append(
        click.option(
            "--key",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="The site's private key, for a sealed log.",
        )
    )
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


command.add_command(export_command)


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
def list_responses(kind: Kind | None, data_dir: Path | None, key: Path | None, as_json: bool) -> None:
    """List responses, newest first: the real ones, then practice."""
    records = [record for log in _logs(_folder(data_dir), kind, key) for record in log.responses()]
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
def show(response: str, kind: Kind | None, data_dir: Path | None, key: Path | None, as_json: bool) -> None:
    """Show what happened in response ID."""
    record, events = _find(response, _folder(data_dir), kind, key)
    rows = (json.dumps(as_row(event), ensure_ascii=False) for event in events)
    click.echo("\n".join(rows if as_json else _story(record, events)))


@command.command(
    "verify",
    epilog="""\b
Examples:
  breathline log verify
  breathline log verify --real --heads

Every response's rows are chained. A row that was changed, taken out or put in is found; no key is needed. Rows cut off
the end of a response that is still open, and whole responses taken out, are not: note the heads elsewhere to see them.
""",
)
@_places
@click.option("--heads", is_flag=True, help="Print each response's id, rows and last link, to note elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON array.")
def verify(kind: Kind | None, data_dir: Path | None, key: Path | None, heads: bool, as_json: bool) -> None:
    """Check that the rows on the disk are the rows that were written."""
    checked = [(log.kind, each) for log in _logs(_folder(data_dir), kind, key) for each in log.verify()]
    broken = [f"{each.id[:SHORT_ID]}: {each.broken}" for _, each in checked if each.broken]
    if as_json:
        click.echo(json.dumps([{"kind": log_kind, **asdict(each)} for log_kind, each in checked]))
    elif heads:
        click.echo("\n".join(f"{each.id}  {each.rows:6}  {each.head}" for _, each in checked))
    elif not broken:
        click.echo(f"{len(checked)} responses, {sum(each.rows for _, each in checked)} rows: all as they were written.")
    if broken:
        raise BreathlineError(f"the log was changed after it was written: {'; '.join(broken)}")


def _folder(data_dir: Path | None) -> Path:
    return data_dir or load_config().data_folder()


def _logs(folder: Path, kind: Kind | None, key: Path | None) -> Iterator[Log]:
    """The logs that are there, real before practice; each is closed when the next is asked for."""
    for each in Kind if kind is None else (kind,):
        if is_kept(folder, each):
            with reader(folder, each, key) as log:
                yield log


def _find(response: str, folder: Path, kind: Kind | None, key: Path | None) -> tuple[Record, list[Event]]:
    found: list[tuple[Record, list[Event]]] = []
    for log in _logs(folder, kind, key):
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
    known = {"sealed": True} if record.sealed else summary_row(record.summary)
    return {"id": record.id, "kind": record.kind, "open": record.open, **known, **made}


def _line(record: Record) -> str:
    figures = record.summary
    length, doses, lowest = clock(figures.length_s), str(figures.naloxone), MISSING
    if figures.lowest_spo2 is not None:
        lowest = f"{figures.lowest_spo2:.0f}"
    if record.sealed:
        length = doses = MISSING
    return (
        f"{record.kind:9} {record.id[:SHORT_ID]:9} {_when(record):18} {length:>7}  {doses:>8}  {lowest:>11}  "
        f"{_state(record)}"
    )


def _when(record: Record) -> str:
    if record.open or record.sealed:
        return MISSING
    bucket = record.summary.bucket
    return "clock was not set" if bucket is None else f"{bucket.month} {bucket.part}"


def _state(record: Record) -> str:
    if record.open:
        return "open"
    if record.sealed:
        return "ended, sealed"
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
