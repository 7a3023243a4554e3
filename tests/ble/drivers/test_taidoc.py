"""TaiDoc: asked once a second. The answers' vectors are layout-derived, the questions recorded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, Match, Refused, Write
from breathline.ble.drivers.taidoc import BUTTON, BUTTON_DATA, TaiDoc
from breathline.words import Flag, Frame, Reading

QUESTION = bytes.fromhex("514900000000a33d")


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = TaiDoc().session()
    return [piece for part in parts for piece in session.receive(9.0, BUTTON_DATA, part)]


def answer(*data: int, command: int = 0x49, end: int = 0xA5) -> bytes:
    body = bytes([0x51, command, *data, end])
    return body + bytes([sum(body) & 0xFF])


def answered(reading: Reading) -> list[bytes]:
    encoder = TaiDoc().encoder()
    assert encoder.encode(reading) == []
    return [each.data for each in encoder.written(0.0, BUTTON_DATA, QUESTION)]


def test_it_asks_at_once_and_then_every_second() -> None:
    session = TaiDoc().session()

    assert session.opened(10.0) == [Write(BUTTON_DATA, QUESTION, response=True)]
    session.receive(10.2, BUTTON_DATA, answer(98, 0, 0, 72))
    assert session.next_write == 11.0
    assert session.writes(11.0) == [Write(BUTTON_DATA, QUESTION, response=True)]


def test_an_answer() -> None:
    assert decode(answer(98, 0, 0, 72)) == [Reading(9.0, Frame.VALUES, spo2=98.0, pulse=72.0)]


def test_an_answer_in_two_notifications() -> None:
    assert decode(answer(98, 0, 7, 72)[:3], answer(98, 0, 7, 72)[3:]) == [
        Reading(9.0, Frame.VALUES, spo2=98.0, pulse=72.0)
    ]


def test_zeros_are_no_values() -> None:
    assert decode(answer(0, 0, 0, 0)) == [Reading(9.0, Frame.VALUES)]


def test_spo2_is_two_bytes() -> None:
    assert decode(answer(98, 1, 0, 72)) == [Reading(9.0, Frame.VALUES, pulse=72.0)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (answer(98, 0, 0, 72, command=0x54), "unknown answer 54"),
        (QUESTION, "not an answer"),
        (answer(98, 0, 0, 72)[:-1] + b"\0", "the checksum does not match"),
    ],
)
def test_anything_else_is_refused(data: bytes, reason: str) -> None:
    (refused,) = decode(data)

    assert isinstance(refused, Refused)
    assert refused.reason == reason


@given(spo2=st.none() | st.integers(1, 100), pulse=st.none() | st.integers(1, 255))
def test_what_is_sent_comes_back(spo2: int | None, pulse: int | None) -> None:
    reading = Reading(9.0, Frame.VALUES, spo2, pulse)

    assert decode(*answered(reading)) == [reading]


@pytest.mark.parametrize("flag", [Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED])
def test_without_a_finger_no_value_is_sent(flag: Flag) -> None:
    assert answered(Reading(9.0, Frame.VALUES, 98, 72, flags=frozenset({flag}))) == [answer(0, 0, 0, 0)]


def test_a_device_that_measures_nothing_yet_says_so() -> None:
    assert answered(Reading(9.0, Frame.STATUS)) == [answer(0, 0, 0, 0)]


@pytest.mark.parametrize("question", ["515000000000a344", "514900000000a33e", ""])
def test_other_questions_are_not_answered(question: str) -> None:
    assert TaiDoc().encoder().written(0.0, BUTTON_DATA, bytes.fromhex(question)) == []


@pytest.mark.parametrize("name", ["TAIDOC TD8255", "TAIDOC TD8201", "TD-8255", "FORA TD-8255", "FORA O2"])
def test_names_of_the_family(name: str) -> None:
    assert TaiDoc().recognise(Advertisement(name=name)) is Match.LIKELY
    assert TaiDoc().recognise(Advertisement(name=name, services=frozenset({BUTTON}))) is Match.CERTAIN


@pytest.mark.parametrize("name", ["TAIDOC TD1241", "FORA IR40", "FR:R2", None])
def test_the_shared_service_alone_is_no_more_than_possible(name: str | None) -> None:
    assert TaiDoc().recognise(Advertisement(name=name)) is Match.NO
    assert TaiDoc().recognise(Advertisement(name=name, services=frozenset({BUTTON}))) is Match.POSSIBLE
