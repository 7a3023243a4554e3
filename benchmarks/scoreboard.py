"""Ways of steadying an oximeter's SpO2 side by side: how wrong, how late, how often a false alarm, at what cost.

    make scoreboard                                             all of it, into docs/signal.md and its pictures
    .venv/bin/python benchmarks/scoreboard.py                   all of it, printed
    .venv/bin/python benchmarks/scoreboard.py --quick           raw and ours alone, without the costs
    .venv/bin/python benchmarks/scoreboard.py --seeds 1-5       with other luck
    .venv/bin/python benchmarks/scoreboard.py --quick --list    each fall that ours shows late, each false crossing

docs/signal.md says what the rows and columns mean. Rows whose library is missing say so; the `bench` extra has them.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from scoring import pictures
from scoring.board import Board, run, texts
from scoring.document import placed
from scoring.rows import OURS, RAW, ROWS
from scoring.sets import NO_RECORDINGS, RECORDED, sets
from scoring.speed import costs

ROOT = Path(__file__).parent.parent
DOCUMENT = ROOT / "docs" / "signal.md"
PLETH = ROOT / "benchmarks" / "pleth.py"
PICTURES = ROOT / "docs" / "pictures" / "signal"

OVER_ALL = {"targets", "facts"}
"""Tables over all sets: without the recordings they would be half."""

SEEDS = "101-110"
"""The table's luck. The conditioner's figures were chosen with other seeds (1-5), so these are news to it."""


def seeds(text: str) -> list[int]:
    """`3`, `1-5` or `1,4,7` as numbers."""
    numbers: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def show(board: Board) -> None:
    """Print every table under its set's title."""
    titles = {one.key: one.title for one in board.sets}
    for name, text in texts(board):
        print(f"\n== {titles.get(name, name)}\n\n{text}")


def enumerate_ours(board: Board) -> None:
    """Print what ours did wrong, one a line."""
    for key, scores in board.scores.items():
        ours = scores[OURS]
        for at in ours.at.values() if ours is not None else ():
            for what in at.noted:
                print(f"{key}: {what}")


def pleth() -> str:
    """What the pleth's own benchmark prints as Markdown."""
    if not PLETH.exists():
        return "Not measured: `benchmarks/pleth.py` is not there."
    printed = subprocess.run([sys.executable, PLETH, "--markdown"], capture_output=True, text=True, check=False)
    if printed.returncode != 0:
        print(f"benchmarks/pleth.py failed: {printed.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
        return "Not measured: `benchmarks/pleth.py --markdown` failed."
    return printed.stdout.strip()


def write(board: Board) -> None:
    """Put the tables into the document and draw the pictures; those that need what was not run stay."""
    document = DOCUMENT.read_text(encoding="utf-8")
    whole = RECORDED in board.scores
    for name, text in (*texts(board), ("pleth", pleth())):
        if whole or name not in OVER_ALL:
            document = placed(document, name, text)
    DOCUMENT.write_text(document, encoding="utf-8")
    print(f"written: {DOCUMENT.relative_to(ROOT)}")
    for path in pictures.draw(board, PICTURES):
        print(f"written: {path.relative_to(ROOT)}")


def main() -> None:
    """Run, print and, when asked to, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=seeds, default=seeds(SEEDS), help=f"luck, for example 1-5; default {SEEDS}")
    parser.add_argument("--quick", action="store_true", help="raw and ours alone, without the costs")
    parser.add_argument("--list", action="store_true", help="each late or missed fall and false crossing of ours")
    parser.add_argument("--write", action="store_true", help="into docs/signal.md and docs/pictures/signal")
    arguments = parser.parse_args()
    if arguments.write and arguments.quick:
        parser.error("--write wants all rows; leave out --quick")
    found = sets(ROOT, arguments.seeds)
    if not any(one.key == RECORDED for one in found):
        print(NO_RECORDINGS, file=sys.stderr)
    rows = [row for row in ROWS if not arguments.quick or row.name in {RAW, OURS}]
    board = run(found, rows, {} if arguments.quick else costs())
    show(board)
    if arguments.list:
        enumerate_ours(board)
    if arguments.write:
        write(board)


if __name__ == "__main__":
    main()
