"""What it costs to count: every measure over ten million invented events, and the same numbers from pandas.

    .venv/bin/python benchmarks/review.py [--events 10000000] [--repeat 3] [--spark] [--folder DIR]

The data are seeded and written to Parquet once, in a folder for each month. Then each way counts in a process of its
own, in turns: seconds from the call to the result, without starting Python and importing, and the most memory the
process ever held. pandas works out the figures of each response and their quarters, without intervals; the figures
of both are compared. `--spark` adds Spark on two cores (needs Java and the extra spark); its JVM's memory is its own.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

EVENTS = 10_000_000
_MIB = 1024
"""The kernel counts in KiB."""


def main() -> None:
    """Make the data, count in every way, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--events", type=int, default=EVENTS)
    options.add_argument("--repeat", type=int, default=3)
    options.add_argument("--spark", action="store_true")
    options.add_argument("--folder", type=Path, help="keep the data here; made if it is not there")
    options.add_argument("--one", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.one:
        print(json.dumps(_one(given.one, given.folder)))
        return
    with tempfile.TemporaryDirectory(prefix="breathline-review-") as temporary:
        folder = given.folder or Path(temporary) / "export"
        if not (folder / "events").exists():
            from reviewing.data import write_export

            print(f"{write_export(folder, given.events)} events written to {folder}")
        _compare(folder, ["duckdb", "pandas", *(["local[2]"] if given.spark else [])], given.repeat)


def _compare(folder: Path, ways: list[str], repeat: int) -> None:
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    for _ in range(repeat):
        for way in ways:
            command = [sys.executable, __file__, "--one", way, "--folder", str(folder)]
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
            runs[way].append(json.loads(done.stdout.splitlines()[-1]))
    ours = statistics.median(run["seconds"] for run in runs["duckdb"])
    print(f"{'':10} {'seconds (median)':>16} {'fastest':>8} {'ratio':>6} {'peak MiB':>9}")
    for way, found in runs.items():
        seconds = [run["seconds"] for run in found]
        middle, peak = statistics.median(seconds), max(run["peak_mib"] for run in found)
        print(f"{way:10} {middle:16.2f} {min(seconds):8.2f} {middle / ours:6.1f} {peak:9.0f}")
    first = {way: found[0]["figures"] for way, found in runs.items()}
    same = [name for name in first["pandas"] if _near(first["duckdb"][name], first["pandas"][name])]
    print(f"figures of all responses, added up: {len(same)} of {len(first['pandas'])} equal in duckdb and pandas")
    if spark := first.get("local[2]"):
        equal = all(_near(value, spark[name]) for name, value in first["duckdb"].items())
        print(f"duckdb and Spark: {'all equal' if equal else 'DIFFERENT'}")
    if len(same) < len(first["pandas"]):
        sys.exit(f"different: {sorted(set(first['pandas']) - set(same))}")


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def _one(way: str, folder: Path) -> dict[str, Any]:
    import pyarrow.csv  # noqa: F401 - both need it: not counted

    seconds, figures = _pandas(folder) if way == "pandas" else _ours(way, folder)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
    return {"seconds": seconds, "peak_mib": peak, "figures": figures}


def _pandas(folder: Path) -> tuple[float, dict[str, float]]:
    from reviewing import in_pandas

    begun = time.perf_counter()
    each = in_pandas.figures(folder)
    in_pandas.summed_up(each)
    seconds = time.perf_counter() - begun
    return seconds, {name: float(each[name].sum()) for name in each.select_dtypes("number")}


def _ours(engine: str, folder: Path) -> tuple[float, dict[str, float]]:
    import ibis  # noqa: F401 - not counted
    import pandas as pd

    from breathline.review.review import Wanted, review

    begun = time.perf_counter()
    review([folder], Wanted(engine))
    seconds = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as temporary:
        # Again, for the figures of each: to compare, not to time.
        csv = Path(temporary) / "each.csv"
        review([folder], Wanted(engine, each=csv))
        each = pd.read_csv(csv, dtype={"month": str})
    return seconds, {name: float(each[name].sum()) for name in each.select_dtypes("number")}


if __name__ == "__main__":
    main()
