from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, sig_uuid
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.radio.advertising import Heard, full_uuid, read, write

_UART = "6e400001-b5a3-f393-e0a9-e50e24dcca9e"


def _fields(packet: bytes) -> list[tuple[int, bytes]]:
    fields = []
    while packet:
        length = packet[0]
        fields.append((packet[1], packet[2 : 1 + length]))
        packet = packet[1 + length :]
    return fields


def _heard(described: Advertisement) -> Heard:
    packet, response = write(described)
    assert len(packet) <= 31
    assert len(response) <= 31
    return read(_fields(packet + response))


def test_every_family_is_heard_as_it_describes_itself() -> None:
    for driver in DRIVERS.values():
        said = _heard(driver.advertisement)
        heard = Advertisement(said.name, frozenset(said.services), frozenset(said.makers))
        expected = driver.advertisement
        assert heard == Advertisement(expected.name, expected.services, expected.companies)


def test_a_name_that_does_not_fit_beside_the_services_goes_into_the_scan_response() -> None:
    packet, response = write(Advertisement(name="PC-60F_SN123456", services=frozenset({_UART})))
    assert [kind for kind, _ in _fields(packet)] == [0x01, 0x07]
    assert _fields(response) == [(0x09, b"PC-60F_SN123456")]


def test_a_short_and_a_long_service_are_both_listed() -> None:
    said = _heard(Advertisement(services=frozenset({sig_uuid(0x1822), _UART})))
    assert set(said.services) == {sig_uuid(0x1822), _UART}


@given(st.integers(0, 0xFFFF))
def test_a_short_uuid_is_given_in_full(short: int) -> None:
    assert full_uuid(short.to_bytes(2, "little")) == sig_uuid(short)
    assert full_uuid(short.to_bytes(4, "little")) == sig_uuid(short)


@given(st.uuids())
def test_a_long_uuid_is_turned_round(uuid: UUID) -> None:
    assert full_uuid(uuid.bytes[::-1]) == str(uuid)


@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=40))))
def test_no_advertisement_heard_is_ever_an_error(fields: list[tuple[int, bytes]]) -> None:
    read(fields)


def test_service_data_power_and_maker_are_read() -> None:
    said = read([(0x16, bytes.fromhex("0918abcd")), (0x0A, b"\xf4"), (0xFF, bytes.fromhex("060155"))])
    assert said.service_data == {sig_uuid(0x1809): bytes.fromhex("abcd")}
    assert said.tx_power == -12
    assert said.makers == {0x0106: b"\x55"}


def test_a_complete_name_wins_over_a_shortened_one_and_bad_letters_are_marked() -> None:
    assert read([(0x09, b"OxySmart"), (0x08, b"Oxy")]).name == "OxySmart"
    assert read([(0x08, b"Oxy"), (0x09, b"OxySmart\0")]).name == "OxySmart"
    assert read([(0x09, b"Oxy\xff")]).name == "Oxy\N{REPLACEMENT CHARACTER}"
