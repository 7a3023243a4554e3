"""Every family over real Bluetooth bytes, bleak and the production link, in virtual time."""

from __future__ import annotations

import asyncio

import pytest

from breathline.ble.drivers.driver import Driver
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.status import LinkState, LinkStatus
from breathline.firmware_sim.faults import Faults
from breathline.firmware_sim.habits import HABITS, Habits
from breathline.firmware_sim.measuring import SEARCHING_S
from breathline.words import Frame
from tests.ble.virtual_time import live, now
from tests.integration.virtual_room import PULSE, SPO2, linked

S = LinkState
every_family = pytest.mark.parametrize("driver", DRIVERS.values(), ids=list(DRIVERS))


@every_family
def test_the_first_number_arrives_within_three_seconds_and_it_is_the_right_one(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver) as (_, heard):
            began = now()
            await asyncio.sleep(10)
            assert heard.first_number() - began < 3.0
            first = heard.numbers()[0]
            assert first.spo2 == pytest.approx(SPO2, abs=2)
            assert first.pulse == pytest.approx(PULSE, abs=2)
            assert heard.refused == []
            assert heard.last == LinkStatus(S.STREAMING, driver.family)

    live(story())


@every_family
def test_it_gives_what_it_says_it_gives(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver) as (_, heard):
            await asyncio.sleep(20)
            given = {
                "spo2": any(each.spo2 is not None for each in heard.readings),
                "pulse": any(each.pulse is not None for each in heard.readings),
                "perfusion": any(each.perfusion is not None for each in heard.readings),
                "pleth": any(each.pleth for each in heard.readings),
                "battery": any(each.battery is not None for each in heard.readings),
            }
            assert {what for what, there in given.items() if there} == set(driver.gives)

    live(story())


@every_family
def test_a_pulled_link_is_lost_at_once_and_its_number_is_back_within_four_seconds(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver) as (made, heard):
            await asyncio.sleep(20)
            await made.oximeter.pull_link()
            pulled = now()
            await asyncio.sleep(30)
            assert heard.is_in(S.LOST)
            assert heard.when(S.LOST, pulled) - pulled < 1.0
            assert heard.numbers(pulled) == []
            await made.oximeter.bring_back()
            back = now()
            await asyncio.sleep(10)
            assert heard.first_number(back) - back < 4.0
            assert heard.is_in(S.STREAMING)

    live(story())


@every_family
def test_silence_is_seen_as_such_and_the_link_made_anew(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver) as (made, heard):
            await asyncio.sleep(20.5)
            made.oximeter.go_silent(True)
            last = heard.numbers()[-1].t
            await asyncio.sleep(30)
            assert heard.when(S.SILENT, last) - last == pytest.approx(5.0, abs=0.1)
            assert heard.when(S.LOST, last) - last == pytest.approx(10.0, abs=0.1)
            made.oximeter.go_silent(False)
            back = now()
            await asyncio.sleep(12)
            assert heard.numbers(back)
            assert heard.is_in(S.STREAMING)

    live(story())


@every_family
def test_with_thirty_percent_lost_the_numbers_that_come_are_right_and_they_go_on(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver, Faults(drop=0.3, seed=3)) as (made, heard):
            await asyncio.sleep(300)
            numbers = heard.numbers()
            assert {each.spo2 for each in numbers} <= {SPO2 - 1, SPO2, SPO2 + 1}
            assert made.oximeter.noise.dropped > 60
            assert len({int(each.t) for each in numbers}) > 50
            assert now() - numbers[-1].t < 15

    live(story())


@pytest.mark.hazard("H-14")
@every_family
def test_with_damaged_bytes_the_link_holds_and_numbers_go_on(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver, Faults(corrupt=0.01, seed=3)) as (made, heard):
            await asyncio.sleep(120)
            assert made.oximeter.noise.corrupted
            assert all(0 <= (each.spo2 or 0) <= 100 for each in heard.readings)
            assert now() - heard.numbers()[-1].t < 5
            assert heard.is_in(S.STREAMING)

    live(story())


@every_family
def test_the_finger_leaves_and_comes_back(driver: Driver) -> None:
    habits = HABITS.get(driver.family, Habits())

    async def story() -> None:
        async with linked(driver) as (made, heard):
            await asyncio.sleep(20)
            made.oximeter.finger(False)
            gone = now()
            await asyncio.sleep(40)
            assert heard.numbers(gone + habits.hold_s + 2.1) == []
            assert heard.is_in(S.STREAMING if habits.switch_off_s is None else S.LOST)
            if habits.switch_off_s is None:
                last = [each for each in heard.readings if each.frame is Frame.VALUES][-1]
                assert (last.spo2, last.pulse) == (None, None)
            made.oximeter.finger(True)
            back = now()
            await asyncio.sleep(15)
            assert heard.first_number(back) - back < SEARCHING_S + 4.0
            assert heard.is_in(S.STREAMING)

    live(story())


@every_family
def test_after_an_update_with_other_handles_it_streams_on(driver: Driver) -> None:
    async def story() -> None:
        async with linked(driver) as (made, heard):
            await asyncio.sleep(20)
            made.oximeter.update()
            updated = now()
            await asyncio.sleep(10)
            assert heard.first_number(updated) - updated < 4.0

    live(story())
