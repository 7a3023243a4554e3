"""A scenario is a curve: straight lines for numbers, steps for yes and no."""

import pytest

from breathline.errors import UsageError
from breathline.firmware_sim.curve import DEFAULT, load_curve, parse_curve, scenario_names
from breathline.firmware_sim.truth import Truth

BEGIN = 'title = "A"\nabout = "B"\n[[point]]\nt = 0\nspo2 = 96\npulse = 80\nperfusion = 4\n'


def test_numbers_go_in_straight_lines_between_their_own_points() -> None:
    curve = parse_curve(BEGIN + "[[point]]\nt = 10\npulse = 90\n[[point]]\nt = 20\nspo2 = 76\n", "x")

    assert curve.at(5) == Truth(91, 85, 4)
    assert curve.at(10) == Truth(86, 90, 4)
    assert curve.at(15) == Truth(81, 90, 4)


def test_before_the_first_and_after_the_last_point_everything_stays() -> None:
    curve = parse_curve(BEGIN + "[[point]]\nt = 10\nspo2 = 90\nfinger = false\n", "x")

    assert curve.at(-5) == curve.at(0) == Truth(96, 80, 4)
    assert curve.at(1000) == curve.at(10) == Truth(90, 80, 4, finger=False)
    assert curve.duration_s == 10


def test_yes_and_no_hold_until_a_point_changes_them() -> None:
    curve = parse_curve(BEGIN + "breathing = false\n[[point]]\nt = 10\nbreathing = true\nswitched_on = false\n", "x")

    assert [curve.at(t).breathing for t in (0, 9.9, 10)] == [False, False, True]
    assert [curve.at(t).switched_on for t in (0, 9.9, 10)] == [True, True, False]


def test_the_shipped_scenarios_all_load() -> None:
    names = scenario_names()

    assert {"asleep-breathing", "clip-falls-off", "cold-hand", "fentanyl-fast", "naloxone-wears-off"} <= set(names)
    assert all(load_curve(name).title for name in names)


def test_the_usual_scenario_falls_below_90_within_the_first_minute_and_recovers() -> None:
    curve = load_curve()

    assert curve == load_curve(DEFAULT)
    assert curve.at(0).spo2 == 96
    assert curve.at(35).spo2 > 89
    assert curve.at(41).spo2 < 90
    assert 70 <= curve.at(120).spo2 < 80
    assert not curve.at(60).breathing
    assert curve.at(curve.duration_s).spo2 > 94
    assert curve.at(curve.duration_s).responsive


def test_somebody_asleep_never_stops_breathing() -> None:
    curve = load_curve("asleep-breathing")

    assert all(curve.at(t).breathing and curve.at(t).spo2 >= 90 for t in range(int(curve.duration_s)))


def test_an_unknown_scenario_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r'no scenario "fentanyl"; choose one of: asleep-breathing, clip-falls-off'):
        load_curve("fentanyl")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "is not TOML"),
        ('title = "A"\nabout = "B"\n', "point: Field required"),
        (BEGIN + "sp02 = 96\n", "sp02: Extra inputs are not permitted"),
        (BEGIN.replace("t = 0", "t = 1"), "first point must be at t = 0"),
        (BEGIN.replace("pulse = 80\n", ""), "must be at t = 0 and give spo2, pulse and perfusion"),
        (BEGIN + "[[point]]\nt = 0\n", "later than the one before"),
        (BEGIN + "[[point]]\nt = 5\nspo2 = 101\n", "point.1.spo2: Input should be less than or equal to 100"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(UsageError, match="scenario x") as refusal:
        parse_curve(text, "x")

    assert said in str(refusal.value)
