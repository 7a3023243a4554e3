"""What should sound, decided without a sound device."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.device.published import Beside, Link, Published, Sound
from breathline.device.sound.lines import cue_of, line_of
from breathline.device.sound.plan import RISE_S, SILENCE, Cue, Score, SoundPlan, loudness, plan_for, sound_plan
from breathline.device.sound.shapes import SHAPES
from breathline.events.model import AlarmId, AlarmState, Priority
from breathline.guidelines.situation import Alarm, Pacer, Question, Situation
from breathline.words import QuestionId
from tests.device.stand_ins import NOTHING

FLOOR = 0.5
PACER = Pacer("breaths", 10.0, 5.0, "Breathe in")


def alarm(priority: Priority, since: float = 0.0, state: AlarmState = AlarmState.SIGNALLED) -> Alarm:
    return Alarm(AlarmId.SPO2_LOW, priority, state, "SpO2 below 90", since)


def running(*alarms: Alarm, pacer: Pacer | None = None, pause_until: float | None = None) -> Situation:
    return replace(NOTHING, started=True, alarms=alarms, pacer=pacer, pause_until=pause_until)


def test_with_no_alarm_and_no_pacer_it_is_silent() -> None:
    assert sound_plan(running(), 5.0, FLOOR) == SILENCE


def test_the_highest_priority_sounds() -> None:
    situation = running(alarm(Priority.LOW), alarm(Priority.HIGH), alarm(Priority.MEDIUM))
    assert sound_plan(situation, 5.0, FLOOR).burst is Priority.HIGH


@pytest.mark.parametrize("state", [AlarmState.SUPPRESSED, AlarmState.OCCURRED, AlarmState.CLEARED])
def test_only_a_signalled_alarm_sounds(state: AlarmState) -> None:
    situation = running(alarm(Priority.HIGH, state=state), alarm(Priority.LOW))
    assert sound_plan(situation, 5.0, FLOOR).burst is Priority.LOW


def test_it_grows_louder_in_steps_until_it_is_loudest() -> None:
    heard = [sound_plan(running(alarm(Priority.HIGH)), t, FLOOR).volume for t in range(int(RISE_S) + 20)]
    assert heard[0] == FLOOR
    assert heard[-1] == 1.0
    assert heard == sorted(heard)
    assert len(set(heard)) == 5


def test_of_one_priority_the_longest_there_says_how_loud() -> None:
    situation = running(alarm(Priority.HIGH, since=RISE_S), alarm(Priority.HIGH, since=0.0))
    assert sound_plan(situation, RISE_S, FLOOR).volume == 1.0


@pytest.mark.hazard("H-15")
def test_a_question_that_takes_the_numbers_place_sounds_from_the_moment_it_is_asked() -> None:
    asked = Question(QuestionId.BREATHING, "Are they breathing?", (), asked_at=10.0, overdue_at=30.0)
    assert sound_plan(replace(running(), question=asked), 12.0, FLOOR) == SILENCE
    loud = replace(running(), question=replace(asked, loud=True))
    assert sound_plan(loud, 12.0, FLOOR) == SoundPlan(Priority.MEDIUM, FLOOR)
    assert sound_plan(replace(loud, alarms=(alarm(Priority.HIGH),)), 12.0, FLOOR).burst is Priority.HIGH


def test_a_pause_silences_everything_and_ends_by_itself() -> None:
    situation = running(alarm(Priority.HIGH), pacer=PACER, pause_until=60.0)
    assert sound_plan(situation, 59.9, FLOOR) == SILENCE
    assert sound_plan(situation, 60.0, FLOOR).burst is Priority.HIGH


def test_after_the_end_it_is_silent() -> None:
    assert sound_plan(replace(running(alarm(Priority.HIGH)), ended=True), 5.0, FLOOR) == SILENCE


def test_the_pacer_ticks_on_under_an_alarm_more_quietly() -> None:
    alone = sound_plan(running(pacer=PACER), 12.0, FLOOR)
    under = sound_plan(running(alarm(Priority.HIGH), pacer=PACER), 12.0, FLOOR)
    assert alone.beat == under.beat == PACER
    assert 0.0 < under.tick_volume < alone.tick_volume < FLOOR


def test_the_pacer_can_be_silent_and_alarms_can_not() -> None:
    plan = sound_plan(running(alarm(Priority.HIGH), pacer=PACER), 12.0, FLOOR, metronome=False)
    assert plan.beat is None
    assert plan.burst is Priority.HIGH


@given(st.floats(-10.0, 1e6), st.floats(0.1, 1.0))
def test_an_alarm_is_never_silent(unanswered_s: float, floor: float) -> None:
    assert floor <= loudness(unanswered_s, floor) <= 1.0


def play(plan: SoundPlan, until: float, start: float = 0.0) -> list[tuple[float, Cue]]:
    """What one plan plays when it is asked exactly when it wants to be."""
    score, t, played = Score(), start, list[tuple[float, Cue]]()
    while t <= until:
        played += [(t, cue) for cue in score.cues(plan, t)]
        at = score.next_at(plan, t)
        if at is None:
            break
        assert at > t
        t = at
    return played


@pytest.mark.parametrize("priority", Priority)
def test_bursts_come_at_once_and_then_in_their_period(priority: Priority) -> None:
    times = [t for t, _ in play(SoundPlan(priority, 1.0), 100.0, start=3.0)]
    period = SHAPES[priority].period_s
    assert times == pytest.approx([3.0 + number * period for number in range(len(times))])
    assert times[-1] + period > 100.0


def test_a_worse_alarm_does_not_wait_for_the_next_burst() -> None:
    score = Score()
    assert score.cues(SoundPlan(Priority.LOW, 0.5), 0.0) == [Cue(Priority.LOW, 0.5)]
    assert score.cues(SoundPlan(Priority.HIGH, 0.5), 0.5) == [Cue(Priority.HIGH, 0.5)]
    assert score.cues(SoundPlan(Priority.HIGH, 0.5), 0.6) == []


def test_silence_stops_the_burst_that_plays_and_the_next_alarm_sounds_at_once() -> None:
    score = Score()
    plan = SoundPlan(Priority.HIGH, 0.5)
    score.cues(plan, 0.0)
    assert score.must_stop(SILENCE)
    assert score.cues(SILENCE, 1.0) == []
    assert not score.must_stop(SILENCE)
    assert score.next_at(SILENCE, 1.0) is None
    assert score.cues(plan, 1.5) == [Cue(Priority.HIGH, 0.5)]


def test_a_new_response_does_not_wait_for_the_old_ones_burst() -> None:
    score = Score()
    plan = SoundPlan(Priority.LOW, 0.5)
    score.cues(plan, 500.0)
    assert score.cues(plan, 1.0) == [Cue(Priority.LOW, 0.5)]


def test_ticks_come_on_the_beat() -> None:
    times = [t for t, _ in play(SoundPlan(beat=PACER, tick_volume=0.4), 31.0, start=10.0)]
    assert times == [10.0, 15.0, 20.0, 25.0, 30.0]


def test_a_pacer_joined_between_two_beats_waits_for_the_next() -> None:
    assert [t for t, _ in play(SoundPlan(beat=PACER, tick_volume=0.4), 21.0, start=12.0)] == [15.0, 20.0]


def test_before_its_first_beat_a_pacer_is_silent() -> None:
    assert [t for t, _ in play(SoundPlan(beat=PACER, tick_volume=0.4), 16.0, start=3.0)] == [10.0, 15.0]


def test_a_late_beat_is_left_out() -> None:
    score = Score()
    plan = SoundPlan(beat=PACER, tick_volume=0.4)
    assert score.cues(plan, 10.0)
    assert score.cues(plan, 15.4) == []
    assert score.cues(plan, 20.05)


def test_asked_often_it_ticks_once_a_beat() -> None:
    score = Score()
    plan = SoundPlan(beat=PACER, tick_volume=0.4)
    assert sum(len(score.cues(plan, 10.0 + number / 100)) for number in range(1001)) == 3


def test_a_pacer_that_begins_anew_is_a_new_one() -> None:
    score = Score()
    score.cues(SoundPlan(beat=PACER, tick_volume=0.4), 30.0)
    again = replace(PACER, started_at=32.0)
    assert score.cues(SoundPlan(beat=again, tick_volume=0.4), 32.0)


@given(st.sampled_from([None, *Priority]), st.floats(0.0, 1.0))
def test_a_cue_is_a_line_and_back(burst: Priority | None, volume: float) -> None:
    assert cue_of(line_of(Cue(burst, volume))) == Cue(burst, volume)


@pytest.mark.parametrize("line", ["", "high", "shout 1.0", "high loud", "high 1.0 2.0"])
def test_a_line_that_is_no_cue_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        cue_of(line)


def published(
    situation: Situation, other: Situation | None = None, *, ahead_s: float = 0.0, in_front: bool = False
) -> Published:
    alone = Published(situation, True, Link.GOOD, None, None, Sound.ON, True, ())
    if other is None:
        return alone
    return replace(alone, other=Beside(replace(alone, situation=other, person=2), ahead_s, in_front=in_front))


BREATHS = Pacer("breaths", 100.0, 5.0, "BREATHE IN")


def test_one_person_sounds_as_alone() -> None:
    situation = running(alarm(Priority.HIGH), pacer=BREATHS)
    assert plan_for(published(situation), 10.0, 0.5) == sound_plan(situation, 10.0, 0.5)


@pytest.mark.hazard("H-43")
@pytest.mark.parametrize("in_front", [False, True])
def test_of_two_people_the_worst_alarm_sounds_whoever_is_in_front(in_front: bool) -> None:
    medium, high = running(alarm(Priority.MEDIUM)), running(alarm(Priority.HIGH))
    for first, second in ((medium, high), (high, medium), (running(), high), (high, running())):
        plan = plan_for(published(first, second, in_front=in_front), 0.0, 0.5)
        assert plan.burst is Priority.HIGH
        assert plan.volume == 0.5


def test_of_two_alike_the_louder_one_counts_each_by_its_own_time() -> None:
    both = published(running(alarm(Priority.HIGH)), running(alarm(Priority.HIGH)), ahead_s=RISE_S)
    assert plan_for(both, 1.0, 0.5).volume == 1.0


@pytest.mark.hazard("H-43")
def test_a_pause_of_one_leaves_the_other_to_sound() -> None:
    paused = running(alarm(Priority.HIGH), pause_until=60.0)
    assert plan_for(published(paused, running(alarm(Priority.MEDIUM))), 5.0, 0.5).burst is Priority.MEDIUM
    assert plan_for(published(paused, running()), 5.0, 0.5) == SILENCE


def test_the_pacer_of_the_one_in_front_ticks_alone_and_in_the_first_ones_time() -> None:
    first = replace(BREATHS, started_at=3.0)
    both = published(running(pacer=first), running(pacer=BREATHS), ahead_s=40.0)
    assert plan_for(both, 70.0, 0.5).beat == first
    assert plan_for(both, 70.0, 0.5, metronome=False).beat is None
    assert both.other is not None
    turned = replace(both, other=replace(both.other, in_front=True))
    assert plan_for(turned, 70.0, 0.5).beat == replace(BREATHS, started_at=60.0)


def test_the_tick_is_quieter_under_the_other_ones_alarm() -> None:
    alone = plan_for(published(running(pacer=BREATHS), running()), 120.0, 0.5)
    under = plan_for(published(running(pacer=BREATHS), running(alarm(Priority.LOW))), 120.0, 0.5)
    assert under.tick_volume < alone.tick_volume
