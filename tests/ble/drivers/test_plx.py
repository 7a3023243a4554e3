"""The standard pulse oximeter service."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.battery import BATTERY_LEVEL
from breathline.ble.drivers.driver import Advertisement, Match, Refused, sig_uuid
from breathline.ble.drivers.plx import CONTINUOUS, PULSE_OXIMETER, SPOT_CHECK, Plx
from breathline.words import Flag, Frame, Reading


def decode(data: str | bytes, characteristic: str = CONTINUOUS) -> Reading | Refused:
    (one,) = Plx().session().receive(7.0, characteristic, bytes.fromhex(data) if isinstance(data, str) else data)
    return one


def reading(data: str | bytes, characteristic: str = CONTINUOUS) -> Reading:
    one = decode(data, characteristic)
    assert isinstance(one, Reading)
    return one


def test_a_recorded_continuous_value() -> None:
    assert reading("0c62004e002000000000") == Reading(7.0, Frame.VALUES, spo2=98.0, pulse=78.0)


def test_a_recorded_spot_check_with_an_unset_clock() -> None:
    assert reading("176100 6000 e1070101012213 2000 200000", SPOT_CHECK) == Reading(
        7.0, Frame.VALUES, spo2=97.0, pulse=96.0, flags=frozenset({Flag.LOW_PERFUSION})
    )


def test_the_plain_pair() -> None:
    assert reading("0062004800") == Reading(7.0, Frame.VALUES, spo2=98.0, pulse=72.0)


def test_all_optional_fields_give_the_normal_pair_and_the_perfusion() -> None:
    assert reading("1f62004800630049006100470080000000000a00") == Reading(
        7.0, Frame.VALUES, spo2=98.0, pulse=72.0, perfusion=10.0
    )


@pytest.mark.parametrize("bits", range(32))
def test_each_mix_of_optional_continuous_fields_finds_the_perfusion(bits: int) -> None:
    fields = [b"\x01\0\x01\0", b"\x02\0\x02\0", b"\x20\0", b"\x20\0\0", b"\x37\xf0"]
    data = bytes([bits]) + b"\x62\0\x48\0" + b"".join(field for bit, field in enumerate(fields) if bits >> bit & 1)
    found = reading(data)

    assert (found.spo2, found.pulse) == (98.0, 72.0)
    assert found.perfusion == (5.5 if bits >> 4 & 1 else None)
    assert found.flags == ({Flag.LOW_PERFUSION} if bits >> 3 & 1 else set())


@pytest.mark.parametrize("bits", range(32))
def test_each_mix_of_optional_spot_check_fields_finds_the_perfusion(bits: int) -> None:
    fields = [b"\xe1\x07\x01\x01\x01\x22\x13", b"\0\x04", b"\0\x04\0", b"\x37\xf0", b""]
    data = bytes([bits]) + b"\x62\0\x48\0" + b"".join(field for bit, field in enumerate(fields) if bits >> bit & 1)
    found = reading(data, SPOT_CHECK)

    assert (found.spo2, found.pulse) == (98.0, 72.0)
    assert found.perfusion == (5.5 if bits >> 3 & 1 else None)
    assert (Flag.DEMO in found.flags, Flag.INTERFERENCE in found.flags) == (bool(bits >> 1 & 1), bool(bits >> 2 & 1))


def test_bytes_after_the_announced_fields_are_left_alone() -> None:
    assert reading("0062004800ffff").spo2 == 98.0


def test_a_value_with_decimals() -> None:
    assert reading("00d4f3d4e3").spo2 == 98.0


@pytest.mark.parametrize("nothing", ["ff07", "0008", "fe07", "0208", "0108", "0000"])
def test_special_numbers_and_plain_zero_are_no_value(nothing: str) -> None:
    found = reading(f"10{nothing}{nothing}{nothing}")

    assert (found.spo2, found.pulse, found.perfusion) == (None, None, None)
    assert found.frame is Frame.VALUES


def test_what_no_body_shows_is_no_value() -> None:
    found = reading(b"\0" + (101).to_bytes(2, "little") + (512).to_bytes(2, "little"))

    assert (found.spo2, found.pulse) == (None, None)


def test_the_last_possible_values_are_values() -> None:
    found = reading(b"\0" + (100).to_bytes(2, "little") + (511).to_bytes(2, "little"))

    assert (found.spo2, found.pulse) == (100.0, 511.0)


@pytest.mark.parametrize(
    ("bit", "flag"),
    [
        (5, None),
        (6, Flag.UNQUALIFIED),
        (7, None),
        (8, None),
        (9, Flag.UNQUALIFIED),
        (10, Flag.DEMO),
        (11, Flag.DEMO),
        (12, Flag.UNQUALIFIED),
        (13, Flag.UNQUALIFIED),
        (14, Flag.UNQUALIFIED),
        (15, Flag.UNQUALIFIED),
    ],
)
def test_measurement_status_bits(bit: int, flag: Flag | None) -> None:
    found = reading(b"\x04\x62\0\x48\0" + (1 << bit).to_bytes(2, "little"))

    assert found.flags == ({flag} if flag else set())
    assert found.spo2 == (None if bit in {13, 15} else 98.0)


@pytest.mark.parametrize(
    ("bit", "flag"),
    [
        (0, None),
        (1, Flag.SENSOR_FAULT),
        (2, Flag.WEAK_SIGNAL),
        (3, Flag.WEAK_SIGNAL),
        (4, Flag.WEAK_SIGNAL),
        (5, Flag.LOW_PERFUSION),
        (6, Flag.WEAK_SIGNAL),
        (7, Flag.WEAK_SIGNAL),
        (8, Flag.UNQUALIFIED),
        (9, Flag.SEARCHING),
        (10, Flag.INTERFERENCE),
        (11, Flag.NO_FINGER),
        (12, Flag.SENSOR_FAULT),
        (13, Flag.NO_FINGER),
        (14, Flag.SENSOR_FAULT),
        (15, Flag.SENSOR_DISCONNECTED),
        (16, None),
    ],
)
def test_sensor_status_bits(bit: int, flag: Flag | None) -> None:
    found = reading(b"\x08\x62\0\x48\0" + (1 << bit).to_bytes(3, "little"))

    assert found.flags == ({flag} if flag else set())
    assert found.pulse == (None if bit in {11, 13, 15} else 72.0)


@pytest.mark.parametrize("data", ["", "00", "00620048", "0c62004e0020000000", "1062004e00"])
def test_a_value_that_is_cut_short_is_refused(data: str) -> None:
    assert isinstance(decode(data), Refused)


def test_the_battery_level() -> None:
    assert reading("55", BATTERY_LEVEL) == Reading(7.0, Frame.STATUS, battery=85)


@pytest.mark.parametrize("data", ["", "65", "5500"])
def test_a_battery_level_that_is_none_is_refused(data: str) -> None:
    assert isinstance(decode(data, BATTERY_LEVEL), Refused)


def test_the_service_is_recognised_whatever_the_name() -> None:
    assert Plx().recognise(Advertisement(name="x", services=frozenset({PULSE_OXIMETER}))) is Match.LIKELY
    assert Plx().recognise(Advertisement(name="PM100", services=frozenset({sig_uuid(0x180D)}))) is Match.NO


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 511),
    perfusion=st.none() | st.integers(1, 2000).map(lambda hundredths: hundredths / 100),
    flags=st.frozensets(st.sampled_from([*set(Flag) - {Flag.MOTION, Flag.LOW_BATTERY}])),
)
def test_what_is_sent_comes_back(
    spo2: int | None, pulse: int | None, perfusion: float | None, flags: frozenset[Flag]
) -> None:
    sent = Reading(7.0, Frame.VALUES, spo2, pulse, perfusion, flags)
    (notification,) = Plx().encoder().encode(sent)
    back = reading(notification.data, notification.characteristic)

    if flags & {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED}:
        assert back == Reading(7.0, Frame.VALUES, flags=flags)
    else:
        assert back == sent


def test_the_battery_is_sent_when_it_changes() -> None:
    encoder = Plx().encoder()
    sent = [encoder.encode(Reading(0.0, Frame.VALUES, 98, 72, battery=battery)) for battery in (80, 80, 79)]

    assert [[each.characteristic for each in one] for one in sent] == [
        [CONTINUOUS, BATTERY_LEVEL],
        [CONTINUOUS],
        [CONTINUOUS, BATTERY_LEVEL],
    ]
    assert sent[2][1].data == bytes([79])


def test_a_status_without_battery_and_a_pleth_have_no_frame() -> None:
    assert Plx().encoder().encode(Reading(0.0, Frame.STATUS)) == []
    assert Plx().encoder().encode(Reading(0.0, Frame.PLETH, pleth=(1.0,))) == []
