"""Drivers are found by name and by what a device advertises; rules that hold for every one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Advertisement, Driver, Family, Match, Refused
from breathline.ble.drivers.frames import StreamSession
from breathline.ble.drivers.registry import DRIVERS, best_match, driver
from breathline.errors import UsageError
from breathline.words import Flag, Frame, Reading

EVERY = pytest.mark.parametrize("each", DRIVERS.values(), ids=list(DRIVERS))

READINGS = st.builds(
    Reading,
    t=st.just(0.0),
    frame=st.sampled_from(Frame),
    spo2=st.none() | st.floats(0, 200),
    pulse=st.none() | st.floats(0, 70000),
    perfusion=st.none() | st.floats(0, 300),
    flags=st.frozensets(st.sampled_from(Flag)),
    battery=st.none() | st.integers(-5, 200),
    pleth=st.lists(st.floats(-10, 300), max_size=12).map(tuple),
)


def test_a_driver_is_found_by_its_family_name() -> None:
    assert driver("pc60fw").family is Family.PC60FW


def test_an_unknown_family_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r'no oximeter family "pxl"; choose one of: plx, pc60fw, berrymed'):
        driver("pxl")


def test_a_family_without_a_driver_is_refused_as_such() -> None:
    with pytest.raises(UsageError, match="not supported yet"):
        driver("nonin")


@EVERY
def test_each_driver_is_the_best_match_for_its_own_advertisement(each: Driver) -> None:
    found = best_match(each.advertisement)

    assert found is not None
    assert found[0] is each
    assert found[1] >= Match.LIKELY


def test_an_advertisement_of_something_else_matches_nothing() -> None:
    assert (
        best_match(Advertisement(name="Kettle", services=frozenset({"0000180d-0000-1000-8000-00805f9b34fb"}))) is None
    )
    assert best_match(Advertisement()) is None


@EVERY
def test_each_driver_serves_what_it_subscribes_to(each: Driver) -> None:
    served = {characteristic.uuid for service in each.services for characteristic in service.characteristics}

    assert set(each.subscriptions) <= served
    assert each.values_characteristic in each.subscriptions


@EVERY
def test_a_streaming_family_has_nothing_to_write(each: Driver) -> None:
    session = each.session()

    assert session.opened(0.0) == []
    assert session.next_write is None
    assert session.writes(1.0) == []
    assert each.encoder().written(0.0, each.values_characteristic, b"x") == []


@EVERY
def test_bytes_on_a_foreign_characteristic_are_refused(each: Driver) -> None:
    (refused,) = each.session().receive(3.0, "00002a00-0000-1000-8000-00805f9b34fb", b"abc")

    assert isinstance(refused, Refused)
    assert (refused.t, refused.data) == (3.0, b"abc")
    assert "00002a00" in refused.reason


@EVERY
@given(data=st.data())
def test_no_bytes_at_all_make_a_driver_raise_or_hoard(each: Driver, data: st.DataObject) -> None:
    session = each.session()
    for chunk in data.draw(st.lists(st.binary(max_size=120), max_size=8)):
        for characteristic in each.subscriptions:
            for piece in session.receive(1.0, characteristic, chunk):
                assert isinstance(piece, Refused) or possible(piece)
    if isinstance(session, StreamSession):
        assert len(session.unfinished) < 70


@EVERY
@given(readings=st.lists(READINGS, max_size=6))
def test_whatever_is_encoded_decodes_without_a_refusal(each: Driver, readings: list[Reading]) -> None:
    encoder, session = each.encoder(), each.session()
    for reading in readings:
        for notification in encoder.encode(reading):
            assert len(notification.data) <= 20
            for piece in session.receive(2.0, notification.characteristic, notification.data):
                assert isinstance(piece, Reading)
                assert possible(piece)


def possible(reading: Reading) -> bool:
    return (
        (reading.spo2 is None or 0 < reading.spo2 <= 100)
        and (reading.pulse is None or 0 < reading.pulse <= 511)
        and (reading.perfusion is None or 0 < reading.perfusion <= 100)
        and (reading.battery is None or 0 <= reading.battery <= 100)
        and not (Flag.NO_FINGER in reading.flags and reading.spo2 is not None)
    )
