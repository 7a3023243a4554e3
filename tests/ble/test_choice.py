"""Which oximeter a link takes: the known one first, any other when somebody says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bleak.backends.device import BLEDevice

from breathline.ble.choice import AVOID_S, SWAP_AFTER_S, Choice
from breathline.ble.drivers.driver import Advertisement, Family, Match
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.drivers.plx import Plx
from breathline.ble.found import Found

if TYPE_CHECKING:
    from breathline.ble.drivers.driver import Driver

PLX, PC60FW = Plx(), Pc60fw()


def found(number: int = 1, driver: Driver = PC60FW, match: Match = Match.CERTAIN, name: str | None = None) -> Found:
    device = BLEDevice(f"00:00:5E:00:53:{number:02X}", name, None)
    return Found(device, Advertisement(name), name, driver.family, match, -50, driver, oximeter=True)


def choice(address: str | None = None, family: Family | None = None) -> Choice:
    return Choice(address, family, [PLX, PC60FW], 0.0)


def test_anything_surely_an_oximeter_is_taken_and_less_only_when_asked_for() -> None:
    doubtful = found(match=Match.POSSIBLE)
    assert choice().wants(found(), 0.0)
    assert not choice().wants(doubtful, 0.0)
    assert choice(family=Family.PC60FW).wants(doubtful, 0.0)
    assert choice("00-00-5e-00-53-01").wants(doubtful, 0.0)
    assert not choice("00:00:5E:00:53:02").wants(doubtful, 0.0)


def test_a_lost_one_is_waited_for_alone_for_a_while() -> None:
    made = choice()
    made.streams(found(1), PC60FW, 0.0)
    made.lost(100.0)
    assert made.only_one_can_be_meant(101.0)
    assert made.wants(found(1), 101.0)
    assert not made.wants(found(2), 100.0 + SWAP_AFTER_S - 0.1)
    assert made.wants(found(2), 100.0 + SWAP_AFTER_S)


def test_a_known_one_is_read_as_it_turned_out_to_be() -> None:
    made = choice()
    made.streams(found(1, PC60FW), PLX, 0.0)
    assert made.driver_of(found(1, PC60FW)) is PLX
    assert made.driver_of(found(2, PC60FW)) is PC60FW


def test_another_one_is_any_but_this_one_whatever_was_asked_for() -> None:
    made = choice("00:00:5E:00:53:01", Family.PC60FW)
    made.streams(found(1), PC60FW, 0.0)
    made.take_another(found(1), 50.0)
    assert not made.only_one_can_be_meant(50.0)
    assert not made.wants(found(1), 51.0)
    assert made.wants(found(2, PLX), 51.0)
    assert made.drivers == [PLX, PC60FW]


def test_after_a_minute_without_another_the_one_that_was_left_is_welcome_again() -> None:
    made = choice()
    made.streams(found(1), PC60FW, 0.0)
    made.take_another(found(1), 50.0)
    assert not made.wants(found(1), 50.0 + AVOID_S - 1)
    assert made.wants(found(1), 50.0 + AVOID_S)


def test_the_one_taken_is_the_known_one_from_then_on() -> None:
    made = choice()
    made.streams(found(1), PC60FW, 0.0)
    made.take_another(found(1), 50.0)
    made.streams(found(2), PC60FW, 53.0)
    made.lost(100.0)
    assert made.wants(found(2), 101.0)
    assert not made.wants(found(3), 101.0)
