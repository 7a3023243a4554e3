"""What is heard and seen of an alarm: its kind, its level, what stays in sight, and what sounds before a start."""

from __future__ import annotations

import pytest

from breathline.events.model import AlarmEvent, AlarmId, AlarmState, Change, Priority
from breathline.guidelines.alarms.signals import KINDS
from breathline.guidelines.pack_file import load_pack, pack_names
from breathline.guidelines.situation import AlarmKind
from breathline.words import ActionId, Cause, QuestionId, Trust, Vitals
from tests.guidelines.rehearsal import FIGURES, YES, Rehearsal, alarms, figures_of, gone, live, started

LOW = FIGURES.bounds[AlarmId.SPO2_LOW]
WARNING, EMERGENCY = FIGURES.levels


def watched() -> Rehearsal:
    response = started()
    response.vitals(live(1.0, 97.0))
    response.answer(2.0, QuestionId.RESPONSIVE, YES)
    response.number(3.0, 9.0, 97.0)
    return response


def levels(said: list[Change]) -> list[tuple[float, int]]:
    """When the low alarm was signalled, and at which level."""
    return [
        (each.t, each.level)
        for each in said
        if isinstance(each, AlarmEvent) and each.id is AlarmId.SPO2_LOW and each.state is AlarmState.SIGNALLED
    ]


# Kinds.


def test_every_alarm_has_its_kind() -> None:
    assert set(KINDS) == set(AlarmId)


def test_the_alarms_of_the_person_stand_apart_from_those_of_the_oximeter() -> None:
    response = watched()
    response.number(10.0, 16.0, 88.0)
    response.vitals(gone(17.0))
    response.wait(30.0)
    kinds = {alarm.id: alarm.kind for alarm in response.situation.alarms}
    assert kinds[AlarmId.SPO2_LOW] is AlarmKind.PHYSIOLOGICAL
    assert kinds[AlarmId.NO_READING] is AlarmKind.TECHNICAL


def test_a_question_nobody_answers_is_neither() -> None:
    response = started()
    response.wait(FIGURES.patience)
    assert [alarm.kind for alarm in response.situation.alarms] == [AlarmKind.ATTENTION]


@pytest.mark.hazard("H-10")
@pytest.mark.parametrize("name", pack_names())
def test_missing_data_is_as_loud_as_a_low_number_and_no_later(name: str) -> None:
    bounds = figures_of(name).bounds
    assert bounds[AlarmId.NO_READING].priority is bounds[AlarmId.SPO2_LOW].priority is Priority.HIGH
    assert bounds[AlarmId.NO_READING].delay_s <= bounds[AlarmId.SPO2_LOW].delay_s
    assert bounds[AlarmId.LINK_LOST].delay_s <= 5.0


@pytest.mark.hazard("H-01")
@pytest.mark.parametrize("name", pack_names())
def test_ten_points_below_the_limit_there_is_no_delay(name: str) -> None:
    bounds = figures_of(name).bounds
    assert bounds[AlarmId.SPO2_VERY_LOW].value == bounds[AlarmId.SPO2_LOW].value - 10
    assert bounds[AlarmId.SPO2_VERY_LOW].delay_s == 0.0


# Levels.


def test_the_level_grows_with_time_and_depth() -> None:
    response = watched()
    said = response.number(10.0, 80.0, LOW.value - 5.0)
    assert levels(said) == [
        (10.0 + LOW.delay_s, 1),
        (10.0 + WARNING / 5.0, 2),
        (10.0 + EMERGENCY / 5.0, 3),
    ]
    assert response.situation.alarms[0].level == 3


def test_twice_as_deep_is_half_as_long() -> None:
    response = watched()
    said = response.number(10.0, 80.0, LOW.value - 9.0)
    assert levels(said)[1][0] == pytest.approx(10.0 + WARNING / 9.0, abs=1.0)


def test_a_level_never_falls_while_the_alarm_stands_and_begins_anew_with_the_next() -> None:
    response = watched()
    response.number(10.0, 30.0, LOW.value - 5.0)
    grown = response.situation.alarms[0].level
    assert grown > 1
    response.number(31.0, 40.0, LOW.clear_at - 0.5)
    assert response.situation.alarms[0].level == grown
    said = response.number(41.0, 50.0, 97.0)
    assert [each.level for each in said if isinstance(each, AlarmEvent) and each.state is AlarmState.CLEARED] == [grown]
    said = response.number(51.0, 51.0 + LOW.delay_s, LOW.value - 1.0)
    assert levels(said) == [(51.0 + LOW.delay_s, 1)]


def test_a_time_that_nobody_measured_does_not_count() -> None:
    response = watched()
    response.number(10.0, 16.0, LOW.value - 1.0)
    response.vitals(gone(17.0))
    response.wait(500.0)
    said = response.vitals(live(500.0, LOW.value - 1.0))
    assert levels(said) == []


def test_an_alarm_that_somebody_heard_sounds_again_when_it_grows() -> None:
    response = watched()
    response.number(10.0, 16.0, LOW.value - 5.0)
    response.act(16.5, ActionId.ACKNOWLEDGE)
    assert response.alarms[AlarmId.SPO2_LOW] is AlarmState.SUPPRESSED
    response.number(17.0, 10.0 + WARNING / 5.0, LOW.value - 5.0)
    assert response.alarms[AlarmId.SPO2_LOW] is AlarmState.SIGNALLED


def test_a_pause_holds_a_grown_alarm_too() -> None:
    response = watched()
    response.number(10.0, 16.0, LOW.value - 5.0)
    response.act(16.5, ActionId.PAUSE)
    response.number(17.0, 10.0 + WARNING / 5.0, LOW.value - 5.0)
    assert response.alarms[AlarmId.SPO2_LOW] is AlarmState.SUPPRESSED
    assert response.situation.alarms[0].level == 2


# What stays in sight.


@pytest.mark.hazard("H-29")
def test_an_alarm_that_was_over_before_anybody_did_anything_stays_in_sight() -> None:
    response = watched()
    response.number(10.0, 16.0, 88.0)
    response.number(17.0, 30.0, 97.0)
    assert AlarmId.SPO2_LOW not in response.alarms
    assert [(alarm.id, alarm.state) for alarm in response.situation.latched] == [(AlarmId.SPO2_LOW, AlarmState.CLEARED)]
    response.answer(31.0, QuestionId.BREATHING, YES)
    assert response.situation.latched == ()


def test_an_alarm_somebody_attended_to_goes_with_its_condition() -> None:
    response = watched()
    response.number(10.0, 16.0, 88.0)
    response.act(17.0, ActionId.ACKNOWLEDGE)
    response.number(18.0, 30.0, 97.0)
    assert response.situation.latched == ()


def test_an_alarm_that_comes_back_stands_again_and_is_not_shown_twice() -> None:
    response = watched()
    response.number(10.0, 16.0, 88.0)
    response.number(17.0, 30.0, 97.0)
    response.number(31.0, 40.0, 88.0)
    assert AlarmId.SPO2_LOW in response.alarms
    assert response.situation.latched == ()


def test_a_technical_alarm_does_not_stay() -> None:
    response = watched()
    response.vitals(gone(10.0))
    response.wait(20.0)
    assert AlarmId.NO_READING in response.alarms
    response.vitals(live(21.0, 97.0))
    assert response.situation.latched == ()


# Old data.


def test_an_old_battery_raises_nothing_new() -> None:
    response = watched()
    response.vitals(live(10.0, 97.0, battery=5))
    said = response.wait(60.0)
    assert AlarmId.BATTERY_LOW not in {alarm for alarm, _ in alarms(said)}


# Before a start.


def test_a_low_number_before_a_start_is_heard_after_its_delay() -> None:
    response = Rehearsal()
    said = response.number(0.0, LOW.delay_s, 88.0)
    assert (AlarmId.SPO2_LOW, AlarmState.SIGNALLED) in alarms(said)
    assert response.situation.started is False
    assert [alarm.id for alarm in response.situation.alarms] == [AlarmId.SPO2_LOW]


def test_a_clip_that_nobody_wears_before_a_start_is_no_alarm() -> None:
    response = Rehearsal()
    response.number(0.0, 5.0, 97.0)
    response.vitals(gone(6.0))
    assert alarms(response.wait(600.0)) == []
    assert response.situation.alarms == ()


def test_a_pulse_before_a_start_is_left_to_the_person_who_sees_it() -> None:
    response = Rehearsal()
    for t in range(60):
        response.vitals(live(float(t), 97.0, pulse=40.0))
    assert response.situation.alarms == ()


def test_before_a_start_it_can_be_heard_and_comes_back() -> None:
    response = Rehearsal()
    response.number(0.0, 6.0, 89.9)
    response.act(7.0, ActionId.ACKNOWLEDGE)
    assert response.alarms == {AlarmId.SPO2_LOW: AlarmState.SUPPRESSED}
    response.number(8.0, 7.0 + FIGURES.acknowledge_most, 89.9)
    assert response.alarms == {AlarmId.SPO2_LOW: AlarmState.SIGNALLED}


def test_before_a_start_a_clip_put_away_ends_what_somebody_heard_and_nothing_else() -> None:
    response = Rehearsal()
    response.number(0.0, 6.0, 88.0)
    response.vitals(Vitals(7.0, None, None, Trust.NONE, Cause.NO_FINGER))
    response.vitals(Vitals(60.0, None, None, Trust.NONE, Cause.NO_FINGER))
    assert response.alarms == {AlarmId.SPO2_LOW: AlarmState.SIGNALLED}
    response.act(61.0, ActionId.ACKNOWLEDGE)
    assert response.alarms == {}


def test_before_a_start_a_number_that_is_well_again_ends_it() -> None:
    response = Rehearsal()
    response.number(0.0, 6.0, 88.0)
    response.number(7.0, 20.0, 97.0)
    assert response.alarms == {}
    assert response.situation.latched == ()


def test_the_start_says_anew_what_stands_so_that_the_record_has_it() -> None:
    response = Rehearsal()
    response.number(0.0, 6.0, 75.0)
    said = response.act(7.0, ActionId.START)
    assert (AlarmId.SPO2_VERY_LOW, AlarmState.OCCURRED) in alarms(said)


def test_the_packs_agree_that_a_pause_is_at_most_two_minutes() -> None:
    for name in pack_names():
        assert load_pack(name).timer("pause_most").value <= 120
