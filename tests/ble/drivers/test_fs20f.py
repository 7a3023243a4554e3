"""FS20F and its relatives: the finger is spoken of beside the pleth, the numbers in frames of their own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.ble.drivers.fs20f import SERIAL, SERIAL_NOTIFY, Fs20f
from breathline.words import Flag, Frame, Reading

VALUES = bytes.fromhex("fe0a55004f6314bf391d")
PLETH = bytes.fromhex("fe08561f000522a4")
HERE = Reading(2.0, Frame.VALUES, spo2=99.0, pulse=79.0, perfusion=5.311)
WAVE = Reading(2.0, Frame.PLETH, pleth=(31.0,))
OFF = frozenset({Flag.NO_FINGER})


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Fs20f().session()
    return [piece for part in parts for piece in session.receive(2.0, SERIAL_NOTIFY, part)]


def frame(*body: int) -> bytes:
    return bytes([0xFE, *body, sum(body) & 0xFF])


def sent(*readings: Reading) -> list[bytes]:
    encoder = Fs20f().encoder()
    return [each.data for reading in readings for each in encoder.encode(reading)]


def test_recorded_values() -> None:
    assert decode(VALUES) == [HERE]


@pytest.mark.parametrize(("data", "sample"), [("fe08561f000522a4", 31.0), ("fe085638000808a6", 56.0)])
def test_recorded_pleth(data: str, sample: float) -> None:
    assert decode(bytes.fromhex(data)) == [Reading(2.0, Frame.PLETH, pleth=(sample,))]


@pytest.mark.parametrize("data", ["fe0a5500525f1770cf64", "fe0a55004f6314bf391e"])
def test_a_frame_whose_checksum_fails_is_refused(data: str) -> None:
    (refused,) = decode(bytes.fromhex(data))

    assert isinstance(refused, Refused)
    assert refused.reason == "the checksum does not match"


def test_several_frames_in_a_notification_and_one_in_several() -> None:
    assert decode(PLETH + VALUES[:3], VALUES[3:] + PLETH) == [WAVE, HERE, WAVE]


def test_missing_values() -> None:
    assert decode(frame(0x0A, 0x55, 1, 0xFF, 127, 0, 0, 7)) == [Reading(2.0, Frame.VALUES)]


def test_a_pulse_above_nine_bits_is_none() -> None:
    (found,) = decode(frame(0x0A, 0x55, 2, 0, 98, 0, 0, 7))

    assert found == Reading(2.0, Frame.VALUES, spo2=98.0)


def test_without_a_finger_no_number_is_believed_until_the_pleth_says_it_is_back() -> None:
    gone = frame(0x08, 0x56, 0, 0b10, 0, 1)

    assert decode(gone + VALUES + PLETH + VALUES) == [
        Reading(2.0, Frame.PLETH, flags=OFF, pleth=(0.0,)),
        Reading(2.0, Frame.VALUES, flags=OFF),
        WAVE,
        HERE,
    ]


def test_unknown_status_bits_change_nothing() -> None:
    assert decode(frame(0x08, 0x56, 31, 0b11111101, 5, 0x22)) == [WAVE]


@pytest.mark.parametrize("unknown", [frame(0x0A, 0x57, 1, 2, 3, 4, 5, 6), frame(0x09, 0x55, 0, 79, 99, 1, 2)])
def test_a_sound_but_unknown_frame_is_refused(unknown: bytes) -> None:
    (refused,) = decode(unknown)

    assert isinstance(refused, Refused)
    assert "unknown frame" in refused.reason


@pytest.mark.parametrize("length", [0, 3, 21, 0x5A, 255])
def test_an_impossible_length_does_not_stall_the_stream(length: int) -> None:
    assert decode(bytes([0xFE, length]) + VALUES)[1:] == [HERE]


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 510),
    perfusion=st.none() | st.integers(1, 65535).map(lambda steps: steps / 1000),
)
def test_what_is_sent_comes_back(spo2: int | None, pulse: int | None, perfusion: float | None) -> None:
    reading = Reading(2.0, Frame.VALUES, spo2, pulse, perfusion)

    assert decode(*sent(reading)) == [reading]


@given(st.lists(st.integers(0, 100), min_size=1, max_size=30))
def test_pleth_samples_come_back(samples: list[int]) -> None:
    back = decode(*sent(Reading(2.0, Frame.PLETH, pleth=tuple(map(float, samples)))))

    assert [each.pleth for each in back if isinstance(each, Reading)] == [(float(sample),) for sample in samples]


def test_a_finger_that_leaves_and_comes_back_is_sent_so() -> None:
    there = Reading(2.0, Frame.VALUES, 98, 72)
    wave = Reading(2.0, Frame.PLETH, pleth=(40.0,))
    gone = Reading(2.0, Frame.VALUES, 98, 72, flags=OFF)
    back = decode(*sent(there, wave, gone, wave, there))

    assert back == [
        there,
        wave,
        Reading(2.0, Frame.PLETH, flags=OFF, pleth=(0.0,)),
        Reading(2.0, Frame.VALUES, flags=OFF),
        Reading(2.0, Frame.PLETH, flags=OFF, pleth=(0.0,)),
        Reading(2.0, Frame.PLETH, pleth=(0.0,)),
        there,
    ]


def test_notifications_hold_whole_frames() -> None:
    assert [len(data) for data in sent(Reading(2.0, Frame.PLETH, pleth=(1.0,) * 5))] == [16, 16, 8]
    assert sent(Reading(2.0, Frame.STATUS)) == []


@pytest.mark.parametrize("name", ["FS20F", "FS20F_1234", "VTM 20F", "VTM-20F", "YX110", "AD5"])
def test_names_of_the_family(name: str) -> None:
    assert Fs20f().recognise(Advertisement(name=name)) is Match.LIKELY
    assert Fs20f().recognise(Advertisement(name=name, services=frozenset({SERIAL}))) is Match.CERTAIN


@pytest.mark.parametrize("name", ["WS20A", "AD50", "BT05", None])
def test_the_serial_service_alone_is_no_more_than_possible(name: str | None) -> None:
    assert Fs20f().recognise(Advertisement(name=name)) is Match.NO
    assert Fs20f().recognise(Advertisement(name=name, services=frozenset({SERIAL}))) is Match.POSSIBLE
