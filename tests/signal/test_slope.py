"""The slope is a line through steady numbers, honest about how well it is known."""

import random

import pytest

from breathline.signal.slope import FARTHEST_S, Slope, low_in


def through(
    per_minute: float, seconds: int, noise: float = 0.0, step_s: float = 1.0
) -> tuple[float | None, float | None]:
    chance = random.Random(1)
    slope = Slope()
    for i in range(int(seconds / step_s)):
        t = i * step_s
        slope.add(t, 97.0 + per_minute * t / 60.0 + chance.gauss(0.0, noise))
    return slope.fit()


@pytest.mark.parametrize("per_minute", [-30.0, -4.0, 0.0, 12.0])
def test_a_straight_line_is_found(per_minute: float) -> None:
    slope, error = through(per_minute, 60)
    assert slope == pytest.approx(per_minute, abs=0.01)
    assert error is not None
    assert 0.5 < error < 1.0  # rounding to whole percents is always part of it


def test_noise_makes_it_less_certain() -> None:
    _, quiet = through(-4.0, 60)
    _, noisy = through(-4.0, 60, noise=2.0)
    assert quiet is not None
    assert noisy is not None
    assert noisy > 3 * quiet


@pytest.mark.parametrize("seconds", [0, 5, 10])
def test_too_little_gives_none(seconds: int) -> None:
    assert through(-4.0, seconds) == (None, None)


def test_points_close_together_give_none_however_many() -> None:
    assert through(-4.0, 10, step_s=0.25) == (None, None)


def test_a_fast_stream_counts_one_point_a_second() -> None:
    assert through(-4.0, 60, step_s=0.25)[1] == pytest.approx(through(-4.0, 60)[1], rel=0.1)


def test_only_the_last_half_minute_counts() -> None:
    slope = Slope()
    for i in range(100):
        slope.add(float(i), 97.0 if i < 60 else 97.0 - (i - 60))
    assert slope.fit()[0] == pytest.approx(-60.0)


def test_cleared_it_knows_nothing() -> None:
    slope = Slope()
    for i in range(20):
        slope.add(float(i), 97.0)
    slope.clear()
    assert slope.fit() == (None, None)


def test_the_limit_is_met_when_level_and_slope_say_so() -> None:
    assert low_in(95.0, -10.0, 1.0, 90.0) == pytest.approx(30.0)


@pytest.mark.parametrize(
    ("spo2", "slope", "error", "limit"),
    [
        (95.0, None, None, 90.0),
        (95.0, -10.0, 1.0, None),
        (90.0, -10.0, 1.0, 90.0),
        (95.0, -10.0, 5.0, 90.0),
        (95.0, 10.0, 1.0, 90.0),
        (90.0 + 0.2 * FARTHEST_S, -10.0, 1.0, 90.0),
    ],
    ids=["no slope", "no limit", "there already", "not sure", "rising", "too far away"],
)
def test_there_is_no_time_to_a_limit_that_is_not_coming(
    spo2: float, slope: float | None, error: float | None, limit: float | None
) -> None:
    assert low_in(spo2, slope, error, limit) is None
