"""Nonin's own service. No recording of it is public: every frame here is layout-derived."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, Match, Notification, Pairing, Refused
from breathline.ble.drivers.nonin import DEVICE_STATUS, NONIN, OXIMETRY, PLETH, Nonin
from breathline.words import Flag, Frame, Reading

FITTED = 0x10
OFF = {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED, Flag.SENSOR_FAULT}


def decode(data: bytes, characteristic: str = OXIMETRY) -> Reading | Refused:
    (one,) = Nonin().session().receive(5.0, characteristic, data)
    return one


def values(status: int = FITTED, *, spo2: int = 98, pulse: int = 72, perfusion: int = 550) -> Reading:
    numbers = perfusion.to_bytes(2) + b"\x01\x02" + bytes([spo2]) + pulse.to_bytes(2)
    one = decode(bytes([10, status, 29]) + numbers)
    assert isinstance(one, Reading)
    return one


def encode(*readings: Reading) -> list[Notification]:
    encoder = Nonin().encoder()
    return [each for reading in readings for each in encoder.encode(reading)]


def through(*readings: Reading) -> list[Reading | Refused]:
    return [decode(each.data, each.characteristic) for each in encode(*readings)]


def test_a_values_frame_is_big_endian() -> None:
    assert decode(bytes.fromhex("0a101d0226000362012c")) == Reading(
        5.0, Frame.VALUES, spo2=98.0, pulse=300.0, perfusion=5.5
    )


def test_missing_values() -> None:
    found = values(spo2=127, pulse=511, perfusion=0)

    assert (found.spo2, found.pulse, found.perfusion) == (None, None, None)
    assert found.flags == set()


def test_what_no_body_shows_is_no_value() -> None:
    found = values(spo2=101, pulse=512, perfusion=10001)

    assert (found.spo2, found.pulse, found.perfusion) == (None, None, None)


@pytest.mark.parametrize(
    ("bit", "flag"),
    [
        (0, None),
        (1, Flag.WEAK_SIGNAL),
        (2, None),
        (3, Flag.SEARCHING),
        (5, Flag.LOW_BATTERY),
        (6, None),
        (7, None),
    ],
)
def test_status_bits(bit: int, flag: Flag | None) -> None:
    assert values(FITTED | 1 << bit).flags == ({flag} if flag else set())


def test_a_sensor_that_is_not_on_a_finger() -> None:
    found = values(0, spo2=127, pulse=511)

    assert found.flags == {Flag.NO_FINGER}


@pytest.mark.parametrize(("spo2", "pulse"), [(98, 72), (98, 511), (127, 72)])
def test_a_number_from_a_sensor_that_is_not_fitted_is_doubted(spo2: int, pulse: int) -> None:
    found = values(0, spo2=spo2, pulse=pulse)

    assert found.flags == {Flag.UNQUALIFIED}
    assert (found.spo2, found.pulse) == (98.0 if spo2 == 98 else None, 72.0 if pulse == 72 else None)


def test_a_pleth_frame_holds_a_third_of_a_second() -> None:
    samples = range(1000, 1025)
    data = bytes([53]) + b"".join(sample.to_bytes(2) for sample in samples) + b"\0\x07"

    assert decode(data, PLETH) == Reading(5.0, Frame.PLETH, pleth=tuple(map(float, samples)))


@pytest.mark.parametrize(
    ("error", "flags"),
    [(0, set()), (1, {Flag.SENSOR_DISCONNECTED}), (5, {Flag.SENSOR_FAULT}), (6, {Flag.SENSOR_FAULT})],
)
def test_the_device_status_tells_battery_and_sensor(error: int, flags: set[Flag]) -> None:
    assert decode(bytes([7, 1, error, 28, 85, 0, 1]), DEVICE_STATUS) == Reading(
        5.0, Frame.STATUS, flags=frozenset(flags), battery=85
    )


@pytest.mark.parametrize(
    ("characteristic", "data"),
    [
        (OXIMETRY, b""),
        (OXIMETRY, bytes([10, 16, 29])),
        (OXIMETRY, bytes([9, 16, 29, 0, 0, 0, 0, 98, 0])),
        (PLETH, bytes([20]) + bytes(19)),
        (DEVICE_STATUS, bytes([6, 1, 0, 28, 85, 0])),
        (DEVICE_STATUS, bytes([7, 1, 2, 28, 85, 0, 1])),
        (DEVICE_STATUS, bytes([7, 1, 0, 28, 101, 0, 1])),
    ],
)
def test_a_frame_that_is_cut_or_unknown_is_refused(characteristic: str, data: bytes) -> None:
    assert isinstance(decode(data, characteristic), Refused)


def test_a_longer_values_frame_is_read_the_same() -> None:
    assert decode(bytes.fromhex("0c101d02260003620048aabb")) == Reading(5.0, Frame.VALUES, 98.0, 72.0, 5.5)


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 510),
    perfusion=st.none() | st.integers(1, 10000).map(lambda hundredths: hundredths / 100),
    flags=st.frozensets(st.sampled_from([Flag.WEAK_SIGNAL, Flag.SEARCHING, Flag.LOW_BATTERY])),
)
def test_what_is_sent_comes_back(
    spo2: int | None, pulse: int | None, perfusion: float | None, flags: frozenset[Flag]
) -> None:
    sent = Reading(5.0, Frame.VALUES, spo2, pulse, perfusion, flags)

    assert through(sent)[-1] == sent


@given(st.frozensets(st.sampled_from([*Flag])))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    status, found = through(Reading(5.0, Frame.VALUES, 98, 72, 5.5, flags))
    bits = {Flag.WEAK_SIGNAL, Flag.SEARCHING, Flag.LOW_BATTERY}

    assert isinstance(found, Reading)
    assert isinstance(status, Reading)
    assert found.flags == (flags & bits) | ({Flag.NO_FINGER} if flags & OFF else set())
    assert (found.spo2 is None) == bool(flags & OFF)
    assert bool(status.flags) == bool(flags & {Flag.SENSOR_DISCONNECTED, Flag.SENSOR_FAULT})


@given(st.lists(st.lists(st.integers(0, 0xFFFF), max_size=60), max_size=4))
def test_pleth_samples_come_back_in_frames_of_twenty_five(parts: list[list[int]]) -> None:
    sent = [Reading(5.0, Frame.PLETH, pleth=tuple(map(float, part))) for part in parts]
    samples = [float(sample) for part in parts for sample in part]
    back = [sample for piece in through(*sent) if isinstance(piece, Reading) for sample in piece.pleth]

    assert back == samples[: len(samples) // 25 * 25]
    assert {len(each.data) for each in encode(*sent)} <= {53}


def test_the_battery_is_said_when_it_changes() -> None:
    sent = encode(*[Reading(0.0, Frame.VALUES, 98, 72, battery=battery) for battery in (80, 80, 79)])

    assert [each.characteristic for each in sent] == [DEVICE_STATUS, OXIMETRY, OXIMETRY, DEVICE_STATUS, OXIMETRY]
    assert decode(sent[3].data, DEVICE_STATUS) == Reading(5.0, Frame.STATUS, battery=79)


def test_a_status_is_sent_without_values() -> None:
    assert through(Reading(5.0, Frame.STATUS, battery=40)) == [Reading(5.0, Frame.STATUS, battery=40)]


def test_nothing_is_written_to_the_device_and_it_answers_nothing() -> None:
    assert Nonin().session().opened(0.0) == []
    assert Nonin().encoder().written(0.0, OXIMETRY, b"x") == []


def test_it_is_bonded() -> None:
    assert Nonin().pairing is Pairing.JUST_WORKS


def test_name_and_service_are_nonins_own() -> None:
    mine = Nonin()

    assert mine.recognise(Advertisement(name="Nonin3230_501234567")) is Match.LIKELY
    assert mine.recognise(Advertisement(services=frozenset({NONIN}))) is Match.LIKELY
    assert mine.recognise(Advertisement(name="Nonin3150_1", services=frozenset({NONIN}))) is Match.CERTAIN
    assert mine.recognise(Advertisement(name="Nonin Medical")) is Match.NO
