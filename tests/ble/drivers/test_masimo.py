"""Masimo MightySat. Pleth and information are recorded; the values frames are layout-derived, from its description."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.crc8 import crc8_07
from breathline.ble.drivers.driver import Advertisement, Match, Refused, Write
from breathline.ble.drivers.masimo import MIGHTYSAT, MIGHTYSAT_NOTIFY, MIGHTYSAT_WRITE, Masimo
from breathline.words import Flag, Frame, Reading
from tests.ble.drivers.conversation import Conversation

EVERYTHING = bytes.fromhex("7705031f0003d6")
INFORMATION = bytes.fromhex("77140163101f00030100170010e6000000f600000018")
WAVE = bytes.fromhex("77110493240030003c0047004d00540060009c")
VALUES = bytes.fromhex("771105000000000062004a14ff20710211146c")
MIGHTY = Advertisement(name="MightySat 1", companies=frozenset({0x0243}))


def frame(payload: bytes) -> bytes:
    return bytes([0x77, len(payload) + 1]) + payload + bytes([crc8_07(payload)])


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Masimo().session()
    return [piece for part in parts for piece in session.receive(8.0, MIGHTYSAT_NOTIFY, part)]


def values(
    system: int = 0,
    *,
    spo2: tuple[int, int] = (0, 98),
    pulse: tuple[int, int] = (0, 74),
    pvi: tuple[int, int] = (0, 22),
    perfusion: tuple[int, int] = (0, 625),
    respiration: tuple[int, int] = (0, 20),
) -> Reading:
    numbers = bytes([*spo2, *pulse, *pvi, perfusion[0]]) + perfusion[1].to_bytes(2, "little") + bytes(respiration)
    (found,) = decode(frame(b"\x05" + system.to_bytes(4, "little") + numbers))
    assert isinstance(found, Reading)
    return found


def test_the_description_s_values() -> None:
    assert decode(bytes.fromhex("771105000000000062004a101600580204ff5b")) == [
        Reading(8.0, Frame.VALUES, 98.0, 74.0, 6.0)
    ]


def test_parameters_that_only_others_need_may_be_missing_or_starting() -> None:
    (found,) = decode(VALUES)

    assert isinstance(found, Reading)
    assert (found.spo2, found.pulse) == (98.0, 74.0)
    assert found.flags == set()


def test_a_recorded_pleth_frame() -> None:
    assert decode(WAVE) == [Reading(8.0, Frame.PLETH, pleth=(36.0, 48.0, 60.0, 71.0, 77.0, 84.0, 96.0))]


def test_samples_are_signed_and_an_invalid_one_keeps_its_place() -> None:
    assert decode(frame(bytes([4, 1, 0xFF, 0, 0x80, 90, 50, 0x80, 127, 0x7F]))) == [
        Reading(8.0, Frame.PLETH, pleth=(-1.0, -128.0, 0.0, 127.0))
    ]


def test_recorded_information_and_a_done_command_say_nothing() -> None:
    assert decode(INFORMATION, frame(b"\xfe\x03")) == [Reading(8.0, Frame.STATUS)] * 2


@pytest.mark.parametrize(
    ("bit", "flag"),
    [
        *((bit, None) for bit in range(21)),
        (21, Flag.NO_FINGER),
        (22, Flag.SEARCHING),
        (23, Flag.INTERFERENCE),
        (24, Flag.LOW_PERFUSION),
        *((bit, None) for bit in range(25, 32)),
    ],
)
def test_system_exceptions(bit: int, flag: Flag | None) -> None:
    found = values(1 << bit)

    assert found.flags == ({flag} if flag else set())
    assert (found.spo2, found.pulse, found.perfusion) == ((None, None, None) if bit == 21 else (98.0, 74.0, 6.25))


@pytest.mark.parametrize("bit", range(8))
def test_a_parameters_exceptions(bit: int) -> None:
    doubted = {Flag.UNQUALIFIED} if bit in {0, 4} else set()

    assert values(spo2=(1 << bit, 98)).flags == doubted
    assert values(pulse=(1 << bit, 74)).flags == doubted
    assert values(pvi=(1 << bit, 22), perfusion=(1 << bit, 625), respiration=(1 << bit, 20)).flags == set()
    assert values(spo2=(1 << bit, 98)).spo2 == (None if bit == 2 else 98.0)
    assert values(pulse=(1 << bit, 74)).pulse == (None if bit == 2 else 74.0)
    assert values(perfusion=(1 << bit, 625)).perfusion == (None if bit == 2 else 6.25)


def test_missing_values() -> None:
    found = values(spo2=(0, 0xFF), pulse=(0, 0xFF), perfusion=(0, 0xFFFF))

    assert (found.spo2, found.pulse, found.perfusion) == (None, None, None)


def test_a_model_with_fewer_parameters_gives_what_comes_first() -> None:
    assert decode(frame(bytes([5, 0, 0, 0, 0, 0, 97, 0, 80, 0, 0x58, 0x02]))) == [
        Reading(8.0, Frame.VALUES, 97.0, 80.0)
    ]


@pytest.mark.parametrize(
    "payload", [b"\x05" + bytes(7), b"\x04\x01", b"\x04\x01\x02", b"\x06" + bytes(9), b"\xff\x03", b"\x01"]
)
def test_an_unknown_frame_or_a_refusal_is_refused(payload: bytes) -> None:
    (refused,) = decode(frame(payload))

    assert isinstance(refused, Refused)
    assert refused.data == frame(payload)


def test_a_bad_checksum_is_refused() -> None:
    (refused,) = decode(VALUES[:-1] + b"\0")

    assert isinstance(refused, Refused)
    assert "checksum" in refused.reason


@pytest.mark.parametrize("length", [0, 1, 65, 255])
def test_an_impossible_length_does_not_stall_the_stream(length: int) -> None:
    assert [type(piece) for piece in decode(bytes([0x77, length]) + VALUES)] == [Refused, Reading]


def test_a_pleth_sample_that_looks_like_a_header_is_none() -> None:
    assert len(decode(frame(bytes([4, 1, 0x77, 0, 0x77, 5])) * 3)) == 3


def test_everything_is_asked_for_once() -> None:
    session = Masimo().session()

    assert session.opened(0.0) == [Write(MIGHTYSAT_WRITE, EVERYTHING)]
    assert session.next_write is None


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 254),
    perfusion=st.none() | st.integers(1, 10000).map(lambda hundredths: hundredths / 100),
    flags=st.frozensets(st.sampled_from([Flag.SEARCHING, Flag.INTERFERENCE, Flag.LOW_PERFUSION, Flag.UNQUALIFIED])),
)
def test_what_is_measured_comes_back(
    spo2: int | None, pulse: int | None, perfusion: float | None, flags: frozenset[Flag]
) -> None:
    sent = Reading(0.0, Frame.VALUES, spo2, pulse, perfusion, flags)

    assert Conversation(Masimo()).say(sent) == [sent]


@given(st.frozensets(st.sampled_from([*Flag])))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    (found,) = Conversation(Masimo()).say(Reading(0.0, Frame.VALUES, 98, 72, 5.5, flags))
    off = flags & {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED}
    bits = {Flag.SEARCHING, Flag.INTERFERENCE, Flag.LOW_PERFUSION, Flag.UNQUALIFIED}

    assert isinstance(found, Reading)
    assert found.flags == (flags & bits) | ({Flag.NO_FINGER} if off else set())
    assert (found.spo2 is None) == bool(off)


@given(st.lists(st.lists(st.integers(-128, 127), max_size=20), max_size=4))
def test_pleth_samples_come_back_in_frames_of_seven(parts: list[list[int]]) -> None:
    talk = Conversation(Masimo())
    talk.say(*(Reading(0.0, Frame.PLETH, pleth=tuple(map(float, part))) for part in parts))
    samples = [float(sample) for part in parts for sample in part]

    assert [each.pleth for each in talk.heard if isinstance(each, Reading)] == [
        tuple(samples[at : at + 7]) for at in range(0, len(samples) // 7 * 7, 7)
    ]


def test_a_device_sends_what_it_was_configured_for() -> None:
    device = Masimo().encoder()
    readings = [
        Reading(0.0, Frame.VALUES, 98, 72),
        Reading(0.0, Frame.PLETH, pleth=(1.0,) * 7),
        Reading(0.0, Frame.STATUS),
    ]

    def spoken(characteristic: str, command: bytes) -> list[int]:
        assert device.written(0.0, characteristic, command) == []
        return [len(device.encode(reading)) for reading in readings]

    assert spoken(MIGHTYSAT_NOTIFY, EVERYTHING) == [0, 0, 0]
    assert spoken(MIGHTYSAT_WRITE, b"\x77\x05\x03\x1f\x00\x03\x00") == [0, 0, 0]
    assert spoken(MIGHTYSAT_WRITE, frame(b"\x01")) == [0, 0, 0]
    assert spoken(MIGHTYSAT_WRITE, frame(b"\x03\x1f\x00\x00")) == [1, 0, 0]
    assert spoken(MIGHTYSAT_WRITE, frame(b"\x03\x00\x00\x03")) == [0, 1, 0]
    assert spoken(MIGHTYSAT_WRITE, EVERYTHING) == [1, 1, 0]


@given(st.sets(st.integers(1, 120)))
def test_the_same_bytes_give_the_same_readings_however_they_are_cut(cuts: set[int]) -> None:
    stream = (WAVE + VALUES + INFORMATION) * 2
    borders = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]

    assert decode(*(stream[start:end] for start, end in pairwise(borders))) == decode(stream)
    assert len(decode(stream)) == 6


def test_name_and_service_are_masimos_own_and_its_number_is_on_other_things_too() -> None:
    mine = Masimo()

    assert mine.recognise(MIGHTY) is Match.CERTAIN
    assert mine.recognise(Advertisement(name="MSat 1", services=frozenset({MIGHTYSAT}))) is Match.CERTAIN
    assert mine.recognise(Advertisement(name="MightySat 1")) is Match.LIKELY
    assert mine.recognise(Advertisement(services=frozenset({MIGHTYSAT}))) is Match.LIKELY
    assert mine.recognise(Advertisement(name="Radius", companies=frozenset({0x0243}))) is Match.POSSIBLE
    assert mine.recognise(Advertisement(name="Radius")) is Match.NO
