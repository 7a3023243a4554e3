"""The pictures in the documents: real responses, the guide's own words, every state at every size."""

from __future__ import annotations

import importlib.util
import re
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from breathline.device.published import Link, Published, Sound
from breathline.tui import pictures
from breathline.tui.paint import ASCII
from breathline.words import ActionId, Trust
from tests.tui.scenes import BREATH_S, TEXTS, breathing_for, lost

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH = (
    "start", "still-open", "guiding", "falling", "breaths", "not-sure", "no-reading", "look-again", "breathing-again",
    "clip-off", "ended", "two-people",
)  # fmt: skip
FRENCH = ("fr-start", "fr-breaths", "fr-no-reading", "fr-ended")
NAMES = (*ENGLISH, *FRENCH)
PAGES = ("keys", "guide")
SIZES = ((80, 24), (100, 30), (160, 45))


@cache
def make_pictures() -> ModuleType:
    """The script, which is no package."""
    spec = importlib.util.spec_from_file_location("make_pictures", DOCS / "make_pictures.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


@cache
def drawn() -> dict[str, Any]:
    found: dict[str, Any] = make_pictures().pictures()
    return found


@cache
def states() -> dict[str, Published]:
    found: dict[str, Published] = make_pictures().states()
    return found


def words(svg: str) -> str:
    drawn = ET.fromstring(svg)  # noqa: S314 - our own picture
    return " ".join(" ".join(node.text or "" for node in drawn.iter("{http://www.w3.org/2000/svg}text")).split())


def test_every_state_is_drawn() -> None:
    assert sorted(states()) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_the_guide_is_the_catalogues(name: str) -> None:
    situation, texts = states()[name].situation, drawn()[name].texts
    prompts = {texts.prompt_words(prompt, breath_period=f"{BREATH_S:g}") for prompt in texts.prompts}
    nexts = {prompt.next for prompt in texts.prompts.values()}
    assert (situation.prompt is None) == (name.removeprefix("fr-") in {"start", "still-open", "ended"})
    if situation.prompt is not None:
        assert situation.prompt.text in prompts
        assert situation.next_text in nexts
    if situation.question is not None:
        words = texts.question(situation.question.id)
        assert (situation.question.text, situation.question.options) == (words.text, words.options())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", NAMES)
async def test_prompt_reason_question_and_answers_stand_whole_at_every_size(name: str, size: tuple[int, int]) -> None:
    situation, texts = states()[name].situation, drawn()[name].texts
    seen, screen = words(await pictures.draw(states()[name], texts, *size)), texts.screen.guide
    if situation.prompt is not None:
        # A long prompt goes on in the next row, between the parts beside it: each of its words stands there.
        assert all(word in seen for word in situation.prompt.text.split())
        assert " ".join(screen.why.format(reason=situation.prompt.reason).split()) in seen
        assert f"{screen.next} {situation.next_text}" in seen
    if situation.question is not None:
        assert all(word in seen for word in situation.question.text.split())
        assert all(option in seen for _, option in situation.question.options)
    assert "..." not in seen


def test_each_picture_shows_what_it_is_for() -> None:
    shown = {name: published.situation for name, published in states().items()}
    assert shown["guiding"].question is not None
    assert shown["guiding"].t < 60
    breaths = shown["breaths"]
    assert None not in {breaths.breaths_since, breaths.oxygen_since, breaths.naloxone.look_again_at}
    assert breaths.alarms
    vitals = shown["not-sure"].vitals
    assert vitals is not None
    assert vitals.trust is Trust.DOUBTFUL
    assert states()["not-sure"].sound is Sound.PAUSED
    question = shown["no-reading"].question
    assert question is not None
    assert question.overdue
    assert (states()["no-reading"].link, states()["no-reading"].sound) == (Link.LOST, Sound.NONE)
    prompt, again = shown["look-again"].prompt, shown["breathing-again"].prompt
    assert prompt is not None
    assert prompt.id == "recheck"
    assert again is not None
    assert again.id == "recovery_position"
    assert shown["clip-off"].oximeter_off
    assert shown["ended"].ended
    offered = states()["still-open"].offered
    assert offered is not None
    assert ActionId.NALOXONE in {act for _, act in offered.actions}


async def test_after_the_end_nothing_runs_and_nothing_is_asked() -> None:
    for size in SIZES:
        drawn = words(await pictures.draw(states()["ended"], TEXTS, *size))
        for gone in ("look again", "ago 911", "answer in", "can't tell", "DO THIS NOW", "stop oxygen"):
            assert gone not in drawn


async def test_an_offered_response_lists_its_acts_at_every_size() -> None:
    for size in SIZES:
        drawn = words(await pictures.draw(states()["still-open"], TEXTS, *size))
        for act in ("0:14 called 911", "0:20 opened airway", "0:34 giving breaths", "0:56 oxygen on", "1:18 naloxone"):
            assert act in drawn


async def test_a_picture_is_the_same_each_time_and_needs_nothing_from_elsewhere() -> None:
    svg = await pictures.draw(lost(), TEXTS, 100, 30)
    assert svg == await pictures.draw(lost(), TEXTS, 100, 30)
    assert svg.count("http") == 1


async def test_ascii_pictures_can_be_drawn_too() -> None:
    assert "#" in await pictures.draw(breathing_for(), TEXTS, 80, 24, ASCII)


def test_the_pictures_in_the_folder_are_the_ones_that_are_drawn() -> None:
    wanted = {f"{name}-{width}x{height}.svg" for name in (*NAMES, *PAGES) for width, height in SIZES}
    assert {file.name for file in (DOCS / "pictures").glob("*.svg")} == wanted
    kept = (DOCS / "pictures" / "breaths-100x30.svg").read_text(encoding="utf-8")
    assert kept == drawn()["breaths"].draw(100, 30), "run: make pictures"


def test_the_document_shows_every_state_and_every_picture_it_names_is_there() -> None:
    named = re.findall(r"\]\((pictures/[^)]+)\)", (DOCS / "screen.md").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(f"pictures/{file.name}" for file in (DOCS / "pictures").glob("*.svg"))


def test_without_a_folder_the_script_says_how_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert make_pictures().main([]) == 2
    assert "usage" in capsys.readouterr().err
    assert "make_pictures" not in sys.modules
