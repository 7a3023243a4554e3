"""When the log fails the response goes on, the screen says so, and nothing is lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from pyrage import x25519

from breathline.device.diary import LOOK_AGAIN_S
from breathline.device.publisher import ACKNOWLEDGE_S
from breathline.events.database import Kind, database_path
from breathline.events.model import ActionEvent, FaultEvent
from breathline.words import Action, ActionId, FaultId
from tests.ble.virtual_time import live
from tests.device.box import Disk, box_on

if TYPE_CHECKING:
    from pathlib import Path


IDENTITY = x25519.Identity.generate()


@pytest.fixture(params=["plain", "sealed"])
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Disk:
    return Disk(tmp_path) if request.param == "plain" else Disk(tmp_path, str(IDENTITY.to_public()), str(IDENTITY))


def acts(disk: Disk) -> list[ActionId]:
    (events,) = disk.read()
    return [event.action.id for event in events if isinstance(event, ActionEvent)]


@pytest.mark.hazard("H-36")
def test_a_disk_that_fails_in_a_response_is_said_and_nothing_is_lost(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            failing = [box.published.log_ok]
            await box.break_disk()
            failing.append(box.published.log_ok)
            assert box.published.situation.unresolved
            await box.act(ActionId.NALOXONE)
            assert box.published.situation.naloxone.doses == 1
            await box.pass_time(3.0)
            await box.act(ActionId.CALLED_911)
            await box.mend_disk()
            failing.append(box.published.log_ok)
            assert failing == [True, False, True]
            assert not box.published.situation.unresolved

    live(story())
    assert acts(disk) == [ActionId.START, ActionId.BREATH, ActionId.NALOXONE, ActionId.CALLED_911]
    (events,) = disk.read()
    faults = [event.fault for event in events if isinstance(event, FaultEvent)]
    assert [(fault.id, fault.present) for fault in faults] == [
        (FaultId.LOG_FAILED, True),
        (FaultId.LOG_FAILED, False),
    ]


def test_a_disk_that_fails_before_the_start_is_said_and_the_guide_starts(disk: Disk) -> None:
    disk.broken = True

    async def story() -> None:
        async with box_on(disk) as box:
            await box.break_disk()
            assert not box.published.log_ok
            assert box.published.situation.prompt is not None
            await box.mend_disk()

    live(story())
    assert acts(disk) == [ActionId.BREATH]


def test_a_disk_that_never_comes_back_is_said_at_the_end(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.break_disk()
            left = await box.close()
            assert left.open
            assert not left.saved

    live(story())


@pytest.mark.hazard("H-36")
def test_a_log_that_is_damaged_in_a_response_is_said_and_the_guide_goes_on(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.break_disk()
            database_path(disk.folder, Kind.PRACTICE).write_bytes(b"\xff" * 4096)
            disk.broken = False
            await asyncio.sleep(3.0)
            box.owner.post(Action(ActionId.NALOXONE))
            await asyncio.sleep(ACKNOWLEDGE_S * 2)
            assert box.published.situation.naloxone.doses == 1
            assert not box.published.log_ok
            left = await box.close()
            assert not left.saved

    live(story())


def test_a_clock_that_was_set_back_is_not_believed_when_a_response_is_found(disk: Disk) -> None:
    async def first() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            await box.pass_time(60.0)

    async def second() -> None:
        async with box_on(disk, wall_shift=-86_400.0) as box:
            assert box.published.offered is not None
            assert box.published.offered.elapsed_s is None

    live(first())
    live(second())


def test_a_log_that_can_be_read_again_offers_what_was_open(disk: Disk) -> None:
    async def first() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)

    async def second() -> None:
        disk.broken = True
        async with box_on(disk) as box:
            await box.hear_log()
            working = [box.published.log_ok]
            assert box.published.offered is None
            disk.broken = False
            await box.pass_time(LOOK_AGAIN_S)
            await box.settle()
            working.append(box.published.log_ok)
            assert working == [False, True]
            assert box.published.offered is not None

    live(first())
    live(second())


def test_an_act_is_shown_when_it_is_on_the_disk(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            disk.answers.clear()
            box.owner.post(Action(ActionId.NALOXONE))
            await asyncio.sleep(ACKNOWLEDGE_S / 2)
            assert box.published.situation.naloxone.doses == 0
            disk.answers.set()
            await box.settle()
            assert box.published.situation.naloxone.doses == 1

    live(story())


@pytest.mark.hazard("H-36")
def test_a_disk_that_is_slow_is_not_waited_for(disk: Disk) -> None:
    async def story() -> None:
        async with box_on(disk) as box:
            await box.act(ActionId.START)
            disk.answers.clear()
            box.owner.post(Action(ActionId.NALOXONE))
            await asyncio.sleep(ACKNOWLEDGE_S * 2)
            assert box.published.situation.naloxone.doses == 1
            disk.answers.set()

    live(story())
    assert acts(disk) == [ActionId.START, ActionId.NALOXONE]
