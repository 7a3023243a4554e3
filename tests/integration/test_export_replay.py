"""A response replays from an export to the same prompts, questions and alarms, bit for bit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from breathline.events.bucket import Bucket, DayPart
from breathline.events.database import Kind
from breathline.events.export.export import Choices, export
from breathline.events.export.facts import ExportedResponse
from breathline.events.export.rows import event_of
from breathline.events.export.writers import Format
from breathline.events.model import Event
from breathline.words import Action, ActionId, Answer, AnswerValue, QuestionId, Route
from tests.integration.test_log_replay import Item, lived, replayed, spelled

FALLING: list[tuple[float, Item]] = [(1.0, (98.0 - second / 3.0, 72.5, frozenset())) for second in range(60)]
ACTS: list[tuple[float, Item]] = [
    (2.0, Answer(QuestionId.BREATHING, AnswerValue.NO)),
    (2.0, Action(ActionId.BREATHS_STARTED)),
    (5.0, Action(ActionId.NALOXONE, dose_mg=0.4, route=Route.MUSCLE)),
    (1.0, Action(ActionId.UNDO)),
    (300.0, Action(ActionId.NALOXONE, dose_mg=0.4, route=Route.MUSCLE)),
]


def rows_of(folder: Path, form: Format) -> list[dict[str, object]]:
    if form is Format.JSON:
        rows: list[dict[str, object]] = json.loads((folder / "events.json").read_text(encoding="utf-8"))
        return rows
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    found: list[dict[str, object]] = parquet.read_table(folder / "events.parquet").to_pylist()
    return found


def silent(events: list[Event]) -> list[str]:
    """The events as rows, but for the prompts' sentences, which an export leaves out."""
    return [json.dumps({**json.loads(row), "text": ""}) for row in spelled(events)]


@pytest.mark.parametrize("form", [Format.JSON, Format.PARQUET])
def test_what_was_exported_makes_the_same_changes(tmp_path: Path, form: Format) -> None:
    events = lived(FALLING + ACTS)
    bucket = Bucket("2026-11", DayPart.NIGHT)
    response = ExportedResponse(Kind.PRACTICE, lambda: events, "bc", "9e1f", bucket)
    export([response], tmp_path / "out", Choices((form,), k=1, min_cell=1))
    back = [event_of(row) for row in rows_of(tmp_path / "out", form)]
    assert silent(replayed(back)) == silent(events)
