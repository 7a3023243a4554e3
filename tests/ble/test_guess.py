"""The first guess at a family stays, unless the device's table or its first frames say otherwise."""

from __future__ import annotations

from breathline.ble.drivers.choicemmed import ChoiceMMed
from breathline.ble.drivers.driver import Driver, Match, Refused
from breathline.ble.drivers.frames import StreamSession
from breathline.ble.drivers.fs20f import SERIAL_NOTIFY, Fs20f
from breathline.ble.drivers.jumper import OXIMETER_NOTIFY, Jumper
from breathline.ble.drivers.pc60fw import UART_NOTIFY, Pc60fw
from breathline.ble.drivers.plx import CONTINUOUS, Plx
from breathline.ble.drivers.registry import DRIVERS
from breathline.ble.drivers.tables import table_of
from breathline.ble.guess import STRANGE_AFTER, Guess
from breathline.words import Frame, Reading

VALUES = bytes.fromhex("aa550f08016239004400c0e3")
ALL = tuple(DRIVERS.values())


class Cousin(Pc60fw):
    """A family on the same characteristic whose frames are as FS20F's."""

    def session(self) -> StreamSession:
        return _Forwarding(Fs20f().session())


class _Forwarding(StreamSession):
    def __init__(self, inner: StreamSession) -> None:
        self.inner = inner

    def receive(self, t: float, characteristic: str, data: bytes) -> list[Reading | Refused]:
        return self.inner.receive(t, SERIAL_NOTIFY, data)


def feed(guess: Guess, *notifications: bytes, characteristic: str = UART_NOTIFY) -> list[Reading | Refused]:
    return [each for t, data in enumerate(notifications) for each in guess.receive(float(t), characteristic, data)]


def test_a_guess_that_fits_stays() -> None:
    for each in ALL:
        guess = Guess(each, ALL)

        assert guess.look(table_of(each.services)) >= Match.LIKELY
        assert guess.driver is each


def test_a_name_that_misleads_is_corrected_by_the_table() -> None:
    guess = Guess(Pc60fw(), ALL)

    assert guess.look(table_of(ChoiceMMed.services)) is Match.LIKELY
    assert isinstance(guess.driver, ChoiceMMed)


def test_plx_is_preferred_where_the_device_serves_it() -> None:
    guess = Guess(ChoiceMMed(), ALL)

    assert guess.look(table_of(ChoiceMMed.services) | table_of(Plx.services)) is Match.CERTAIN
    assert isinstance(guess.driver, Plx)
    assert feed(guess, bytes.fromhex("0062004800"), characteristic=CONTINUOUS) == [
        Reading(0.0, Frame.VALUES, 98.0, 72.0)
    ]


def test_a_table_of_nothing_known_is_no_family() -> None:
    assert Guess(Pc60fw(), ALL).look(frozenset({("180a", "2a29")})) is Match.NO


def test_frames_that_only_another_family_can_read_correct_it() -> None:
    cousin, values = Cousin(), bytes.fromhex("fe0a55004f6314bf391d")
    guess = Guess(Pc60fw(), [Plx(), cousin])
    guess.look(table_of(Pc60fw.services))
    before = feed(guess, values)

    assert [type(each) for each in before] == [Refused]
    assert isinstance(guess.driver, Pc60fw)
    assert feed(guess, values, values) == [
        Reading(0.0, Frame.VALUES, 99.0, 79.0, 5.311),
        Reading(1.0, Frame.VALUES, 99.0, 79.0, 5.311),
    ]
    assert guess.driver is cousin


def test_a_guess_that_has_read_something_is_not_given_up() -> None:
    first: Driver = Pc60fw()
    guess = Guess(first, [Cousin()])
    guess.look(table_of(Pc60fw.services))
    feed(guess, VALUES, *[bytes.fromhex("fe0a55004f6314bf391d")] * 5)

    assert guess.driver is first
    assert not guess.strange


def test_another_family_hears_only_its_own_characteristics() -> None:
    guess = Guess(Pc60fw(), [Cousin()])
    guess.look(table_of(Pc60fw.services))
    feed(guess, *[bytes.fromhex("fe0a55004f6314bf391d")] * 5, characteristic="2a37")

    assert isinstance(guess.driver, Pc60fw)


def test_a_device_of_which_nothing_can_be_read_is_strange() -> None:
    guess = Guess(Pc60fw())
    feed(guess, *[b"+OK\r\n"] * (STRANGE_AFTER - 1))
    assert not guess.strange
    feed(guess, b"+OK\r\n")
    assert guess.strange


def test_a_device_that_waits_for_a_finger_in_a_language_of_its_own_is_not_strange() -> None:
    guess = Guess(Jumper())
    feed(guess, *[b"\x2d" * 11] * 100, characteristic=OXIMETER_NOTIFY)

    assert not guess.strange
