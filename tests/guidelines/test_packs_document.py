"""docs/packs.md says every key, every interval and every choice there is, and its example is a pack."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from pydantic import BaseModel

from breathline.guidelines.guards import LONGEST_SILENCE_S
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_file import load_pack, parse_pack
from breathline.guidelines.pack_parts import Band, Dose, Instruction, Limit, Mark, OwnPrompt, OwnQuestion, Source, Unit
from breathline.guidelines.pack_rules import Rule
from breathline.guidelines.pack_sense import LONGEST_DELAY_S, LONGEST_WAIT_S
from breathline.guidelines.pack_traced import LIMIT_UNITS, NEEDED_TIMERS, OTHER_TIMERS
from breathline.guidelines.site_pack import SitePack
from tests.guidelines.pack_text import refused

DOCUMENT = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
EXAMPLE = textwrap.dedent(DOCUMENT.partition("```toml\n")[2].partition("```")[0])
WORKED_OUT = {"hash", "was", "extends"}


def said(text: str) -> set[str]:
    """What stands in code letters, one word at a time."""
    return {word for code in re.findall(r"`([^`]+)`", text) for word in re.findall(r"[a-z0-9_%/]+", code)}


def names(model: type[BaseModel]) -> set[str]:
    return {(field.alias or name).rpartition(".")[2] for name, field in model.model_fields.items()}


def test_every_key_of_a_whole_pack_is_said() -> None:
    whole = DOCUMENT[DOCUMENT.index("## A whole pack") : DOCUMENT.index("## What is refused")]

    assert names(Pack) - WORKED_OUT <= said(whole)
    for model in (Source, Limit, Band, Instruction, Dose, OwnPrompt, OwnQuestion, Rule):
        assert names(model) <= said(whole), model
    assert {*LIMIT_UNITS, *NEEDED_TIMERS, *OTHER_TIMERS, *Mark} <= said(whole)
    assert {unit.value for unit in Unit if unit is not Unit.PERCENT_SECONDS} <= said(whole)


def test_every_choice_of_every_rule_is_said() -> None:
    rows = dict(re.findall(r"(?m)^\| `(\w+)` \| (.*) \|$", DOCUMENT[DOCUMENT.index("| rule | choices |") :]))

    for name, rule in load_pack("bc").rules:
        assert set(type(rule.value).__members__.values()) == said(rows[name]), name


def test_every_key_of_a_sites_pack_is_said() -> None:
    own = DOCUMENT[DOCUMENT.index("### What a site may change") : DOCUMENT.index("## A whole pack")]

    assert names(SitePack) <= said(own)


def test_the_example_is_a_pack() -> None:
    pack = parse_pack(EXAMPLE, "our-room.toml")

    assert set(pack.was) == {"limits.spo2_low", "timers.breathing_ask", "rules.call_911"}


def test_the_refusal_is_the_one_that_is_given() -> None:
    line, words = refused(EXAMPLE.replace("value = 92", "value = 96"))

    assert f"our-room.toml: line {line}: {words}" in DOCUMENT


def test_the_widest_figures_are_those_of_the_program() -> None:
    for figure in (LONGEST_DELAY_S, LONGEST_WAIT_S, LONGEST_SILENCE_S):
        assert f"{figure:g} s" in DOCUMENT
