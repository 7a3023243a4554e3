"""An alarm's life: it waits for its delay, is heard, can be held back for a while, and ends when it stays away."""

from __future__ import annotations

import pytest

from breathline.events.model import AlarmEvent, AlarmId, AlarmState, Priority
from breathline.words import ActionId, Cause, QuestionId, Trust, Vitals
from tests.guidelines.rehearsal import FIGURES, YES, Rehearsal, alarms, doubtful, live, started

LOW = FIGURES.bounds[AlarmId.SPO2_LOW]
VERY_LOW = FIGURES.bounds[AlarmId.SPO2_VERY_LOW]


def watched() -> Rehearsal:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    return response


def low() -> Rehearsal:
    """SpO2 88 since 10; the alarm stands since 15."""
    response = watched()
    response.number(3.0, 9.0, 97.0)
    response.number(10.0, 16.0, 88.0)
    assert response.alarms[AlarmId.SPO2_LOW] is AlarmState.SIGNALLED
    return response


@pytest.mark.hazard("H-01")
def test_a_low_number_alarms_after_its_delay_and_not_before() -> None:
    response = watched()
    said = response.number(3.0, 2.0 + LOW.delay_s, 88.0)
    assert alarms(said) == []
    said = response.vitals(live(3.0 + LOW.delay_s, 88.0))
    assert [change for change in said if isinstance(change, AlarmEvent)] == [
        AlarmEvent(3.0 + LOW.delay_s, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.OCCURRED),
        AlarmEvent(3.0 + LOW.delay_s, AlarmId.SPO2_LOW, Priority.HIGH, AlarmState.SIGNALLED),
    ]
    assert response.situation.alarms[0].label == "SpO2 below 90"


@pytest.mark.hazard("H-07")
def test_a_short_dip_stays_quiet() -> None:
    response = watched()
    response.number(3.0, 6.0, 88.0)
    said = response.number(7.0, 30.0, 95.0)
    assert alarms(said) == []


def test_the_limit_itself_is_not_below_it() -> None:
    response = watched()
    assert alarms(response.number(3.0, 20.0, LOW.value)) == []


def test_a_very_low_number_alarms_at_once() -> None:
    response = watched()
    said = response.vitals(live(3.0, VERY_LOW.value))
    assert alarms(said)[:2] == [
        (AlarmId.SPO2_VERY_LOW, AlarmState.OCCURRED),
        (AlarmId.SPO2_VERY_LOW, AlarmState.SIGNALLED),
    ]


def test_doubtful_seconds_neither_raise_nor_restart_the_delay() -> None:
    response = watched()
    response.vitals(live(3.0, 88.0))
    said = [change for t in range(4, 7) for change in response.vitals(doubtful(float(t), 60.0))]
    assert alarms(said) == []
    said = response.number(7.0, 3.0 + LOW.delay_s, 88.0)
    assert (AlarmId.SPO2_LOW, AlarmState.OCCURRED) in alarms(said)


@pytest.mark.hazard("H-07")
def test_it_clears_only_well_above_the_limit_and_after_a_while() -> None:
    response = low()
    said = response.number(17.0, 60.0, LOW.clear_at - 1)
    assert (AlarmId.SPO2_LOW, AlarmState.CLEARED) not in alarms(said)
    said = response.number(61.0, 60.0 + LOW.clear_s, LOW.clear_at)
    assert (AlarmId.SPO2_LOW, AlarmState.CLEARED) not in alarms(said)
    said = response.vitals(live(61.0 + LOW.clear_s, LOW.clear_at))
    assert (AlarmId.SPO2_LOW, AlarmState.CLEARED) in alarms(said)


def test_falling_again_while_it_clears_goes_on_alarming() -> None:
    response = low()
    response.number(17.0, 19.0, 95.0)
    response.vitals(live(20.0, 88.0))
    said = response.number(21.0, 24.0, 95.0)
    assert (AlarmId.SPO2_LOW, AlarmState.CLEARED) not in alarms(said)


def test_a_number_that_goes_away_does_not_clear_a_low_alarm() -> None:
    response = low()
    response.vitals(Vitals(17.0, None, None, Trust.NONE, Cause.NO_FINGER))
    response.wait(60.0)
    assert AlarmId.SPO2_LOW in response.alarms
    assert AlarmId.NO_READING in response.alarms


@pytest.mark.parametrize(
    ("pulse", "alarm"), [(30.0, AlarmId.PULSE_LOW), (200.0, AlarmId.PULSE_HIGH)], ids=["slow", "fast"]
)
def test_a_slow_or_a_fast_pulse_alarms_after_its_delay_and_clears(pulse: float, alarm: AlarmId) -> None:
    response = watched()
    bound = FIGURES.bounds[alarm]
    t = 3.0
    while t <= 3.0 + bound.delay_s:
        response.vitals(live(t, 97.0, pulse=pulse))
        t += 1
    assert alarm in response.alarms
    between = (bound.value + bound.clear_at) / 2
    response.vitals(live(t, 97.0, pulse=between))
    assert alarm in response.alarms
    end = t + 2 + bound.clear_s
    while t < end:
        response.vitals(live(t, 97.0, pulse=70.0))
        t += 1
    assert alarm not in response.alarms


def test_a_pulse_nobody_believes_raises_nothing() -> None:
    response = watched()
    for t in range(3, 60):
        response.vitals(Vitals(float(t), 97.0, 30.0, Trust.LIVE, None, pulse_trust=Trust.DOUBTFUL))
    assert response.alarms.get(AlarmId.PULSE_LOW) is None


@pytest.mark.hazard("H-13")
def test_a_low_battery_is_a_low_alarm() -> None:
    response = watched()
    for t in range(3, 20):
        response.vitals(live(float(t), 97.0, battery=5))
    assert [(alarm.id, alarm.priority) for alarm in response.situation.alarms] == [(AlarmId.BATTERY_LOW, Priority.LOW)]
    response.vitals(live(20.0, 97.0, battery=80))
    assert response.alarms == {}


def test_alarms_stand_worst_first_then_oldest() -> None:
    response = watched()
    for t in range(3, 40):
        response.vitals(live(float(t), 85.0, pulse=30.0, battery=5))
    response.answer(40.0, QuestionId.BREATHING, YES)
    assert [alarm.id for alarm in response.situation.alarms] == [
        AlarmId.SPO2_LOW,
        AlarmId.PULSE_LOW,
        AlarmId.BATTERY_LOW,
    ]


def test_acknowledging_holds_back_what_sounds_until_its_time_is_over() -> None:
    response = low()
    said = response.act(17.0, ActionId.ACKNOWLEDGE)
    assert alarms(said) == [(AlarmId.SPO2_LOW, AlarmState.SUPPRESSED)]
    said = response.number(18.0, 16.0 + FIGURES.acknowledge_most, 89.9)
    assert (AlarmId.SPO2_LOW, AlarmState.SIGNALLED) not in alarms(said)
    said = response.vitals(live(17.0 + FIGURES.acknowledge_most, 89.9))
    assert (AlarmId.SPO2_LOW, AlarmState.SIGNALLED) in alarms(said)


def test_acknowledging_one_alarm_does_not_silence_the_next() -> None:
    response = low()
    response.act(17.0, ActionId.ACKNOWLEDGE)
    said = response.vitals(live(18.0, 75.0))
    assert (AlarmId.SPO2_VERY_LOW, AlarmState.SIGNALLED) in alarms(said)
    assert response.alarms[AlarmId.SPO2_LOW] is AlarmState.SUPPRESSED


def test_an_acknowledged_alarm_that_comes_back_sounds_again() -> None:
    response = low()
    response.act(17.0, ActionId.ACKNOWLEDGE)
    response.number(18.0, 30.0, 97.0)
    assert AlarmId.SPO2_LOW not in response.alarms
    response.number(31.0, 31.0 + LOW.delay_s, 88.0)
    assert response.alarms[AlarmId.SPO2_LOW] is AlarmState.SIGNALLED


def test_acknowledging_does_not_touch_what_has_not_occurred_yet() -> None:
    response = watched()
    response.vitals(live(3.0, 88.0))
    response.act(4.0, ActionId.ACKNOWLEDGE)
    response.number(5.0, 3.0 + LOW.delay_s, 88.0)
    assert response.alarms[AlarmId.SPO2_LOW] is AlarmState.SIGNALLED


def test_an_acknowledged_silence_sounds_again_when_it_grows_urgent() -> None:
    response = started()
    response.wait(FIGURES.patience)
    response.act(FIGURES.patience + 1, ActionId.ACKNOWLEDGE)
    assert response.alarms[AlarmId.UNANSWERED] is AlarmState.SUPPRESSED
    said = response.wait(FIGURES.patience + FIGURES.escalates)
    assert (
        AlarmEvent(FIGURES.patience + FIGURES.escalates, AlarmId.UNANSWERED, Priority.HIGH, AlarmState.SIGNALLED)
        in said
    )
    assert response.alarms[AlarmId.UNANSWERED] is AlarmState.SIGNALLED


@pytest.mark.hazard("H-28")
def test_a_pause_holds_everything_back_and_ends_by_itself() -> None:
    response = low()
    said = response.act(17.0, ActionId.PAUSE)
    assert alarms(said) == [(AlarmId.SPO2_LOW, AlarmState.SUPPRESSED)]
    assert response.situation.pause_until == 17.0 + FIGURES.pause_most
    said = response.number(18.0, 16.0 + FIGURES.pause_most, 89.9)
    assert AlarmState.SIGNALLED not in [state for alarm, state in alarms(said) if alarm is AlarmId.SPO2_LOW]
    said = response.wait(17.0 + FIGURES.pause_most)
    assert (AlarmId.SPO2_LOW, AlarmState.SIGNALLED) in alarms(said)
    assert response.situation.pause_until is None


@pytest.mark.hazard("H-28")
def test_pausing_again_does_not_make_a_pause_longer() -> None:
    response = low()
    response.act(17.0, ActionId.PAUSE)
    response.act(100.0, ActionId.PAUSE)
    assert response.situation.pause_until == 17.0 + FIGURES.pause_most
    response.act(17.0 + FIGURES.pause_most, ActionId.PAUSE)
    assert response.situation.pause_until == 17.0 + 2 * FIGURES.pause_most


def test_an_alarm_that_occurs_in_a_pause_is_said_and_held_back() -> None:
    response = watched()
    response.act(3.0, ActionId.PAUSE)
    said = response.vitals(live(4.0, 75.0))
    assert alarms(said) == [
        (AlarmId.SPO2_VERY_LOW, AlarmState.OCCURRED),
        (AlarmId.SPO2_VERY_LOW, AlarmState.SIGNALLED),
        (AlarmId.SPO2_VERY_LOW, AlarmState.SUPPRESSED),
    ]


def test_an_end_clears_every_alarm() -> None:
    response = low()
    response.vitals(live(17.0, 88.0, battery=3))
    said = response.act(18.0, ActionId.END)
    assert alarms(said) == [(AlarmId.SPO2_LOW, AlarmState.CLEARED)]
    assert response.situation.alarms == ()


def test_a_low_number_from_before_the_start_waits_for_its_delay_from_the_start() -> None:
    response = Rehearsal()
    response.number(0.0, 30.0, 88.0)
    said = response.act(31.0, ActionId.START)
    assert alarms(said) == [(AlarmId.SPO2_LOW, AlarmState.CLEARED)]
    said = response.number(32.0, 31.0 + LOW.delay_s, 88.0)
    assert (AlarmId.SPO2_LOW, AlarmState.OCCURRED) in alarms(said)
