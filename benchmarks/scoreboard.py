"""Ways of steadying an oximeter's SpO2 side by side: how wrong, how late, how often a false alarm.

    .venv/bin/python benchmarks/scoreboard.py [--quick] [--seeds 1-5]

docs/signal.md says what the rows and columns mean.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from scoring import tables
from scoring.causes import causes, laid
from scoring.measure import LIMITS, score
from scoring.rows import OURS, RAW, ROWS
from scoring.sets import NO_RECORDINGS, Set, sets

ROOT = Path(__file__).parent.parent

SEEDS = "101-105"
"""The table's luck. The conditioner's figures were chosen with others (1-5), so these are news to it."""


def seeds(text: str) -> list[int]:
    """`3`, `1-5` or `1,4,7` as numbers."""
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def show(one: Set, rows: Sequence[str]) -> None:
    """One set's scoreboard, and what its false crossings came from."""
    chosen = [row for row in ROWS if not rows or row.name in rows]
    print(f"\n{one.title}: {len(one.courses)} courses, {one.hours:.1f} h\n")
    print(tables.scores([row.name for row in chosen], [score(row, one.courses) for row in chosen]), flush=True)
    there = laid(one.courses)
    if there:
        by_name = {row.name: row for row in ROWS}
        for limit in LIMITS:
            found = [causes(by_name[name], one.courses, limit) for name in (RAW, OURS)]
            print(f"\nfalse crossings below {limit:.0f} by what was laid over\n")
            print(tables.reasons(there, *found), flush=True)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seeds, default=seeds(SEEDS), help="luck of the artefacts, for example 1-5")
    parser.add_argument("--quick", action="store_true", help="raw and ours alone")
    arguments = parser.parse_args()
    found = sets(ROOT, arguments.seeds)
    if not any(one.key == "recorded" for one in found):
        print(NO_RECORDINGS)
    for one in found:
        show(one, (RAW, OURS) if arguments.quick else ())


if __name__ == "__main__":
    main()
