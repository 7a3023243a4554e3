"""Drivers are found by name and by what a device advertises."""

import pytest

from breathline.ble.drivers import registry
from breathline.ble.drivers.driver import Advertisement, Family, sig_uuid
from breathline.ble.drivers.plx import Plx
from breathline.ble.drivers.registry import DRIVERS, best_match, driver
from breathline.errors import UsageError


def test_a_driver_is_found_by_its_family_name() -> None:
    assert driver("pc60fw").family is Family.PC60FW


def test_an_unknown_family_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r'no oximeter family "pxl"; choose one of: plx, ') as refused:
        driver("pxl")

    assert all(family in str(refused.value) for family in DRIVERS)


def test_a_family_without_a_driver_is_refused_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "DRIVERS", {Family.PLX: Plx()})

    with pytest.raises(UsageError, match=r"not supported yet; choose one of: plx$"):
        driver("nonin")


def test_an_advertisement_of_something_else_matches_nothing() -> None:
    assert best_match(Advertisement(name="Kettle", services=frozenset({sig_uuid(0x180D)}))) is None
    assert best_match(Advertisement()) is None
