from dataclasses import replace
from pathlib import Path

import pytest

from scoring.board import run, texts
from scoring.document import MarkerError, between, markers, placed
from scoring.rows import ROWS
from scoring.sets import Set
from scoring.speed import Cost
from tests.benchmarks.courses import course, stretch, with_laid

DOCUMENT = (Path(__file__).parent.parent.parent / "docs" / "signal.md").read_text(encoding="utf-8")
SHORT = course(stretch((97, 120), (84, 60), (97, 60)))
LAID = with_laid(SHORT, ("", 10), ("motion", 20), ("", 210))
SETS = [
    Set(key, key, [LAID if "disturbed" in key else SHORT])
    for key in (
        "recorded",
        "recorded-disturbed",
        "shapes",
        "shapes-disturbed",
    )
]


def rendered() -> dict[str, str]:
    """Every table, from a short course and without the other libraries."""
    rows = [row if row.show.__module__ == "scoring.smoothers" else replace(row, show=lambda: None) for row in ROWS]
    costs = {row.name: Cost(1.0, 2.0, 0.5) for row in ROWS}
    return dict(texts(run(SETS, rows, dict(costs))))


def cells(text: str) -> list[list[str]]:
    """The tables in a text, without their rulers."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not line.startswith("|-")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


RENDERED = rendered()


@pytest.mark.parametrize("name", RENDERED)
def test_the_documents_table_is_the_renderers(name: str) -> None:
    there, made = cells(between(DOCUMENT, name)), cells(RENDERED[name])

    assert there[0] == made[0]
    if not name.endswith("causes"):  # its rows are what was laid over
        assert [row[0] for row in there] == [row[0] for row in made]


def test_every_marker_in_the_document_has_a_table() -> None:
    begun = [line for line in DOCUMENT.splitlines() if line.startswith("<!-- scoreboard: ")]

    assert sorted(begun) == sorted(markers(name)[0] for name in (*RENDERED, "pleth"))


def test_every_picture_the_document_shows_is_there() -> None:
    folder = Path(__file__).parent.parent.parent / "docs"
    linked = {part.split(")")[0] for part in DOCUMENT.split("](")[1:] if part.startswith("pictures/")}

    assert linked
    assert all((folder / name).is_file() for name in linked)


def test_a_missing_library_says_so_in_its_row() -> None:
    rows = {row[0]: row[1] for row in cells(RENDERED["recorded"])}

    assert rows["neurokit2 signal_smooth"] == "not installed"


def test_only_what_stands_between_the_markers_changes() -> None:
    begin, end = markers("one")
    before = f"above\n{begin}\nold\n{end}\nbelow\n"

    after = placed(before, "one", "new")

    assert after == f"above\n{begin}\n\nnew\n\n{end}\nbelow\n"
    assert between(after, "one") == "new"
    assert placed(after, "one", "new") == after


def test_a_document_without_the_marker_is_refused() -> None:
    with pytest.raises(MarkerError, match="add both lines"):
        placed("nothing here", "one", "new")
    with pytest.raises(MarkerError, match="scoreboard: one"):
        between("nothing here", "one")
