"""Frictionless, which is not ours, finds an export's package valid, and a changed one not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from breathline.events.export.export import Choices, export
from breathline.events.export.package import DESCRIPTOR
from breathline.events.export.tables import QUASI_IDENTIFIERS, RESPONSES, SENSITIVE
from breathline.events.export.writers import Format
from tests.events.export.responses import response


@pytest.fixture
def made(tmp_path: Path) -> Path:
    export([response() for _ in range(10)], tmp_path / "out", Choices((Format.CSV, Format.JSON), fhir=True))
    return tmp_path / "out"


def test_the_library_finds_every_table_valid(made: Path) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    report = frictionless.Package(made / DESCRIPTOR).validate()
    assert report.valid, report.flatten(["title", "message"])
    tables = [task.name for task in report.tasks if task.type == "table"]
    assert tables == ["responses", "events", "counts"]


def test_the_command_finds_it_valid(made: Path) -> None:
    pytest.importorskip("frictionless", reason="frictionless is not installed")
    tool = shutil.which("frictionless", path=Path(sys.executable).parent)
    assert tool is not None
    done = subprocess.run(  # the tool's own warnings are not ours
        [tool, "validate", str(made / DESCRIPTOR)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [("events.csv", "nasal", "Alice"), ("responses.csv", "2026-11", "2026-11-03"), ("events.json", "97.2", "87.2")],
)
def test_a_value_off_the_lists_and_a_changed_file_are_found(made: Path, name: str, was: str, now: str) -> None:
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    path = made / name
    path.write_text(path.read_text(encoding="utf-8").replace(was, now), encoding="utf-8")
    assert not frictionless.Package(made / DESCRIPTOR).validate().valid


def test_quasi_identifiers_and_sensitive_columns_are_columns_of_responses() -> None:
    assert {*QUASI_IDENTIFIERS, *SENSITIVE} <= {column.name for column in RESPONSES}
