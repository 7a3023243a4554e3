"""Several oximeters at one adapter over real Bluetooth bytes, in virtual time."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from itertools import pairwise

from breathline.ble.drivers.driver import Driver, Family
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.radio.air import VirtualAir
from breathline.ble.radio.backend import backend_for
from breathline.ble.status import LinkState, LinkStatus
from breathline.words import LinkAdvice
from tests.ble.virtual_time import live, now
from tests.integration.virtual_room import WARM_S, listening, oximeter

S = LinkState


def test_eight_of_different_families_stream_at_once_and_one_that_is_lost_disturbs_nobody() -> None:
    async def story() -> None:
        air = VirtualAir()
        families: list[Driver] = list(DRIVERS.values())[:8]
        clips = [(await oximeter(air, driver, str(driver.family), n))[0] for n, driver in enumerate(families)]
        await asyncio.sleep(WARM_S)
        box = backend_for(await air.device("box"))
        async with AsyncExitStack() as stack:
            all_heard = [(await stack.enter_async_context(listening(box)))[1] for _ in clips]
            await asyncio.sleep(30)
            assert {heard.last.family for heard in all_heard} == {driver.family for driver in families}
            assert all(heard.is_in(S.STREAMING) for heard in all_heard)
            await clips[0].pull_link()
            await asyncio.sleep(60)
            assert [heard.last.state for heard in all_heard].count(S.STREAMING) == 7
            for heard in all_heard:
                times = [each.t for each in heard.numbers(now() - 59)]
                assert heard.is_in(S.LOST) or max(b - a for a, b in pairwise(times)) < 2.5
            await clips[0].bring_back()
            await asyncio.sleep(5)
            assert all(heard.is_in(S.STREAMING) for heard in all_heard)
        assert not any(clip.connected for clip in clips)
        for clip in clips:
            await clip.stop()
        await air.close()

    live(story())


def test_the_spare_of_another_family_takes_over_by_choice() -> None:
    async def story() -> None:
        air = VirtualAir()
        first, _ = await oximeter(air, DRIVERS[Family.PC60FW], "first")
        await asyncio.sleep(WARM_S)
        async with listening(backend_for(await air.device("box"))) as (link, heard):
            await asyncio.sleep(10)
            spare, _ = await oximeter(air, DRIVERS[Family.NONIN], "spare")
            await asyncio.sleep(30)
            assert not spare.connected
            link.take_another()
            asked = now()
            await asyncio.sleep(5)
            assert heard.last == LinkStatus(S.STREAMING, Family.NONIN)
            assert heard.first_number(asked) - asked < 4.0
            assert not first.connected
        await first.stop()
        await spare.stop()
        await air.close()

    live(story())


def test_one_that_a_phone_holds_is_not_heard_and_comes_when_it_is_free() -> None:
    async def story() -> None:
        air = VirtualAir()
        clip, _ = await oximeter(air, DRIVERS[Family.PLX], "clip")
        await clip.held_by_a_phone(True)
        async with listening(backend_for(await air.device("box"))) as (_, heard):
            await asyncio.sleep(40)
            assert heard.is_in(S.NO_OXIMETER)
            assert heard.last.advice is LinkAdvice.NO_OXIMETER
            await clip.held_by_a_phone(False)
            await asyncio.sleep(3)
            assert heard.is_in(S.STREAMING)
        await clip.stop()
        await air.close()

    live(story())
