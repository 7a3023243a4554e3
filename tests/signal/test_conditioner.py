"""What is believed of a device's numbers: quick with bad news, never a number from a dead signal."""

import math
from collections.abc import Sequence

import pytest

from breathline.signal.conditioner import Conditioner
from breathline.signal.plausibility import Refusal
from breathline.words import Cause, Fault, FaultId, Flag, Frame, Reading, Trust, Vitals
from tests.signal.feeding import feed, living_pulse, settled, values


def status(t: float, *flags: Flag, battery: int | None = None, frame: Frame = Frame.STATUS) -> Reading:
    return Reading(t, frame, flags=frozenset(flags), battery=battery)


def taken(conditioner: Conditioner, reading: Reading) -> Vitals:
    vitals = conditioner.take(reading)
    assert vitals is not None
    return vitals


def belief(vitals: Vitals) -> tuple[float | None, Trust, Cause | None]:
    return vitals.spo2, vitals.trust, vitals.cause


# The first numbers.


def test_before_anything_came_there_is_no_oximeter() -> None:
    assert Conditioner().at(0.0) == Vitals(0.0, None, None, Trust.NONE, Cause.NO_OXIMETER)


def test_the_first_number_shows_at_once_and_is_live_with_the_third() -> None:
    given = feed(Conditioner(), [97, 97, 97])
    assert [belief(vitals) for vitals in given] == [
        (97, Trust.DOUBTFUL, Cause.SEARCHING),
        (97, Trust.DOUBTFUL, Cause.SEARCHING),
        (97, Trust.LIVE, None),
    ]
    assert [vitals.pulse_trust for vitals in given] == [Trust.DOUBTFUL, Trust.DOUBTFUL, Trust.LIVE]


def test_a_clip_put_on_at_80_percent_is_live_low_within_three_readings() -> None:
    last = feed(Conditioner(), [80, 80, 80])[-1]
    assert belief(last) == (80, Trust.LIVE, None)


# Spikes and steps.


@pytest.mark.hazard("H-07")
@pytest.mark.parametrize("spike", [96, 94, 90, 70, 1])
def test_a_single_low_reading_never_shows(spike: float) -> None:
    given = feed(settled(), [spike, 97, 97, 97, 97], start=10.0)
    assert {vitals.spo2 for vitals in given} == {97}
    assert given[-1].trust is Trust.LIVE


def test_a_single_wild_reading_dims_the_number_until_three_agree_again() -> None:
    given = feed(settled(), [70, 97, 97, 97], start=10.0)
    assert [vitals.cause for vitals in given] == [Cause.IMPLAUSIBLE] * 3 + [None]


@pytest.mark.parametrize("low", [95, 93, 92, 85, 70])
def test_a_step_down_shows_with_the_second_reading(low: float) -> None:
    given = feed(settled(), [low, low, low], start=10.0)
    assert [vitals.spo2 for vitals in given] == [97, low, low]
    # What a body can do in a second is live as soon as it shows.
    assert [vitals.trust is Trust.LIVE for vitals in given[1:]] == [low >= 93] * 2


@pytest.mark.hazard("H-04")
def test_a_step_down_that_no_body_can_make_is_dimmed_for_a_minute() -> None:
    given = feed(settled(), [85] * 62, start=10.0)
    assert {belief(vitals) for vitals in given[1:60]} == {(85, Trust.DOUBTFUL, Cause.IMPLAUSIBLE)}
    assert belief(given[60]) == (85, Trust.LIVE, None)


def test_a_step_down_that_comes_back_is_over_as_soon_as_the_number_is_smooth_again() -> None:
    given = feed(settled(), [*[85] * 20, 97, 97, 97], start=10.0)
    assert [belief(vitals) for vitals in given[-3:]] == [
        (85, Trust.DOUBTFUL, Cause.IMPLAUSIBLE),
        (85, Trust.DOUBTFUL, Cause.IMPLAUSIBLE),
        (97, Trust.LIVE, None),
    ]


def test_a_fall_that_goes_on_after_a_step_is_believed() -> None:
    given = feed(settled(), [*[88] * 5, 87, 86, 85, 84, 84], start=10.0)
    assert [vitals.trust is Trust.LIVE for vitals in given] == [False] * 7 + [True] * 3


def test_a_step_down_that_takes_back_a_step_up_is_believed() -> None:
    given = feed(settled(90), [*[96] * 10, 90, 90, 90, 90], start=10.0)
    assert [belief(vitals) for vitals in given[-2:]] == [(90, Trust.LIVE, None)] * 2


def test_a_second_step_down_is_held_with_the_first_and_a_late_one_by_itself() -> None:
    given = feed(settled(), [*[90] * 3, *[84] * 57, *[84] * 5, *[78] * 5], start=10.0)
    assert [vitals.trust for vitals in given[60:65]] == [Trust.LIVE] * 5
    assert given[-1].cause is Cause.IMPLAUSIBLE


# Restless numbers.


def restless(low: float, seconds: int) -> list[tuple[float, float]]:
    """SpO2 that sinks to a level and a pulse that is thrown about."""
    return [(max(low, 97.0 - 1.5 * i), 70.0 + 9 * (-1) ** i + i % 5) for i in range(seconds)]


def test_a_fall_while_the_pulse_is_thrown_about_is_doubted_as_motion() -> None:
    conditioner = settled()
    given = [taken(conditioner, values(10.0 + i, *numbers)) for i, numbers in enumerate(restless(86, 40))]
    assert {belief(vitals)[1:] for vitals in given[10:]} == {(Trust.DOUBTFUL, Cause.MOTION)}
    after = feed(conditioner, [86] * 10, start=50.0)
    assert [vitals.trust for vitals in after][-1] is Trust.LIVE


def test_a_pulse_that_is_thrown_about_changes_nothing_while_spo2_has_not_fallen() -> None:
    conditioner = settled()
    given = [taken(conditioner, values(10.0 + i, 96, numbers[1])) for i, numbers in enumerate(restless(96, 40))]
    assert {vitals.trust for vitals in given} == {Trust.LIVE}


def test_a_number_that_goes_to_and_fro_below_where_it_was_is_doubted_as_motion() -> None:
    given = feed(settled(), [93 - 2 * (i % 2) for i in range(20)], start=10.0)
    assert {vitals.cause for vitals in given[8:]} == {Cause.MOTION}


def test_a_pulse_that_runs_away_is_doubted_as_motion_where_spo2_falls() -> None:
    conditioner = settled()
    given = [taken(conditioner, values(10.0 + i, 97 - i * 0.5, 70 + 5.0 * i)) for i in range(12)]
    assert given[-1].cause is Cause.MOTION


def test_a_device_s_own_flag_ends_what_we_held_against_the_number() -> None:
    conditioner = settled()
    feed(conditioner, [85] * 5, start=10.0)
    taken(conditioner, values(15.0, 85, 70, Flag.MOTION))
    given = feed(conditioner, [85] * 3, start=16.0)
    assert belief(given[-1]) == (85, Trust.LIVE, None)


def test_a_gap_ends_what_we_held_against_the_number() -> None:
    conditioner = settled()
    feed(conditioner, [85] * 5, start=10.0)
    assert belief(feed(conditioner, [85] * 3, start=25.0)[-1]) == (85, Trust.LIVE, None)


def test_a_step_up_shows_with_the_third_reading() -> None:
    given = feed(settled(80), [97, 97, 97], start=10.0)
    assert [vitals.spo2 for vitals in given] == [80, 80, 97]
    assert given[2].trust is Trust.LIVE


def test_two_high_readings_never_hide_a_low_number() -> None:
    given = feed(settled(80), [97, 97, 80, 80, 80, 80], start=10.0)
    assert {vitals.spo2 for vitals in given} == {80}


def test_two_wild_low_readings_are_never_live() -> None:
    given = feed(settled(), [70, 70, 97, 97, 97, 97, 97], start=10.0)
    assert [vitals.spo2 for vitals in given if vitals.trust is Trust.LIVE] == [97] * 3
    assert {vitals.cause for vitals in given[:4]} == {Cause.IMPLAUSIBLE}


def test_a_fall_as_fast_as_apnoea_stays_live() -> None:
    given = feed(settled(), [97 - 1.5 * i for i in range(25)], start=10.0)
    assert {vitals.trust for vitals in given} == {Trust.LIVE}


# Silence.


@pytest.mark.hazard("H-03")
@pytest.mark.parametrize("period_s", [1.0, 2.0])
def test_silence_dims_after_three_periods_and_takes_the_number_after_five(period_s: float) -> None:
    conditioner = settled(period_s=period_s)
    seen = {periods: belief(conditioner.at((9 + periods) * period_s)) for periods in (1.0, 2.9, 3.0, 5.0, 5.1, 20.0)}
    assert seen == {
        1.0: (97, Trust.LIVE, None),
        2.9: (97, Trust.LIVE, None),
        3.0: (97, Trust.DOUBTFUL, Cause.SILENT_LINK),
        5.0: (97, Trust.DOUBTFUL, Cause.SILENT_LINK),
        5.1: (None, Trust.STALE, Cause.SILENT_LINK),
        20.0: (None, Trust.STALE, Cause.SILENT_LINK),
    }


def test_a_number_gone_for_half_a_minute_is_missing_not_old() -> None:
    vitals = settled().at(45.0)
    assert belief(vitals) == (None, Trust.NONE, Cause.SILENT_LINK)
    assert vitals.age == 36.0


def test_the_pulse_grows_old_with_the_number() -> None:
    conditioner = settled()
    seen = [(vitals.pulse is None, vitals.pulse_trust) for vitals in map(conditioner.at, (10.0, 13.0, 15.0, 50.0))]
    assert seen == [(False, Trust.LIVE), (False, Trust.DOUBTFUL), (True, Trust.STALE), (True, Trust.NONE)]


def test_after_a_gap_in_a_recording_the_number_is_built_anew() -> None:
    assert belief(taken(settled(), values(40.0, 80))) == (80, Trust.DOUBTFUL, Cause.SEARCHING)


def test_a_lost_frame_or_two_does_not_dim_the_number() -> None:
    conditioner = settled()
    assert taken(conditioner, values(12.0)).trust is Trust.LIVE
    assert taken(conditioner, values(13.0)).trust is Trust.LIVE


# What the device says of itself.


@pytest.mark.parametrize(
    ("flag", "cause"),
    [
        (Flag.NO_FINGER, Cause.NO_FINGER),
        (Flag.SENSOR_DISCONNECTED, Cause.SENSOR_FAULT),
        (Flag.SENSOR_FAULT, Cause.SENSOR_FAULT),
    ],
)
@pytest.mark.parametrize("old_number", [None, 97.0])
def test_with_nothing_to_measure_the_number_goes_at_once(flag: Flag, cause: Cause, old_number: float | None) -> None:
    vitals = taken(settled(), values(10.0, old_number, 78.0, flag))
    assert belief(vitals) == (None, Trust.NONE, cause)
    assert (vitals.pulse, vitals.pulse_trust) == (None, Trust.NONE)
    assert vitals.age == 1.0


def test_a_device_that_searches_without_a_number_has_none() -> None:
    assert belief(taken(settled(), values(10.0, None, None, Flag.SEARCHING))) == (None, Trust.NONE, Cause.SEARCHING)


@pytest.mark.hazard("H-04")
@pytest.mark.parametrize(
    ("flag", "cause"),
    [
        (Flag.SEARCHING, Cause.SEARCHING),
        (Flag.LOW_PERFUSION, Cause.LOW_PERFUSION),
        (Flag.WEAK_SIGNAL, Cause.WEAK_SIGNAL),
        (Flag.MOTION, Cause.MOTION),
        (Flag.INTERFERENCE, Cause.INTERFERENCE),
        (Flag.UNQUALIFIED, Cause.WEAK_SIGNAL),
        (Flag.DEMO, Cause.IMPLAUSIBLE),
    ],
)
def test_a_flagged_number_is_dimmed_with_its_cause_until_three_are_clean(flag: Flag, cause: Cause) -> None:
    conditioner = settled()
    vitals = taken(conditioner, values(10.0, 97, 70, flag))
    assert belief(vitals) == (97, Trust.DOUBTFUL, cause)
    assert vitals.pulse_trust is Trust.DOUBTFUL
    after = feed(conditioner, [97, 97, 97], start=11.0)
    assert [vitals.cause for vitals in after] == [cause, cause, None]


def test_of_several_flags_the_one_a_person_can_mend_is_named() -> None:
    vitals = taken(settled(), values(10.0, 97, 70, Flag.LOW_PERFUSION, Flag.MOTION))
    assert vitals.cause is Cause.MOTION


def test_when_the_finger_comes_back_nothing_from_before_counts() -> None:
    conditioner = settled()
    taken(conditioner, values(10.0, None, None, Flag.NO_FINGER))
    given = feed(conditioner, [88, 88, 88], start=11.0)
    assert [belief(vitals) for vitals in given] == [
        (88, Trust.DOUBTFUL, Cause.SEARCHING),
        (88, Trust.DOUBTFUL, Cause.SEARCHING),
        (88, Trust.LIVE, None),
    ]


def test_no_value_without_a_reason_dims_then_takes_the_number() -> None:
    given = feed(settled(), [None] * 6, start=10.0)
    assert [belief(vitals) for vitals in given[:5]] == [(97, Trust.DOUBTFUL, Cause.SEARCHING)] * 5
    assert belief(given[5]) == (None, Trust.NONE, Cause.SEARCHING)


def test_no_value_with_a_reason_names_it() -> None:
    given = feed(settled(), [None] * 6, Flag.LOW_PERFUSION, start=10.0)
    assert {vitals.cause for vitals in given} == {Cause.LOW_PERFUSION}
    assert given[-1].trust is Trust.NONE


def test_a_number_without_a_pulse_is_doubtful() -> None:
    vitals = taken(settled(), values(10.0, 97, None))
    assert belief(vitals) == (97, Trust.DOUBTFUL, Cause.NO_PULSE)
    assert vitals.pulse_trust is Trust.DOUBTFUL


def test_a_pulse_that_jumps_is_doubted_alone() -> None:
    conditioner = settled()
    vitals = taken(conditioner, values(10.0, 97, 140))
    assert (vitals.trust, vitals.pulse_trust) == (Trust.LIVE, Trust.DOUBTFUL)
    assert vitals.pulse is not None
    assert vitals.pulse < 80


# Frames without values.


def test_a_status_frame_gives_no_vitals_but_its_battery_is_carried() -> None:
    conditioner = settled()
    assert conditioner.take(status(9.5, battery=50)) is None
    assert conditioner.at(10.0).battery == 50
    assert conditioner.at(500.0).battery == 50


@pytest.mark.parametrize("frame", [Frame.STATUS, Frame.PLETH])
def test_a_status_or_pleth_frame_can_say_that_the_finger_is_out(frame: Frame) -> None:
    conditioner = settled()
    conditioner.take(status(9.2, Flag.NO_FINGER, frame=frame))
    assert belief(conditioner.at(9.3)) == (None, Trust.NONE, Cause.NO_FINGER)
    # A values frame with nothing in it does not take that back; one with a number does.
    assert taken(conditioner, values(10.0, None, None)).cause is Cause.NO_FINGER
    assert taken(conditioner, values(11.0)).spo2 == 97


def test_a_status_frame_that_searches_explains_a_missing_number_and_does_not_touch_a_present_one() -> None:
    conditioner = settled()
    conditioner.take(status(9.5, Flag.SEARCHING))
    assert conditioner.at(9.6).trust is Trust.LIVE
    conditioner.take(values(10.0, None, None, Flag.WEAK_SIGNAL))
    conditioner.take(status(10.5, Flag.SEARCHING))
    assert belief(conditioner.at(10.6)) == (None, Trust.NONE, Cause.SEARCHING)


def test_a_pleth_wave_alone_does_not_keep_a_number_alive() -> None:
    conditioner = settled()
    for i in range(60):
        conditioner.take(Reading(9.0 + i / 10, Frame.PLETH, pleth=(1.0, 2.0)))
    assert belief(conditioner.at(15.0)) == (None, Trust.STALE, Cause.SILENT_LINK)


# Battery.


@pytest.mark.hazard("H-13")
def test_a_low_battery_explains_a_number_that_stays_away() -> None:
    conditioner = settled()
    assert taken(conditioner, values(10.0, 97, 71, Flag.LOW_BATTERY, battery=10)).trust is Trust.LIVE
    assert conditioner.at(14.0).cause is Cause.LOW_BATTERY
    assert belief(conditioner.at(16.0)) == (None, Trust.STALE, Cause.LOW_BATTERY)
    assert conditioner.at(71.0).cause is Cause.SILENT_LINK


def test_a_low_battery_explains_an_empty_values_frame() -> None:
    conditioner = settled()
    assert taken(conditioner, values(10.0, None, None, Flag.LOW_BATTERY)).cause is Cause.LOW_BATTERY


# Faults.


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (FaultId.LINK_LOST, Cause.LINK_LOST),
        (FaultId.SILENT_LINK, Cause.SILENT_LINK),
        (FaultId.ADAPTER_OFF, Cause.ADAPTER_OFF),
        (FaultId.NO_OXIMETER, Cause.NO_OXIMETER),
    ],
)
def test_a_fault_takes_the_number_in_the_same_call_and_for_as_long_as_it_stands(fault: FaultId, cause: Cause) -> None:
    conditioner = settled()
    assert belief(conditioner.hear(Fault(fault, present=True), 9.4)) == (None, Trust.NONE, cause)
    assert conditioner.at(9.5).pulse_trust is Trust.NONE
    assert belief(taken(conditioner, values(10.0))) == (None, Trust.NONE, cause)
    assert belief(conditioner.at(300.0)) == (None, Trust.NONE, cause)


def test_when_the_link_is_back_the_number_is_back_with_the_third_reading() -> None:
    conditioner = settled()
    conditioner.hear(Fault(FaultId.LINK_LOST, present=True), 9.5)
    assert belief(conditioner.hear(Fault(FaultId.LINK_LOST, present=False), 20.0)) == (
        None,
        Trust.NONE,
        Cause.SEARCHING,
    )
    assert [vitals.trust for vitals in feed(conditioner, [97] * 3, start=21.0)] == [
        Trust.DOUBTFUL,
        Trust.DOUBTFUL,
        Trust.LIVE,
    ]


def test_a_link_that_is_back_and_says_nothing_is_silent() -> None:
    conditioner = settled()
    conditioner.hear(Fault(FaultId.LINK_LOST, present=True), 9.5)
    conditioner.hear(Fault(FaultId.LINK_LOST, present=False), 20.0)
    assert conditioner.at(25.5).cause is Cause.SILENT_LINK


def test_of_two_faults_the_deeper_one_is_named_until_it_ends() -> None:
    conditioner = settled()
    conditioner.hear(Fault(FaultId.LINK_LOST, present=True), 9.5)
    assert conditioner.hear(Fault(FaultId.ADAPTER_OFF, present=True), 9.6).cause is Cause.ADAPTER_OFF
    assert conditioner.hear(Fault(FaultId.ADAPTER_OFF, present=False), 9.7).cause is Cause.LINK_LOST


@pytest.mark.parametrize("fault", [Fault(FaultId.NO_SOUND, present=True), Fault(FaultId.LINK_LOST, present=False)])
def test_a_fault_that_does_not_touch_the_number_leaves_it(fault: Fault) -> None:
    assert belief(settled().hear(fault, 9.5)) == (97, Trust.LIVE, None)


# Readings that can't be.


@pytest.mark.parametrize(
    ("spo2", "pulse", "refusal"),
    [
        (101.0, 70.0, Refusal.OUT_OF_RANGE),
        (0.0, 70.0, Refusal.OUT_OF_RANGE),
        (-3.0, 70.0, Refusal.OUT_OF_RANGE),
        (math.nan, 70.0, Refusal.NOT_A_NUMBER),
        (math.inf, 70.0, Refusal.OUT_OF_RANGE),
        (97.0, 0.0, Refusal.OUT_OF_RANGE),
        (97.0, 400.0, Refusal.OUT_OF_RANGE),
        (97.0, math.nan, Refusal.NOT_A_NUMBER),
    ],
)
def test_an_impossible_number_is_refused_with_its_reason_and_dims_the_rest(
    spo2: float, pulse: float, refusal: Refusal
) -> None:
    conditioner = settled()
    vitals = taken(conditioner, values(10.0, spo2, pulse))
    assert conditioner.refused is refusal
    assert belief(vitals) == (97, Trust.DOUBTFUL, Cause.IMPLAUSIBLE)
    taken(conditioner, values(11.0))
    assert conditioner.refused is None


def test_time_that_goes_back_a_little_is_refused_and_changes_nothing() -> None:
    conditioner = settled()
    assert belief(taken(conditioner, values(8.5, 60))) == (97, Trust.LIVE, None)
    assert conditioner.refused is Refusal.TIME_BACKWARDS
    assert taken(conditioner, values(10.0)).spo2 == 97


def test_a_reading_stamped_before_the_last_look_still_counts() -> None:
    conditioner = settled()
    conditioner.at(10.1)
    vitals = taken(conditioner, values(10.0))
    assert conditioner.refused is None
    assert vitals.t == 10.1
    assert vitals.age == pytest.approx(0.1)


@pytest.mark.parametrize("t", [math.nan, math.inf, -math.inf, 1e300])
def test_a_time_that_is_none_is_refused(t: float) -> None:
    conditioner = settled()
    vitals = taken(conditioner, values(t, 60))
    assert conditioner.refused is Refusal.NOT_A_TIME
    assert (vitals.t, vitals.spo2) == (9.0, 97)
    assert conditioner.take(status(t, Flag.NO_FINGER)) is None
    assert conditioner.at(t) == vitals
    assert Conditioner().at(t).t == 0.0


def test_one_reading_from_the_future_is_refused_and_does_not_keep_a_number_alive() -> None:
    conditioner = settled()
    assert belief(taken(conditioner, values(9000.0, 60))) == (97, Trust.LIVE, None)
    assert conditioner.refused is Refusal.FROM_THE_FUTURE
    assert belief(taken(conditioner, values(10.0))) == (97, Trust.LIVE, None)
    assert conditioner.take(status(9000.0, Flag.NO_FINGER)) is None
    assert belief(conditioner.at(11.0)) == (97, Trust.LIVE, None)
    assert conditioner.at(16.0).trust is Trust.STALE


def test_a_second_reading_bears_out_that_much_time_has_passed() -> None:
    conditioner = settled()
    given = feed(conditioner, [88] * 4, start=9000.0)
    assert [vitals.t for vitals in given] == [9.0, 9001.0, 9002.0, 9003.0]
    assert belief(given[-1]) == (88, Trust.LIVE, None)


def test_a_clock_that_was_set_back_starts_afresh() -> None:
    conditioner = settled()
    vitals = taken(conditioner, values(-100.0, 88, perfusion=1.0))
    assert (vitals.t, vitals.spo2, vitals.trust, vitals.age) == (-100.0, 88, Trust.DOUBTFUL, 0.0)


# Fast streams.


def test_readings_of_the_same_quarter_second_are_merged() -> None:
    conditioner = Conditioner(0.01)
    given = [conditioner.take(values(i / 100, 97, 70)) for i in range(400)]
    assert sum(vitals is not None for vitals in given) == 16
    assert conditioner.refused is Refusal.MERGED
    assert conditioner.at(4.0).trust is Trust.LIVE


def test_a_doubled_reading_counts_once() -> None:
    conditioner = Conditioner()
    for t in (0.0, 0.0, 0.0):
        conditioner.take(values(t))
    assert conditioner.at(0.1).trust is Trust.DOUBTFUL


@pytest.mark.parametrize("worse", [values(9.1, None, None), values(9.1, 97, 70, Flag.NO_FINGER)])
def test_bad_news_is_not_merged_away(worse: Reading) -> None:
    conditioner = settled()
    assert taken(conditioner, worse).trust is not Trust.LIVE
    assert conditioner.take(worse) is None


def test_a_fast_stream_shows_a_fall_within_one_and_a_half_seconds_and_no_second_long_spike() -> None:
    def stream(numbers: Sequence[float]) -> list[Vitals]:
        conditioner = Conditioner(0.01)
        given = [conditioner.take(values(i / 100, spo2, living_pulse(i // 100))) for i, spo2 in enumerate(numbers)]
        return [vitals for vitals in given if vitals is not None]

    fall = stream([97] * 1000 + [94] * 400)
    assert min(vitals.t for vitals in fall if vitals.spo2 == 94) <= 11.5
    spike = stream([97] * 1000 + [70] * 100 + [97] * 900)
    assert {vitals.spo2 for vitals in spike} == {97}


# Slope, perfusion, frozen numbers.


def test_the_slope_is_known_after_enough_readings_and_only_while_live() -> None:
    conditioner = Conditioner()
    given = feed(conditioner, [round(97 - 0.1 * i) for i in range(60)])
    assert given[8].slope is None
    assert given[-1].slope == pytest.approx(-6.0, abs=1.0)
    assert given[-1].slope_error is not None
    assert given[-1].slope_error > 0
    assert taken(conditioner, values(60.0, 91, 70, Flag.MOTION)).slope is None


def test_a_wild_reading_does_not_bend_the_slope() -> None:
    given = feed(Conditioner(), [*[97] * 20, 60, *[97] * 20])
    assert {vitals.slope for vitals in given if vitals.slope is not None} == {0.0}


def test_perfusion_is_carried_and_grows_old() -> None:
    conditioner = Conditioner()
    assert taken(conditioner, values(0.0, perfusion=2.5)).perfusion == 2.5
    assert taken(conditioner, values(1.0)).perfusion == 2.5
    assert taken(conditioner, values(2.0, perfusion=math.nan)).perfusion == 2.5
    assert conditioner.at(6.0).perfusion is None


@pytest.mark.parametrize(("perfusion", "seconds"), [(None, 120), (1.3, 90)])
def test_numbers_that_stand_still_for_too_long_are_frozen(perfusion: float | None, seconds: int) -> None:
    conditioner = Conditioner()
    given = [taken(conditioner, values(float(i), 97, 70, perfusion=perfusion)) for i in range(seconds + 2)]
    assert {vitals.trust for vitals in given[2:seconds]} == {Trust.LIVE}
    assert belief(given[seconds]) == (97, Trust.DOUBTFUL, Cause.FROZEN)
    assert [vitals.trust for vitals in feed(conditioner, [96, 97, 96], start=seconds + 2.0)][-1] is Trust.LIVE


def test_the_window_is_told() -> None:
    assert Conditioner().window_s == 160.0
    assert Conditioner(2.0).window_s == 170.0


def test_a_gap_is_no_time_in_which_numbers_stood_still() -> None:
    conditioner = Conditioner()
    for t in (*range(60), *range(180, 240)):
        vitals = taken(conditioner, values(float(t)))
    assert belief(vitals) == (97.0, Trust.LIVE, None)
