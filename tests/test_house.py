"""The house keeps its own rules: layers, empty package files, plain words, one module per command."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from breathline.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "breathline"
NOT_USED = re.compile(r"\b(patients?|addicts?|addicted|abuse[rsd]?|dirty|victims?)\b", re.IGNORECASE)


def test_the_layers_hold() -> None:
    program = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([program, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize("path", list(SOURCE.rglob("__init__.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_package_files_are_empty(path: Path) -> None:
    assert path.read_text() == ""


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = importlib.import_module(f"breathline.cli.{name}").command

    assert isinstance(command, click.Command)
    assert command.help
    assert f"breathline {name}" in (command.epilog or "")


@pytest.mark.parametrize(
    "path",
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SOURCE.rglob("*.toml")],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_what_people_read_has_no_word_of_stigma(path: Path) -> None:
    assert not NOT_USED.findall(path.read_text(encoding="utf-8"))
