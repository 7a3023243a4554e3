"""A byte stream is cut into frames, wherever notifications begin and end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.driver import Family, Refused
from breathline.ble.drivers.frames import OUTSIDE, FrameStream, Skipped, StreamSession, find_header, pieces


class Lines:
    """Frames for tests: `<`, a digit that says how many letters follow, the letters; capitals are faults."""

    def find(self, data: bytes | bytearray, start: int) -> int:
        at = data.find(b"<", start)
        return at if at >= 0 else len(data)

    def size(self, data: bytes | bytearray) -> int | None:
        if len(data) < 2:
            return None
        return 2 + int(data[1:2]) if data[1:2].isdigit() else 0

    def fault(self, frame: bytes) -> str:
        return "" if frame == frame.lower() else "shouting"


def test_a_frame_split_over_three_notifications_is_one_frame() -> None:
    stream = FrameStream(Lines())

    assert [stream.feed(part) for part in (b"<3", b"ab", b"c")] == [[], [], [b"<3abc"]]


def test_several_frames_in_one_notification_are_several() -> None:
    assert FrameStream(Lines()).feed(b"<1a<0<2bc") == [b"<1a", b"<0", b"<2bc"]


def test_bytes_before_a_frame_are_named_once() -> None:
    assert FrameStream(Lines()).feed(b"xyz<1a") == [Skipped(b"xyz", OUTSIDE), b"<1a"]


def test_a_beginning_that_can_be_no_frame_belongs_to_what_is_outside() -> None:
    assert FrameStream(Lines()).feed(b"<<x<1a") == [Skipped(b"<<x", OUTSIDE), b"<1a"]


def test_a_wrong_frame_is_named_and_a_good_one_inside_it_is_found() -> None:
    assert FrameStream(Lines()).feed(b"<9A<2bcdef<1g") == [
        Skipped(b"<9A<2bcdef<", "shouting"),
        b"<2bc",
        Skipped(b"def", OUTSIDE),
        b"<1g",
    ]


def test_what_waits_can_be_seen() -> None:
    stream = FrameStream(Lines())
    stream.feed(b"<1a<5bc")

    assert stream.waiting == b"<5bc"


@pytest.mark.parametrize(
    ("data", "start", "at"),
    [
        (b"xabcabc", 0, 1),
        (b"xabcabc", 2, 4),
        (b"xxab", 0, 2),
        (b"xxa", 0, 2),
        (b"xxab", 3, 4),
        (b"aab", 1, 1),
        (b"xxx", 0, 3),
        (b"", 0, 0),
    ],
)
def test_a_header_is_found_and_at_the_end_its_beginning(data: bytes, start: int, at: int) -> None:
    assert find_header(data, b"abc", start) == at
    assert find_header(bytearray(data), b"abc", start) == at


def test_what_waits_can_be_forgotten() -> None:
    stream = FrameStream(Lines())
    stream.feed(b"<5bc")
    stream.forget()

    assert stream.feed(b"<1a") == [b"<1a"]


def test_what_is_long_goes_out_in_pieces() -> None:
    assert pieces(b"abcdefg", 3) == [b"abc", b"def", b"g"]


def test_a_session_shows_what_it_waits_with() -> None:
    session = StreamSession(Family.PLX, "2a5f", Lines(), lambda t, frame: Refused(t, "unused", frame))
    session.receive(0.0, "2a5f", b"<1a<5bc")

    assert session.unfinished == b"<5bc"


@given(st.lists(st.binary(max_size=6).map(lambda part: part.translate(bytes(b"<123aAbB"[i % 8] for i in range(256))))))
def test_the_same_bytes_give_the_same_frames_however_they_are_cut(parts: list[bytes]) -> None:
    cut, whole = FrameStream(Lines()), FrameStream(Lines())
    pieces = [piece for part in parts for piece in cut.feed(part)]
    once = whole.feed(b"".join(parts))

    assert [piece for piece in pieces if isinstance(piece, bytes)] == [
        piece for piece in once if isinstance(piece, bytes)
    ]
    assert cut.waiting == whole.waiting
    assert len(cut.waiting) < 12
