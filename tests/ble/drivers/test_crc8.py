"""The checksums."""

from breathline.ble.drivers.crc8 import crc8_07, crc8_maxim


def test_the_standard_check_values() -> None:
    assert crc8_maxim(b"123456789") == 0xA1
    assert crc8_07(b"123456789") == 0xF4


def test_nothing_has_checksum_zero() -> None:
    assert (crc8_maxim(b""), crc8_07(b"")) == (0, 0)
