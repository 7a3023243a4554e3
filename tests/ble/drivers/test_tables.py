"""A connected device's table of services tells families apart that share a service."""

import pytest

from breathline.ble.drivers.battery import BATTERY_LEVEL
from breathline.ble.drivers.choicemmed import ChoiceMMed
from breathline.ble.drivers.driver import Driver, Match, sig_uuid
from breathline.ble.drivers.fs20f import Fs20f
from breathline.ble.drivers.jks50f import Jks50f
from breathline.ble.drivers.pc60fw import UART, UART_NOTIFY, Pc60fw
from breathline.ble.drivers.plx import PULSE_OXIMETER, SPOT_CHECK, Plx
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.drivers.tables import Table, fits, table_of


@pytest.mark.parametrize("each", DRIVERS.values(), ids=list(DRIVERS))
def test_no_family_fits_a_device_s_own_table_better_than_its_own(each: Driver) -> None:
    table = table_of(each.services)
    mine = fits(each, table)

    assert mine >= Match.LIKELY
    assert [other.family for other in DRIVERS.values() if other is not each and fits(other, table) >= mine] == []


def test_a_table_of_something_else_fits_none() -> None:
    headphones: Table = frozenset({(sig_uuid(0x180F), BATTERY_LEVEL), (sig_uuid(0x180A), sig_uuid(0x2A29))})

    assert {fits(each, headphones) for each in DRIVERS.values()} == {Match.NO}


def test_a_shared_service_fits_by_its_characteristics() -> None:
    uart = table_of(Pc60fw.services)

    assert fits(Pc60fw(), uart) is Match.LIKELY
    assert fits(ChoiceMMed(), uart) is Match.NO
    assert fits(Pc60fw(), table_of(ChoiceMMed.services)) is Match.NO
    assert fits(Fs20f(), table_of(Jks50f.services)) is Match.NO


def test_half_of_a_shared_service_is_possible() -> None:
    assert fits(Pc60fw(), frozenset({(UART, UART_NOTIFY)})) is Match.POSSIBLE


def test_plx_is_preferred_where_it_is_served_as_well() -> None:
    both = table_of(ChoiceMMed.services) | table_of(Plx.services)

    assert fits(Plx(), both) > fits(ChoiceMMed(), both)


def test_a_service_without_the_live_values_is_possible() -> None:
    assert fits(Plx(), frozenset({(PULSE_OXIMETER, SPOT_CHECK)})) is Match.POSSIBLE


def test_live_values_in_an_unexpected_service_are_possible() -> None:
    assert fits(Pc60fw(), frozenset({(sig_uuid(0xFFB0), UART_NOTIFY)})) is Match.POSSIBLE
