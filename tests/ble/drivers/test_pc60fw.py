"""PC-60FW and OxySmart: frames over a byte stream."""

import ast
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.ble.drivers.crc8 import crc8_maxim
from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.ble.drivers.pc60fw import UART, UART_NOTIFY, Pc60fw
from breathline.words import Flag, Frame, Reading

RECORDING = Path(__file__).parents[4] / "shared/captures/oxysmart_nus/packets.txt"

# A stretch of what a device at work sends: values, battery, mode, then pleth.
SECOND = bytes.fromhex(
    "aa550f0801625200 6a00406e aa55f00303014a aa550f06210200000045".replace(" ", "")
    + "aa550f0702151c2736465e"
    + "aa550f07025a57d24c45a7"
)


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Pc60fw().session()
    return [piece for part in parts for piece in session.receive(4.0, UART_NOTIFY, part)]


def frame(token: int, kind: int, data: bytes) -> bytes:
    body = bytes([0xAA, 0x55, token, len(data) + 2, kind]) + data
    return body + bytes([crc8_maxim(body)])


def values(status: int = 0, *, spo2: int = 98, pulse: int = 72, perfusion: int = 55, level: int = 2) -> Reading:
    (one,) = decode(frame(0x0F, 0x01, bytes([spo2, pulse & 255, pulse >> 8, perfusion, status, level << 6])))
    assert isinstance(one, Reading)
    return one


def test_recorded_values() -> None:
    assert decode(bytes.fromhex("aa550f08016239004400c0e3")) == [
        Reading(4.0, Frame.VALUES, spo2=98.0, pulse=57.0, perfusion=6.8, battery=100)
    ]


def test_a_recorded_finger_off_shows_no_number_though_old_ones_are_in_the_frame() -> None:
    assert decode(bytes.fromhex("aa550f0801614e00700240db")) == [
        Reading(4.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}), battery=50)
    ]


def test_a_recorded_pleth_frame_loses_its_beat_mark() -> None:
    assert decode(bytes.fromhex("aa550f07025a57d24c45a7")) == [
        Reading(4.0, Frame.PLETH, pleth=(90.0, 87.0, 82.0, 76.0, 69.0))
    ]


def test_recorded_mode_and_battery_frames_are_status() -> None:
    assert decode(bytes.fromhex("aa550f06210200000045"), bytes.fromhex("aa55f00303014a")) == [
        Reading(4.0, Frame.STATUS),
        Reading(4.0, Frame.STATUS, battery=50),
    ]


@pytest.mark.parametrize(
    ("bit", "flag", "current"),
    [
        (0, Flag.SENSOR_DISCONNECTED, False),
        (1, Flag.NO_FINGER, False),
        (2, Flag.SEARCHING, False),
        (3, Flag.SENSOR_FAULT, False),
        (4, Flag.MOTION, True),
        (5, Flag.LOW_PERFUSION, True),
    ],
)
def test_status_bits(bit: int, flag: Flag, current: bool) -> None:
    found = values(1 << bit)

    assert found.flags == {flag}
    assert (found.spo2, found.pulse, found.perfusion) == ((98.0, 72.0, 5.5) if current else (None, None, None))


def test_unknown_status_bits_change_nothing() -> None:
    assert values(0xC0) == Reading(4.0, Frame.VALUES, 98.0, 72.0, 5.5, battery=75)


def test_zeros_are_no_values() -> None:
    found = values(spo2=0, pulse=0, perfusion=0)

    assert (found.spo2, found.pulse, found.perfusion) == (None, None, None)


def test_what_no_body_shows_is_no_value() -> None:
    found = values(spo2=127, pulse=512)

    assert (found.spo2, found.pulse) == (None, None)


@pytest.mark.parametrize(("level", "percent"), [(0, 25), (1, 50), (2, 75), (3, 100)])
def test_four_battery_levels(level: int, percent: int) -> None:
    assert values(level=level).battery == percent


def test_a_longer_values_frame_of_a_relative_is_read_the_same() -> None:
    (found,) = decode(frame(0x0F, 0x01, bytes([98, 72, 0, 55, 0, 0x80, 37])))

    assert found == Reading(4.0, Frame.VALUES, 98.0, 72.0, 5.5, battery=75)


@pytest.mark.parametrize(
    "unknown",
    [
        frame(0x0F, 0x33, b"abc"),
        frame(0xF0, 0x01, b"abc"),
        frame(0x0F, 0x01, b"short"),
        frame(0xF0, 0x03, b""),
        frame(0xF0, 0x03, b"\x04"),
    ],
)
def test_a_sound_but_unknown_frame_is_refused(unknown: bytes) -> None:
    (refused,) = decode(unknown)

    assert isinstance(refused, Refused)
    assert "unknown frame" in refused.reason
    assert refused.data == unknown


@pytest.mark.parametrize("at", range(4, len(SECOND) - 22))
def test_one_damaged_byte_costs_no_other_frame(at: int) -> None:
    sound = [piece for piece in decode(SECOND) if isinstance(piece, Reading)]
    damaged = bytearray(SECOND)
    damaged[at] ^= 0x10
    found = [piece for piece in decode(bytes(damaged)) if isinstance(piece, Reading)]

    assert len(found) >= len(sound) - 1
    assert all(reading in sound for reading in found)


def test_a_bad_checksum_is_refused_once() -> None:
    (refused,) = decode(bytes.fromhex("aa550f08016239004400c0e4"))

    assert isinstance(refused, Refused)
    assert "checksum" in refused.reason


@pytest.mark.parametrize("length", [0, 1, 65, 255])
def test_an_impossible_length_does_not_stall_the_stream(length: int) -> None:
    found = decode(bytes([0xAA, 0x55, 0x0F, length]) + SECOND)

    assert [type(piece) for piece in found] == [Refused, *[Reading] * 5]


def test_joining_in_the_middle_finds_the_next_frame() -> None:
    found = decode(SECOND[5:])

    assert [type(piece) for piece in found] == [Refused, *[Reading] * 4]


def test_a_header_split_between_notifications_is_found() -> None:
    assert [type(piece) for piece in decode(b"x\xaa", SECOND[1:])] == [Refused, *[Reading] * 5]


@given(cuts=st.sets(st.integers(1, len(SECOND) * 3 - 1)))
def test_the_same_stream_gives_the_same_readings_however_it_is_cut(cuts: set[int]) -> None:
    stream = SECOND * 3

    assert decode(*cut(stream, cuts)) == decode(stream)
    assert all(isinstance(piece, Reading) for piece in decode(stream))


@settings(max_examples=40)
@given(data=st.data())
def test_the_recording_is_accepted_whole_however_it_is_cut(data: st.DataObject) -> None:
    if not RECORDING.exists():
        pytest.skip("the shared recordings are not here")
    packets = [
        ast.literal_eval('b"' + line.replace('"', r"\"") + '"') for line in RECORDING.read_text().splitlines() if line
    ]
    stream = b"".join(packets)
    as_recorded = decode(*packets)
    cuts = data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=400))

    assert decode(*cut(stream, cuts)) == as_recorded
    assert all(isinstance(piece, Reading) for piece in as_recorded)
    assert len(as_recorded) == 165


def cut(stream: bytes, cuts: set[int]) -> list[bytes]:
    borders = [0, *sorted(cuts), len(stream)]
    return [stream[start:end] for start, end in pairwise(borders)]


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 511),
    perfusion=st.none() | st.integers(1, 255).map(lambda tenths: tenths / 10),
    flags=st.frozensets(st.sampled_from([Flag.MOTION, Flag.LOW_PERFUSION])),
    battery=st.sampled_from([25, 50, 75, 100]),
)
def test_what_is_sent_comes_back(
    spo2: int | None, pulse: int | None, perfusion: float | None, flags: frozenset[Flag], battery: int
) -> None:
    sent = Reading(4.0, Frame.VALUES, spo2, pulse, perfusion, flags, battery)

    assert decode(*[each.data for each in Pc60fw().encoder().encode(sent)])[0] == sent


@given(st.frozensets(st.sampled_from([*Flag])))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    sent = Reading(4.0, Frame.VALUES, 98, 72, 5.5, flags)
    (back, *_) = decode(*[each.data for each in Pc60fw().encoder().encode(sent)])
    without_bits = {Flag.WEAK_SIGNAL, Flag.INTERFERENCE, Flag.LOW_BATTERY, Flag.UNQUALIFIED, Flag.DEMO}

    assert isinstance(back, Reading)
    assert back.flags == flags - without_bits


def test_the_device_leaves_the_old_values_in_the_frame_when_the_finger_is_off() -> None:
    encoder = Pc60fw().encoder()
    encoder.encode(Reading(0.0, Frame.VALUES, 97, 78, 11.2, battery=50))
    encoder.encode(Reading(0.0, Frame.PLETH, pleth=(1.0,) * 5))
    (first, *_) = encoder.encode(Reading(1.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}), battery=50))

    assert first.data.startswith(bytes.fromhex("aa550f0801614e00700240db"))


@given(st.lists(st.lists(st.integers(0, 127), min_size=5, max_size=5), min_size=1))
def test_pleth_samples_come_back(frames: list[list[int]]) -> None:
    encoder = Pc60fw().encoder()
    sent = [Reading(4.0, Frame.PLETH, pleth=tuple(map(float, samples))) for samples in frames]
    back = decode(*[each.data for reading in sent for each in encoder.encode(reading)])

    assert back == sent


def test_a_status_is_sent_as_battery_or_mode() -> None:
    encoder = Pc60fw().encoder()
    sent = [Reading(4.0, Frame.STATUS, battery=75), Reading(4.0, Frame.STATUS)]

    assert decode(*[each.data for reading in sent for each in encoder.encode(reading)]) == sent


def test_notifications_are_cut_and_filled_as_the_device_does() -> None:
    encoder = Pc60fw().encoder()
    pleth = Reading(0.0, Frame.PLETH, pleth=(1.0, 2.0, 3.0, 4.0, 5.0))
    second = [pleth, Reading(0.0, Frame.VALUES, 98, 72, battery=75), pleth, pleth]

    assert [[len(each.data) for each in encoder.encode(reading)] for reading in second] == [[11], [20], [20], [11]]


@pytest.mark.parametrize("name", ["OxySmart 1234", "PC-60FW", "PC-60F_SN12", "KS-60FW", "POD-1W", "PF-10AW", "S6W"])
def test_names_of_the_family(name: str) -> None:
    assert Pc60fw().recognise(Advertisement(name=name)) is Match.LIKELY
    assert Pc60fw().recognise(Advertisement(name=name, services=frozenset({UART}))) is Match.CERTAIN


@pytest.mark.parametrize("name", ["PF-10AW-1_1234", "S8-AW", "Choicemmed", None])
def test_the_shared_service_alone_is_no_more_than_possible(name: str | None) -> None:
    assert Pc60fw().recognise(Advertisement(name=name)) is Match.NO
    assert Pc60fw().recognise(Advertisement(name=name, services=frozenset({UART}))) is Match.POSSIBLE
