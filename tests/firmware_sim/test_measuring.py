"""Search, average, hold, dashes: what a clip's display does while things go wrong."""

from collections.abc import Callable
from itertools import groupby
from random import Random

from breathline.firmware_sim.blood_way import AT_ONCE, IN_LIFE, Lag
from breathline.firmware_sim.habits import Habits
from breathline.firmware_sim.measuring import SEARCHING_S, Display, Measuring, searching_s
from breathline.firmware_sim.truth import Truth, Worn
from breathline.words import Flag

WELL = Truth(97, 70, 4)
NO_PULSE = Truth(97, 0, 0)


def shown(truth: Callable[[int], Truth], until: int, habits: Habits | None = None, lag: Lag = AT_ONCE) -> list[Display]:
    measuring = Measuring(habits or Habits(), lag, Random(1))
    looks = [(t, truth(t)) for t in range(until)]
    return [measuring.look(t, now, switched_on=now.switched_on, finger=now.finger) for t, now in looks]


def test_a_weak_pulse_is_searched_for_longer_but_no_longer_than_ten_seconds() -> None:
    assert [searching_s(perfusion) for perfusion in (20, 2, 0.4, 0.1)] == [5, 5, 10, 10]
    assert 5 < searching_s(1) < 10
    weak = shown(lambda _: Truth(97, 70, 0.3), 12)
    assert [each.spo2 is None for each in weak] == [True] * 10 + [False] * 2


def test_a_lost_pulse_is_held_for_ten_seconds_marked_and_then_dashes() -> None:
    display = shown(lambda t: WELL if t < 20 else NO_PULSE, 40)
    held, dashes = display[20:30], display[30:]
    assert {each.spo2 for each in held} == {display[19].spo2}
    assert all(Flag.WEAK_SIGNAL in each.flags for each in held)
    assert all(each.spo2 is None and Flag.SEARCHING in each.flags for each in dashes)


def test_a_pulse_that_comes_back_while_held_goes_on_and_later_is_searched_for_anew() -> None:
    short = shown(lambda t: NO_PULSE if 20 <= t < 26 else WELL, 40)
    assert all(each.spo2 is not None for each in short[5:])
    long = shown(lambda t: NO_PULSE if 20 <= t < 35 else WELL, 50)
    assert [each.spo2 is None for each in long[30:]] == [True] * (5 + int(SEARCHING_S)) + [False] * 10


def test_the_numbers_of_a_living_finger_never_stand_still_for_long() -> None:
    display = shown(lambda _: Truth(96, 75, 4), 900)[5:]
    runs = [len(list(run)) for _, run in groupby(display)]
    assert max(runs) <= 20
    pulses = [each.pulse or 0 for each in display]
    assert 70 <= min(pulses) < 75 < max(pulses) <= 80


def test_after_a_clip_was_put_back_it_searches() -> None:
    back = shown(lambda t: Truth(97, 70, 4, finger=not 20 <= t < 25), 40)
    assert [each.flags for each in back[20:30]] == [{Flag.NO_FINGER}] * 5 + [{Flag.SEARCHING}] * 5
    assert back[30].spo2 is not None


def test_the_old_number_does_not_come_back_with_the_finger() -> None:
    back = shown(lambda t: Truth(97 if t < 20 else 60, 70, 4, finger=not 20 <= t < 25), 40)
    assert (back[30].spo2 or 100) < 65


def test_a_display_that_is_late_shows_what_was_two_seconds_ago() -> None:
    late = shown(lambda t: Truth(97 if t < 20 else 77, 70, 4), 40, Habits(averaging_s=1), Lag(0.0, 0.0, 1.5))
    assert (late[21].spo2 or 0) > 95
    assert (late[22].spo2 or 100) < 79


def test_the_blood_goes_on_to_the_finger_while_no_clip_is_on_it() -> None:
    display = shown(lambda t: Truth(97 if t < 30 else 80, 70, 4, finger=t >= 60, switched_on=t > 3), 80, lag=IN_LIFE)
    assert {each.spo2 is None or each.spo2 < 82 for each in display} == {True}
    assert display[79].spo2 is not None


def test_cardiac_arrest_then_compressions_show_a_false_pulse() -> None:
    def course(t: int) -> Truth:
        if t < 30:
            return Truth(60, 50, 2)
        return NO_PULSE if t < 60 else Truth(50, 110, 0.5, compressed=True)

    display = shown(course, 100)
    assert display[50].pulse is None
    assert 100 <= (display[90].pulse or 0) <= 120
    assert Flag.WEAK_SIGNAL in display[90].flags


def test_motion_spoils_the_number_and_stillness_brings_it_back() -> None:
    display = shown(lambda t: Truth(97, 70, 4, worn=Worn(motion=0.9 if 20 <= t < 50 else 0)), 70)
    moving = [each.spo2 or 0 for each in display[25:50]]
    assert sum(moving) / len(moving) < 92
    assert all(Flag.MOTION in each.flags for each in display[20:50])
    assert abs((display[60].spo2 or 0) - 97) <= 1
