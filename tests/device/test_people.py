"""Two people at one box: what is done for one never touches the other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from breathline.device.closing import PATIENCE_S
from breathline.events.model import ActionEvent, AnswerEvent, Event, VitalsEvent
from breathline.words import Action, ActionId, Answer, AnswerValue, QuestionId
from tests.ble.virtual_time import live
from tests.device.box import Disk
from tests.device.two import two_on

if TYPE_CHECKING:
    from pathlib import Path

HIGH, LOW = 97.0, 82.0
ACTS = [
    ActionId.BREATHS_STARTED,
    ActionId.BREATHS_STOPPED,
    ActionId.OXYGEN_ON,
    ActionId.NALOXONE,
    ActionId.CALLED_911,
    ActionId.UNDO,
    ActionId.ACKNOWLEDGE,
    ActionId.PAUSE,
]


@pytest.fixture
def disk(tmp_path_factory: pytest.TempPathFactory) -> Disk:
    return Disk(tmp_path_factory.mktemp("box"))


def acts(events: list[Event]) -> list[ActionId]:
    return [event.action.id for event in events if isinstance(event, ActionEvent)]


def test_a_box_watches_one_person_until_somebody_says_that_there_are_two(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            assert box.shown.other is None
            box.people.turn()
            assert box.shown.person == 1
            await box.pass_time(30)
            box.people.second_person()
            await box.settle()
            assert (box.shown.person, box.shown.situation.started) == (2, True)
            assert box.other.situation.started
            assert box.shown.other is not None
            assert box.shown.other.ahead_s == pytest.approx(30)
            box.people.second_person()
            await box.settle()
            assert box.shown.person == 2

    live(story())
    assert [acts(events) for events in disk.read()] == [[ActionId.START], [ActionId.START]]


@pytest.mark.hazard("H-12")
def test_nothing_but_a_turn_changes_whom_the_keys_act_on(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            box.people.second_person()
            box.people.turn()
            await box.feed(60, HIGH, LOW)
            await box.settle()
            assert box.shown.person == 1
            assert not [alarm for alarm in box.shown.situation.alarms if "spo2" in alarm.id]
            assert [alarm for alarm in box.other.situation.alarms if "spo2" in alarm.id]
            box.people.turn()
            assert box.shown.person == 2

    live(story())


def test_undo_takes_back_the_act_of_the_person_in_front(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            await box.act(ActionId.NALOXONE)
            box.people.second_person()
            await box.act(ActionId.NALOXONE)
            box.people.turn()
            await box.act(ActionId.UNDO)
            assert box.shown.situation.naloxone.doses == 0
            assert box.other.situation.naloxone.doses == 1

    live(story())


def test_a_pause_quiets_one_person_alone(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            box.people.second_person()
            await box.act(ActionId.PAUSE)
            assert box.shown.situation.pause_until is not None
            assert box.other.situation.pause_until is None

    live(story())


def test_one_response_ends_apart_and_its_place_closes_when_it_is_left(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            told: list[bool] = []
            box.people.when_two(told.append)
            await box.act(ActionId.START)
            box.people.second_person()
            await box.pass_time(20)
            await box.act(ActionId.END)
            assert box.shown.person == 2
            assert box.shown.situation.ended
            box.people.turn()
            assert told == [True]
            assert box.other.close_out is not None
            await box.pass_time(PATIENCE_S + 2.0)
            assert box.shown.other is None
            assert told == [True, False]
            assert not box.shown.situation.ended
            box.people.second_person()
            await box.settle()
            assert (box.shown.person, box.shown.situation.ended) == (2, False)

    live(story())
    assert [acts(events)[-1] for events in disk.read()] == [ActionId.START, ActionId.END, ActionId.START]


def test_the_second_keeps_its_number_when_the_first_has_ended(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            box.people.second_person()
            box.people.turn()
            await box.act(ActionId.END)
            box.people.turn()
            await box.pass_time(20)
            assert box.shown.person == 2
            assert box.other.situation.ended
            box.people.turn()
            assert box.shown.person == 1
            assert box.shown.other is not None

    live(story())


def test_a_place_just_opened_is_not_closed_by_looking_at_the_first(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            box.people.second_person()
            box.people.turn()
            await box.settle()
            assert box.other.situation.started

    live(story())


def killed_with_two(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            await box.feed(30)
            box.people.second_person()
            await box.act(ActionId.NALOXONE)
            await box.feed(20)

    live(story())


@pytest.mark.hazard("H-43")
def test_after_a_power_cut_both_are_offered_each_to_its_own_place_and_go_on(disk: Disk) -> None:
    killed_with_two(disk)

    async def story() -> None:
        async with two_on(disk, wall_shift=110.0) as box:
            assert (box.shown.person, box.shown.offered is not None) == (1, True)
            assert box.other.offered is not None
            assert ActionId.NALOXONE in [act for _, act in box.other.offered.actions]
            box.people.resume()
            box.people.turn()
            box.people.resume()
            await box.settle()
            assert box.shown.person == 2
            assert box.shown.situation.naloxone.doses == 1
            assert box.other.situation.naloxone.doses == 0
            assert box.shown.other is not None
            assert box.shown.other.ahead_s == pytest.approx(30, abs=0.1)

    live(story())
    assert disk.open_ones() == 2


def test_of_two_that_were_offered_one_is_closed_and_its_place_with_it(disk: Disk) -> None:
    killed_with_two(disk)

    async def story() -> None:
        async with two_on(disk, wall_shift=110.0) as box:
            box.people.resume()
            box.people.turn()
            box.people.close_offered()
            await box.pass_time(2)
            box.people.turn()
            assert box.shown.other is None
            assert box.shown.situation.started

    live(story())
    assert disk.open_ones() == 1


def test_an_old_one_that_nobody_closed_is_no_second_person(disk: Disk) -> None:
    async def one() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            await box.feed(20)

    async def another() -> None:
        async with two_on(disk, wall_shift=3600.0) as box:
            assert box.shown.offered is not None
            await box.act(ActionId.START)
            await box.feed(20)

    async def third() -> None:
        async with two_on(disk, wall_shift=3700.0) as box:
            assert box.shown.offered is not None
            assert box.shown.other is None
            box.people.close_offered()
            await box.settle()
            assert box.shown.offered is not None

    live(one())
    live(another())
    live(third())


def test_closing_the_box_says_how_each_was_left(disk: Disk) -> None:
    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            box.people.second_person()
            await box.act(ActionId.END)
            first, second = await box.people.close()
            assert (first.open, second.open) == (True, False)
            assert first.saved
            assert second.saved

    live(story())


STEPS = st.lists(
    st.one_of(
        st.sampled_from(ACTS),
        st.sampled_from(list(AnswerValue)),
        st.just("turn"),
        st.sampled_from([0.3, 4.0, 31.0]),
    ),
    min_size=4,
    max_size=24,
)


@pytest.mark.hazard("H-12")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=STEPS)
def test_no_number_no_answer_and_no_act_ever_crosses(
    tmp_path_factory: pytest.TempPathFactory, steps: list[object]
) -> None:
    folder: Path = tmp_path_factory.mktemp("crossing")
    disk = Disk(folder)
    done: tuple[list[object], list[object]] = ([ActionId.START], [ActionId.START])

    async def story() -> None:
        async with two_on(disk) as box:
            await box.act(ActionId.START)
            box.people.second_person()
            front = 1
            for number, step in enumerate(steps):
                await box.read(1, HIGH, 70 + number % 3)
                await box.read(2, LOW, 80 + number % 3)
                if step == "turn":
                    box.people.turn()
                    front = 1 - front
                elif isinstance(step, float):
                    await asyncio.sleep(step)
                elif isinstance(step, ActionId):
                    box.people.post(Action(step))
                    done[front].append(step)
                elif isinstance(step, AnswerValue):
                    box.people.post(Answer(QuestionId.BREATHING, step))
                    done[front].append(step)
                assert box.shown.person == front + 1
            await box.settle()

    live(story())
    for events, acted, spo2 in zip(disk.read(), done, (HIGH, LOW), strict=True):
        noted = [
            event.action.id if isinstance(event, ActionEvent) else event.answer.value
            for event in events
            if isinstance(event, ActionEvent | AnswerEvent)
        ]
        assert noted == acted
        numbers = {event.vitals.spo2 for event in events if isinstance(event, VitalsEvent)}
        assert all(number is None or abs(number - spo2) < 1 for number in numbers)
