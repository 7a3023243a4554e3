"""An oximeter that the system still holds after a crash is taken over, because no scan can hear it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from bleak.backends.device import BLEDevice

from breathline.ble import leftover
from breathline.ble.backend import SYSTEM
from breathline.ble.drivers.driver import Driver, Family, Match
from breathline.ble.drivers.pc60fw import UART, Pc60fw
from breathline.ble.leftover import hold, left_over, let_go
from tests.ble.fake_radio import FakeAir, forever
from tests.ble.virtual_time import live, now

if TYPE_CHECKING:
    from collections.abc import Sequence

DRIVERS: list[Driver] = [Pc60fw()]


class FakeAdapter:
    """The system's list of connected devices."""

    devices: Sequence[BLEDevice] = ()
    error: BaseException | None = None
    hangs = False
    asked: list[str]

    @classmethod
    async def get(cls) -> FakeAdapter:
        if cls.hangs:
            await forever()
        if cls.error is not None:
            raise cls.error
        return cls()

    async def get_connected_devices(self, services: list[str]) -> list[BLEDevice]:
        type(self).asked = services
        return list(self.devices)


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> type[FakeAdapter]:
    class Adapter(FakeAdapter):
        """Fresh for each test."""

    monkeypatch.setattr(leftover, "BleakAdapter", Adapter)
    return Adapter


def oximeter(name: str = "OxySmart 1") -> BLEDevice:
    return BLEDevice("00:00:5E:00:53:01", name, {"path": "/x", "props": {"UUIDs": [UART.upper()]}})


def test_an_oximeter_from_before_is_found_with_its_family(system: type[FakeAdapter]) -> None:
    system.devices = [oximeter(), BLEDevice("00:00:5E:00:53:02", "Keyboard", None)]
    (found,) = live(left_over(SYSTEM, DRIVERS))
    assert (found.family, found.match, found.name) == (Family.PC60FW, Match.CERTAIN, "OxySmart 1")
    assert system.asked == [UART]


def test_the_program_s_own_connections_are_not_left_over(system: type[FakeAdapter]) -> None:
    device = oximeter()
    system.devices = [device]
    hold(device)
    assert live(left_over(SYSTEM, DRIVERS)) == []
    let_go(device)
    assert len(live(left_over(SYSTEM, DRIVERS))) == 1


@pytest.mark.parametrize("error", [FileNotFoundError(), NotImplementedError()])
def test_a_system_that_can_t_say_has_none(system: type[FakeAdapter], error: BaseException) -> None:
    system.error = error
    assert live(left_over(SYSTEM, DRIVERS)) == []


def test_a_system_that_does_not_answer_has_none(system: type[FakeAdapter]) -> None:
    system.hangs = True

    async def story() -> None:
        assert await left_over(SYSTEM, DRIVERS) == []
        assert now() < 10

    live(story())


def test_a_radio_of_our_own_leaves_nothing_behind(system: type[FakeAdapter]) -> None:
    async def story() -> None:
        assert await left_over(FakeAir().backend(), DRIVERS) == []
        assert await left_over(SYSTEM, []) == []
        await asyncio.sleep(0)

    system.devices = [oximeter()]
    live(story())
