"""A scenario is read whole or refused with the line and what to write instead."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from breathline.errors import BreathlineError, UsageError
from breathline.firmware_sim.scenario import DEFAULT, load_scenario, parse_scenario, scenario_names
from breathline.firmware_sim.scenario_parts import Finger, SubstanceName
from breathline.firmware_sim.truth import WELL_WORN, Worn

BEGIN = 'title = "A"\nabout = "B"\nlasts = "5 min"\n'
FENTANYL = '[[substance]]\nname = "fentanyl"\ndose = "1.6 mg"\n'


def test_the_fourteen_are_there_each_with_goals_for_both() -> None:
    assert scenario_names() == [
        "asleep-breathing",
        "benzo-opioid",
        "cardiac-arrest",
        "carfentanil-two-doses",
        "chronic-lung",
        "clip-falls-off",
        "cold-hand",
        "fentanyl-fast",
        "medetomidine",
        "nail-polish-motion",
        "naloxone-wears-off",
        "oxygen-hides",
        "smoked-slow-onset",
        "two-people",
    ]
    for name in scenario_names():
        for story in load_scenario(name).stories:
            assert {str(goal.responder) for goal in story.goal} == {"ideal", "none"}, name
        assert load_scenario(name).teaches, name


def test_a_clip_can_be_disturbed_by_whatever_disturbs_an_oximeter() -> None:
    every = {each.name: 0.3 for each in fields(Worn)}

    assert Finger.model_validate(every).worn() == Worn(**every)
    assert Finger().worn() == WELL_WORN


def test_quantities_are_read_with_their_units() -> None:
    taken = parse_scenario(
        BEGIN + '[[substance]]\nname = "carfentanil"\ndose = "90 ug"\nago = "1.5 min"\nover = 20\n', "x"
    ).substance[0]

    assert (taken.name, taken.dose, taken.ago, taken.over) == (SubstanceName.CARFENTANIL, 0.09, 90, 20)


def test_a_second_person_has_a_story_of_their_own() -> None:
    scenario = parse_scenario(BEGIN + '[second.person]\nage = 60\n[[second.event]]\nwhat = "motion"\nt = 5\n', "x")

    assert [len(story.event) for story in scenario.stories] == [0, 1]
    assert scenario.stories[1].person.age == 60


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = \n", "line 1: is not valid TOML"),
        ('title = "A"\nabout = "B"\n', "lasts: is missing; write it there"),
        (BEGIN + "ends_after = 3\n", "line 4: unknown key 'ends_after'"),
        (
            BEGIN + FENTANYL.replace("fentanyl", "fentanil") + "t = 0\n",
            "line 5: substance.1.name: 'fentanil' is not",
        ),
        (BEGIN + FENTANYL + "t = -3\n", "line 7: substance.1.t: should be greater than or equal to 0, not -3"),
        (BEGIN + FENTANYL + 't = "3 mg"\n', "line 7: substance.1.t: '3 mg': its unit must be s or min or h"),
        (BEGIN + FENTANYL.replace("mg", "ml") + "t = 0\n", "line 6: substance.1.dose: '1.6 ml': its unit must be mg"),
        (BEGIN + FENTANYL.replace('"1.6 mg"', "1.6") + "t = 0\n", "line 6: substance.1.dose: 1.6 has no unit; write"),
        (BEGIN + FENTANYL.replace("1.6 mg", "much") + "t = 0\n", "line 6: substance.1.dose: 'much' is no quantity"),
        (BEGIN + FENTANYL, 'substance.1: write either "t" or "ago"'),
        (BEGIN + FENTANYL + "t = 300\n", "line 7: substance.1.t: 300 s is after the end at 300 s"),
        (
            BEGIN + FENTANYL + "t = 0\n" + FENTANYL.replace("fentanyl", "carfentanil") + "t = 1\n",
            "line 9: substance.2.name: a person gets one opioid; write fentanyl here too",
        ),
        (BEGIN + '[[event]]\nwhat = "motion"\n', 'event.1: write either "t" or "after"'),
        (BEGIN + '[[event]]\nwhat = "motion"\nt = 1\ndelay = 3\n', 'event.1: "delay" needs "after"'),
        (BEGIN + '[[event]]\nwhat = "finger_off"\nt = 1\nlevel = 0.5\n', '"level" does not go with finger_off'),
        (BEGIN + '[[event]]\nwhat = "heart_stops"\nt = 1\nlasts = 5\n', '"lasts" does not go with heart_stops'),
        (
            BEGIN + '[[event]]\nwhat = "light"\nt = 1\n[[event]]\nwhat = "light"\nt = 9\n',
            "line 7: event.2: overlaps light, which goes on from 1 s to the end; begin it later",
        ),
        (
            BEGIN + '[[event]]\nwhat = "finger_off"\nt = 10\nlasts = 20\n[[event]]\nwhat = "motion"\nt = 29\n',
            "line 8: event.2: overlaps finger_off, which goes on from 10 s to 30 s",
        ),
        (BEGIN + '[person]\nweight = "70 lb"\n', "line 5: person.weight: '70 lb': its unit must be kg"),
        (BEGIN + "[clip]\npolish = 1.5\n", "line 5: clip.polish: should be less than or equal to 1, not 1.5"),
        (BEGIN + '[[colleague]]\nt = 1\ndoes = "sings"\n', "line 6: colleague.1.does: 'sings' is not one of"),
    ],
)
def test_a_wrong_scenario_is_refused_with_its_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=r"^x: ") as refusal:
        parse_scenario(text, "x")

    assert said in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_the_same_state_may_come_again_and_others_at_once() -> None:
    events = parse_scenario(
        BEGIN
        + '[[event]]\nwhat = "motion"\nt = 1\nlasts = 9\n[[event]]\nwhat = "motion"\nt = 10\nlasts = 5\n'
        + '[[event]]\nwhat = "light"\nt = 2\n[[event]]\nwhat = "motion"\nafter = "naloxone"\nlasts = 5\n',
        "x",
    ).event

    assert len(events) == 4


GOAL = '[[goal]]\nresponder = "ideal"\nsays = "So."\n'


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        ('check = "flies"', "goal.1.check: 'flies' is not one of arrests, survives"),
        ('check = "sao2_above"', '"sao2_above" needs "value"'),
        ('check = "sao2_above"\nvalue = "90 mmHg"', "'90 mmHg': its unit must be %"),
        ('check = "survives"\nvalue = "90 %"', '"survives" has no "value"'),
        ('check = "alarmed"', '"alarmed" needs "id"'),
        ('check = "alarmed"\nid = "spo2"', "'spo2' is not one of spo2_low"),
        ('check = "doses"', '"doses" needs "least", "most" or both'),
        ('check = "survives"\nleast = 1', '"least" and "most" go with "doses"'),
        ('check = "breathes"\nby = 3\nfrom = 2', '"from" goes with what is true of the person, and not with "by"'),
        ('check = "doses"\nmost = 1\nfrom = 2', '"from" goes with what is true of the person'),
        ('check = "breathes"\nuntil = 2', '"until" needs an earlier "from"'),
        ('check = "not_alarmed"\nid = "spo2_low"\nby = 2', '"by" does not go with "not_alarmed"'),
        ('check = "breathes"\nby = 400', "line 8: goal.1.by: 400 s is after the end at 300 s"),
    ],
)
def test_a_goal_that_cannot_be_checked_is_refused(goal: str, said: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_scenario(BEGIN + GOAL + goal + "\n", "x")

    assert said in str(refusal.value)


def test_a_scenario_is_named_or_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(BEGIN)

    assert load_scenario(str(file)).title == "A"
    assert load_scenario() == load_scenario(DEFAULT)
    with pytest.raises(UsageError, match='no scenario "fentanyl"; choose one of: asleep-breathing, benzo-opioid'):
        load_scenario("fentanyl")
    with pytest.raises(BreathlineError, match="No such file or directory"):
        load_scenario(str(tmp_path / "other.toml"))
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(BreathlineError, match="not UTF-8 text"):
        load_scenario(str(file))
