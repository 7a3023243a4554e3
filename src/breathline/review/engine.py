"""What counts: DuckDB in this process, or Apache Spark. Both are handed the same Ibis expressions."""

from __future__ import annotations

import csv
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from breathline.errors import BreathlineError, UsageError
from breathline.events.export.tables import TABLES, Column, Type
from breathline.review.exports import Export, Kept

if TYPE_CHECKING:
    import ibis.expr.types as ir

DUCKDB = "duckdb"
_SPARK = re.compile(r"local(\[(\d+|\*)\])?|spark://\S+")

MEMORY = "1500MB"
"""What DuckDB may hold before it writes to the disk: a laptop with 4 GB can do it."""

_DUCKDB_TYPES = {Type.TEXT: "VARCHAR", Type.NUMBER: "DOUBLE", Type.WHOLE: "BIGINT", Type.TRUTH: "BOOLEAN"}

_SPARK_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.session.timeZone": "UTC",
    # A month like 2026-11 or 2026 is a text, whatever it looks like.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}


_SPARK_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}
"""On one machine: nothing listens outside it, and a few tasks do; the usual 200 wait for each other."""


@contextmanager
def connected(engine: str) -> Iterator[Any]:
    """An Ibis backend.

    Args:
        engine: `duckdb`, `local[N]` (Spark here on N cores) or `spark://HOST:PORT`.

    Raises:
        UsageError: There is no such engine, or it is not installed.
        BreathlineError: Spark can't be started or reached.
    """
    if engine == DUCKDB:
        yield from _duckdb()
    elif _SPARK.fullmatch(engine):
        yield from _spark(engine)
    else:
        raise UsageError(f"--engine {engine}: write duckdb, local[2] or spark://HOST:PORT")


def table(con: Any, export: Export, name: str, columns: Sequence[str]) -> ir.Table:
    """These columns of one of an export's tables."""
    path = export.table(name)
    read = _read_duckdb if con.name == DUCKDB else _read_spark
    found = read(con, export.kept, path, TABLES[name])
    if missing := [column for column in columns if column not in found.columns]:
        raise UsageError(f"{path}: has no column {missing[0]}; export again")
    return found.select(*columns)


def _duckdb() -> Iterator[Any]:
    try:
        import duckdb
        import ibis
    except ImportError as error:
        _not_installed("review", error)
    with tempfile.TemporaryDirectory(prefix="breathline-review-") as spill:
        con = ibis.duckdb.connect(memory_limit=MEMORY, preserve_insertion_order=False, temp_directory=spill)
        try:
            yield con
        except (duckdb.Error, ibis.IbisError) as error:
            raise _unreadable(error) from error
        finally:
            con.disconnect()


def _spark(master: str) -> Iterator[Any]:
    try:
        import ibis
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        _not_installed("review,spark", error)
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise UsageError("Spark needs Java 17 or later, which is not installed; or leave out --engine")
    building = SparkSession.builder.master(master).appName("breathline review")
    for key, value in (_SPARK_SETTINGS | (_SPARK_HERE if master.startswith("local") else {})).items():
        building = building.config(key, value)
    try:
        session = building.getOrCreate()
    except PySparkException as error:
        raise BreathlineError(f"Spark can't be started at {master}: {str(error).splitlines()[0]}") from error
    try:
        yield ibis.pyspark.connect(session)
    except (PySparkException, ibis.IbisError) as error:
        raise _unreadable(error) from error
    finally:
        session.stop()


def _unreadable(error: Exception) -> BreathlineError:
    said = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return BreathlineError(f"an export can't be read: {said}; check it with `frictionless validate`, or export again")


def _not_installed(extra: str, error: ImportError) -> NoReturn:
    raise UsageError(
        f"a review needs {error.name}, which is not installed; run: pip install 'breathline[{extra}]'"
    ) from error


def _read_duckdb(con: Any, kept: Kept, path: Path, columns: Sequence[Column]) -> ir.Table:
    types = {column.name: _DUCKDB_TYPES[column.type] for column in columns}
    match kept:
        case Kept.PARTS:
            return con.read_parquet(f"{path}/**/*.parquet", hive_partitioning=True, hive_types_autocast=False)
        case Kept.PARQUET:
            return con.read_parquet(str(path))
        case Kept.CSV:
            # The file's own header decides: an older export has fewer columns.
            with path.open(encoding="utf-8", newline="") as file:
                there = {name: types.get(name, "VARCHAR") for name in next(csv.reader(file), [])}
            return con.read_csv(str(path), columns=there, header=True, nullstr="", auto_detect=False)
        case Kept.JSON:
            return con.read_json(str(path), columns=types)


def _read_spark(con: Any, kept: Kept, path: Path, _: Sequence[Column]) -> ir.Table:
    if kept not in {Kept.PARTS, Kept.PARQUET}:
        raise UsageError(f"{path}: Spark reads Parquet only; export with --format parquet")
    return con.read_parquet(str(path))
