"""The shipped packs are proved, and what counts as proved is told apart as the page says."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from breathline.events.model import AlarmId, AlarmState, Priority, PromptId, VitalsEvent
from breathline.guidelines.checker import properties, sayings, taking_back
from breathline.guidelines.checker.abstraction import PARTS, PROMISED, VIEWS, View
from breathline.guidelines.checker.account import Account
from breathline.guidelines.checker.moves import Point, act, bands, moves, start
from breathline.guidelines.checker.paths import PathStep
from breathline.guidelines.checker.promises import LOST_LOOKS, NALOXONE_WAITS, PROPERTIES, SILENCE_ENDS, Promises
from breathline.guidelines.checker.proof import Checker, check
from breathline.guidelines.checker.report import Failure, Report, lines, plain
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.situation import Alarm, AlarmKind
from breathline.guidelines.state import State
from breathline.guidelines.texts import texts_for
from breathline.words import ActionId, AnswerValue
from tests.guidelines.checker.broken import bc, with_limit

_BEGINNING = 3
"""Moves: what every run of the tests proves of the default pack in every view; the whole takes a minute."""

_TOLD_APART = {
    "phase", "prompt", "passed", "question", "responsive", "breathing", "breathing_heard", "pulse_felt", "doubt",
    "acts", "undoable", "vitals", "faults", "watches", "pause_until", "deadlines",
}  # fmt: skip
_BY_PROMISES = {"live_at", "ended_at"}
"""How old the number is, and that it is over, the account tells apart."""

_TIMES = {"t", "started_at", "breathed_at", "phase_since", "touched_at"}
"""Times count by what is waited for and what is promised."""

_NOT_STEERING = {"outcome", "latched"}
"""How it ended; alarms that are over, which the screen shows and no rule looks at."""


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


@pytest.mark.hazard("H-20")
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
@pytest.mark.parametrize("name", pack_names())
def test_every_shipped_pack_is_proved(name: str, view: View) -> None:
    assert check(Checker(load_pack(name)), [view]).failure is None


def test_every_field_of_the_engines_state_has_a_place_in_the_abstraction() -> None:
    """A new field has to be told apart in a part, or be named here with the reason why not."""
    assert {field.name for field in fields(State)} == _TOLD_APART | _BY_PROMISES | _TIMES | _NOT_STEERING


def test_views_name_parts_and_moves_that_there_are() -> None:
    known = {move.name for move in moves(bc())} | {move.kind for move in moves(bc())}
    for view in VIEWS:
        assert set(view.parts) <= set(PARTS)
        assert set(view.promised) <= set(PROMISED)
        assert view.moves <= known
    assert set(PARTS) == {part for view in VIEWS for part in view.parts}
    assert set(PROMISED) == {promised for view in VIEWS for promised in view.promised}


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

    first, *walks = lines(report, 0.1)
    assert first.startswith("bc: proved, 12 properties; ")
    assert [walk.split()[0] for walk in walks] == ["naloxone"]
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


def test_a_path_shows_alarms_and_leaves_out_what_is_not_there() -> None:
    step = PathStep(3.0, "start", None, "", None, ("spo2_low high signalled",))
    said = list(lines(Report("bc", "", (), Failure(PROPERTIES[0], "wrong", "911", (step,))), 0.1))

    assert [line.strip() for line in said[2:]] == [
        "3.0 s  start", "prompt none: -", "alarms spo2_low high signalled"
    ]  # fmt: skip


def test_a_walk_goes_on_only_as_long_as_it_may() -> None:
    walk, failure = Checker(bc()).walk(VIEWS[0], lambda exploration: exploration.depth < 1)

    assert (walk.depth, failure) == (1, None)


def test_a_live_number_goes_on_while_hands_are_busy() -> None:
    tried, normal = engine(), next(move for move in moves(bc()) if move.name == "SpO2 normal")
    taken = normal.take(tried, Point(start(tried).step.state, 0.0), ())
    for action in [ActionId.STIMULATED] * 8:
        assert taken is not None
        taken = act(tried, Point(taken.steps[-1].step.state, taken.now), action)
    assert taken is not None

    assert taken.now == 9.0
    assert taken.steps[-1].step.situation.alarms == ()


def test_undo_is_not_judged_where_time_alone_changes_something() -> None:
    state = start(engine()).step.state
    soon = state.deadlines[0][0] - 1.0

    assert taking_back.changed(engine(), Point(state, soon)) == ("", 0)


def test_a_catalogue_that_is_hard_to_read_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sayings, "MEDIAN_GRADE", -1.0)
    wrong = sayings.complaints(bc(), texts_for(bc()))

    assert len(wrong) == 1
    assert wrong[0].startswith("the middle text needs school year ")


def low_alarm(state: AlarmState) -> Alarm:
    return Alarm(AlarmId.SPO2_LOW, Priority.HIGH, state, "SpO2 below 90", 0.0)


@pytest.mark.hazard("H-01")
@pytest.mark.parametrize(
    ("alarm", "wrong"),
    [
        (low_alarm(AlarmState.SUPPRESSED), ""),
        (low_alarm(AlarmState.SIGNALLED), "SpO2 is below the limit, and nothing is said of breathing"),
    ],
)
def test_a_low_number_is_asked_about_unless_somebody_asked_for_silence(alarm: Alarm, wrong: str) -> None:
    shown = replace(start(engine()).step.situation, alarms=(alarm,))
    account = Account(now=10.0, low_since=1.0, number_at=10.0, hushed_at=9.0)
    found = properties.judge(account, shown, Promises.of(bc()))

    assert ("" if found is None else found[1]) == wrong


def test_a_lost_number_that_nobody_is_told_of_is_caught() -> None:
    begun = start(engine()).step.situation
    lost = Alarm(AlarmId.NO_READING, Priority.HIGH, AlarmState.SIGNALLED, "No reading", 6.0, AlarmKind.TECHNICAL)
    found = properties.judge(Account(now=7.0, number_at=1.0), replace(begun, alarms=(lost,)), Promises.of(bc()))

    assert found == (LOST_LOOKS, "the number is lost, and nobody is told to look at the person")


@pytest.mark.hazard("H-16")
def test_naloxone_on_a_breathing_persons_screen_is_caught() -> None:
    begun = start(engine()).step.situation
    assert begun.prompt is not None
    shown = replace(begun, prompt=replace(begun.prompt, id=PromptId.NALOXONE))
    found = properties.judge(Account(now=90.0, breathing=AnswerValue.YES, breaths_from=1.0), shown, Promises.of(bc()))

    assert found == (NALOXONE_WAITS, "naloxone is prompted while breathing is confirmed normal")


def test_an_alarm_that_nobody_silenced_is_not_silent() -> None:
    shown = replace(start(engine()).step.situation, alarms=(low_alarm(AlarmState.SUPPRESSED),))
    found = properties.judge(Account(now=5.0), shown, Promises.of(bc()))

    assert found == (SILENCE_ENDS, "an alarm is held back, and no pause or acknowledgement runs")


def test_properties_are_numbered_as_the_page_lists_them() -> None:
    assert [each.number for each in PROPERTIES] == list(range(1, 13))
