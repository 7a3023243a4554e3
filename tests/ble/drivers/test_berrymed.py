"""BerryMed: five-byte packets, one bit to find them by. The layout's vectors are layout-derived, not recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.berrymed import TRANSPARENT_UART, UART_NOTIFY, BerryMed
from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.words import Flag, Frame, Reading

PACKET = bytes.fromhex("8732054862")
HERE = Reading(1.0, Frame.VALUES, spo2=98.0, pulse=72.0, pleth=(50.0,))


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = BerryMed().session()
    return [piece for part in parts for piece in session.receive(1.0, UART_NOTIFY, part)]


def one(packet: bytes) -> Reading:
    (found,) = decode(packet)
    assert isinstance(found, Reading)
    return found


def test_the_worked_example() -> None:
    assert one(PACKET) == HERE


def test_four_packets_in_a_notification_are_four_readings() -> None:
    assert decode(PACKET * 4) == [HERE] * 4


def test_bit_seven_of_the_pulse_lies_in_byte_three() -> None:
    assert one(bytes([0x87, 50, 0x45, 10, 98])).pulse == 138.0


def test_missing_values() -> None:
    found = one(bytes([0x80, 0, 0x60, 0x7F, 127]))

    assert (found.spo2, found.pulse) == (None, None)
    assert found.flags == {Flag.SEARCHING}


def test_an_invalid_pleth_keeps_its_place() -> None:
    assert one(bytes([0x87, 0, 0x05, 72, 98])).pleth == (0.0,)


@pytest.mark.parametrize(
    ("first", "third", "flag", "current"),
    [
        (0x10, 0, Flag.SEARCHING, True),
        (0x20, 0, Flag.SENSOR_DISCONNECTED, False),
        (0x40, 0, None, True),
        (0, 0x10, Flag.NO_FINGER, False),
        (0, 0x20, Flag.SEARCHING, True),
    ],
)
def test_status_bits(first: int, third: int, flag: Flag | None, current: bool) -> None:
    found = one(bytes([0x80 | first, 50, third, 72, 98]))

    assert found.flags == ({flag} if flag else set())
    assert (found.spo2, found.pulse) == ((98.0, 72.0) if current else (None, None))


def test_joining_in_the_middle_finds_the_next_packet() -> None:
    assert decode(PACKET[2:] + PACKET) == [Refused(1.0, "bytes that belong to no frame", PACKET[2:]), HERE]


def test_a_lost_byte_costs_one_packet() -> None:
    found = decode(PACKET + PACKET[:3] + PACKET[4:] + PACKET + PACKET)

    assert [piece for piece in found if isinstance(piece, Reading)] == [HERE] * 3
    assert len([piece for piece in found if isinstance(piece, Refused)]) == 1


@given(st.lists(st.binary(min_size=1, max_size=9), max_size=12))
def test_the_same_stream_gives_the_same_readings_however_it_is_cut(parts: list[bytes]) -> None:
    stream = b"".join(PACKET[: len(part) % 6] + part for part in parts)
    whole = [piece for piece in decode(stream) if isinstance(piece, Reading)]
    bytewise = [piece for piece in decode(*[bytes([byte]) for byte in stream]) if isinstance(piece, Reading)]

    assert whole == bytewise


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 254),
    pleth=st.integers(0, 100),
    flags=st.frozensets(st.just(Flag.SEARCHING)),
)
def test_what_is_sent_comes_back(spo2: int | None, pulse: int | None, pleth: int, flags: frozenset[Flag]) -> None:
    sent = Reading(1.0, Frame.VALUES, spo2, pulse, flags=flags, pleth=(float(pleth),))
    encoder = BerryMed().encoder()
    notifications = [each for _ in range(4) for each in encoder.encode(sent)]

    assert [len(each.data) for each in notifications] == [20]
    assert decode(*[each.data for each in notifications]) == [sent] * 4


@given(st.frozensets(st.sampled_from([*Flag]), min_size=1))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    sent = Reading(1.0, Frame.VALUES, 98, 72, flags=flags, pleth=(50.0,) * 4)
    found = decode(*[each.data for each in BerryMed().encoder().encode(sent)])

    for back in found:
        assert isinstance(back, Reading)
        assert back.flags == flags & {Flag.NO_FINGER, Flag.SEARCHING, Flag.SENSOR_DISCONNECTED}
        assert (back.spo2 is None) == bool(flags & {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})


def test_a_reading_without_pleth_is_sent_with_an_invalid_one() -> None:
    encoder = BerryMed().encoder()
    notifications = [each for _ in range(4) for each in encoder.encode(Reading(1.0, Frame.VALUES, 98, 72))]

    assert notifications[0].data[:5] == bytes([0x87, 0, 0, 72, 98])


@pytest.mark.parametrize("frame", [Frame.PLETH, Frame.STATUS])
def test_frames_the_family_does_not_have_are_not_sent(frame: Frame) -> None:
    assert BerryMed().encoder().encode(Reading(1.0, frame, pleth=(1.0,) * 8)) == []


def test_the_name_decides() -> None:
    mine = BerryMed()

    assert mine.recognise(Advertisement(name="BerryMed")) is Match.LIKELY
    assert mine.recognise(Advertisement(name="BerryMed", maker="00:A0:50")) is Match.CERTAIN
    assert mine.recognise(Advertisement(name="BerryMed", services=frozenset({TRANSPARENT_UART}))) is Match.CERTAIN
    assert mine.recognise(Advertisement(services=frozenset({TRANSPARENT_UART}))) is Match.POSSIBLE
    assert mine.recognise(Advertisement(name="Berry", maker="00:A0:50")) is Match.NO
    assert mine.advertisement.services == frozenset()
