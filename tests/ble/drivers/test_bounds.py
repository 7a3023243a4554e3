"""What can be a value at all."""

from math import inf, nan

import pytest

from breathline.ble.drivers.bounds import perfusion_or_none, pulse_or_none, spo2_or_none, to_field


@pytest.mark.parametrize("percent", [1.0, 98.0, 100.0])
def test_a_share_is_a_saturation(percent: float) -> None:
    assert spo2_or_none(percent) == percent


@pytest.mark.parametrize("percent", [0.0, -1.0, 100.1, 127.0, inf, nan])
def test_zero_and_what_is_no_share_is_no_saturation(percent: float) -> None:
    assert spo2_or_none(percent) is None


def test_a_pulse_ends_at_511() -> None:
    assert (pulse_or_none(511.0), pulse_or_none(512.0), pulse_or_none(0.0)) == (511.0, None, None)


def test_a_perfusion_is_a_share() -> None:
    assert (perfusion_or_none(0.1), perfusion_or_none(0.0), perfusion_or_none(100.5)) == (0.1, None, None)


@pytest.mark.parametrize(("value", "field"), [(98.4, 98), (-3.0, 0), (300.0, 254), (None, 255)])
def test_a_field_holds_what_fits(value: float | None, field: int) -> None:
    assert to_field(value, 254, none=255) == field


def test_a_field_may_count_in_tenths() -> None:
    assert to_field(6.8, 255, times=10) == 68
