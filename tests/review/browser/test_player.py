from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from breathline.review.browser.player import SPEEDS, Player, clock


def test_it_plays_at_the_speed_that_was_chosen() -> None:
    player = Player(600, [])
    player.toggle()
    player.pass_time(2)
    assert player.t == 2
    player.faster(3)
    player.pass_time(2)
    assert (player.speed, player.t) == (10, 22)


def test_it_stands_until_it_is_told_to_play() -> None:
    player = Player(600, [])
    player.pass_time(5)
    assert player.t == 0


def test_it_stops_at_the_end_and_then_plays_from_the_beginning() -> None:
    player = Player(10, [])
    player.toggle()
    player.pass_time(11)
    assert (player.t, player.playing) == (10, False)
    player.toggle()
    assert (player.t, player.playing) == (0, True)


def test_the_speed_stays_between_life_and_sixty_times() -> None:
    player = Player(10, [])
    player.faster(-1)
    assert player.speed == 1
    player.faster(99)
    assert player.speed == 60 == SPEEDS[-1]


def test_a_step_goes_to_what_happened_next_or_before_and_stands_there() -> None:
    player = Player(100, [5, 5, 30, 700])
    player.toggle()
    visited = []
    for way in (1, 1, 1, 1, -1, -1, -1, -1):
        player.step(way)
        visited.append(player.t)
    assert visited == [5, 30, 100, 100, 30, 5, 0, 0]
    assert not player.playing


@given(st.lists(st.sampled_from(["play", "fast", "slow", "on", "back", "wait", "go"])), st.floats(0, 4000))
def test_it_never_leaves_the_response(presses: list[str], length: float) -> None:
    player = Player(length, [1, 2, 50])
    does: dict[str, Callable[[], None]] = {
        "play": player.toggle,
        "fast": player.faster,
        "slow": lambda: player.faster(-1),
        "on": lambda: player.step(1),
        "back": lambda: player.step(-1),
        "wait": lambda: player.pass_time(3.3),
        "go": lambda: player.go(1e9),
    }
    for press in presses:
        does[press]()
        assert 0 <= player.t <= length


def test_a_clock_says_minutes_and_seconds() -> None:
    assert [clock(each) for each in (0, 65.9, 3601)] == ["0:00", "1:05", "60:01"]
