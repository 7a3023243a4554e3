"""docs/measures.md says what the measures are."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

pytest.importorskip("ibis", reason="the extra review is not installed")

ROOT = Path(__file__).parents[2]


def test_the_document_has_every_definition_as_it_stands_beside_its_expression() -> None:
    spec = importlib.util.spec_from_file_location("make_measures", ROOT / "docs" / "make_measures.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    there = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert maker.written(there, "definitions", list(maker.definitions())) == there


def test_names_are_used_once_and_every_ratio_has_what_it_is_divided_by() -> None:
    from breathline.review.catalogue import FIGURES

    names = [figure.name for figure in FIGURES]
    assert len(set(names)) == len(names)
    assert {figure.per for figure in FIGURES if figure.per} <= set(names)


def test_the_document_has_what_sleep_measures_find_in_our_shapes() -> None:
    from reviewing.shapes import SHAPES, ours

    there = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    for name, found in ours().items():
        assert f"| {name} | {found['lowest_spo2']:g} % | {found['below_90_s']:g} s |" in there
    assert set(ours()) == set(SHAPES)
