"""Files of rows are read as they were printed, one response each."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from breathline.errors import BreathlineError, UsageError
from breathline.events.codec import as_row
from breathline.events.export.row_files import read_rows
from breathline.events.model import VitalsEvent
from tests.events.examples import ONE_OF_EACH, STARTED


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_the_rows_come_back_without_what_only_the_simulator_knows(tmp_path: Path) -> None:
    truth = {"true_sao2": 91.25, "breathing_l_min": None}
    rows = [{**as_row(event), **(truth if isinstance(event, VitalsEvent) else {})} for event in ONE_OF_EACH]
    path = write(tmp_path / "a.jsonl", *(json.dumps(row) for row in rows), "")
    assert read_rows(path) == list(ONE_OF_EACH)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("12", "line 2: not a JSON object"),
        ("{", "line 2: not JSON"),
        ('{"t": 1, "kind": "action", "id": "naloxone", "who": "Ann"}', "line 2: 'who' is not a key"),
    ],
)
def test_a_line_that_is_no_row_is_named(tmp_path: Path, line: str, wrong: str) -> None:
    with pytest.raises(BreathlineError, match=wrong):
        read_rows(write(tmp_path / "a.jsonl", json.dumps(as_row(STARTED)), line))


def test_a_file_holds_one_response(tmp_path: Path) -> None:
    row = json.dumps(as_row(STARTED))
    with pytest.raises(UsageError, match="holds 2 responses"):
        read_rows(write(tmp_path / "a.jsonl", row, row))
    with pytest.raises(UsageError, match="holds 0 responses"):
        read_rows(write(tmp_path / "b.jsonl", ""))


def test_a_file_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_rows(tmp_path / "none.jsonl")
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    with pytest.raises(UsageError, match="not a text"):
        read_rows(tmp_path / "photo.jpg")
