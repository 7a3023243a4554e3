"""After a kill or a power cut: what was acknowledged is offered, and goes on with its timers."""

from __future__ import annotations

import pytest
from pyrage import x25519

from breathline.ble.status import LinkState
from breathline.device.closing import Step
from breathline.events.model import (
    ActionEvent,
    DeadlineEvent,
    Event,
    FaultEvent,
    Input,
    ResponseEvent,
    ResponseState,
    VitalsEvent,
)
from breathline.guidelines.situation import Situation
from breathline.guidelines.texts import load_texts
from breathline.words import Action, ActionId, Answer, AnswerValue, FaultId, QuestionId
from tests.ble.virtual_time import live
from tests.device.box import WALL_AT_ZERO, Disk, box_on, engine

IDENTITY = x25519.Identity.generate()

OFF_S = 60.0
GUESSED = load_texts("en").faults[FaultId.CLOCK_JUMPED]
"""How long the box was without power."""


@pytest.fixture(params=["plain", "sealed"])
def disk(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Disk:
    folder = tmp_path_factory.mktemp("box")
    return Disk(folder) if request.param == "plain" else Disk(folder, str(IDENTITY.to_public()), str(IDENTITY))


def killed_in_a_response(disk: Disk) -> tuple[Situation, float]:
    """A response that was killed: the last Situation and, by the wall clock, when."""

    async def story() -> tuple[Situation, float]:
        async with box_on(disk) as box:
            await box.link(LinkState.STREAMING)
            await box.act(ActionId.START)
            await box.feed(10)
            box.owner.post(Answer(QuestionId.RESPONSIVE, AnswerValue.NO))
            await box.act(ActionId.CALLED_911)
            await box.act(ActionId.BREATHS_STARTED)
            await box.feed(20, spo2=84.0)
            await box.act(ActionId.NALOXONE)
            await box.feed(10, spo2=86.0)
            return box.published.situation, box.owner.clock()

    return live(story())


def as_run(events: list[Event]) -> list[Input]:
    return [event for event in events if isinstance(event, Input)]


def replayed(events: list[Event]) -> list[Event]:
    """What the log's inputs alone lead to."""
    state, out = engine().begin(), list[Event]()
    for event in as_run(events):
        step = engine().step(state, event)
        state = step.state
        out += [event, *step.changes]
    return out


def test_a_killed_response_is_offered_with_every_act_and_its_age(disk: Disk) -> None:
    _, killed_at = killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=killed_at + OFF_S) as box:
            offered = box.published.offered
            assert offered is not None
            assert [action for _, action in offered.actions] == [
                ActionId.CALLED_911,
                ActionId.BREATHS_STARTED,
                ActionId.NALOXONE,
            ]
            assert offered.elapsed_s == pytest.approx(killed_at + OFF_S, abs=0.5)
            assert not box.published.situation.started

    live(story())


@pytest.mark.hazard("H-34")
def test_a_resumed_response_has_the_same_acts_and_its_timers_run_on(disk: Disk) -> None:
    before, killed_at = killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=killed_at + OFF_S) as box:
            await box.link(LinkState.STREAMING)
            box.owner.resume()
            await box.settle()
            after = box.published.situation
            assert box.published.offered is None
            assert after.naloxone == before.naloxone
            assert after.called_911_at == before.called_911_at
            assert after.breaths_since == before.breaths_since
            assert after.marks == before.marks
            assert after.pacer == before.pacer
            assert box.owner.now() == pytest.approx(before.t + OFF_S, abs=1.5)
            assert len(box.published.trend) > 30
            assert before.naloxone.look_again_at is not None
            wait = before.naloxone.look_again_at - box.owner.now()
            await box.feed(int(wait) + 2)
            assert box.published.situation.t > before.naloxone.look_again_at
            await box.act(ActionId.END)
            box.owner.close_out(Step.SKIP)

    live(story())
    (events,) = disk.read()
    assert disk.open_ones() == 0
    assert replayed(events[:-1]) == events[:-1]
    assert [event.state for event in events if isinstance(event, ResponseEvent)] == list(ResponseState)


@pytest.mark.hazard("H-34")
def test_the_deadlines_of_the_dark_minute_happen_at_their_own_times(disk: Disk) -> None:
    before, killed_at = killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=killed_at + OFF_S) as box:
            box.owner.resume()
            await box.pass_time(3.0)

    live(story())
    (events,) = disk.read()
    times = [event.t for event in events]
    assert times == sorted(times)
    dark = [event for event in events if before.t + 1.0 < event.t < before.t + OFF_S - 1.0]
    assert any(isinstance(event, DeadlineEvent) for event in dark)
    assert not any(isinstance(event, VitalsEvent) for event in dark)


def test_killed_again_and_again_it_stays_one_response(disk: Disk) -> None:
    _, killed_at = killed_in_a_response(disk)

    async def story(shift: float) -> float:
        async with box_on(disk, wall_shift=shift) as box:
            box.owner.resume()
            await box.pass_time(5.0)
            await box.act(ActionId.BREATH)
            return shift + box.owner.clock()

    at = killed_at
    for _ in range(3):
        at = live(story(at + 10.0))
    (events,) = disk.read()
    assert replayed(events) == events
    breaths = [event for event in events if isinstance(event, ActionEvent) and event.action.id is ActionId.BREATH]
    assert len(breaths) == 3
    assert events[-1].t == pytest.approx(at, abs=1.0)


@pytest.mark.hazard("H-35")
def test_with_a_clock_that_fell_back_the_screen_asks_and_the_answer_counts(disk: Disk) -> None:
    killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=-86_400.0) as box:
            assert box.published.offered is not None
            assert box.published.offered.elapsed_s is None
            box.owner.resume(400.0)
            await box.settle()
            assert box.owner.now() == pytest.approx(400.0)

    async def again() -> None:
        async with box_on(disk, wall_shift=-86_400.0 + 30.0) as box:
            assert box.published.offered is not None
            assert box.published.offered.elapsed_s == pytest.approx(430.0, abs=1.0)

    live(story())
    live(again())


def test_with_neither_clock_nor_answer_it_goes_on_where_it_stood(disk: Disk) -> None:
    before, _ = killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=-86_400.0) as box:
            box.owner.resume()
            await box.settle()
            assert box.owner.now() == pytest.approx(before.t, abs=1.5)

    live(story())


def test_an_answer_shorter_than_the_log_is_not_believed(disk: Disk) -> None:
    before, killed_at = killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=killed_at) as box:
            box.owner.resume(1.0)
            await box.settle()
            assert box.owner.now() >= before.t

    live(story())


def test_a_fault_of_before_the_kill_is_over_when_it_is_over(disk: Disk) -> None:
    async def first() -> float:
        async with box_on(disk) as box:
            await box.link(LinkState.LOST)
            await box.act(ActionId.START)
            await box.pass_time(5.0)
            return box.owner.clock()

    killed_at = live(first())

    async def second() -> None:
        async with box_on(disk, wall_shift=killed_at + 20.0) as box:
            await box.link(LinkState.STREAMING)
            await box.feed(8)
            box.owner.resume()
            await box.settle()
            assert box.published.situation.vitals is not None
            assert box.published.situation.vitals.spo2 == 97.0
            assert not box.published.situation.unresolved

    live(second())
    (events,) = disk.read()
    faults = [event.fault for event in events if isinstance(event, FaultEvent)]
    assert [(fault.id, fault.present) for fault in faults] == [(FaultId.LINK_LOST, True), (FaultId.LINK_LOST, False)]


def test_closed_as_it_stands_it_ends_in_the_log_and_is_not_offered_again(disk: Disk) -> None:
    before, killed_at = killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=killed_at + OFF_S) as box:
            box.owner.close_offered()
            await box.settle()
            assert box.published.offered is None
            box.owner.close_offered()
            box.owner.resume()
            await box.settle()
            assert not box.published.situation.started

    live(story())
    (events,) = disk.read()
    assert events[-1] == ResponseEvent(events[-1].t, ResponseState.ENDED, "left_open")
    assert events[-1].t <= before.t + 1.5
    assert disk.open_ones() == 0


def test_a_start_is_not_held_up_by_an_offer_and_the_offer_waits(disk: Disk) -> None:
    _, killed_at = killed_in_a_response(disk)

    async def story() -> None:
        async with box_on(disk, wall_shift=killed_at + OFF_S) as box:
            await box.act(ActionId.START)
            assert box.published.situation.started
            assert box.published.offered is None
            box.owner.resume()
            await box.settle()
            assert box.owner.now() < 5.0
            await box.act(ActionId.END)
            assert box.published.offered is None
            box.owner.close_out(Step.SKIP)
            await box.settle()
            assert box.published.offered is not None

    live(story())
    assert disk.open_ones() == 1


def test_several_left_open_are_offered_one_after_the_other_newest_first(disk: Disk) -> None:
    with disk.open() as log:
        older = log.begin("bc", "", "0", WALL_AT_ZERO - 500.0)
        newer = log.begin("bc", "", "0", WALL_AT_ZERO - 200.0)
        for response in (older, newer):
            log.append(response, [ActionEvent(0.0, Action(ActionId.START))])

    async def story() -> list[str]:
        async with box_on(disk) as box:
            ids = []
            while (offered := box.published.offered) is not None:
                ids.append(offered.id)
                box.owner.close_offered()
                await box.settle()
            return ids

    assert live(story()) == [newer, older]


async def age_after(disk: Disk, wall_shift: float) -> float | None:
    async with box_on(disk, wall_shift=wall_shift) as box:
        return None if box.published.offered is None else box.published.offered.elapsed_s


@pytest.mark.hazard("H-35")
def test_times_that_were_guessed_are_said_to_be_for_the_rest_of_the_response_and_no_longer(disk: Disk) -> None:
    killed_in_a_response(disk)

    async def guessed() -> None:
        async with box_on(disk, wall_shift=-86_400.0) as box:
            assert not box.published.situation.unresolved
            box.owner.resume(400.0)
            await box.settle()
            assert box.published.situation.unresolved == GUESSED

    async def trusted_again() -> None:
        async with box_on(disk, wall_shift=-86_400.0 + 30.0) as box:
            box.owner.resume()
            await box.settle()
            assert box.published.situation.unresolved == GUESSED
            await box.act(ActionId.END)
            await box.act(ActionId.START)
            assert not box.published.situation.unresolved

    live(guessed())
    live(trusted_again())


@pytest.mark.hazard("H-35")
def test_a_wall_clock_that_is_set_in_a_response_does_not_shift_its_timers(disk: Disk) -> None:
    async def story() -> float:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.pass_time(20.0)
            # A Raspberry Pi learns the time from the network.
            box.wall_shift[0] = 7200.0
            await box.pass_time(10.0)
            return 7200.0 + box.owner.clock()

    killed_at = live(story())
    assert live(age_after(disk, killed_at + 30.0)) == pytest.approx(60.0, abs=1.0)
