"""ChoiceMMed's own protocol. No capture is public: the vectors are layout-derived."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.battery import BATTERY_LEVEL
from breathline.ble.drivers.choicemmed import SPOT_CHECK, STREAM, VANITY, ChoiceMMed
from breathline.ble.drivers.driver import Advertisement, Match, Refused
from breathline.ble.drivers.pc60fw import UART
from breathline.ble.drivers.plx import PULSE_OXIMETER
from breathline.words import Flag, Frame, Reading

VALUES = bytes.fromhex("3e 6200 4800 10 2000 000000 37f0")


def decode(data: str | bytes, characteristic: str = STREAM) -> Reading | Refused:
    (one,) = ChoiceMMed().session().receive(6.0, characteristic, bytes.fromhex(data) if isinstance(data, str) else data)
    return one


def test_values() -> None:
    assert decode(VALUES) == Reading(6.0, Frame.VALUES, spo2=98.0, pulse=72.0, perfusion=5.5)


def test_a_pleth_sample() -> None:
    assert decode("0184") == Reading(6.0, Frame.PLETH, pleth=(132.0,))


@pytest.mark.parametrize("missing", ["3e 0000 0000 00 2000 000000 00f0", "3e 7f00 ff00 00 2000 000000 ff07"])
def test_missing_values(missing: str) -> None:
    assert decode(missing) == Reading(6.0, Frame.VALUES)


@pytest.mark.parametrize(
    ("bit", "flag"), [(2, Flag.WEAK_SIGNAL), (5, Flag.LOW_PERFUSION), (10, Flag.INTERFERENCE), (9, Flag.SEARCHING)]
)
def test_sensor_status_bits_are_plx_s(bit: int, flag: Flag) -> None:
    found = decode(VALUES[:8] + (1 << bit).to_bytes(3, "little") + VALUES[11:])

    assert found == Reading(6.0, Frame.VALUES, 98.0, 72.0, 5.5, frozenset({flag}))


def test_without_a_finger_no_number_is_believed() -> None:
    assert decode(VALUES[:8] + bytes.fromhex("000800") + VALUES[11:]) == Reading(
        6.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER})
    )


def test_a_measurement_called_invalid_has_no_number() -> None:
    assert decode(VALUES[:6] + bytes.fromhex("2080") + VALUES[8:]) == Reading(
        6.0, Frame.VALUES, flags=frozenset({Flag.UNQUALIFIED})
    )


@pytest.mark.parametrize("data", [b"", b"\x01", b"\x01\x02\x03", VALUES[:-1], VALUES + b"\0", b"\x3f" + VALUES[1:]])
def test_anything_else_is_refused(data: bytes) -> None:
    assert isinstance(decode(data), Refused)


def test_a_spot_check_is_refused() -> None:
    assert isinstance(decode(VALUES, SPOT_CHECK), Refused)


def test_the_battery_has_a_service_of_its_own() -> None:
    assert decode("2b", BATTERY_LEVEL) == Reading(6.0, Frame.STATUS, battery=43)
    assert isinstance(decode("65", BATTERY_LEVEL), Refused)


@given(
    spo2=st.none() | st.integers(1, 100),
    pulse=st.none() | st.integers(1, 254),
    perfusion=st.none() | st.integers(1, 255).map(lambda tenths: tenths / 10),
    flags=st.frozensets(st.sampled_from([Flag.WEAK_SIGNAL, Flag.LOW_PERFUSION])),
)
def test_what_is_sent_comes_back(
    spo2: int | None, pulse: int | None, perfusion: float | None, flags: frozenset[Flag]
) -> None:
    reading = Reading(6.0, Frame.VALUES, spo2, pulse, perfusion, flags)
    (sent,) = ChoiceMMed().encoder().encode(reading)

    assert decode(sent.data) == reading


@given(st.frozensets(st.sampled_from([*Flag])))
def test_flags_come_back_as_far_as_there_are_bits(flags: frozenset[Flag]) -> None:
    (sent,) = ChoiceMMed().encoder().encode(Reading(6.0, Frame.VALUES, 98, 72, 5.5, flags))
    back = decode(sent.data)

    assert isinstance(back, Reading)
    assert back.flags == flags & {Flag.WEAK_SIGNAL, Flag.LOW_PERFUSION, Flag.NO_FINGER}
    assert (back.spo2 is None) == bool(flags & {Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})


def test_each_pleth_sample_is_a_notification_and_a_new_battery_level_one_more() -> None:
    encoder = ChoiceMMed().encoder()
    pleth = Reading(6.0, Frame.PLETH, pleth=(1.0, 255.0), battery=43)

    assert [(each.characteristic, each.data) for each in encoder.encode(pleth)] == [
        (STREAM, b"\x01\x01"),
        (STREAM, b"\x01\xff"),
        (BATTERY_LEVEL, b"\x2b"),
    ]
    assert [each.characteristic for each in encoder.encode(pleth)] == [STREAM, STREAM]


@pytest.mark.parametrize("name", ["iP900BPB", "500E-B", "Choicemmed", "MD300C228"])
def test_names_of_the_family(name: str) -> None:
    mine = ChoiceMMed()

    assert mine.recognise(Advertisement(name=name)) is Match.LIKELY
    assert mine.recognise(Advertisement(name=name, services=frozenset({UART}))) is Match.CERTAIN
    assert mine.recognise(Advertisement(name=name, services=frozenset({PULSE_OXIMETER}))) is Match.NO


def test_the_maker_s_own_service_tells_more_than_the_shared_one() -> None:
    assert ChoiceMMed().recognise(Advertisement(services=frozenset({VANITY}))) is Match.LIKELY
    assert ChoiceMMed().recognise(Advertisement(services=frozenset({UART}))) is Match.POSSIBLE
    assert ChoiceMMed().recognise(Advertisement(name="A lamp")) is Match.NO
