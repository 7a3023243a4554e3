"""docs/events.md says all that the vocabulary can say, and nothing else."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import get_args

import pytest

from breathline import words
from breathline.events import model
from breathline.events.codec import as_row
from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    AnswerEvent,
    CloseOutEvent,
    DeadlineEvent,
    DeadlineId,
    Event,
    FaultEvent,
    Priority,
    PromptEvent,
    PromptId,
    PromptState,
    QuestionEvent,
    QuestionState,
    ResponseEvent,
    ResponseState,
    TakenBackEvent,
    VitalsEvent,
)
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    BreathMethod,
    Fault,
    FaultId,
    Outcome,
    QuestionId,
    Route,
    Trust,
    Vitals,
)

PAGE = (Path(__file__).parents[2] / "docs" / "events.md").read_text(encoding="utf-8")
KEYS, LISTS = PAGE.partition("## Lists")[::2]

LEAST: tuple[Event, ...] = (
    VitalsEvent(Vitals(1.0, None, None, Trust.NONE, None)),
    ActionEvent(1.0, Action(ActionId.START)),
    AnswerEvent(1.0, Answer(QuestionId.BREATHING, AnswerValue.NO)),
    FaultEvent(1.0, Fault(FaultId.NO_SOUND, present=True)),
    DeadlineEvent(1.0, DeadlineId.ASK),
    PromptEvent(1.0, PromptId.STAY, PromptState.SHOWN, "", ""),
    QuestionEvent(1.0, QuestionId.BREATHING, QuestionState.ASKED),
    AlarmEvent(1.0, AlarmId.NO_READING, Priority.HIGH, AlarmState.OCCURRED),
    ResponseEvent(1.0, ResponseState.STARTED, ""),
    TakenBackEvent(1.0, ActionId.AIRWAY, 0.5),
    CloseOutEvent(1.0),
)
"""Each kind with nothing known that may be unknown."""

MOST: tuple[Event, ...] = (
    VitalsEvent(Vitals(1.0, 1, 1, Trust.LIVE, words.Cause.MOTION, 1, 1, Trust.LIVE, 1, 1, 1, 1, 1, 1, 1, 1)),
    ActionEvent(1.0, Action(ActionId.END, BreathMethod.BAG, 1, 1, Route.VEIN, 1, Outcome.LEFT)),
    AlarmEvent(1.0, AlarmId.NO_READING, Priority.HIGH, AlarmState.OCCURRED, level=2),
    QuestionEvent(1.0, QuestionId.BREATHING, QuestionState.ANSWERED, AnswerValue.YES),
    CloseOutEvent(1.0, Outcome.LEFT, words.Hardship.PLACE),
)
"""Each kind that may leave something unknown, with all of it known."""


def sections(text: str) -> dict[str, list[list[str]]]:
    """The rows of each section's table, by the section's name."""
    found = {}
    for part in text.split("\n### ")[1:]:
        name, _, body = part.partition("\n")
        rows = [line for line in body.split("\n## ")[0].splitlines() if line.startswith("| `")]
        found[name] = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return found


def lists() -> dict[str, type[StrEnum]]:
    """Every closed list that a row may hold."""
    of_words = ("Trust", "Cause", "ActionId", "BreathMethod", "Route", "Outcome", "Hardship", "QuestionId")
    named = {name: getattr(words, name) for name in (*of_words, "AnswerValue", "FaultId")}
    of_model = {name: kind for name, kind in vars(model).items() if isinstance(kind, type) and kind is not StrEnum}
    return {**named, **{name: kind for name, kind in of_model.items() if issubclass(kind, StrEnum)}}


def test_the_page_has_every_kind_and_no_other() -> None:
    kinds = [str(as_row(event)["kind"]) for event in LEAST]
    assert len(LEAST) == len(get_args(model.Event))
    assert list(sections(KEYS)) == kinds


@pytest.mark.parametrize("least", LEAST)
def test_the_page_has_every_key_of_a_kind_in_order_and_says_when_it_stands(least: Event) -> None:
    row = as_row(least)
    full = next((as_row(event) for event in MOST if type(event) is type(least)), row)
    stands = {key: "if known" if key not in row else "or null" if row[key] is None else "always" for key in full}
    assert {key.strip("`"): when for key, when, _, _ in sections(KEYS)[str(row["kind"])]} == stands
    assert [key.strip("`") for key, *_ in sections(KEYS)[str(row["kind"])]] == list(full)


@pytest.mark.parametrize(("name", "items"), lists().items())
def test_the_page_has_every_item_of_a_list_and_no_other(name: str, items: type[StrEnum]) -> None:
    assert [value.strip("`") for value, _ in sections(LISTS)[name]] == [item.value for item in items]


def test_the_page_has_no_list_that_no_row_can_hold() -> None:
    assert set(sections(LISTS)) == set(lists())
    told = {
        word for rows in sections(KEYS).values() for *_, what in rows for word in re.findall(r"[A-Z]\w+[a-z]\w*", what)
    }
    assert set(lists()) <= told


def test_every_figure_has_its_unit_or_is_a_plain_count_or_share() -> None:
    plain = {"signal_quality", "breath_quality", "count", "level"}
    for event in MOST:
        row = as_row(event)
        units = {key.strip("`"): unit for key, _, unit, _ in sections(KEYS)[str(row["kind"])]}
        figures = {key for key, value in row.items() if type(value) in {int, float}}
        assert {key for key in figures if not units[key]} <= plain


def test_the_page_says_its_version() -> None:
    assert f"This is version {model.VERSION} " in PAGE
