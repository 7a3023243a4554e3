"""A story happens: by its times, after what came first, and by what hands do."""

from __future__ import annotations

from dataclasses import replace

from breathline.firmware_sim.hands import NOTHING, Going, means
from breathline.firmware_sim.live import LiveScene, StoryTime
from breathline.firmware_sim.scenario import Scenario, parse_scenario
from breathline.firmware_sim.scenario_parts import Moment, Timed
from breathline.firmware_sim.scene import Scene
from breathline.guidelines.pack_file import load_pack
from breathline.words import Action, ActionId, Answer, AnswerValue, QuestionId
from tests.device.stand_ins import NOTHING as QUIET

BEGIN = 'title = "A"\nabout = "B"\nlasts = "20 min"\n'
OVERDOSE = BEGIN + '[[substance]]\nname = "fentanyl"\ndose = "1.6 mg"\nago = "60 s"\n'


def scene(text: str, help_after_s: float | None = None) -> Scene:
    story: Scenario = parse_scenario(text, "x")
    return Scene(story, means(load_pack("bc"), story.kit), 0, help_after_s)


def live(made: Scene, until: float, going: Going = NOTHING) -> Scene:
    for tenth in range(int(until * 10) + 1):
        made.advance(tenth / 10, going)
    return made


def test_what_was_taken_before_has_worked_when_the_response_begins() -> None:
    assert not scene(OVERDOSE).body().breathing
    assert scene(OVERDOSE.replace("ago", "t")).body().breathing


def test_breaths_keep_up_the_oxygen_that_falls_without_them() -> None:
    breathed_for = live(scene(OVERDOSE), 180, Going(breaths=True)).body()
    alone = live(scene(OVERDOSE), 180).body()

    assert breathed_for.sao2 > 90
    assert alone.sao2 < 70
    assert breathed_for.ve_l_min > 4 > alone.ve_l_min


def test_events_begin_and_end_by_their_times() -> None:
    made = scene(
        BEGIN
        + '[[event]]\nwhat = "motion"\nt = 5\nlasts = 5\nlevel = 0.4\n'
        + '[[event]]\nwhat = "out_of_range"\nt = 5\nlasts = 5\n'
        + '[[event]]\nwhat = "switched_off"\nt = 12\n[[event]]\nwhat = "finger_off"\nt = 12\n'
    )
    seen = []
    for t in (4.9, 5, 9.9, 10, 12):
        made.advance(t)
        seen.append((made.finger.worn.motion, made.in_range, made.finger.switched_on, made.finger.finger))

    assert seen == [
        (0, True, True, True),
        (0.4, False, True, True),
        (0.4, False, True, True),
        (0, True, True, True),
        (0, True, False, False),
    ]


def test_things_can_come_after_what_the_person_or_somebody_does() -> None:
    made = scene(
        OVERDOSE
        + '[[event]]\nwhat = "finger_off"\nafter = "breaths_started"\ndelay = 10\nlasts = 5\n'
        + '[[event]]\nwhat = "light"\nafter = "stops_breathing"\ndelay = 2\n'
    )
    live(made, 20)
    assert made.finger.finger
    assert made.finger.worn.light == 1
    made.acted(Action(ActionId.BREATHS_STARTED))
    made.advance(30)
    assert not made.finger.finger
    made.advance(35)
    assert made.finger.finger


def test_a_heart_that_stops_has_no_pulse_and_apnoea_is_no_breath() -> None:
    made = live(scene(BEGIN + '[[event]]\nwhat = "heart_stops"\nt = 3\n'), 4)
    assert made.body().arrested
    assert made.reached((Timed(after=Moment.ARREST, delay=1),))
    assert not made.reached((Timed(after=Moment.ARREST, delay=2), Timed(after=Moment.WAKES)))

    held = live(scene(BEGIN + '[[event]]\nwhat = "apnoea"\nt = 3\nlasts = 20\n'), 20)
    assert not held.body().breathing
    assert live(held, 60).body().breathing


def test_a_colleague_helps_and_may_tell_the_box() -> None:
    made = scene(
        OVERDOSE
        + '[[colleague]]\nt = 1\ndoes = "breaths_started"\n[[colleague]]\nt = 2\ndoes = "oxygen_on"\ntold = true\n'
        + '[[colleague]]\nafter = "oxygen_on"\ndelay = 60\ndoes = "breaths_stopped"\n'
    )
    live(made, 60)
    assert made.body().ve_l_min > 4
    assert [action.id for action in made.take_told()] == [ActionId.OXYGEN_ON]
    assert made.take_told() == []
    assert live(made, 120).body().ve_l_min < 2


def test_a_moved_clip_is_on_the_other_finger_and_what_disturbed_it_is_over() -> None:
    text = (
        BEGIN + "[clip]\npolish = 0.9\n[other_finger]\npolish = 0.1\n"
        '[[event]]\nwhat = "finger_off"\nt = 1\n[[colleague]]\nt = 9\ndoes = "sensor_moved"\n'
    )
    made = live(scene(text), 5)
    assert (made.finger.finger, made.finger.worn.polish) == (False, 0.9)
    live(made, 10)
    assert (made.finger.finger, made.finger.worn.polish) == (True, 0.1)


def test_a_clip_that_is_taken_off_on_purpose_is_off_until_it_is_put_back() -> None:
    made = scene(BEGIN)
    made.acted(Action(ActionId.OXIMETER_OFF))
    assert not made.finger.finger
    made.acted(Action(ActionId.OXIMETER_ON))
    assert made.finger.finger


def test_the_crew_comes_some_time_after_it_was_called() -> None:
    made = scene(BEGIN, help_after_s=60)
    made.advance(100)
    assert not made.help_here
    made.acted(Action(ActionId.CALLED_911))
    made.advance(159)
    assert not made.help_here
    made.advance(160)
    assert made.help_here


def test_the_same_story_and_seed_is_the_same_course() -> None:
    assert live(scene(OVERDOSE), 90).body() == live(scene(OVERDOSE), 90).body()


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_in_a_demo_nothing_happens_before_the_first_act_and_then_by_the_clock() -> None:
    clock, made = Clock(), scene(OVERDOSE)
    demo, before = LiveScene(made, StoryTime(clock)), made.body().sao2
    clock.now += 300
    assert demo.at(300).spo2 == before

    demo.acted(Action(ActionId.START), 0.0, QUIET)
    clock.now += 90
    assert demo.at(390).spo2 < before - 10
    assert demo.in_range


def test_in_a_demo_breaths_go_on_while_the_record_says_so_and_end_with_an_undo() -> None:
    clock, made = Clock(), scene(OVERDOSE)
    demo = LiveScene(made, StoryTime(clock))

    def go_on(seconds: float) -> float:
        for _ in range(int(seconds * 10)):
            clock.now += 0.1
            demo.keep_up()
        return made.body().ve_l_min

    demo.acted(Action(ActionId.START), 0.0, QUIET)
    demo.acted(Action(ActionId.BREATHS_STARTED), 0.0, replace(QUIET, breaths_since=0.0))
    demo.acted(Answer(QuestionId.BREATHING, AnswerValue.NO), 0.0, replace(QUIET, breaths_since=0.0))
    assert go_on(60) > 4
    demo.acted(Action(ActionId.UNDO), 60.0, QUIET)
    assert go_on(60) < 2


def test_in_a_demo_the_other_person_in_the_room_lives_from_the_same_moment() -> None:
    clock, other = Clock(), scene(OVERDOSE)
    time = StoryTime(clock)
    first, second = LiveScene(scene(OVERDOSE), time), LiveScene(other, time)
    before = other.body().sao2
    first.acted(Action(ActionId.START), 0.0, QUIET)
    clock.now += 60
    second.keep_up()
    assert other.body().sao2 < before - 5
