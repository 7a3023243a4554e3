"""The shapes of an overdose, each as a device would send it: all are seen, none late, none missed.

Sleep-study software misses most of these (it looks for dips against a moving baseline), so each has its name here.
"""

import pytest

from breathline.signal.conditioner import Conditioner
from breathline.words import Trust, Vitals
from tests.signal.feeding import feed

LOW = 90.0


def ramp(start: float, end: float, seconds: int) -> list[float]:
    return [float(round(start + (end - start) * i / seconds)) for i in range(seconds)]


def first_live_below(given: list[Vitals]) -> float:
    return next(v.t for v in given if v.trust is Trust.LIVE and v.spo2 is not None and v.spo2 < LOW)


def first_sent_below(numbers: list[float]) -> int:
    return next(i for i, number in enumerate(numbers) if number < LOW)


SLOW_FALL = [97.0] * 30 + ramp(97, 60, 600) + [60.0] * 60
FALL_AND_RECOVERY = [97.0] * 30 + ramp(97, 70, 240) + [70.0] * 300 + ramp(70, 97, 30) + [97.0] * 60
CLIPPED_ON_AT_80 = [80.0] * 60
APNOEA = [97.0] * 30 + ramp(97, 88, 12) + [88.0] * 20 + ramp(88, 97, 6) + [97.0] * 30
STEEP = [97.0] * 30 + ramp(97, 70, 20) + [70.0] * 60


@pytest.mark.parametrize(
    "numbers",
    [SLOW_FALL, FALL_AND_RECOVERY, CLIPPED_ON_AT_80, APNOEA, STEEP],
    ids=["97 to 60 in ten minutes", "97 to 70, low, recovers", "clipped on at 80", "apnoea ramp", "97 to 70 in 20 s"],
)
def test_below_90_is_live_within_two_seconds_of_the_device_s_own_reading(numbers: list[float]) -> None:
    given = feed(Conditioner(), numbers)
    assert first_live_below(given) - first_sent_below(numbers) <= 2.0


SHORT_APNOEA = [97.0] * 30 + ramp(97, 90, 40) + [90.0] * 10


@pytest.mark.hazard("H-02")
@pytest.mark.parametrize(
    "numbers",
    [SLOW_FALL, FALL_AND_RECOVERY, CLIPPED_ON_AT_80, SHORT_APNOEA, APNOEA, STEEP],
    ids=[
        "97 to 60 in ten minutes",
        "97 to 70, low, recovers",
        "clipped on at 80",
        "97 to 90 in 40 s",
        "apnoea",
        "steep",
    ],
)
def test_a_fall_is_never_shown_more_than_three_seconds_late(numbers: list[float]) -> None:
    for second, vitals in enumerate(feed(Conditioner(), numbers)):
        if second >= 3:
            assert vitals.trust is Trust.LIVE
            assert vitals.spo2 is not None
            assert vitals.spo2 <= max(numbers[second - 3 : second + 1])


@pytest.mark.hazard("H-02")
def test_the_time_to_the_limit_is_told_while_a_fall_is_real_and_above_it() -> None:
    given = feed(Conditioner(low_limit=LOW), SLOW_FALL)
    told = [(vitals.t, vitals.low_in) for vitals in given if vitals.low_in is not None]
    crossed = first_live_below(given)
    assert crossed - told[0][0] > 60
    assert all(t < crossed for t, _ in told)
    assert all(abs(t + soon - crossed) < 60 for t, soon in told[-30:])


@pytest.mark.parametrize("numbers", [[97.0] * 120, [85.0] * 120, ramp(80, 97, 60)])
def test_there_is_no_time_to_the_limit_without_a_fall_towards_it(numbers: list[float]) -> None:
    assert {vitals.low_in for vitals in feed(Conditioner(low_limit=LOW), numbers)} == {None}


@pytest.mark.parametrize("numbers", [SLOW_FALL, FALL_AND_RECOVERY, APNOEA, STEEP])
def test_a_plausible_course_is_live_from_the_third_reading_to_the_last(numbers: list[float]) -> None:
    assert {vitals.trust for vitals in feed(Conditioner(), numbers)[2:]} == {Trust.LIVE}


def test_a_low_stretch_stays_low_to_its_end_and_recovery_shows_within_three_seconds() -> None:
    given = feed(Conditioner(), FALL_AND_RECOVERY)
    low = [vitals.t for vitals in given if vitals.spo2 is not None and vitals.spo2 < LOW]
    assert low == [float(t) for t in range(int(low[0]), int(low[-1]) + 1)]
    last_sent_low = max(i for i, number in enumerate(FALL_AND_RECOVERY) if number < LOW)
    assert 1 <= low[-1] - last_sent_low <= 3


def test_a_slow_fall_shows_in_the_slope_long_before_90() -> None:
    given = feed(Conditioner(), SLOW_FALL)
    at_95 = next(vitals for vitals in given if vitals.spo2 == 95)
    assert at_95.slope is not None
    assert at_95.slope < -1.5
    falling = [vitals.slope for vitals in given[100:600]]
    assert all(slope is not None and -6.0 < slope < -1.5 for slope in falling)


def test_dropouts_during_a_fall_do_not_hide_it() -> None:
    numbers: list[float | None] = [None if i % 3 == 1 else number for i, number in enumerate(SLOW_FALL)]
    shown = [vitals for vitals in feed(Conditioner(), numbers) if vitals.spo2 is not None]
    below = next(vitals.t for vitals in shown if vitals.spo2 is not None and vitals.spo2 < LOW)
    assert below - first_sent_below(SLOW_FALL) <= 4
