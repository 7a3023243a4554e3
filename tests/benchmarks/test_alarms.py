from collections.abc import Iterable

from scoring.alarms import Judge, at_once, delayed, sat_seconds


def called(judge: Judge, numbers: Iterable[float | None]) -> list[bool]:
    return [judge(float(t), number) for t, number in enumerate(numbers)]


def test_at_once_is_low_below_the_limit_and_never_without_a_number() -> None:
    assert called(at_once(90.0), [90.0, 89.9, None]) == [False, True, False]


def test_a_delay_must_pass_below_the_limit() -> None:
    assert called(delayed(88.0, 3), [87.0] * 5) == [False, False, False, True, True]


def test_a_return_starts_the_delay_afresh_and_a_missing_number_does_not() -> None:
    assert not any(called(delayed(88.0, 3), [87.0, 87.0, 87.0, 88.0, 87.0, 87.0, 87.0]))
    assert called(delayed(88.0, 3), [87.0, 87.0, 87.0, None, 87.0])[-1]


def test_ten_points_below_the_limit_does_not_wait() -> None:
    assert called(delayed(88.0, 15, at_once_below=78.0), [79.0, 78.0, 87.0]) == [False, True, False]


def test_points_times_seconds_as_in_the_makers_example() -> None:
    # GE Carescape One manual, p. 147: 91 is the lowest number that is not too low, the setting is 20.
    assert called(sat_seconds(91.0, 20.0), [92.0, 89.0, 87.0, 87.0, 80.0]) == [False, False, False, False, True]


def test_points_run_down_again_above_the_limit() -> None:
    assert not any(called(sat_seconds(90.0, 20.0), [89.0] * 15 + [95.0] * 3 + [89.0] * 15))


def test_a_long_fall_does_not_leave_the_alarm_armed() -> None:
    judge = sat_seconds(90.0, 50.0)
    assert called(judge, [60.0] * 300)[-1]

    assert not any(called(judge, [95.0] * 10 + [89.0] * 5))


def test_the_third_fall_in_a_minute_is_called_low_whatever_its_size() -> None:
    falls = ([89.0] + [95.0] * 19) * 3
    spread = ([89.0] + [95.0] * 39) * 3

    assert [t for t, low in enumerate(called(sat_seconds(90.0, 50.0), falls)) if low] == [40]
    assert not any(called(sat_seconds(90.0, 50.0), spread))


def test_a_withheld_number_is_never_an_alarm() -> None:
    assert called(sat_seconds(90.0, 10.0), [60.0, None, 60.0]) == [True, False, True]
