"""Viatom's rings, second protocol. The requests are recorded; the live answers are layout-derived."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.ble.drivers.oxyii import RING_S, RING_S_NOTIFY, RING_S_WRITE, Oxyii
from breathline.ble.drivers.rings import ring_frame
from breathline.words import Flag, Frame, Reading
from tests.ble.drivers.conversation import Conversation

HELLO = bytes.fromhex("a5ff00000010000068158872091cb098c8c7da746ea19925")
CONFIGURATION = bytes.fromhex("a500ff00000000b8")
LIVE = bytes.fromhex("a504fb0000000093")
DANGEROUS = {0x18, 0xE3, 0xEE}
"""Wipes a ring of the first protocol; wipes, and switches off, one of the second."""
CLOCK = 0xC0


def answer(command: int, data: bytes = b"", flag: int = 1) -> bytes:
    return ring_frame(0xA5, command, data, bytes([flag, 7]))


def live(
    spo2: int = 97, pulse: int = 71, *, run: int = 2, sensor: int = 1, battery: tuple[int, int] = (0, 83), pi: int = 55
) -> bytes:
    head = bytes([9, 0, 0, 0, run, sensor, spo2, pi]) + pulse.to_bytes(2, "little")
    return answer(
        0x04, head + bytes([1, 12, *battery, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0]) + b"\x03\0" + bytes([10, 156, 30])
    )


def decode(*parts: bytes) -> list[Reading | Refused]:
    session = Oxyii().session()
    return [piece for part in parts for piece in session.receive(3.0, RING_S_NOTIFY, part)]


def last(*parts: bytes) -> Reading:
    found = decode(*parts)[-1]
    assert isinstance(found, Reading)
    return found


def test_a_live_answer_holds_values_and_pleth() -> None:
    assert decode(live()) == [Reading(3.0, Frame.VALUES, 97.0, 71.0, 5.5, battery=83, pleth=(10.0, 20.0, 30.0))]


def test_a_live_answer_of_the_head_alone_has_no_pleth() -> None:
    head = live()[7:31]

    assert decode(answer(0x04, head)) == [Reading(3.0, Frame.VALUES, 97.0, 71.0, 5.5, battery=83)]


def test_a_pulse_has_two_bytes() -> None:
    assert last(live(pulse=300)).pulse == 300.0


@pytest.mark.parametrize(("spo2", "pulse"), [(0, 0), (127, 71), (255, 71), (101, 71), (97, 0), (97, 512)])
@pytest.mark.parametrize("sensor", [0, 1, 2, 3])
def test_only_a_saturation_beside_a_pulse_is_a_number_whatever_the_sensor_state(
    spo2: int, pulse: int, sensor: int
) -> None:
    found = last(live(spo2, pulse, sensor=sensor))

    assert (found.spo2, found.pulse, found.perfusion) == (None, None, None)
    assert found.flags == set()
    assert last(live(sensor=sensor)).spo2 == 97.0


@pytest.mark.parametrize(("fitted", "bare"), [(1, 0), (0, 1)])
def test_a_sensor_state_that_changed_with_the_number_says_that_the_finger_is_gone(fitted: int, bare: int) -> None:
    assert last(live(sensor=fitted), live(0, 0, sensor=bare)).flags == {Flag.NO_FINGER}
    assert last(live(sensor=fitted), live(0, 0, sensor=fitted)).flags == set()
    assert last(live(sensor=fitted), live(0, 0, sensor=2)).flags == set()
    assert last(live(sensor=3), live(0, 0, sensor=bare)).flags == {Flag.NO_FINGER}


@pytest.mark.parametrize("run", [0, 1])
def test_a_ring_that_gets_ready_searches(run: int) -> None:
    assert last(live(0, 0, run=run)).flags == {Flag.SEARCHING}
    assert last(live(run=run)).flags == set()


@pytest.mark.parametrize(("state", "flags"), [(0, set()), (1, set()), (2, set()), (3, {Flag.LOW_BATTERY}), (4, set())])
def test_the_battery_and_its_state(state: int, flags: set[Flag]) -> None:
    found = last(live(battery=(state, 9)))

    assert found.battery == 9
    assert found.flags == flags
    assert decode(answer(0xE4, bytes([state, 9, 0x10, 0x0E]))) == [
        Reading(3.0, Frame.STATUS, flags=frozenset(flags), battery=9)
    ]


def test_a_battery_that_can_not_be_is_none() -> None:
    assert last(live(battery=(0, 200))).battery is None


def test_the_answers_to_the_greeting_say_nothing() -> None:
    assert decode(answer(0x10), answer(0x00, bytes(40))) == [Reading(3.0, Frame.STATUS)] * 2


@pytest.mark.parametrize(
    "frame",
    [
        answer(0x04, bytes(23)),
        answer(0x04, bytes(30)),
        answer(0xE4, bytes(3)),
        answer(0xE1, bytes(60)),
        answer(0x04, flag=0xFB),
        LIVE,
    ],
)
def test_an_error_or_an_unknown_answer_is_refused(frame: bytes) -> None:
    (refused,) = decode(frame)

    assert isinstance(refused, Refused)
    assert refused.data == frame


def test_a_bad_checksum_is_refused() -> None:
    (refused,) = decode(live()[:-1] + b"\x00")

    assert isinstance(refused, Refused)
    assert "checksum" in refused.reason


def test_an_impossible_length_does_not_stall_the_stream() -> None:
    found = decode(bytes.fromhex("a504fb0100ffff") + live())

    assert [type(piece) for piece in found] == [Refused, Reading]


def test_it_says_hello_and_then_asks_for_what_is_live_each_second() -> None:
    session = Oxyii().session()
    asked = session.opened(0.0)
    for t, command in ((0.1, 0x10), (0.2, 0x00), (0.3, 0x04)):
        session.receive(t, RING_S_NOTIFY, live() if command == 0x04 else answer(command))
        asked += session.writes(t)
    asked += session.writes(1.0)

    assert [write.data for write in asked] == [HELLO, ring_frame(0xA5, 0x10, b"\0"), CONFIGURATION, LIVE, LIVE]
    assert not any(write.response for write in asked)


def test_a_ring_that_does_not_answer_the_greeting_is_asked_all_the_same() -> None:
    session = Oxyii().session()
    session.opened(0.0)

    assert [write.data for t in (0.6, 1.2, 1.8) for write in session.writes(t)] == [LIVE] * 3


@given(st.lists(st.tuples(st.floats(0, 2), st.binary(max_size=40) | st.sampled_from([live(), answer(4, flag=255)]))))
def test_whatever_happens_no_command_is_sent_that_could_do_harm_or_tells_the_time(
    events: list[tuple[float, bytes]],
) -> None:
    session = Oxyii().session()
    written = session.opened(0.0)
    t = 0.0
    for step, data in events:
        t += step
        session.receive(t, RING_S_NOTIFY, data)
        written += session.writes(t)
    commands = {write.data[1] for write in written}

    assert commands <= {0xFF, 0x10, 0x00, 0x04}
    assert not commands & (DANGEROUS | {CLOCK})
    assert {write.characteristic for write in written} == {RING_S_WRITE}


@given(
    spo2=st.integers(1, 100),
    pulse=st.integers(1, 511),
    perfusion=st.none() | st.integers(1, 255).map(lambda tenths: tenths / 10),
    low=st.booleans(),
    battery=st.integers(0, 100),
    samples=st.lists(st.integers(0, 255).filter(lambda each: each not in {156, 246}), max_size=250),
)
def test_what_is_measured_comes_back(
    spo2: int, pulse: int, perfusion: float | None, low: bool, battery: int, samples: list[int]
) -> None:
    flags = frozenset({Flag.LOW_BATTERY} if low else ())
    values = Reading(1.0, Frame.VALUES, spo2, pulse, perfusion, flags, battery)
    talk = Conversation(Oxyii())
    talk.say(values, Reading(1.0, Frame.PLETH, pleth=tuple(map(float, samples))), values)

    assert talk.refused == []
    assert talk.values[-1] == Reading(
        talk.t, Frame.VALUES, spo2, pulse, perfusion, flags, battery, talk.values[-1].pleth
    )
    assert [sample for each in talk.values for sample in each.pleth] == samples


@given(st.frozensets(st.sampled_from([*Flag])))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    talk = Conversation(Oxyii())
    talk.say(*[Reading(1.0, Frame.VALUES, 98, 72)] * 2)
    talk.say(*[Reading(1.0, Frame.VALUES, 98, 72, 5.5, flags)] * 2)
    off = bool(flags & {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
    without = {Flag.SEARCHING} if Flag.SEARCHING in flags else {Flag.NO_FINGER}

    assert talk.values[-1].flags == (flags & {Flag.LOW_BATTERY}) | (without if off else set())
    assert (talk.values[-1].spo2 is None) == off


def test_a_ring_takes_a_request_in_pieces_and_answers_only_what_it_knows() -> None:
    ring = Oxyii().encoder()
    (battery,) = ring.written(0.0, RING_S_WRITE, ring_frame(0xA5, 0xE4))
    (unknown,) = ring.written(0.0, RING_S_WRITE, ring_frame(0xA5, 0xE3))

    assert ring.written(0.0, RING_S_WRITE, HELLO[:20]) == []
    assert ring.written(0.0, RING_S_WRITE, HELLO[20:]) == []
    assert ring.written(0.0, RING_S_WRITE, LIVE[:-1] + b"\0") == []
    assert ring.written(0.0, RING_S_NOTIFY, LIVE) == []
    assert last(battery.data) == Reading(3.0, Frame.STATUS, battery=100)
    assert unknown.data[3] == 0xFD


@given(st.sets(st.integers(1, 200)))
def test_the_same_bytes_give_the_same_readings_however_they_are_cut(cuts: set[int]) -> None:
    stream = live() + answer(0x10) + live(0, 0, sensor=0) + answer(0xE4, bytes([0, 50, 0, 0])) + live(88)
    borders = [0, *sorted(cut for cut in cuts if cut < len(stream)), len(stream)]

    assert decode(*(stream[start:end] for start, end in pairwise(borders))) == decode(stream)
    assert all(isinstance(piece, Reading) for piece in decode(stream))


@pytest.mark.parametrize("name", ["O2Ring S 1234", "O2RingS", "S8-AW 2100", "SHQO2Pro", "PF-10AW-1_1234"])
def test_names_of_the_family(name: str) -> None:
    assert Oxyii().recognise(Advertisement(name=name)) is Match.LIKELY
    assert Oxyii().recognise(Advertisement(name=name, services=frozenset({RING_S}))) is Match.CERTAIN


@pytest.mark.parametrize("name", ["O2Ring 1234", "PF-10AW", None])
def test_other_names_are_not(name: str | None) -> None:
    assert Oxyii().recognise(Advertisement(name=name)) is Match.NO
    assert Oxyii().recognise(Advertisement(name=name, services=frozenset({RING_S}))) is Match.LIKELY


def test_a_ring_that_is_recording_is_left_in_peace() -> None:
    assert Oxyii().recognise(Advertisement(name="T8520_1234", services=frozenset({RING_S}))) is Match.NO
