"""One owner: everyone posts, one task decides, logs and publishes. Told in virtual time, with the real rooms."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from breathline.ble.status import LinkState
from breathline.device.closing import Step
from breathline.device.published import Link, Published, Sound
from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AlarmId,
    AlarmState,
    CloseOutEvent,
    DeadlineEvent,
    FaultEvent,
    ResponseEvent,
    ResponseState,
    VitalsEvent,
)
from breathline.guidelines.situation import Situation
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    Cause,
    Fault,
    FaultId,
    Frame,
    LinkAdvice,
    Outcome,
    QuestionId,
    Reading,
    Trust,
)
from tests.ble.virtual_time import live
from tests.device.box import Box, Disk, box_on

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    return Disk(tmp_path)


def spo2(box: Box) -> float | None:
    vitals = box.published.situation.vitals
    return None if vitals is None else vitals.spo2


def test_before_a_start_the_number_stands_there_and_nothing_is_logged(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.link(LinkState.STREAMING)
            await box.feed(8)
            assert spo2(box) == 97.0
            assert box.published.link is Link.GOOD
            assert not box.published.situation.started

    live(story())
    assert disk.read() == []


def test_a_start_begins_at_zero_and_keeps_the_number(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.feed(8)
            await box.act(ActionId.START)
            assert box.published.situation.started
            assert box.published.situation.prompt is not None
            assert spo2(box) == 97.0
            assert box.owner.now() == pytest.approx(0.0)

    live(story())
    (events,) = disk.read()
    assert events[0] == ActionEvent(0.0, Action(ActionId.START))
    assert isinstance(events[1], ResponseEvent)


def test_an_act_in_a_hurry_is_a_start_and_is_counted(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.NALOXONE)
            assert box.published.situation.started
            assert box.published.situation.naloxone.doses == 1

    live(story())
    assert len(disk.read()) == 1


@pytest.mark.parametrize("action", [ActionId.PAUSE, ActionId.UNDO, ActionId.ACKNOWLEDGE, ActionId.END])
def test_before_a_start_keys_that_need_one_do_nothing(disk: Disk, action: ActionId) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(action)
            box.owner.post(Answer(QuestionId.BREATHING, AnswerValue.NO))
            await box.pass_time(2.0)
            assert not box.published.situation.started

    live(story())
    assert disk.read() == []


def test_a_low_number_before_a_start_alarms_can_be_heard_and_is_not_logged(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.feed(12, spo2=84.0)
            (alarm,) = box.published.situation.alarms
            assert (alarm.id, alarm.state) == (AlarmId.SPO2_LOW, AlarmState.SIGNALLED)
            await box.act(ActionId.ACKNOWLEDGE)
            assert box.published.situation.alarms[0].state is AlarmState.SUPPRESSED
            assert not box.published.situation.started

    live(story())
    assert disk.read() == []


def test_a_second_response_begins_at_zero_with_nothing_of_the_first(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.act(ActionId.NALOXONE)
            await box.feed(20)
            box.owner.post(Action(ActionId.END, outcome=Outcome.PRACTICE))
            await box.pass_time(30.0)
            assert box.published.situation.ended
            assert box.published.situation.outcome is Outcome.PRACTICE
            await box.act(ActionId.START)
            assert box.owner.now() == pytest.approx(0.0)
            assert not box.published.situation.ended
            assert box.published.situation.naloxone.doses == 0
            assert len(box.published.trend) == 1
            await box.act(ActionId.END)
            box.owner.close_out(Step.SKIP)

    live(story())
    first, second = disk.read()
    for events in (first, second):
        assert [event.state for event in events if isinstance(event, ResponseEvent)] == list(ResponseState)
        assert isinstance(events[-2], ResponseEvent)
        assert isinstance(events[-1], CloseOutEvent)
    assert len(second) < len(first)
    assert disk.open_ones() == 0


def test_after_the_end_an_old_number_does_not_stay(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.feed(10)
            await box.act(ActionId.END)
            assert spo2(box) == 97.0
            await box.pass_time(60.0)
            assert spo2(box) is None

    live(story())


def test_a_pulled_link_takes_the_number_says_why_and_alarms_within_five_seconds(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.link(LinkState.STREAMING)
            await box.act(ActionId.START)
            await box.feed(20)
            await box.link(LinkState.LOST)
            assert spo2(box) is None
            assert box.published.link is Link.LOST
            assert box.published.link_advice is LinkAdvice.LOST
            vitals = box.published.situation.vitals
            assert vitals is not None
            assert vitals.cause is Cause.LINK_LOST
            await box.pass_time(5.0)
            alarms = {alarm.id: alarm.state for alarm in box.published.situation.alarms}
            assert alarms[AlarmId.LINK_LOST] is AlarmState.SIGNALLED
            await box.link(LinkState.STREAMING)
            await box.feed(10)
            assert spo2(box) == 97.0
            assert AlarmId.LINK_LOST not in {alarm.id for alarm in box.published.situation.alarms}

    live(story())


def test_a_fault_that_stood_before_the_start_is_known_to_the_response(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.link(LinkState.ADAPTER_OFF)
            box.owner.sound(Sound.BELL)
            await box.act(ActionId.START)
            assert box.published.situation.vitals is not None
            assert box.published.situation.vitals.cause is Cause.ADAPTER_OFF
            assert box.published.sound is Sound.BELL
            assert box.published.situation.unresolved

    live(story())
    (events,) = disk.read()
    assert {event.fault.id for event in events if isinstance(event, FaultEvent)} == {
        FaultId.ADAPTER_OFF,
        FaultId.NO_SOUND,
    }


def test_a_fault_said_twice_is_logged_once(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            for present in (True, True, False, False):
                box.owner.post_fault(Fault(FaultId.BROKER_LOST, present=present))
            await box.settle()

    live(story())
    (events,) = disk.read()
    assert [event.fault.present for event in events if isinstance(event, FaultEvent)] == [True, False]


def test_a_stopped_link_is_said_and_alarms_by_its_silence(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.feed(10)
            await box.link(LinkState.STOPPED)
            assert box.published.link is Link.OFF
            assert spo2(box) == 97.0
            await box.pass_time(30.0)
            assert spo2(box) is None
            assert box.published.situation.alarms

    live(story())


@pytest.mark.hazard("H-15")
def test_with_no_reading_the_guide_and_its_timers_run(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.pass_time(240.0)

    live(story())
    (events,) = disk.read()
    assert any(isinstance(event, DeadlineEvent) for event in events)
    assert any(isinstance(event, AlarmEvent) and event.id is AlarmId.UNANSWERED for event in events)
    seconds = [event.t for event in events if isinstance(event, VitalsEvent)]
    assert seconds[-1] > 235.0
    assert 235 <= len(seconds) <= 243


def test_deadlines_are_kept_to_the_moment(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.pass_time(120.0)
            for t, published in box.seen:
                assert t - published.situation.t < 2.0

    live(story())


def test_numbers_alone_are_published_at_most_ten_times_a_second(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.pass_time(5.0)
            start = asyncio.get_running_loop().time()
            for _ in range(400):
                box.owner.post_reading(Reading(box.owner.clock(), Frame.VALUES, spo2=97.0, pulse=70.0))
                await asyncio.sleep(0.01)
            times = [t for t, _ in box.seen if t >= start]
            assert len(times) <= 45
            assert spo2(box) == 97.0

    live(story())


def test_pleth_alone_wakes_nobody(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.pass_time(2.0)
            before = len(box.seen)
            for _ in range(100):
                box.owner.post_reading(Reading(box.owner.clock(), Frame.PLETH, pleth=(1.0, 2.0)))
                await asyncio.sleep(0.01)
            assert len(box.seen) - before <= 2

    live(story())


def test_an_act_is_published_at_once(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            for _ in range(3):
                before = asyncio.get_running_loop().time()
                await box.act(ActionId.BREATH)
                assert asyncio.get_running_loop().time() == before
            assert box.published.situation.breaths == 3

    live(story())


def test_an_act_counts_from_when_it_was_posted(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.pass_time(10.0)
            posted = box.owner.now()
            await box.act(ActionId.NALOXONE)
            assert box.published.situation.naloxone.last_at == posted

    live(story())


@pytest.mark.hazard("H-33")
def test_a_subscriber_that_fails_does_not_take_the_response_with_it(disk: Disk) -> None:
    complaints: list[object] = []

    async def story() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context["exception"]))
        async with box_on(disk) as box:

            def fail(_: Published) -> None:
                raise ValueError("a screen's fault")

            box.owner.subscribe(fail)
            await box.act(ActionId.START)
            await box.act(ActionId.NALOXONE)
            assert box.published.situation.naloxone.doses == 1

    live(story())
    assert complaints


def test_a_subscription_ends(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            heard: list[Published] = []
            end = box.owner.subscribe(heard.append)
            await box.act(ActionId.START)
            count = len(heard)
            assert count
            end()
            end()
            await box.act(ActionId.BREATH)
            assert len(heard) == count

    live(story())


def test_observers_are_told_what_was_done_and_what_goes_on_by_the_record(disk: Disk) -> None:
    class Body:
        told: list[tuple[object, float, bool]]

        def acted(self, item: Action | Answer, t: float, situation: Situation) -> None:
            self.told.append((item, t, situation.breaths_since is not None))

    body = Body()
    body.told = []

    async def story() -> None:
        async with box_on(disk, observers=(body,)) as box:
            await box.act(ActionId.START)
            await box.pass_time(3.0)
            box.owner.post(Answer(QuestionId.RESPONSIVE, AnswerValue.NO))
            await box.settle()
            await box.act(ActionId.BREATHS_STARTED)
            await box.act(ActionId.UNDO)

    live(story())
    assert body.told == [
        (Action(ActionId.START), 0.0, False),
        (Answer(QuestionId.RESPONSIVE, AnswerValue.NO), pytest.approx(3.0), False),
        (Action(ActionId.BREATHS_STARTED), pytest.approx(3.0), True),
        (Action(ActionId.UNDO), pytest.approx(3.0), False),
    ]


def test_a_pause_is_what_the_screen_says_of_the_sound(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            box.owner.sound(Sound.ON)
            await box.act(ActionId.START)
            await box.link(LinkState.LOST)
            await box.pass_time(5.0)
            await box.act(ActionId.PAUSE)
            assert box.published.situation.pause_until is not None
            paused = box.published.sound
            await box.pass_time(600.0)
            assert (paused, box.published.sound) == (Sound.PAUSED, Sound.ON)

    live(story())


def test_a_machine_that_slept_tells_its_deadlines_but_not_every_second(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.act(ActionId.NALOXONE)
            box.clock_shift[0] = 3600.0
            await box.pass_time(5.0)
            assert box.owner.now() == pytest.approx(3605.0)

    live(story())
    (events,) = disk.read()
    assert len([event for event in events if isinstance(event, VitalsEvent)]) < 20
    times = [event.t for event in events if isinstance(event, DeadlineEvent)]
    assert times == sorted(times)
    assert times[0] < 3600.0


def test_leaving_an_open_response_says_so_and_keeps_it(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            box.owner.post(Action(ActionId.NALOXONE))
            left = await box.close()
            assert left.open
            assert left.saved

    live(story())
    (events,) = disk.read()
    assert [event.action.id for event in events if isinstance(event, ActionEvent)] == [
        ActionId.START,
        ActionId.NALOXONE,
    ]
    assert disk.open_ones() == 1


def test_leaving_with_nothing_open_says_so(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            left = await box.close()
            assert not left.open
            assert left.saved

    live(story())


def test_the_number_of_a_response_that_never_saw_an_oximeter_is_missing_with_its_cause(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.link(LinkState.NO_OXIMETER)
            await box.act(ActionId.START)
            vitals = box.published.situation.vitals
            assert vitals is not None
            assert vitals.trust is Trust.NONE
            assert vitals.cause is Cause.NO_OXIMETER
            assert box.published.link is Link.NONE

    live(story())
