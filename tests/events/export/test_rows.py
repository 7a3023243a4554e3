"""A row of the table of events holds all of an event but a prompt's own sentence."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from breathline.events.export.rows import event_of, table_rows
from breathline.events.export.tables import EVENTS
from breathline.events.model import ActionEvent, AlarmEvent, Event, PromptEvent
from breathline.words import Action, ActionId
from tests.events.examples import ONE_OF_EACH, events

NAMES = [column.name for column in EVENTS]


@given(st.lists(events, max_size=5))
def test_every_event_comes_back_from_its_row_also_through_json(said: list[Event]) -> None:
    for event, row in zip(said, table_rows("r1", said), strict=True):
        assert set(row) <= set(NAMES)
        whole = {name: row.get(name) for name in NAMES}
        silent = replace(event, text="") if isinstance(event, PromptEvent) else event
        assert event_of(json.loads(json.dumps(whole))) == silent
        assert event_of(row) == silent


def test_a_prompts_sentence_is_left_out() -> None:
    assert "ONE BREATH" not in str(list(table_rows("r1", ONE_OF_EACH)))


def test_rows_are_numbered_and_alarms_have_a_level() -> None:
    rows = list(table_rows("r7", ONE_OF_EACH))
    assert [(row["response"], row["n"]) for row in rows] == [("r7", n) for n in range(len(ONE_OF_EACH))]
    assert [row["level"] for row, event in zip(rows, ONE_OF_EACH, strict=True) if isinstance(event, AlarmEvent)] == [1]


def test_an_act_says_whether_it_was_taken_back() -> None:
    acts: list[Event] = [
        ActionEvent(1.0, Action(ActionId.NALOXONE)),
        ActionEvent(2.0, Action(ActionId.UNDO)),
        ONE_OF_EACH[0],
    ]
    assert [row.get("undone") for row in table_rows("r1", acts)] == [True, False, None]
