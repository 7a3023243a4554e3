"""Asking: one request at a time, the next when the answer is there or overdue."""

import pytest

from breathline.ble.drivers.driver import Family, Refused, Write
from breathline.ble.drivers.polled import PATIENCE_S, PolledSession
from breathline.words import Frame, Reading

VALUES, WAVE = Write("write", b"values?"), Write("write", b"wave?")


class Lines:
    """Answers for tests: `<`, two letters, `>`."""

    def find(self, data: bytes | bytearray, start: int) -> int:
        at = data.find(b"<", start)
        return at if at >= 0 else len(data)

    def size(self, data: bytes | bytearray) -> int | None:
        return 4 if data else None

    def fault(self, frame: bytes) -> str:
        return "" if frame.endswith(b">") else "no end"


HELLO = Write("write", b"hello!")


def polled(*requests: Write, period_s: float = 1.0, first: tuple[Write, ...] = ()) -> PolledSession:
    def read(t: float, frame: bytes) -> Reading | Refused:
        return Refused(t, "an error", frame) if frame == b"<no>" else Reading(t, Frame.VALUES)

    return PolledSession(
        Family.VIATOM, "notify", Lines(), read, requests or (VALUES, WAVE), period_s=period_s, first=first
    )


def answer(session: PolledSession, t: float, data: bytes = b"<ok>") -> list[Reading | Refused]:
    return session.receive(t, "notify", data)


def test_the_first_request_goes_out_at_once_and_the_second_when_the_first_is_answered() -> None:
    session = polled()

    assert session.next_write is None
    assert session.opened(10.0) == [VALUES]
    assert session.asked == VALUES
    assert session.writes(10.1) == []
    answer(session, 10.2)
    assert session.next_write == 10.2
    assert session.writes(10.2) == [WAVE]


def test_a_round_begins_a_second_after_the_one_before() -> None:
    session = polled()
    session.opened(10.0)
    answer(session, 10.1)
    session.writes(10.1)
    answer(session, 10.3)

    assert session.next_write == 11.0
    assert session.writes(10.9) == []
    assert session.writes(11.0) == [VALUES]


def test_an_answer_that_comes_late_but_in_time_puts_the_next_round_off() -> None:
    session = PolledSession(
        Family.VIATOM, "notify", Lines(), lambda t, _: Reading(t, Frame.VALUES), [VALUES], period_s=0.2
    )
    session.opened(10.0)
    answer(session, 10.5)

    assert session.next_write == 10.5


def test_a_lost_answer_is_given_up_and_the_values_are_asked_for_again() -> None:
    session = polled()
    session.opened(10.0)

    assert session.next_write == 10.0 + PATIENCE_S
    assert session.writes(10.7) == [VALUES]
    answer(session, 10.8)
    assert session.writes(10.8) == [WAVE]
    assert session.writes(10.8 + PATIENCE_S) == [VALUES]


def test_what_comes_first_is_asked_once() -> None:
    session = polled(VALUES, first=(HELLO,))
    asked = session.opened(10.0)
    for t in (10.1, 10.2, 11.1):
        answer(session, t)
        due = session.next_write
        assert due is not None
        asked += session.writes(due)

    assert asked == [HELLO, VALUES, VALUES, VALUES]
    assert session.next_write == 12.0 + PATIENCE_S


def test_what_comes_first_holds_nothing_up() -> None:
    session = polled(VALUES, first=(HELLO, HELLO))

    assert session.opened(10.0) == [HELLO]
    assert session.writes(10.0 + PATIENCE_S) == [VALUES]


def test_half_an_answer_does_not_spoil_the_next() -> None:
    session = polled()
    session.opened(10.0)
    answer(session, 10.1, b"<o")
    session.writes(10.7)

    assert answer(session, 10.8) == [Reading(10.8, Frame.VALUES)]


def test_a_refusing_answer_is_an_answer_and_a_damaged_one_is_none() -> None:
    session = polled()
    session.opened(10.0)

    (damaged,) = answer(session, 10.1, b"<ok!")
    assert isinstance(damaged, Refused)
    assert session.next_write == 10.0 + PATIENCE_S
    (refusal,) = answer(session, 10.2, b"<no>")
    assert isinstance(refusal, Refused)
    assert session.next_write == 10.2


def test_what_nobody_asked_for_is_read_and_asks_for_nothing() -> None:
    session = polled()

    assert answer(session, 10.0) == [Reading(10.0, Frame.VALUES)]
    assert session.next_write is None
    assert session.writes(10.0) == []


@pytest.mark.parametrize("lost", [1, 5, 50])
def test_however_many_answers_are_lost_it_asks_on(lost: int) -> None:
    session = polled()
    session.opened(0.0)
    for _ in range(lost):
        due = session.next_write
        assert due is not None
        assert session.writes(due) == [VALUES]
