"""What every driver must do, whatever its family. A new driver is in the registry, and thereby in here."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Driver, Family, Match, Notification, Property, Refused
from breathline.ble.drivers.frames import StreamSession
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.found import best_match
from breathline.words import Flag, Frame, Reading
from tests.ble.drivers.conversation import Conversation, held, possible, recut

EVERY = pytest.mark.parametrize("each", DRIVERS.values(), ids=list(DRIVERS))
STREAMS = [each for each in DRIVERS.values() if isinstance(each.session(), StreamSession)]

NOTIFICATION = 20
"""Bytes a notification holds as long as nobody asks for more."""
LONGER = {Family.NONIN: 53, Family.OXYII: 244}
"""Families whose devices send longer ones."""
KEPT = 1200
"""Bytes and items a session may keep: the longest frame of any family and a little."""

HERE = Reading(0.0, Frame.VALUES, 98.0, 72.0, 5.5, battery=75)
GONE = Reading(0.0, Frame.VALUES, flags=frozenset({Flag.NO_FINGER}), battery=75)

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


def pleth(each: Driver) -> Reading:
    """A tenth of a second of pleth as the family sends it."""
    return Reading(0.0, Frame.PLETH, pleth=tuple(float(at % 60) for at in range(round((each.pleth_hz or 0) / 10))))


def second(each: Driver, reading: Reading) -> list[Reading]:
    """What a device of the family measures in a second while its values stay the same."""
    if each.pleth_hz is None or each.period_s < 1:
        return [reading] * round(1 / min(each.period_s, 1.0))
    return [*[pleth(each)] * 10, reading]


@EVERY
def test_it_says_what_it_is(each: Driver) -> None:
    assert each.models
    assert {"spo2", "pulse"} <= set(each.gives) <= {"spo2", "pulse", "perfusion", "pleth", "battery"}
    assert 0 < each.period_s <= 10
    assert ("pleth" in each.gives) == (each.pleth_hz is not None)


@EVERY
def test_it_is_the_best_match_for_its_own_advertisement(each: Driver) -> None:
    found, match = best_match([*DRIVERS.values()], each.advertisement)

    assert found is each
    assert match >= Match.LIKELY


@pytest.mark.parametrize(("one", "other"), list(permutations(DRIVERS.values(), 2)), ids=lambda each: str(each.family))
def test_no_two_families_are_taken_for_each_other(one: Driver, other: Driver) -> None:
    assert one.recognise(other.advertisement) < other.recognise(other.advertisement)


@EVERY
def test_it_serves_what_it_subscribes_to(each: Driver) -> None:
    speaking = {
        characteristic.uuid
        for service in each.services
        for characteristic in service.characteristics
        if characteristic.properties & {Property.NOTIFY, Property.INDICATE}
    }

    assert set(each.subscriptions) <= speaking
    assert each.values_characteristic in each.subscriptions


@EVERY
def test_it_writes_only_where_its_devices_can_be_written(each: Driver) -> None:
    writable = {
        characteristic.uuid
        for service in each.services
        for characteristic in service.characteristics
        if characteristic.properties & {Property.WRITE, Property.WRITE_NO_RESPONSE}
    }
    session = each.session()
    written = list(session.opened(0.0))
    for second_ in range(1, 11):
        if session.next_write is not None and session.next_write <= second_:
            written += session.writes(float(second_))

    assert {write.characteristic for write in written} <= writable


@EVERY
def test_a_family_that_is_not_asked_has_nothing_to_write(each: Driver) -> None:
    session = each.session()

    assert session.next_write is not None or session.opened(0.0) or session.writes(1.0) == []


@EVERY
def test_asking_goes_on_but_never_without_a_pause(each: Driver) -> None:
    """A device that answers nothing is asked again and again, a few times a second at most."""
    session = each.session()
    asked = len(session.opened(0.0))
    t = 0.0
    for _ in range(1000):
        if session.next_write is None or session.next_write > 60:
            break
        t = max(t, session.next_write)
        asked += len(session.writes(t))

    assert session.next_write is None or session.next_write > 60
    assert asked <= 60 * 5


@EVERY
def test_a_device_does_not_answer_what_nobody_asks(each: Driver) -> None:
    assert each.encoder().written(0.0, each.values_characteristic, b"x") == []


@EVERY
def test_what_a_device_measures_is_heard(each: Driver) -> None:
    talk = Conversation(each)
    for _ in range(4):
        talk.say(*second(each, HERE))
    last = talk.values[-1]
    batteries = {one.battery for one in talk.heard if isinstance(one, Reading)} - {None}

    assert talk.refused == []
    assert (last.spo2, last.pulse) == (98.0, 72.0)
    assert last.flags == frozenset()
    assert (last.perfusion == 5.5) == ("perfusion" in each.gives)
    assert bool(batteries) == ("battery" in each.gives)
    assert any(one.pleth for one in talk.heard if isinstance(one, Reading)) == ("pleth" in each.gives)


@EVERY
def test_a_finger_that_leaves_takes_its_number_along_and_brings_it_back(each: Driver) -> None:
    talk = Conversation(each)
    for _ in range(2):
        talk.say(*second(each, HERE))
    for _ in range(3):
        talk.say(*second(each, GONE))
    gone = talk.values[-1]
    for _ in range(3):
        talk.say(*second(each, HERE))

    assert (gone.spo2, gone.pulse) == (None, None)
    assert (talk.values[-1].spo2, talk.values[-1].pulse) == (98.0, 72.0)
    assert talk.values[-1].flags == frozenset()


@EVERY
def test_readings_are_stamped_with_the_time_they_came(each: Driver) -> None:
    talk = Conversation(each)
    talk.say(*second(each, HERE) * 3)

    assert all(one.t <= talk.t for one in talk.heard)
    assert talk.values[-1].t > talk.values[0].t


@EVERY
def test_notifications_are_no_longer_than_a_device_can_send(each: Driver) -> None:
    talk = Conversation(each)
    talk.say(*second(each, HERE) * 3)

    assert max(len(one.data) for one in talk.sent) <= LONGER.get(each.family, NOTIFICATION)


@EVERY
def test_bytes_on_a_foreign_characteristic_are_refused(each: Driver) -> None:
    (refused,) = each.session().receive(3.0, "00002a00-0000-1000-8000-00805f9b34fb", b"abc")

    assert isinstance(refused, Refused)
    assert (refused.t, refused.data) == (3.0, b"abc")
    assert "00002a00" in refused.reason


@EVERY
@given(data=st.data())
def test_no_bytes_at_all_make_it_raise_lie_or_hoard(each: Driver, data: st.DataObject) -> None:
    session = each.session()
    session.opened(0.0)
    for t, chunk in enumerate(data.draw(st.lists(st.binary(max_size=250), max_size=8))):
        for characteristic in each.subscriptions:
            for piece in session.receive(float(t), characteristic, chunk):
                assert isinstance(piece, Refused) or possible(piece)
    assert held(session) < KEPT


@EVERY
@given(data=st.data())
def test_no_damage_on_the_way_makes_it_raise_lie_or_hoard(each: Driver, data: st.DataObject) -> None:
    def noise(sent: list[Notification]) -> list[Notification]:
        return [noisy(one) for one in sent if data.draw(st.integers(0, 9))]

    def noisy(one: Notification) -> Notification:
        damaged = bytearray(one.data[: data.draw(st.integers(0, len(one.data)))] or one.data)
        if damaged and data.draw(st.booleans()):
            damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
        return Notification(one.characteristic, bytes(damaged))

    talk = Conversation(each, noise)
    talk.say(*second(each, HERE)[-3:] * 2, GONE, HERE)

    assert all(isinstance(piece, Refused) or possible(piece) for piece in talk.heard)
    assert held(talk.session) < KEPT


@EVERY
@given(readings=st.lists(READINGS, max_size=6))
def test_whatever_is_encoded_decodes_without_a_refusal(each: Driver, readings: list[Reading]) -> None:
    talk = Conversation(each)
    talk.say(*readings)

    assert talk.refused == []
    assert all(isinstance(piece, Reading) and possible(piece) for piece in talk.heard)
    assert all(len(one.data) <= LONGER.get(each.family, NOTIFICATION) for one in talk.sent)


@pytest.mark.parametrize("each", STREAMS, ids=lambda each: str(each.family))
@given(cuts=st.sets(st.integers(1, 400)))
def test_the_same_bytes_give_the_same_readings_however_they_are_cut(each: Driver, cuts: set[int]) -> None:
    readings = [*second(each, HERE)[-4:], *second(each, GONE)[-4:], HERE]
    whole, cut = Conversation(each), Conversation(each, lambda sent: recut(sent, cuts))

    assert cut.say(*readings) == whole.say(*readings)
    assert whole.values
