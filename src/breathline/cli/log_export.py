"""`breathline log export`: responses as tables for evaluators, with nobody in them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import click

from breathline.cli.box_log import reader
from breathline.device.config import load_config
from breathline.errors import UsageError
from breathline.events.database import Kind, is_kept
from breathline.events.export.cells import MIN_CELL, Time
from breathline.events.export.export import K_LIMIT, Choices, Exported, export
from breathline.events.export.facts import ExportedResponse
from breathline.events.export.row_files import read_rows
from breathline.events.export.tables import QUASI_IDENTIFIERS, SITE
from breathline.events.export.writers import Format
from breathline.events.failures import SealedError
from breathline.guidelines.pack_file import load_pack

_NONE = "none"


def _formats(_context: click.Context, _option: click.Parameter, value: str) -> tuple[Format, ...]:
    names = [name.strip() for name in value.split(",")]
    try:
        return tuple(dict.fromkeys(Format(name) for name in names))
    except ValueError:
        raise click.BadParameter(f"{value!r}: write one or more of {','.join(Format)}") from None


def _site(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if value == _NONE:
        return ""
    if re.fullmatch(SITE, value):
        return value
    raise click.BadParameter(
        f"{value!r}: a pseudonym of one to three capitals and up to four figures, like S1 or BC07, or none"
    )


@click.command(
    "export",
    epilog="""\b
Examples:
  breathline log export --out export-2026
  breathline log export --out export-2026 --format csv,parquet --fhir --site S1 --key site.key
  breathline log export --practice --out practice --force-below-k 4
  breathline log export --practice --out simulated run-*.jsonl

Where and when is coarse, and coarser still where fewer than --min-cell responses share it. Nothing is written when
fewer than --k share it all the same. PATHs are files of `simulate --json` or `log show --json`, one response each, in
place of this box's log. What the tables hold, and what they can't hide: docs/export.md.
""",
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="A new or empty folder.")
@click.option("--format", "formats", default="csv", callback=_formats, show_default=True, metavar="csv,parquet,json")
@click.option("--fhir", is_flag=True, help="SpO2 and pulse as a FHIR bundle (R4B) too.")
@click.option("--site", default=_NONE, callback=_site, show_default=True, metavar="NAME|none", help="A pseudonym.")
@click.option(
    "--time",
    type=click.Choice([each.value for each in Time]),
    default=Time.MONTH.value,
    callback=lambda _context, _option, value: Time(value),
    show_default=True,
    help="How finely the calendar is told.",
)
@click.option("--part-of-day/--no-part-of-day", default=True, show_default=True, help="Tell night, morning, ...")
@click.option(
    "--min-cell",
    type=click.IntRange(min=1),
    default=MIN_CELL,
    show_default=True,
    metavar="N",
    help="Make coarser what fewer share; hold back counts of fewer.",
)
@click.option(
    "--k",
    type=click.IntRange(min=1),
    default=K_LIMIT,
    show_default=True,
    metavar="N",
    help="Refuse when fewer share it.",
)
@click.option(
    "--force-below-k",
    "accept_k",
    type=click.IntRange(min=1),
    metavar="N",
    help="Export all the same; N names how few you accept.",
)
@click.option("--real", "kind", flag_value=Kind.REAL, type=Kind, help="Real responses; so it is without PATHs.")
@click.option("--practice", "kind", flag_value=Kind.PRACTICE, type=Kind, help="Practice responses.")
@click.option("--pack", "pack_name", metavar="NAME", help="The pack that PATHs were made with.")
@click.option("--data-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where the databases are.")
@click.option(
    "--key", type=click.Path(path_type=Path), metavar="FILE", help="The site's private key, for a sealed log."
)
@click.option("--json", "as_json", is_flag=True, help="For machines: what was exported, one JSON object.")
def export_command(
    paths: tuple[Path, ...],
    out: Path,
    formats: tuple[Format, ...],
    fhir: bool,
    site: str,
    time: Time,
    part_of_day: bool,
    min_cell: int,
    k: int,
    accept_k: int | None,
    kind: Kind | None,
    pack_name: str | None,
    data_dir: Path | None,
    key: Path | None,
    as_json: bool,
) -> None:
    """Export responses as tables, with nobody in them."""
    choices = Choices(formats, fhir, time, part_of_day, min_cell, k, accept_k)
    if paths:
        exported = _export(_in_files(paths, kind, pack_name), out, choices, site)
    else:
        with _in_log(data_dir, kind or Kind.REAL, key) as responses:
            exported = _export(responses, out, choices, site)
    click.echo(json.dumps(asdict(exported)) if as_json else "\n".join(_story(exported, out, min_cell)))


def _export(responses: Sequence[ExportedResponse], out: Path, choices: Choices, site: str) -> Exported:
    there = [replace(response, site=site) for response in responses]
    if not sys.stderr.isatty():
        return export(there, out, choices)
    with click.progressbar(length=len(there), label=f"{len(there)} responses", file=sys.stderr) as bar:
        return export(there, out, choices, on_done=lambda: bar.update(1))


def _in_files(paths: Sequence[Path], kind: Kind | None, pack_name: str | None) -> list[ExportedResponse]:
    if kind is None:
        raise UsageError("files do not say whether they are practice: add --practice or --real")
    pack = None if pack_name is None else load_pack(pack_name)
    made = ("", "") if pack is None else (pack.id, pack.hash)
    return [ExportedResponse(kind, partial(read_rows, path), *made) for path in paths]


@contextmanager
def _in_log(data_dir: Path | None, kind: Kind, key: Path | None) -> Iterator[list[ExportedResponse]]:
    folder = data_dir or load_config().data_folder()
    if not is_kept(folder, kind):
        raise UsageError(f"{folder} holds no {kind} responses; see: breathline log list")
    with reader(folder, kind, key) as log:
        records = log.responses()
        if any(record.sealed for record in records):
            raise SealedError("the log is sealed; give the site's private key with --key FILE")
        yield [
            ExportedResponse(kind, partial(log.read, each.id), each.pack, each.pack_hash, each.summary.bucket)
            for each in records
        ]


def _story(exported: Exported, out: Path, min_cell: int) -> Iterator[str]:
    yield f"{exported.responses} {exported.kind} responses, {exported.events} rows of events, in {out}"
    held = [f"{name} in {count}" for name, count in exported.held_back.items() if count]
    yield f"held back because fewer than {min_cell} shared it: {', '.join(held) or 'nothing'}"
    below = "; BELOW IT, forced" if exported.forced else ""
    yield f"k-anonymity: {exported.k} over {', '.join(QUASI_IDENTIFIERS)} (limit {exported.limit}{below})"
    spread = ", ".join(f"{least} of {name}" for name, least in exported.diversity.items())
    yield f"l-diversity: {spread}"
    yield "(counted by Breathline; its tests compare both with pycanon)"
