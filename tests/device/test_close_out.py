"""After the end two questions are asked, once; then the response ends in the log and the time of its beginning goes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.device.closing import PATIENCE_S, CloseOut, Said, Step, begin, say
from breathline.events.model import CloseOutEvent, ResponseEvent, VitalsEvent
from breathline.words import Action, ActionId, Hardship, Outcome
from tests.ble.virtual_time import live
from tests.device.box import Disk, box_on

if TYPE_CHECKING:
    from pathlib import Path

    from tests.device.box import Box


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path)


ASKED = begin(300.0, None, practice=False)


def last(disk: Disk) -> object:
    """The last row of the newest response."""
    return disk.read()[-1][-1]


async def ended(box: Box) -> CloseOut:
    """A response that has run a little and was ended."""
    await box.act(ActionId.START)
    await box.feed(5)
    await box.act(ActionId.END)
    asked = box.published.close_out
    assert asked is not None
    return asked


async def say_in(box: Box, said: Said) -> None:
    box.owner.close_out(said)
    await box.settle()


def test_two_answers_make_the_last_row() -> None:
    assert ASKED.choices == tuple(Outcome)
    second = say(ASKED, Outcome.AMBULANCE, 303.0)
    assert isinstance(second, CloseOut)
    assert second.choices == tuple(Hardship)
    assert say(second, Hardship.PLACE, 306.0) == CloseOutEvent(306.0, Outcome.AMBULANCE, Hardship.PLACE)


def test_a_skip_keeps_what_was_answered() -> None:
    second = replace(ASKED, outcome=Outcome.LEFT)
    assert say(ASKED, Step.SKIP, 301.0) == CloseOutEvent(301.0)
    assert say(second, Step.SKIP, 301.0) == CloseOutEvent(301.0, Outcome.LEFT)


def test_a_slip_in_the_first_answer_can_be_taken_back() -> None:
    second = replace(ASKED, outcome=Outcome.DIED)
    assert say(second, Step.BACK, 305.0) == replace(ASKED, asked_at=305.0)
    assert say(ASKED, Step.BACK, 305.0) == ASKED


def test_an_outcome_said_with_the_end_is_not_asked_again() -> None:
    asked = begin(300.0, Outcome.LEFT, practice=False)
    assert say(asked, Hardship.NOTHING, 302.0) == CloseOutEvent(302.0, Outcome.LEFT, Hardship.NOTHING)


@pytest.mark.parametrize(
    ("asked", "late"), [(ASKED, Hardship.PLACE), (replace(ASKED, outcome=Outcome.LEFT), Outcome.DIED)]
)
def test_an_answer_to_the_other_question_changes_nothing(asked: CloseOut, late: Said) -> None:
    assert say(asked, late, 301.0) == asked


@given(st.lists(st.sampled_from([*Outcome, *Hardship, *Step])), st.none() | st.sampled_from(Outcome))
def test_a_practice_response_is_practice_whatever_is_pressed(presses: list[Said], at_the_end: Outcome | None) -> None:
    asked: CloseOut | CloseOutEvent = begin(300.0, at_the_end, practice=True)
    for said in (*presses, Step.SKIP):
        if isinstance(asked, CloseOut):
            asked = say(asked, said, 301.0)
    assert isinstance(asked, CloseOutEvent)
    assert asked.outcome is Outcome.PRACTICE


def test_the_log_stays_open_for_the_close_out_and_nothing_else_is_written(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await ended(box)
            await box.feed(3)
            assert disk.open_ones() == 1
            await say_in(box, Hardship.SUPPLIES)
            assert box.published.close_out is None
            assert disk.open_ones() == 0

    live(story())
    (events,) = disk.read()
    assert isinstance(events[-2], ResponseEvent)
    assert events[-1] == CloseOutEvent(8.0, Outcome.PRACTICE, Hardship.SUPPLIES)
    assert not [event for event in events if isinstance(event, VitalsEvent) and event.t > events[-2].t]


def test_questions_that_nobody_answers_go_by_themselves(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            asked = await ended(box)
            await box.pass_time(PATIENCE_S - 2.0)
            assert box.published.close_out == asked
            await box.pass_time(4.0)
            assert box.published.close_out is None
            assert disk.open_ones() == 0

    live(story())
    row = last(disk)
    assert isinstance(row, CloseOutEvent)
    assert row == CloseOutEvent(row.t, Outcome.PRACTICE)
    assert row.t == pytest.approx(5.0 + PATIENCE_S, abs=2.0)


def test_a_new_response_does_not_wait_for_the_questions_of_the_last(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await ended(box)
            await box.act(ActionId.START)
            assert box.published.close_out is None
            assert box.published.situation.started
            await box.act(ActionId.NALOXONE)
            assert disk.open_ones() == 1

    live(story())
    first, second = disk.read()
    assert isinstance(first[-1], CloseOutEvent)
    assert not [event for event in second if isinstance(event, CloseOutEvent)]


def test_leaving_the_program_skips_the_questions(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await ended(box)
            left = await box.close()
            assert (left.open, left.saved) == (False, True)

    live(story())
    assert disk.open_ones() == 0
    assert isinstance(last(disk), CloseOutEvent)


def test_a_box_that_died_before_the_answers_closes_the_response_without_a_word(disk: Disk) -> None:
    async def first() -> None:
        async with box_on(disk) as box:
            await ended(box)

    async def second() -> None:
        async with box_on(disk) as box:
            assert box.published.offered is None
            assert box.published.close_out is None

    live(first())
    assert disk.open_ones() == 1
    live(second())
    assert disk.open_ones() == 0
    assert isinstance(last(disk), ResponseEvent)


def test_an_answer_with_nothing_asked_does_nothing(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await say_in(box, Step.SKIP)
            await box.act(ActionId.START)
            await say_in(box, Hardship.OTHER)
            box.owner.post(Action(ActionId.END))
            await box.settle()
            assert box.published.close_out is not None

    live(story())


def test_what_was_taken_back_is_not_offered_as_done(disk: Disk) -> None:
    async def first() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.act(ActionId.NALOXONE)
            await box.act(ActionId.OXYGEN_OFF)
            await box.act(ActionId.UNDO)

    async def second() -> None:
        async with box_on(disk) as box:
            assert box.published.offered is not None
            # Oxygen had not been on: the undo took the dose, and the guide said so.
            assert ActionId.NALOXONE not in {act for _, act in box.published.offered.actions}

    live(first())
    live(second())
