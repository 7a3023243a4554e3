"""One broken copy for each property; the checker names the right one and shows the way there.

What a pack alone can break is broken in a copy of the pack. The engine guards the rest against any pack: there the
engine goes by another pack than the one it is held to, or one of its rules is taken away.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from breathline.events.model import AlarmId, Priority
from breathline.guidelines import course, guards, undo
from breathline.guidelines.checker import promises, restart
from breathline.guidelines.checker.abstraction import VIEWS
from breathline.guidelines.checker.promises import Property
from breathline.guidelines.checker.proof import Checker, check
from breathline.guidelines.checker.report import Failure
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack import Pack
from breathline.guidelines.pack_rules import Call911
from breathline.guidelines.state import State, from_plain
from breathline.words import ActionId
from tests.guidelines.checker.broken import (
    Asleep,
    Forgetful,
    Make,
    Remembering,
    Speechless,
    bc,
    under,
    with_call,
    with_limit,
    with_timer,
    with_words,
)

_VIEWS = {view.name: view for view in VIEWS}


def broken(pack: Pack, make: Make = Engine, *views: str) -> Failure:
    """What the checker finds, in all views or in some."""
    found = check(Checker(pack, make), [_VIEWS[name] for name in views] if views else VIEWS).failure
    assert found is not None
    return found


@pytest.mark.hazard("H-26")
@pytest.mark.parametrize(
    ("pack", "named"),
    [
        (with_limit(AlarmId.SPO2_LOW, priority=Priority.MEDIUM), promises.LOW_ALARMS),
        (with_limit(AlarmId.SPO2_VERY_LOW, priority=Priority.LOW), promises.LOW_ALARMS),
        (with_limit(AlarmId.NO_READING, delay_s=10.0), promises.LOST_LOOKS),
        (with_limit(AlarmId.NO_READING, priority=Priority.MEDIUM), promises.LOST_LOOKS),
        (with_words("Stay."), None),
        (with_words("WATCH them, and stay, and look, and do not go away from here now."), promises.PLAIN_AND_SOURCED),
        (with_words("Necessitates immediate administration of supplementary medication."), promises.PLAIN_AND_SOURCED),
        (with_words("STAY with the patient."), promises.PLAIN_AND_SOURCED),
        (bc().model_copy(update={"sources": {}}), promises.PLAIN_AND_SOURCED),
    ],
)
def test_a_broken_pack_is_caught(pack: Pack, named: Property | None) -> None:
    found = check(Checker(pack), most_moves=3).failure

    assert (None if found is None else found.broken) is named


@pytest.mark.parametrize(
    ("make", "named", "view"),
    [
        (under(with_timer("naloxone_ready", 5.0)), promises.NALOXONE_WAITS, "naloxone"),
        (under(with_timer("naloxone_look_again", 60.0)), promises.NALOXONE_WAITS, "naloxone"),
        (Forgetful, promises.NUMBER_SILENCES_NOTHING, "number"),
        (Speechless, promises.ALWAYS_A_PROMPT, "naloxone"),
        (under(with_timer("acknowledge_most", 900.0)), None, "pulse and battery"),
        (under(with_call(Call911.OFF)), promises.CALL_PROMPTED, "911"),
        (under(with_timer("question_patience", 60.0)), promises.SILENCE_ESCALATES, "silence"),
        (under(with_timer("question_escalates", 120.0)), promises.SILENCE_ESCALATES, "silence"),
        (Asleep, promises.SILENCE_ESCALATES, "911"),
        (Remembering, promises.RESTART_CHANGES_NOTHING, "silence"),
    ],
)
def test_an_engine_that_does_not_do_as_the_pack_says_is_caught(make: Make, named: Property | None, view: str) -> None:
    found = check(Checker(bc(), make), [_VIEWS[view]]).failure

    assert (None if found is None else found.broken) is named


def test_a_call_that_the_pack_does_not_have_is_caught() -> None:
    found = broken(with_call(Call911.OFF), under(bc()), "911")

    assert found.broken is promises.CALL_PROMPTED
    assert found.path[-1].prompt == "call_911"


def test_naloxone_while_they_breathe_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "bar_to_naloxone", lambda _, __: None)
    monkeypatch.setattr(course, "naloxone_due", lambda state, _: state.phase == "breaths")

    assert broken(bc(), Engine, "naloxone").broken is promises.NALOXONE_WAITS


def test_a_pause_without_an_end_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "silent_until", lambda t, _: t + 1e6)

    assert broken(bc(), Engine, "alarms").broken is promises.SILENCE_ENDS


def test_an_act_that_ends_the_response_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guards, "may_end", lambda action: action is ActionId.OXYGEN_ON)

    assert broken(bc(), Engine, "naloxone").broken is promises.PERSON_ENDS


def test_an_undo_that_leaves_a_dose_behind_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    right = undo.undo

    def wrong(state: State, *rest: object) -> State:
        after = right(state, *rest)  # type: ignore[arg-type]  # passed on as they came
        return replace(after, acts=replace(after.acts, doses=state.acts.doses, naloxone_at=state.acts.naloxone_at))

    monkeypatch.setattr(undo, "undo", wrong)
    found = broken(bc(), Engine, "undo")

    assert found.broken is promises.UNDO_RESTORES
    assert found.wrong == "naloxone, taken back at once, leaves another acts behind"


def test_a_state_that_is_not_written_whole_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restart, "from_plain", lambda plain: replace(from_plain(plain), doubt=None))

    found = broken(bc(), Engine, "number")

    assert found.broken is promises.RESTART_CHANGES_NOTHING


def test_the_path_is_the_shortest_and_says_what_the_screen_said() -> None:
    found = broken(with_limit(AlarmId.NO_READING, delay_s=10.0))

    assert [(step.t, step.move) for step in found.path] == [
        (0.0, "start"),
        (1.0, "SpO2 normal"),
        (6.0, "time passes, nothing more is heard of the clip"),
    ]
    assert {step.prompt for step in found.path} == {"stimulate"}
    assert found.wrong == "the number is lost, and no technical alarm stands"
