"""The one pipeline: what goes in, in which order it comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.device.response import TREND_S, Response
from breathline.events.model import (
    ActionEvent,
    AlarmEvent,
    AnswerEvent,
    DeadlineEvent,
    Event,
    FaultEvent,
    Input,
    ResponseEvent,
    ResponseState,
    VitalsEvent,
)
from breathline.words import (
    Action,
    ActionId,
    Answer,
    AnswerValue,
    Cause,
    Fault,
    FaultId,
    Frame,
    QuestionId,
    Reading,
    Trust,
)
from tests.device.stand_ins import StandInConditioner, StandInGuide, StandInState, values

START = Action(ActionId.START)


def fresh() -> Response:
    return Response(StandInGuide(), StandInConditioner())


def started() -> Response:
    response = fresh()
    response.do(START, 0.0)
    return response


def looks(events: list[Event]) -> list[float]:
    return [event.t for event in events if isinstance(event, VitalsEvent)]


def test_there_is_something_to_draw_before_the_first_input() -> None:
    response = fresh()
    assert response.situation.vitals is not None
    assert response.situation.vitals.trust is Trust.NONE
    assert response.vitals is None
    assert response.state == StandInState()


def test_a_start_is_the_first_event_of_its_response() -> None:
    events = fresh().do(START, 0.0)
    assert [type(event) for event in events] == [ActionEvent, ResponseEvent]


def test_a_values_reading_makes_one_vitals_event() -> None:
    response = started()
    assert looks(response.reading(values(0.4))) == [0.4]
    assert response.situation.vitals is not None
    assert response.situation.vitals.spo2 == 97.0


@pytest.mark.parametrize("frame", [Frame.PLETH, Frame.STATUS])
def test_other_frames_make_no_events(frame: Frame) -> None:
    assert started().reading(Reading(7.0, frame)) == []


def test_with_no_reading_the_vitals_come_once_a_second() -> None:
    response = started()
    response.reading(values(0.5))
    assert looks(response.wait(4.0)) == [1.5, 2.5, 3.5]


def test_a_reading_every_second_makes_one_row_a_second() -> None:
    response = started()
    rows = [t for second in range(1, 11) for t in looks(response.reading(values(second + 0.03 * (second % 3))))]
    assert len(rows) == 10


def test_a_reading_well_after_its_second_does_not_hide_the_second() -> None:
    response = started()
    response.reading(values(1.0))
    assert looks(response.reading(values(3.0))) == [2.0, 3.0]


def test_an_act_finds_the_seconds_before_it_already_told() -> None:
    response = started()
    events = response.do(Action(ActionId.NALOXONE), 2.25)
    assert [event.t for event in events] == [1.0, 2.0, 2.25]
    assert response.situation.naloxone.doses == 1


def test_an_answer_is_an_input_too() -> None:
    answer = Answer(QuestionId.BREATHING, AnswerValue.NO)
    assert started().do(answer, 0.5) == [AnswerEvent(0.5, answer)]


def test_deadlines_and_seconds_come_in_the_order_of_time() -> None:
    response = started()
    response.reading(values(0.5))
    events = response.wait(31.0)
    assert [event.t for event in events] == sorted(event.t for event in events)
    at_thirty = [event for event in events if event.t == 30.0]
    assert [type(event) for event in at_thirty] == [DeadlineEvent, AlarmEvent]


def test_one_long_wait_says_the_same_as_many_short_ones() -> None:
    at_once, by_parts = started(), started()
    parts = [event for quarter in range(1, 401) for event in by_parts.wait(quarter * 0.25)]
    assert at_once.wait(100.0) == parts
    assert at_once.state == by_parts.state


def test_next_due_is_the_next_deadline_or_the_next_second_with_no_reading() -> None:
    response = started()
    assert response.next_due == 1.5
    response.wait(29.0)
    assert response.next_due == 30.0


def test_a_lost_link_takes_the_number_away_at_once() -> None:
    response = started()
    response.reading(values(1.0))
    events = response.fault(Fault(FaultId.LINK_LOST, present=True), 1.2)
    assert [type(event) for event in events] == [FaultEvent, VitalsEvent]
    assert response.vitals is not None
    assert response.vitals.spo2 is None
    assert response.vitals.cause is Cause.LINK_LOST


def test_a_fault_of_the_box_does_not_touch_the_number() -> None:
    response = started()
    response.reading(values(1.0))
    assert [type(event) for event in response.fault(Fault(FaultId.NO_SOUND, present=True), 1.2)] == [FaultEvent]
    assert response.vitals is not None
    assert response.vitals.spo2 == 97.0


def test_an_input_stamped_before_the_last_is_taken_as_of_the_last() -> None:
    response = started()
    response.do(Action(ActionId.AIRWAY), 5.0)
    assert looks(response.reading(values(4.9))) == [5.0]
    assert response.do(Action(ActionId.BREATH), 4.0)[-1].t == 5.0


def test_a_look_tells_the_moment_without_the_seconds_between() -> None:
    response = started()
    events = response.look(3600.0)
    assert looks(events) == [3600.0]
    assert [event.t for event in events if isinstance(event, DeadlineEvent)][:2] == [30.0, 60.0]


def test_the_end_of_the_input_ends_the_response_once() -> None:
    response = started()
    assert response.finish(2.0, "input_ended")[-1] == ResponseEvent(2.0, ResponseState.ENDED, "input_ended")


def test_the_end_of_the_input_adds_nothing_to_an_ended_or_unstarted_response() -> None:
    ended = started()
    ended.do(Action(ActionId.END), 1.0)
    for response in (ended, fresh()):
        assert not [event for event in response.finish(2.0, "input_ended") if isinstance(event, ResponseEvent)]


def test_the_trend_has_one_point_a_second_for_five_minutes() -> None:
    response = started()
    for half_second in range(1, 2 * 400):
        response.reading(values(half_second / 2))
    seconds = [int(point.t) for point in response.trend]
    assert seconds == sorted(set(seconds))
    assert seconds[-1] - seconds[0] <= TREND_S
    assert len(seconds) >= TREND_S


def test_the_trend_has_a_hole_where_nothing_was_believed() -> None:
    response = started()
    response.wait(2.0)
    assert [point.spo2 for point in response.trend] == [None, None]


def test_a_killed_response_goes_on_with_the_same_state_timers_and_trend() -> None:
    before = started()
    log: list[Event] = before.do(Action(ActionId.NALOXONE), 12.0)
    log = [*fresh().do(START, 0.0), *log]
    log += before.reading(values(13.0))
    log += before.wait(41.0)
    after = fresh()
    after.resume(log)
    assert after.state == before.state
    assert after.situation == before.situation
    assert after.trend == before.trend
    assert after.next_due == before.next_due
    assert after.t == max(event.t for event in log)


@given(
    st.lists(
        st.tuples(st.floats(0.0, 20.0), st.sampled_from(["reading", "none", "act", "fault", "wait"])),
        max_size=40,
    )
)
def test_time_never_runs_backwards_and_the_log_alone_rebuilds_the_response(turns: list[tuple[float, str]]) -> None:
    response, t = fresh(), 0.0
    log = response.do(START, 0.0)
    for gap, what in turns:
        t += gap
        match what:
            case "reading":
                log += response.reading(values(t))
            case "none":
                log += response.reading(values(t, spo2=None))
            case "act":
                log += response.do(Action(ActionId.NALOXONE), t)
            case "fault":
                log += response.fault(Fault(FaultId.LINK_LOST, present=True), t)
            case _:
                log += response.wait(t)
    times = [event.t for event in log]
    assert times == sorted(times)
    replayed = fresh()
    replayed.resume(log)
    assert replayed.state == response.state
    assert replayed.trend == response.trend
    assert all(isinstance(event, Input) for event in response.state.heard)
