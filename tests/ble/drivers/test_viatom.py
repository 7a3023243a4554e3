"""Viatom's rings, first protocol: asked once a second, answering in pieces. The pleth's frames are layout-derived."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.crc8 import crc8_07
from breathline.ble.drivers.driver import Advertisement, Match, Refused, Write
from breathline.ble.drivers.polled import PATIENCE_S
from breathline.ble.drivers.viatom import RING, RING_NOTIFY, RING_WRITE, Viatom
from breathline.words import Flag, Frame, Reading
from tests.ble.drivers.conversation import Conversation

FIRST_HALF = bytes.fromhex("5500ff00000d00605d0000000000310000000100")
"""Recorded; the checksum comes alone in a second notification."""
ASK_VALUES = bytes.fromhex("aa17e8000000001b")
ASK_PLETH = bytes.fromhex("aa1be400000100") + b"\0" + bytes([crc8_07(bytes.fromhex("aa1be40000010000"))])


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Viatom().session()
    return [piece for part in parts for piece in session.receive(2.0, RING_NOTIFY, part)]


def answer(data: bytes, status: int = 0) -> bytes:
    body = bytes([0x55, status, status ^ 0xFF, 0, 0]) + len(data).to_bytes(2, "little") + data
    return body + bytes([crc8_07(body)])


def wave(head: str, samples: bytes) -> bytes:
    return answer(bytes.fromhex(head) + len(samples).to_bytes(2, "little") + samples)


def one(frame: bytes) -> Reading:
    (found,) = decode(frame)
    assert isinstance(found, Reading)
    return found


def test_recorded_values_come_as_twenty_bytes_and_one() -> None:
    found = Reading(2.0, Frame.VALUES, spo2=96.0, pulse=93.0, battery=49)

    assert decode(FIRST_HALF) == []
    assert decode(FIRST_HALF, b"\xac") == [found]
    assert decode(*(bytes([byte]) for byte in FIRST_HALF + b"\xac")) == [found]


@pytest.mark.parametrize(
    ("recorded", "found"),
    [
        ("624200000000006100920a0100", Reading(2.0, Frame.VALUES, 98.0, 66.0, 1.0, battery=97)),
        ("ffffff00000000600005000000", Reading(2.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}), battery=96)),
        ("ffffff00000000620100000000", Reading(2.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}), battery=98)),
    ],
)
def test_recorded_values_of_another_ring(recorded: str, found: Reading) -> None:
    assert one(answer(bytes.fromhex(recorded))) == found


def test_a_pulse_has_two_bytes() -> None:
    assert one(answer(bytes.fromhex("622c01000000003100000a0100"))).pulse == 300.0


@pytest.mark.parametrize("nothing", ["000000", "ffffff", "ff0002"])
def test_what_is_no_number_is_no_value(nothing: str) -> None:
    found = one(answer(bytes.fromhex(nothing + "00000000ff0000000100")))

    assert (found.spo2, found.pulse, found.perfusion, found.battery) == (None, None, None, None)
    assert found.flags == set()


def test_a_ring_that_is_not_worn_shows_no_number_though_one_is_in_the_frame() -> None:
    assert one(answer(bytes.fromhex("605d0000000000310000190000"))) == Reading(
        2.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}), battery=49
    )


def test_the_pleth_comes_with_values_and_without_its_beat_marks() -> None:
    assert one(wave("605d0031003701000000", bytes([10, 156, 30, 40]))) == Reading(
        2.0, Frame.VALUES, 96.0, 93.0, 5.5, battery=49, pleth=(10.0, 20.0, 30.0, 40.0)
    )


def test_a_pleth_of_one_sample_is_told_from_values_by_what_was_asked() -> None:
    session = Viatom().session()
    session.opened(0.0)
    session.receive(0.1, RING_NOTIFY, FIRST_HALF + b"\xac")
    session.writes(0.1)

    assert session.receive(0.2, RING_NOTIFY, wave("605d0031003701000000", b"\x2a")) == [
        Reading(0.2, Frame.VALUES, 96.0, 93.0, 5.5, battery=49, pleth=(42.0,))
    ]
    assert session.receive(0.3, RING_NOTIFY, FIRST_HALF + b"\xac") == [
        Reading(0.3, Frame.VALUES, 96.0, 93.0, battery=49)
    ]


def test_a_lead_that_is_off() -> None:
    found = one(wave("605d0031003700000000", b""))

    assert (found.spo2, found.pulse, found.perfusion) == (None, None, None)
    assert found.flags == {Flag.NO_FINGER}


@pytest.mark.parametrize("data", [b"", bytes(11), bytes(14), bytes.fromhex("605d00310037010000000500") + bytes(4)])
def test_an_answer_of_another_length_is_refused(data: bytes) -> None:
    (refused,) = decode(answer(data))

    assert isinstance(refused, Refused)
    assert "not asked" in refused.reason


def test_an_error_is_refused() -> None:
    (refused,) = decode(answer(b"", status=1))

    assert isinstance(refused, Refused)
    assert "error 01" in refused.reason


def test_a_bad_checksum_is_refused_and_the_next_answer_read() -> None:
    found = decode(FIRST_HALF + b"\xad", FIRST_HALF, b"\xac")

    assert isinstance(found[0], Refused)
    assert "checksum" in found[0].reason
    assert found[-1] == Reading(2.0, Frame.VALUES, spo2=96.0, pulse=93.0, battery=49)


@pytest.mark.parametrize("head", ["5500fe00000d00", "5500ff0000ffff", "550100"])
def test_a_beginning_that_can_be_no_answer_does_not_stall_the_stream(head: str) -> None:
    found = decode(bytes.fromhex(head) + FIRST_HALF + b"\xac")

    assert [type(piece) for piece in found] == [Refused, Reading]


def test_values_are_asked_for_each_second_and_the_pleth_in_between() -> None:
    session = Viatom().session()
    asked = session.opened(0.0)
    session.receive(0.1, RING_NOTIFY, FIRST_HALF + b"\xac")
    asked += session.writes(0.1)
    session.receive(0.3, RING_NOTIFY, wave("605d0031003701000000", bytes(100)))

    assert asked == [Write(RING_WRITE, ASK_VALUES), Write(RING_WRITE, ASK_PLETH)]
    assert session.next_write == 1.0


def test_a_lost_piece_costs_no_more_than_its_answer() -> None:
    session = Viatom().session()
    session.opened(0.0)
    session.receive(0.1, RING_NOTIFY, FIRST_HALF)

    assert session.writes(PATIENCE_S) == [Write(RING_WRITE, ASK_VALUES)]
    assert len(session.receive(0.7, RING_NOTIFY, FIRST_HALF + b"\xac")) == 1


def test_nothing_but_the_two_reading_commands_is_ever_written_and_all_of_it_fits_into_twenty_bytes() -> None:
    session = Viatom().session()
    written = session.opened(0.0)
    for step in range(1, 400):
        t = step / 4
        written += session.writes(t)
        if step % 3:
            session.receive(t, RING_NOTIFY, FIRST_HALF + b"\xac")

    assert {write.data[1] for write in written} == {0x17, 0x1B}
    assert {len(write.data) <= 20 and write.characteristic == RING_WRITE for write in written} == {True}
    assert len(written) > 100


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 511),
    perfusion=st.none() | st.integers(1, 255).map(lambda tenths: tenths / 10),
    battery=st.integers(0, 100),
    samples=st.lists(st.integers(0, 255).filter(lambda each: each not in {156, 246}), max_size=250),
)
def test_what_is_measured_comes_back(
    spo2: int | None, pulse: int | None, perfusion: float | None, battery: int, samples: list[int]
) -> None:
    values = Reading(1.0, Frame.VALUES, spo2, pulse, perfusion, battery=battery)
    talk = Conversation(Viatom())
    # What is said before the first round has been asked already; the second round hears this.
    talk.say(values, Reading(1.0, Frame.PLETH, pleth=tuple(map(float, samples))), values)
    found = talk.values

    assert talk.refused == []
    assert [(each.spo2, each.pulse, each.perfusion, each.battery) for each in found[-2:]] == [
        (spo2, pulse, perfusion, battery)
    ] * 2
    assert [sample for each in found for sample in each.pleth] == samples
    assert {len(each.data) for each in talk.sent} <= set(range(1, 21))


@given(st.frozensets(st.sampled_from([*Flag])))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    talk = Conversation(Viatom())
    talk.say(*[Reading(1.0, Frame.VALUES, 98, 72, 5.5, flags)] * 2)
    off = bool(flags & {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})

    assert talk.values[-1].flags == ({Flag.NO_FINGER} if off else set())
    assert (talk.values[-1].spo2 is None) == off


@pytest.mark.parametrize(
    ("characteristic", "data"),
    [
        (RING_NOTIFY, ASK_VALUES),
        (RING_WRITE, b"x"),
        (RING_WRITE, ASK_VALUES[:-1] + b"\0"),
        (RING_WRITE, bytes.fromhex("aa14eb00000000") + bytes([crc8_07(bytes.fromhex("aa14eb00000000"))])),
    ],
)
def test_a_ring_answers_only_what_it_knows(characteristic: str, data: bytes) -> None:
    assert Viatom().encoder().written(0.0, characteristic, data) == []


def test_a_ring_that_has_measured_nothing_yet_has_no_number() -> None:
    ring = Viatom().encoder()
    found = decode(*(each.data for request in (ASK_VALUES, ASK_PLETH) for each in ring.written(0, RING_WRITE, request)))

    assert found == [Reading(2.0, Frame.VALUES, battery=100)] * 2


def test_a_status_changes_the_battery_alone() -> None:
    talk = Conversation(Viatom())
    talk.say(Reading(1.0, Frame.VALUES, 98, 72, battery=80), Reading(1.0, Frame.STATUS, battery=79))
    talk.say(Reading(1.0, Frame.VALUES, 98, 72))

    assert (talk.values[-1].spo2, talk.values[-1].battery) == (98.0, 79)


@given(st.sets(st.integers(1, 250)))
def test_the_same_bytes_give_the_same_readings_however_they_are_cut(cuts: set[int]) -> None:
    stream = (FIRST_HALF + b"\xac" + wave("605d0031003701000000", bytes(range(100)))) * 2
    borders = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]

    assert decode(*(stream[start:end] for start, end in pairwise(borders))) == decode(stream)
    assert len(decode(stream)) == 4


@pytest.mark.parametrize(
    "name", ["O2Ring 1234", "O2Ring", "Checkme O2 1234", "CheckO2 1", "SleepU 1", "SleepO2 1", "O2 1234", "Oxylink 1"]
)
def test_names_of_the_family(name: str) -> None:
    assert Viatom().recognise(Advertisement(name=name)) is Match.LIKELY
    assert Viatom().recognise(Advertisement(name=name, services=frozenset({RING}))) is Match.CERTAIN


@pytest.mark.parametrize("name", ["O2Ring S 1234", "O2RingS", "S8-AW", "CO2 meter", None])
def test_other_names_are_not(name: str | None) -> None:
    assert Viatom().recognise(Advertisement(name=name)) is Match.NO
    assert Viatom().recognise(Advertisement(name=name, services=frozenset({RING}))) is Match.LIKELY
