"""Deadlines hold even when a call ignores them."""

from __future__ import annotations

import asyncio

import pytest
from bleak.exc import BleakError

from breathline.ble.deadline import GRACE_S, tidy, within
from tests.ble.fake_radio import forever
from tests.ble.virtual_time import live, now


async def answer() -> int:
    await asyncio.sleep(1)
    return 42


async def refuse() -> None:
    raise BleakError("no")


async def stubborn() -> None:
    """Does not even end when it is cancelled, and fails much later."""
    while now() < 100:
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            continue
    raise BleakError("late")


def test_what_is_done_in_time_is_returned() -> None:
    assert live(within(2, answer())) == 42


def test_what_fails_in_time_fails_as_it_failed() -> None:
    with pytest.raises(BleakError, match="no"):
        live(within(2, refuse()))


def test_a_call_that_hangs_is_given_up() -> None:
    async def story() -> None:
        with pytest.raises(TimeoutError):
            await within(5, forever())
        assert now() == pytest.approx(5)

    live(story())


def test_a_call_that_ignores_its_end_is_left_behind() -> None:
    async def story() -> None:
        with pytest.raises(TimeoutError):
            await within(5, stubborn())
        assert now() == pytest.approx(5 + GRACE_S)
        await asyncio.sleep(200)  # its late failure disturbs nobody

    live(story())


def test_a_call_broken_off_by_the_radio_is_a_failure_not_our_end() -> None:
    async def broken_off() -> None:
        raise asyncio.CancelledError

    with pytest.raises(BleakError, match="broken off"):
        live(within(5, broken_off()))


def test_cancelling_us_cancels_the_call() -> None:
    async def story() -> None:
        ended = asyncio.Event()

        async def call() -> None:
            try:
                await forever()
            finally:
                ended.set()

        task = asyncio.create_task(within(5, call()))
        await asyncio.sleep(1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert ended.is_set()

    live(story())


def test_clean_up_never_fails_and_never_hangs() -> None:
    async def story() -> None:
        await tidy(1, refuse())
        await tidy(1, forever())
        assert now() == pytest.approx(1)

    live(story())
