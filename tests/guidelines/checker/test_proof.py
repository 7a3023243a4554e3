"""The shipped packs are proved, and what counts as proved is told apart as the page says."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from breathline.events.model import AlarmId, VitalsEvent
from breathline.guidelines.checker.abstraction import PARTS, PROMISED, VIEWS, View
from breathline.guidelines.checker.moves import Point, bands, moves, start
from breathline.guidelines.checker.promises import PROPERTIES
from breathline.guidelines.checker.proof import Checker, check
from breathline.guidelines.checker.report import lines, plain
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.state import State
from breathline.guidelines.texts import texts_for
from tests.guidelines.checker.broken import bc, with_limit

_BEGINNING = 3
"""Moves: what every run of the tests proves of the default pack in every view; the whole takes a minute."""

_TOLD_APART = {
    "phase", "prompt", "passed", "question", "responsive", "breathing", "breathing_heard", "pulse_felt", "doubt",
    "acts", "undoable", "vitals", "live_at", "faults", "watches", "latched", "pause_until", "deadlines", "ended_at",
}  # fmt: skip
_TIMES = {"t", "started_at", "breathed_at", "phase_since", "touched_at"}
_NOT_STEERING = {"outcome"}


def engine() -> Engine:
    return Engine(bc(), texts_for(bc()))


def test_the_beginning_of_every_response_is_proved() -> None:
    report = check(Checker(bc()), most_moves=_BEGINNING)

    assert report.failure is None
    assert [walk.view for walk in report.walks] == [view.name for view in VIEWS]
    assert all(walk.depth == _BEGINNING for walk in report.walks)


def test_a_walk_ends_when_nothing_new_is_left() -> None:
    report = check(Checker(bc()), [view for view in VIEWS if view.name == "pulse and battery"])

    assert report.failure is None
    assert report.states > 100


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("name", pack_names())
def test_every_shipped_pack_is_proved(name: str, view: View) -> None:
    assert check(Checker(load_pack(name)), [view]).failure is None


def test_every_field_of_the_engines_state_has_a_place_in_the_abstraction() -> None:
    """A new field has to be told apart in a part, or be named here with the reason why not."""
    assert {field.name for field in fields(State)} == _TOLD_APART | _TIMES | _NOT_STEERING


def test_views_name_parts_and_moves_that_there_are() -> None:
    known = {move.name for move in moves(bc())} | {move.kind for move in moves(bc())}
    for view in VIEWS:
        assert set(view.parts) <= set(PARTS)
        assert set(view.promised) <= set(PROMISED)
        assert view.moves <= known
    assert set(PARTS) >= {part for view in VIEWS for part in view.parts}


def test_a_held_number_leaps_to_where_one_each_second_would_lead() -> None:
    """Time that passes with the same number is one leap; the state there is the one that a number a second leads to."""
    hold = next(move for move in moves(bc()) if move.kind == "time")
    for name in ("SpO2 normal", "SpO2 just below the limit", "SpO2 very low", "pulse low"):
        vitals = bands(bc())[name]
        tried = engine()
        state = tried.advance(start(tried).step.state, VitalsEvent(replace(vitals, t=1.0)))[-1].step.state
        second, leapt = state, Point(state, 1.0)
        for _ in range(4):
            taken = hold.take(tried, leapt, ())
            assert taken is not None
            leapt = Point(taken.steps[-1].step.state, taken.now)
            while second.t < taken.now:
                at = min(second.t + 1.0, taken.now)
                second = tried.advance(second, VitalsEvent(replace(vitals, t=at)))[-1].step.state
        shown, leaps = (
            (
                at.prompt and (at.prompt.id, at.prompt.since),
                at.question,
                {watch.id: watch.since for watch in at.watches},
            )
            for at in (second, leapt.state)
        )
        assert leaps == shown, name


def _seen(state: State) -> object:
    prompt = state.prompt and (state.prompt.id, state.prompt.since)
    return prompt, state.question, {watch.id: (watch.since, watch.priority) for watch in state.watches}


def test_a_report_is_printed_and_handed_on() -> None:
    report = check(Checker(bc()), [VIEWS[0]], most_moves=1)

    assert next(lines(report, 0.1)).startswith("bc: proved, 12 properties; ")
    data = plain(report, 0.1)
    assert data["proved"] is True
    assert data["failure"] is None


def test_a_broken_packs_report_shows_the_path() -> None:
    report = check(Checker(with_limit(AlarmId.NO_READING, delay_s=10.0)))
    said = "\n".join(lines(report, 0.1))

    assert "BROKEN, property 2" in said
    assert "6.0 s  time passes, nothing more is heard of the clip" in said
    assert "question responsive" in said
    failure = plain(report, 0.1)["failure"]
    assert isinstance(failure, dict)
    assert failure["broken"]["number"] == 2


def test_properties_are_numbered_as_the_page_lists_them() -> None:
    assert [each.number for each in PROPERTIES] == list(range(1, 13))
