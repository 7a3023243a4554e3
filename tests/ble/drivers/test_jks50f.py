"""JKS50F: long frames in four notifications. No capture is public: the vectors are layout-derived."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.ble.drivers.fs20f import SERIAL
from breathline.ble.drivers.jks50f import SERIAL_NOTIFY, Jks50f
from breathline.words import Flag, Frame, Reading


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Jks50f().session()
    return [piece for part in parts for piece in session.receive(8.0, SERIAL_NOTIFY, part)]


def frame(*known: int) -> bytes:
    body = bytes([0xFF, 0x44, 0x01, *known]) + bytes(65 - len(known))
    return body + bytes([(sum(body) + 1) & 0xFF])


HERE = Reading(8.0, Frame.VALUES, spo2=98.0, pulse=72.0, perfusion=5.5)
VALUES = frame(0, 98, 72, 0x26, 0x04)


def test_values() -> None:
    assert decode(VALUES) == [HERE]


def test_a_frame_in_four_notifications() -> None:
    assert decode(VALUES[:20], VALUES[20:40], VALUES[40:60], VALUES[60:]) == [HERE]


def test_missing_values() -> None:
    assert decode(frame(0, 127, 127, 0x7F, 0x3F)) == [Reading(8.0, Frame.VALUES)]


def test_without_a_finger_no_number_is_believed() -> None:
    assert decode(frame(1, 98, 72, 0x26, 0x04)) == [Reading(8.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}))]


def test_the_spare_bits_of_the_perfusion_are_left_alone() -> None:
    assert decode(frame(0, 98, 72, 0xA6, 0x84)) == [HERE]


def test_a_pulse_that_may_lack_its_highest_bit_is_none() -> None:
    assert decode(frame(0, 98, 2, 0x26, 0x44)) == [Reading(8.0, Frame.VALUES, spo2=98.0, perfusion=5.5)]


def test_a_bad_checksum_is_refused_and_the_next_frame_found() -> None:
    (refused, found) = decode(VALUES[:-1] + b"\x07" + VALUES)

    assert isinstance(refused, Refused)
    assert found == HERE


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 126),
    perfusion=st.none() | st.integers(1, 8190).map(lambda steps: steps / 100),
)
def test_what_is_sent_comes_back(spo2: int | None, pulse: int | None, perfusion: float | None) -> None:
    reading = Reading(8.0, Frame.VALUES, spo2, pulse, perfusion)
    sent = [each.data for each in Jks50f().encoder().encode(reading)]

    assert [len(data) for data in sent] == [20, 20, 20, 9]
    assert decode(*sent) == [reading]


@pytest.mark.parametrize("frame_kind", [Frame.PLETH, Frame.STATUS])
def test_frames_the_family_does_not_have_are_not_sent(frame_kind: Frame) -> None:
    assert Jks50f().encoder().encode(Reading(8.0, frame_kind, pleth=(1.0,))) == []


def test_the_name_decides() -> None:
    mine = Jks50f()

    assert mine.recognise(Advertisement(name="OXIMETER00012345")) is Match.LIKELY
    assert mine.recognise(Advertisement(name="OXIMETER", services=frozenset({SERIAL}))) is Match.CERTAIN
    assert mine.recognise(Advertisement(name="HMSoft", services=frozenset({SERIAL}))) is Match.POSSIBLE
    assert mine.recognise(Advertisement(name="My Oximeter")) is Match.NO
