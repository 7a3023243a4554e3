"""SFLOAT, both directions."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.sfloat import NAN, SPECIAL, decode_sfloat, encode_sfloat


@pytest.mark.parametrize("raw", sorted(SPECIAL))
def test_special_values_are_no_number(raw: int) -> None:
    assert decode_sfloat(raw) is None


@pytest.mark.parametrize(
    ("raw", "value"),
    [(0x0062, 98.0), (0xF3D4, 98.0), (0x0000, 0.0), (0x1005, 50.0), (0x0FFF, -1.0), (0xE226, 5.5), (0x8001, 1e-8)],
)
def test_mantissa_and_power_of_ten(raw: int, value: float) -> None:
    assert decode_sfloat(raw) == value


@given(st.integers(0, 0xFFFF))
def test_any_sixteen_bits_decode_without_an_error(raw: int) -> None:
    value = decode_sfloat(raw)

    assert value is None or abs(value) <= 2048e7


@given(st.integers(-2045, 2045), st.integers(0, 3))
def test_a_number_with_few_digits_comes_back_exactly(mantissa: int, decimals: int) -> None:
    value = mantissa / 10.0**decimals

    assert decode_sfloat(encode_sfloat(value)) == value


@given(st.floats(-2045, 2045))
def test_any_number_comes_back_as_near_as_twelve_bits_allow(value: float) -> None:
    back = decode_sfloat(encode_sfloat(value))

    assert back is not None
    assert abs(back - value) <= max(abs(value) * 0.005, 0.5e-8)


@pytest.mark.parametrize("value", [None, inf, 2046.0, -5000.0])
def test_what_does_not_fit_becomes_not_a_number(value: float | None) -> None:
    assert encode_sfloat(value) == NAN
