"""docs/export.md explains every column in the words of the data package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from breathline.events.export.counts import COUNTS
from breathline.events.export.tables import TABLES, Column

PAGE = Path(__file__).parents[3] / "docs" / "export.md"


def dictionary(columns: Sequence[Column]) -> str:
    lines = [f"| `{each.name}` | {each.type} | {each.unit} | {each.means} |" for each in columns]
    return "\n".join(["| column | type | unit | what it means |", "|---|---|---|---|", *lines])


@pytest.mark.parametrize(("table", "columns"), {**TABLES, "counts": COUNTS}.items())
def test_the_page_holds_the_table_as_it_is(table: str, columns: Sequence[Column]) -> None:
    assert f"### {table}\n\n{dictionary(columns)}\n" in PAGE.read_text(encoding="utf-8")
