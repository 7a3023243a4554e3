"""The checksums."""

from breathline.ble.drivers.crc8 import crc8_maxim


def test_the_standard_check_value() -> None:
    assert crc8_maxim(b"123456789") == 0xA1


def test_nothing_has_checksum_zero() -> None:
    assert crc8_maxim(b"") == 0
