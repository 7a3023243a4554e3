"""Drivers are found by their family's name."""

import pytest

from breathline.ble.drivers.driver import Family
from breathline.ble.drivers.registry import DRIVERS, driver
from breathline.errors import UsageError


def test_every_family_has_a_driver() -> None:
    assert set(DRIVERS) == set(Family)


@pytest.mark.parametrize("family", Family)
def test_a_driver_is_found_by_its_family_name(family: Family) -> None:
    assert driver(family.value).family is family


def test_an_unknown_family_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r'no oximeter family "pxl"; choose one of: plx, ') as refused:
        driver("pxl")

    assert all(family in str(refused.value) for family in DRIVERS)
