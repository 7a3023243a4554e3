"""Contec and EMAY. Values, commands and one pleth frame are recorded, the rest is layout-derived."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.contec import OXIMETER, OXIMETER_NOTIFY, OXIMETER_WRITE, Contec
from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.words import Flag, Frame, Reading
from tests.ble.drivers.conversation import Conversation

KEEP_ALIVE = bytes.fromhex("9a1a")
START_PLETH, START_VALUES = bytes.fromhex("9b001b"), bytes.fromhex("9b011c")
EMAY = [bytes.fromhex("8909"), bytes.fromhex("8e0513"), KEEP_ALIVE, START_PLETH, START_VALUES]
CMS50D_BT = [bytes.fromhex("8101"), bytes.fromhex("8202"), KEEP_ALIVE, START_PLETH, START_VALUES]
RECORDED = bytes.fromhex("eb0105445e7f0012")


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Contec().session()
    return [piece for part in parts for piece in session.receive(6.0, OXIMETER_NOTIFY, part)]


def frame(*body: int) -> bytes:
    return bytes([0xEB, *body, (0xEB + sum(body)) & 0x7F])


def values(pulse: int = 72, spo2: int = 98, high: int = 4) -> Reading:
    (found,) = decode(frame(1, high, pulse, spo2, 0x7F, 0))
    assert isinstance(found, Reading)
    return found


@pytest.mark.parametrize(
    ("recorded", "spo2", "pulse"),
    [("eb0105445e7f0012", 94.0, 68.0), ("eb010453637f0025", 99.0, 83.0), ("eb01053e5f7f000d", 95.0, 62.0)],
)
def test_recorded_values(recorded: str, spo2: float, pulse: float) -> None:
    assert decode(bytes.fromhex(recorded)) == [Reading(6.0, Frame.VALUES, spo2, pulse)]


def test_a_recorded_pleth_frame() -> None:
    assert decode(bytes.fromhex("eb000348093f")) == [Reading(6.0, Frame.PLETH, pleth=(72.0,))]


def test_a_recorded_end_of_the_stream() -> None:
    assert decode(bytes.fromhex("eb7f6a")) == [Reading(6.0, Frame.STATUS)]


@pytest.mark.parametrize("high", range(8))
def test_bit_seven_of_the_pulse_is_bit_one_of_the_high_bits(high: int) -> None:
    assert values(pulse=10, high=high).pulse == (138.0 if high & 2 else 10.0)


def test_no_finger() -> None:
    found = values(spo2=0x7F)

    assert found.flags == {Flag.NO_FINGER}
    assert (found.spo2, found.pulse) == (None, None)


@pytest.mark.parametrize("spo2", [0, 101, 0xFF])
def test_no_saturation_beside_a_pulse(spo2: int) -> None:
    found = values(spo2=spo2)

    assert (found.spo2, found.pulse) == (None, 72.0)
    assert found.flags == set()


@pytest.mark.parametrize(("pulse", "high"), [(0, 4), (0xFF, 4), (0x7F, 6)])
def test_no_pulse_beside_a_saturation(pulse: int, high: int) -> None:
    found = values(pulse=pulse, high=high)

    assert (found.spo2, found.pulse) == (98.0, None)


def test_a_bad_sum_is_refused() -> None:
    (refused,) = decode(RECORDED[:-1] + b"\x13")

    assert isinstance(refused, Refused)
    assert "checksum" in refused.reason


def test_an_unknown_frame_does_not_stall_the_stream() -> None:
    found = decode(bytes.fromhex("eb33") + RECORDED)

    assert [type(piece) for piece in found] == [Refused, Reading]


def test_it_greets_in_turn_until_values_come_and_then_only_keeps_alive() -> None:
    session = Contec().session()
    written = [session.opened(0.0), session.writes(1.4), session.writes(1.5), session.writes(3.0)]
    session.receive(3.5, OXIMETER_NOTIFY, RECORDED)
    written += [session.writes(4.5), session.writes(6.0)]

    assert [[write.data for write in each] for each in written] == [
        EMAY,
        [],
        CMS50D_BT,
        EMAY,
        [KEEP_ALIVE],
        [KEEP_ALIVE],
    ]
    assert all(write.response and write.characteristic == OXIMETER_WRITE for each in written for write in each)
    assert session.next_write == 7.5


def test_before_it_is_opened_nothing_is_written() -> None:
    session = Contec().session()

    assert session.next_write is None
    assert session.writes(10.0) == []


@given(
    spo2=st.none() | st.integers(1, 100), pulse=st.none() | st.integers(1, 254), samples=st.lists(st.integers(0, 127))
)
def test_what_is_measured_comes_back(spo2: int | None, pulse: int | None, samples: list[int]) -> None:
    talk = Conversation(Contec())
    talk.say(Reading(0.0, Frame.PLETH, pleth=tuple(map(float, samples))), Reading(0.0, Frame.VALUES, spo2, pulse))

    assert talk.heard == [
        *(Reading(0.0, Frame.PLETH, pleth=(float(sample),)) for sample in samples),
        Reading(0.0, Frame.VALUES, spo2, pulse),
    ]
    assert all(len(each.data) <= 20 for each in talk.sent)


@given(st.frozensets(st.sampled_from([*Flag])))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    talk = Conversation(Contec())
    talk.say(Reading(0.0, Frame.VALUES, 98, 72, flags=flags))
    off = bool(flags & {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})

    assert talk.values[-1].flags == ({Flag.NO_FINGER} if off else set())
    assert (talk.values[-1].spo2 is None) == off


def test_a_device_sends_nothing_before_it_is_started() -> None:
    device = Contec().encoder()

    assert device.encode(Reading(0.0, Frame.VALUES, 98, 72)) == []
    assert device.encode(Reading(0.0, Frame.PLETH, pleth=(1.0,))) == []
    assert device.encode(Reading(0.0, Frame.STATUS)) == []


def test_a_device_sends_what_it_was_told_to() -> None:
    device = Contec().encoder()
    device.written(0.0, OXIMETER_WRITE, START_VALUES)

    assert len(device.encode(Reading(0.0, Frame.VALUES, 98, 72))) == 1
    assert device.encode(Reading(0.0, Frame.PLETH, pleth=(1.0,))) == []


def test_a_device_that_is_not_kept_alive_falls_silent_and_goes_on_when_it_is() -> None:
    device = Contec().encoder()
    device.written(10.0, OXIMETER_WRITE, START_VALUES)
    spoken = [bool(device.encode(Reading(t, Frame.VALUES, 98, 72))) for t in (10.0, 13.5, 13.6, 20.0)]
    device.written(20.0, OXIMETER_WRITE, KEEP_ALIVE)

    assert spoken == [True, True, False, False]
    assert device.encode(Reading(21.0, Frame.VALUES, 98, 72))


def test_a_device_stops_when_it_is_told_to_and_says_so() -> None:
    device = Contec().encoder()
    device.written(0.0, OXIMETER_WRITE, START_VALUES)

    (stopped,) = device.written(0.5, OXIMETER_WRITE, bytes.fromhex("9b7f1a"))
    assert stopped.data == bytes.fromhex("eb7f6a")
    assert device.encode(Reading(1.0, Frame.VALUES, 98, 72)) == []


@pytest.mark.parametrize(
    ("characteristic", "data"),
    [(OXIMETER_NOTIFY, START_VALUES), (OXIMETER_WRITE, b"\x9b\x01\x9c"), (OXIMETER_WRITE, b"")],
)
def test_a_damaged_command_starts_nothing(characteristic: str, data: bytes) -> None:
    device = Contec().encoder()

    assert device.written(0.0, characteristic, data) == []
    assert device.encode(Reading(0.0, Frame.VALUES, 98, 72)) == []


@given(st.sets(st.integers(1, 60)))
def test_the_same_bytes_give_the_same_readings_however_they_are_cut(cuts: set[int]) -> None:
    stream = (RECORDED + bytes.fromhex("eb000348093f") * 3 + frame(1, 6, 0x7F, 0x7F, 0x7F, 0)) * 2
    borders = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]

    assert decode(*(stream[start:end] for start, end in pairwise(borders))) == decode(stream)
    assert len(decode(stream)) == 10


@pytest.mark.parametrize(
    ("name", "alone", "served"),
    [
        ("CMS50D-BT", Match.LIKELY, Match.CERTAIN),
        ("EMAY", Match.LIKELY, Match.CERTAIN),
        ("SleepO2-1_0001", Match.POSSIBLE, Match.CERTAIN),
        (None, Match.NO, Match.POSSIBLE),
        ("PO60", Match.NO, Match.NO),
        ("Beurer PO60", Match.NO, Match.NO),
    ],
)
def test_the_name_decides_and_for_some_the_service_with_it(name: str | None, alone: Match, served: Match) -> None:
    assert Contec().recognise(Advertisement(name=name)) is alone
    assert Contec().recognise(Advertisement(name=name, services=frozenset({OXIMETER}))) is served
