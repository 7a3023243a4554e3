"""The words this project does not use stand nowhere a person reads: packs, catalogues, screens, help, documents."""

import ast
import importlib
from pathlib import Path

import pytest

from breathline.cli.main import COMMANDS
from breathline.guidelines.reading import words_not_used

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "breathline"
FRENCH = {"fr.toml", "catie-fr.toml"}
READ_BY_PEOPLE = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *SOURCE.rglob("*.toml")]
WHERE_THE_LIST_STANDS = SOURCE / "guidelines" / "reading.py"
CODE = [path for path in SOURCE.rglob("*.py") if path != WHERE_THE_LIST_STANDS]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def said_in(code: str) -> list[str]:
    """Every string of a module that is not a docstring: what a screen, a command or an error may say."""
    tree = ast.parse(code)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings]
    return [node.value for node in strings if isinstance(node.value, str)]


@pytest.mark.parametrize("path", READ_BY_PEOPLE, ids=name)
def test_what_people_read_has_no_word_of_stigma(path: Path) -> None:
    languages = ("en", "fr") if path.name in FRENCH else ("en",)

    assert words_not_used(path.read_text(encoding="utf-8"), languages) == []


@pytest.mark.parametrize("path", CODE, ids=name)
def test_what_the_screens_and_the_program_say_has_no_word_of_stigma(path: Path) -> None:
    said = "\n".join(said_in(path.read_text(encoding="utf-8")))

    assert words_not_used(said, ("en",)) == []


@pytest.mark.parametrize("command", list(COMMANDS))
def test_no_help_has_a_word_of_stigma(command: str) -> None:
    shown = importlib.import_module(f"breathline.cli.{command}").command

    assert words_not_used(f"{shown.help} {shown.epilog}") == []


def test_a_string_is_looked_at_and_a_docstring_is_not() -> None:
    assert said_in('"""Clean up."""\nTITLE = "The victim"\n') == ["The victim"]
