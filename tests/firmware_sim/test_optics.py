"""What misleads the light: each thing as it does, and never out of range."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.errors import UsageError
from breathline.firmware_sim import optics
from breathline.firmware_sim.optics import Second, seen_perfusion, seen_spo2
from breathline.firmware_sim.truth import WELL_WORN, Truth, Worn, believable
from breathline.words import Flag

PART = st.floats(0, 1)
WORN = st.builds(Worn, PART, PART, PART, PART, PART, PART, PART)


def seen(spo2: float, worn: Worn) -> float:
    return seen_spo2(spo2, worn, compressed=False)


def seconds(truth: Truth, many: int = 200) -> list[Second]:
    chance = Random(1)
    return [optics.second(truth, truth.spo2, 0.15, chance) for _ in range(many)]


@pytest.mark.parametrize("spo2", [100.0, 97.0, 88.0, 70.0, 40.0])
def test_a_still_fair_finger_in_the_dark_shows_what_is_true(spo2: float) -> None:
    assert seen(spo2, WELL_WORN) == spo2
    assert seen_perfusion(4.0, WELL_WORN) == 4.0


@pytest.mark.hazard("H-06")
def test_carbon_monoxide_reads_high() -> None:
    assert seen(97, Worn(carbon_monoxide=0.3)) > 97
    assert seen(80, Worn(carbon_monoxide=0.3)) == pytest.approx(86)


def test_dark_skin_reads_one_to_three_points_high_where_saturation_is_low() -> None:
    dark = Worn(dark_skin=1.0)
    assert [seen(spo2, dark) - spo2 for spo2 in (98, 88, 70, 50)] == pytest.approx([0, 1, 3, 3])


def test_nail_polish_lowers_and_dims() -> None:
    assert seen(96, Worn(polish=1.0)) == 92
    assert seen_perfusion(4.0, Worn(polish=1.0)) == pytest.approx(1.6)


def test_a_congested_finger_reads_low() -> None:
    assert seen(96, Worn(congestion=1.0)) == pytest.approx(88.5)


@pytest.mark.parametrize("worn", [Worn(motion=1.0), Worn(light=0.8)])
def test_motion_and_light_read_towards_85_from_both_sides(worn: Worn) -> None:
    assert 85 < seen(97, worn) < 97
    assert 60 < seen(60, worn) < 85
    assert seen(85, worn) == 85


def test_motion_makes_the_pulse_jump_and_says_so() -> None:
    still, moving = (seconds(Truth(97, 60, 4, worn=Worn(motion=amount))) for amount in (0.0, 0.8))
    assert all(abs(one.pulse - 60) < 3 for one in still)
    assert sum(abs(one.pulse - 60) > 20 for one in moving) > 50
    assert {one.flags for one in still} == {frozenset()}
    assert {one.flags for one in moving} == {frozenset({Flag.MOTION})}


def test_light_is_called_interference_and_too_much_of_it_blinds() -> None:
    some, much = (seconds(Truth(97, 60, 4, worn=Worn(light=amount)))[0] for amount in (0.5, 1.0))
    assert some.flags == {Flag.INTERFERENCE}
    assert not some.lost
    assert much.lost


def test_a_weak_pulse_makes_the_number_wander() -> None:
    strong, weak = (seconds(Truth(90, 60, perfusion)) for perfusion in (4.0, 0.3))
    assert max(abs(one.spo2 - 90) for one in strong) < 1.5 < max(abs(one.spo2 - 90) for one in weak)
    assert weak[0].flags == {Flag.LOW_PERFUSION}


@pytest.mark.hazard("H-09")
def test_compressions_give_a_false_pulse_near_110_and_a_number_that_is_none() -> None:
    pressed = seconds(Truth(40, 110, 0.5, compressed=True))
    assert all(90 < one.pulse < 130 for one in pressed)
    assert sum(one.spo2 for one in pressed) / len(pressed) == pytest.approx(67, abs=2)
    assert all(Flag.WEAK_SIGNAL in one.flags for one in pressed)


@pytest.mark.parametrize("truth", [Truth(90, 0, 4), Truth(90, 20, 4), Truth(90, 60, 0.1)])
def test_no_pulse_a_very_slow_one_and_a_very_weak_one_are_not_found(truth: Truth) -> None:
    assert all(one.lost for one in seconds(truth, 3))


@pytest.mark.parametrize("wrong", [-0.1, 1.1, math.nan])
def test_only_0_to_1_can_be_worn(wrong: float) -> None:
    with pytest.raises(UsageError, match=r"light is .* from 0 .* to 1"):
        Worn(light=wrong)


@given(st.builds(Truth, *[st.floats()] * 3, lungs_l=st.floats(), flow=st.floats(), cold=st.floats(), worn=WORN))
def test_whatever_is_said_to_be_true_what_is_seen_can_be(truth: Truth) -> None:
    plain = believable(truth)
    one = optics.second(plain, plain.spo2, 0.15, Random(1))
    assert 0 <= one.spo2 <= 100
    assert 0 <= one.pulse <= optics.FASTEST_BPM
    assert 0 <= one.perfusion <= optics.MOST_PERFUSION
    if math.isnan(truth.spo2) or math.isnan(truth.perfusion):
        assert one.lost


@given(st.floats(0, 100), WORN, st.booleans())
def test_nothing_worn_takes_a_saturation_far_out_of_range(spo2: float, worn: Worn, compressed: bool) -> None:
    assert -15 <= seen_spo2(spo2, worn, compressed=compressed) <= 100 + optics.SKIN_RAISES_PCT


def test_what_can_be_true_is_left_as_it_is() -> None:
    truth = Truth(90, 60, 4)
    assert believable(truth) is truth
    assert believable(Truth(190, -5, 4)) == Truth(100, 0, 4)
