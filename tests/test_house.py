"""The house keeps its own rules: layers, empty package files, one module per command."""

import importlib
import subprocess
import sys
from pathlib import Path

import click
import pytest

from breathline.cli.main import COMMANDS

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "breathline"


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
