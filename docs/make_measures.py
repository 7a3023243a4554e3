"""Writes the definitions in docs/measures.md from where they stand: beside each measure's expression.

    .venv/bin/python docs/make_measures.py [--shapes]

A test compares the document with the definitions. `--shapes` measures the comparison with sleep measures anew (it
installs them in a folder of its own, from the package index).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from breathline.review.catalogue import PARTS
from breathline.review.figure import Figure, Summary

DOCUMENT = Path(__file__).with_name("measures.md")

_SUMMED_UP = {
    Summary.SHARE: "share of responses",
    Summary.MEDIAN: "median",
    Summary.TOTAL: "total",
    Summary.NONE: "each response only",
}


def definitions() -> Iterator[str]:
    """The definitions as lines of Markdown."""
    for part in PARTS:
        yield from ("", f"### {part.subject}", "", part.says, "")
        yield "| measure | what it is | unit | over many |"
        yield "|---|---|---|---|"
        for figure in part.figures:
            yield f"| `{figure.name}` | **{figure.title}.** {figure.means} | {figure.unit} | {_summed_up(figure)} |"
    yield ""


def _summed_up(figure: Figure) -> str:
    if figure.summary is Summary.RATIO:
        return f"sum / sum of `{figure.per}`"
    if figure.summary is Summary.RATE:
        return f"sum / sum of `{figure.per}`, for each hour"
    return _SUMMED_UP[figure.summary]


def written(text: str, block: str, lines: Sequence[str]) -> str:
    """The document with one of its blocks written anew."""
    begins, ends = f"<!-- {block} -->\n", f"<!-- end of {block} -->"
    before, _, rest = text.partition(begins)
    _, _, after = rest.partition(ends)
    made = "\n".join(lines)
    return f"{before}{begins}{made}\n{ends}{after}"


def main() -> None:
    """Write the document."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--shapes", action="store_true")
    text = written(DOCUMENT.read_text(encoding="utf-8"), "definitions", list(definitions()))
    if options.parse_args().shapes:
        sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
        from reviewing.shapes import table

        text = written(text, "shapes", table())
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
