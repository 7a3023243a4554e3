"""Jumper: four bytes of values; whatever else it sends is counted and left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.ble.drivers.jumper import OXIMETER, OXIMETER_NOTIFY, Jumper
from breathline.words import Flag, Frame, Reading


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Jumper().session()
    return [piece for part in parts for piece in session.receive(5.0, OXIMETER_NOTIFY, part)]


def test_a_recorded_value() -> None:
    assert decode(bytes.fromhex("81386344")) == [Reading(5.0, Frame.VALUES, spo2=99.0, pulse=56.0, perfusion=6.8)]


@pytest.mark.parametrize("data", ["81ff7f00", "81000000"])
def test_missing_values(data: str) -> None:
    assert decode(bytes.fromhex(data)) == [Reading(5.0, Frame.VALUES)]


def test_bytes_that_a_later_model_appends_are_left_alone() -> None:
    assert decode(bytes.fromhex("8138634401ff")) == decode(bytes.fromhex("81386344"))


def test_frames_of_unknown_layout_are_named_once_and_counted() -> None:
    session = Jumper().session()
    pleth = bytes.fromhex("80") + bytes(10)
    filler = b"\x2d" * 4
    found = [piece for part in (pleth, filler, pleth, pleth) for piece in session.receive(5.0, OXIMETER_NOTIFY, part)]

    assert [type(piece) for piece in found] == [Refused, Refused]
    assert [piece.reason[:26] for piece in found if isinstance(piece, Refused)] == [
        "the layout of frame 80 is ",
        "the layout of frame 2d is ",
    ]
    assert session.ignored == 4


@pytest.mark.parametrize("data", ["", "81", "813863"])
def test_a_frame_cut_short_is_refused(data: str) -> None:
    (refused,) = decode(bytes.fromhex(data))

    assert isinstance(refused, Refused)


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 254),
    perfusion=st.none() | st.integers(1, 255).map(lambda tenths: tenths / 10),
)
def test_what_is_sent_comes_back(spo2: int | None, pulse: int | None, perfusion: float | None) -> None:
    sent = Reading(5.0, Frame.VALUES, spo2, pulse, perfusion)

    assert decode(*[each.data for each in Jumper().encoder().encode(sent)]) == [sent]


@pytest.mark.parametrize("flag", [Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED])
def test_without_a_finger_no_value_is_sent(flag: Flag) -> None:
    (sent,) = Jumper().encoder().encode(Reading(5.0, Frame.VALUES, 98, 72, 5.5, frozenset({flag})))

    assert sent.data == bytes.fromhex("81ff7f00")


@pytest.mark.parametrize("frame", [Frame.PLETH, Frame.STATUS])
def test_frames_whose_layout_is_unknown_are_not_sent(frame: Frame) -> None:
    assert Jumper().encoder().encode(Reading(5.0, frame, pleth=(1.0,))) == []


@pytest.mark.parametrize("name", ["My Oximeter", "JPD-500F", "JPD-500G", "AOJ-70B", "iREd_OXI"])
def test_names_of_the_family(name: str) -> None:
    assert Jumper().recognise(Advertisement(name=name)) is Match.LIKELY
    assert Jumper().recognise(Advertisement(name=name, services=frozenset({OXIMETER}))) is Match.CERTAIN


def test_the_service_is_jumper_s_own() -> None:
    assert Jumper().recognise(Advertisement(services=frozenset({OXIMETER}))) is Match.LIKELY
    assert Jumper().recognise(Advertisement(name="A lamp")) is Match.NO


@pytest.mark.parametrize("name", ["My Thermometer", "JPD-FR302"])
def test_a_thermometer_of_the_same_maker_is_none_of_ours(name: str) -> None:
    assert Jumper().recognise(Advertisement(name=name, services=frozenset({OXIMETER}))) is Match.NO
