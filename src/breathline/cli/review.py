"""`breathline review`: measures over exports."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from breathline.errors import BreathlineError
from breathline.events.export.cells import MIN_CELL
from breathline.review.report.page import page
from breathline.review.review import STEPS, Wanted, review

if TYPE_CHECKING:
    from breathline.review.result import Estimate, Measure, Review

_PATH = click.Path(path_type=Path)
_EACH = "responses.csv"


@click.command(
    epilog="""\b
Examples:
  breathline review export-2026
  breathline review site-a site-b --json measures.json --csv tables
  breathline review export-2026 --html report.html
  breathline review province --engine local[2]

PATHs are folders that `breathline log export` made: of one kind, practice or real. Groups of fewer responses than
--min-cell are held back. What each measure means: docs/measures.md. Needs: pip install 'breathline[review]'.
"""
)
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=_PATH)
@click.option(
    "--engine",
    default="duckdb",
    show_default=True,
    metavar="duckdb|local[N]|spark://HOST:PORT",
    help="What counts. Spark reads Parquet only and needs Java and the extra spark.",
)
@click.option("--json", "json_to", type=_PATH, metavar="FILE", help="Every measure with its definition; - prints it.")
@click.option(
    "--csv", "csv_to", type=_PATH, metavar="DIR", help="The same as tables, and the figures of each response."
)
@click.option("--html", "html_to", type=_PATH, metavar="FILE", help="A report for a browser: one file, also offline.")
@click.option(
    "--min-cell", type=click.IntRange(min=1), default=MIN_CELL, show_default=True, metavar="N", help="Hold back fewer."
)
def command(
    paths: tuple[Path, ...],
    engine: str,
    json_to: Path | None,
    csv_to: Path | None,
    html_to: Path | None,
    min_cell: int,
) -> None:
    """Count what happened in the responses exported to PATHs."""
    try:
        if csv_to is not None:
            csv_to.mkdir(parents=True, exist_ok=True)
        wanted = Wanted(engine, min_cell, curves=html_to is not None, each=None if csv_to is None else csv_to / _EACH)
        with click.progressbar(length=STEPS, label="counting", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
            found = review(paths, wanted, lambda: bar.update(1))
        if csv_to is not None:
            _write_tables(found, csv_to)
        if json_to is not None and str(json_to) != "-":
            json_to.write_text(_as_json(found), encoding="utf-8")
        if html_to is not None:
            html_to.write_text(page(found), encoding="utf-8")
    except OSError as error:
        raise BreathlineError(f"{error.filename}: can't be written: {error.strerror}") from error
    click.echo(_as_json(found) if str(json_to) == "-" else "\n".join(_story(found)))


def _as_json(found: Review) -> str:
    return json.dumps(asdict(found), default=str, ensure_ascii=False, indent=1) + "\n"


def _write_tables(found: Review, folder: Path) -> None:
    for name, rows in (("measures", found.measures), ("estimates", found.estimates)):
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(field.name for field in fields(rows[0]))
            writer.writerows(asdict(row).values() for row in rows)


def _story(found: Review) -> Iterator[str]:
    yield f"{found.responses} {found.kind} responses, {found.events} rows of events"
    of_all = {each.measure: each for each in found.estimates if each.by == "all"}
    subject = ""
    for measure in found.measures:
        each = of_all.get(measure.name)
        if each is None or not (each.counted or each.value or each.held_back):
            continue
        if measure.subject != subject:
            subject = measure.subject
            yield f"\n{subject}"
        yield f"  {measure.title:44} {_said(measure, each)}"
    yield "\nWhat never happened is left out. By month, pack and pathway, with definitions: --json FILE or --csv DIR."


def _said(measure: Measure, each: Estimate) -> str:
    if each.held_back:
        return "held back: few"
    share = measure.summary in {"share", "ratio"}
    ends = "" if each.low is None or each.high is None else f"  ({_n(each.low, share)} to {_n(each.high, share)})"
    unit = "" if share or not measure.unit else f" {measure.unit}"
    of = f"  of {each.of}" if measure.summary != "total" else ""
    return f"{_n(each.value, share)}{unit}{ends}{of}"


def _n(value: float | None, share: bool) -> str:
    if value is None:
        return "--"
    return f"{value * 100:.1f} %" if share else f"{value:.4g}"
