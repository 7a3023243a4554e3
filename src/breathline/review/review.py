"""Reviews exports: opens them, counts, and gives a plain result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from breathline.errors import UsageError
from breathline.events.export.cells import MIN_CELL
from breathline.events.export.counts import held_back
from breathline.review.catalogue import FIGURES, MEASURES
from breathline.review.curves import curves
from breathline.review.engine import DUCKDB, connected
from breathline.review.estimates import estimates
from breathline.review.exports import Export, find_exports
from breathline.review.result import Package, Review
from breathline.review.small_cells import without_small_cells
from breathline.review.tables import figures_of_each, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    import ibis.expr.types as ir

STEPS = 3
"""How often `on_step` is called: after the figures of each response, the estimates, and the rest."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a review is to give.

    Attributes:
        engine: What counts: see `engine.connected`.
        min_cell: Groups and private counts of fewer responses are held back.
        curves: Whether curves are wanted: another pass over the vitals.
        each: A CSV file for the figures of each response; None: not wanted.
    """

    engine: str = DUCKDB
    min_cell: int = MIN_CELL
    curves: bool = False
    each: Path | None = None


def review(paths: Sequence[Path], wanted: Wanted | None = None, on_step: Callable[[], object] = lambda: None) -> Review:
    """Count what happened in these exports.

    Args:
        paths: The folders of exports.
        wanted: What to give.
        on_step: Called `STEPS` times.

    Raises:
        UsageError: A path is no export, practice and real are mixed, or something is not installed.
        BreathlineError: Spark can't be started.
    """
    wanted = wanted or Wanted()
    exports = find_exports(paths)
    with connected(wanted.engine) as con:
        responses, events = joined(con, exports)
        kind, rows = _kind_and_rows(responses)
        with (
            _kept(con, events.filter(events.kind != "vitals"), "others") as others,
            _kept(con, figures_of_each(responses, events, others), "each_response") as each,
        ):
            on_step()
            told = without_small_cells(list(estimates(each)), wanted.min_cell)
            on_step()
            result = Review(
                kind=kind,
                packages=[_package(export, kind) for export in exports],
                responses=int(each.count().execute()),
                events=rows,
                min_cell=wanted.min_cell,
                measures=MEASURES,
                estimates=told,
                packs=_packs(responses, wanted.min_cell),
                curves=curves(each, events, wanted.min_cell) if wanted.curves else None,
            )
            if wanted.each is not None:
                _write_each(each, wanted.each)
            on_step()
            return result


@contextmanager
def _kept(con: Any, table: ir.Table, name: str) -> Iterator[ir.Table]:
    """The table, worked out once."""
    if con.name == DUCKDB:
        yield con.create_table(name, table, temp=True)
    else:
        with table.cache() as cached:
            yield cached


def _kind_and_rows(responses: ir.Table) -> tuple[str, int]:
    found = responses.group_by("kind").aggregate(rows=responses.rows.sum()).to_pyarrow().to_pylist()
    if not found:
        raise UsageError("these exports hold no responses; name others")
    if len(found) > 1:
        raise UsageError("practice and real responses are never counted together; name the exports of one of them")
    return found[0]["kind"], found[0]["rows"]


def _package(export: Export, kind: str) -> Package:
    return Package(export.path, kind, export.about)


def _packs(responses: ir.Table, least: int) -> list[tuple[str, str, int | None]]:
    counted = responses.group_by("pack", "pack_hash").aggregate(of=responses.count()).order_by("pack", "pack_hash")
    rows = counted.to_pyarrow().to_pylist()
    hidden = held_back(((f"{row['pack']} {row['pack_hash']}", row["of"]) for row in rows), least)
    return [
        (row["pack"], row["pack_hash"], None if f"{row['pack']} {row['pack_hash']}" in hidden else row["of"])
        for row in rows
    ]


def _write_each(each: ir.Table, path: Path) -> None:
    from pyarrow import csv

    named = [name for name in each.columns if name not in {figure.name for figure in FIGURES}]
    order = [*named, *(figure.name for figure in FIGURES)]
    csv.write_csv(each.select(order).order_by("response").to_pyarrow(), path)
