"""The hazards' document and the tests agree, both ways: each test it names is there and marked, each mark is named."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCUMENT = TESTS.parent / "docs" / "hazards.md"
LEAST = 25
PARTS = ("How", "Control", "Shown by", "Left")


@cache
def hazards() -> dict[str, str]:
    """Each hazard's text by its id."""
    _, *sections = re.split(r"^### (?=H-)", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {section.partition(":")[0]: section for section in sections}


def named() -> dict[str, set[str]]:
    """The tests that each hazard names."""
    return {hazard: set(re.findall(r"`(tests/[^`]+::\w+)`", text)) for hazard, text in hazards().items()}


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """What pytest collects: test functions of the module and of its test classes."""
    for node in module.body:
        inner = node.body if isinstance(node, ast.ClassDef) and node.name.startswith("Test") else [node]
        for each in inner:
            if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name.startswith("test_"):
                yield each


def marks_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """The hazards in `@pytest.mark.hazard("H-01", ...)`."""
    return {
        argument.value
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.hazard"
        for argument in decorator.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


@cache
def collected() -> dict[str, set[str]]:
    """The hazards that each test is marked with, by the test's id."""
    return {
        f"tests/{file.relative_to(TESTS)}::{function.name}": marks_of(function)
        for file in sorted(TESTS.rglob("test_*.py"))
        for function in functions(ast.parse(file.read_text(encoding="utf-8")))
    }


def test_hazards_are_numbered_without_a_gap_and_there_are_enough() -> None:
    assert list(hazards()) == [f"H-{number:02d}" for number in range(1, len(hazards()) + 1)]
    assert len(hazards()) >= LEAST


@pytest.mark.parametrize("hazard", hazards())
def test_a_hazard_says_how_it_happens_its_control_its_tests_and_what_is_left(hazard: str) -> None:
    parts = re.findall(r"^- (\w[\w ]*):", hazards()[hazard], flags=re.MULTILINE)

    assert tuple(parts) == PARTS
    assert named()[hazard]


@pytest.mark.parametrize("hazard", hazards())
def test_every_test_a_hazard_names_is_there_and_carries_its_id(hazard: str) -> None:
    gone = {test for test in named()[hazard] if test not in collected()}
    unmarked = {test for test in named()[hazard] - gone if hazard not in collected()[test]}

    assert (gone, unmarked) == (set(), set())


def test_every_test_that_carries_an_id_is_named_by_that_hazard() -> None:
    carried: dict[str, set[str]] = defaultdict(set)
    for test, marks in collected().items():
        for hazard in marks:
            carried[hazard].add(test)

    assert {hazard: tests - named().get(hazard, set()) for hazard, tests in carried.items()} == {
        hazard: set() for hazard in carried
    }
