"""The pulse wave looks like one."""

from itertools import pairwise
from random import Random
from statistics import pstdev

from breathline.firmware_sim.pleth import Pleth, beat_height
from breathline.firmware_sim.truth import Truth, Worn


def test_a_beat_rises_steeply_dips_at_the_notch_and_runs_out() -> None:
    assert (beat_height(0), beat_height(0.175), beat_height(1)) == (0, 1, 0)
    assert beat_height(0.40) < beat_height(0.45) < beat_height(0.30)
    assert beat_height(1.5) == 0


def test_it_beats_as_often_as_the_heart() -> None:
    samples = Pleth(Random(1), 50.0).draw(50 * 60, Truth(97, 60, 4))
    beats = sum(before < 80 <= after for before, after in pairwise(samples))

    assert 58 <= beats <= 62
    assert min(samples) >= 0
    assert max(samples) <= 100


def test_it_shrinks_with_the_blood_flow_and_is_flat_without_a_pulse() -> None:
    strong, weak, none = (
        Pleth(Random(1), 50.0).draw(100, Truth(97, pulse, perfusion))
        for pulse, perfusion in ((60, 4.0), (60, 0.3), (0, 4.0))
    )

    assert max(strong) - min(strong) > 3 * (max(weak) - min(weak)) > 0
    assert max(none) == min(none)


def test_a_breath_lowers_the_beats_and_their_foot_and_hurries_the_next() -> None:
    rest, breath = (Pleth(Random(1), 50.0).draw(1000, Truth(97, 60, 4, lungs_l=litres)) for litres in (0.0, 0.5))

    assert min(breath[500:]) < min(rest[500:]) - 2
    assert max(breath[500:]) < max(rest[500:]) - 6
    assert breath.index(max(breath[900:]), 900) != rest.index(max(rest[900:]), 900)


def test_the_deepest_breath_stays_within_what_families_carry() -> None:
    samples = Pleth(Random(1), 50.0).draw(1000, Truth(97, 60, 4, lungs_l=5.0))

    assert 1 <= min(samples) < max(samples) <= 100


def test_motion_is_larger_than_the_pulse_and_stays_within_what_families_carry() -> None:
    moved = Pleth(Random(1), 50.0).draw(1000, Truth(97, 60, 0.5, worn=Worn(motion=1.0)))

    assert min(moved) == 1
    assert max(moved) == 100


def test_lamps_flicker_as_the_samples_draw_it_and_lift_the_wave() -> None:
    dark, lit = (Pleth(Random(1), 50.0).draw(500, Truth(97, 0, 4, worn=Worn(light=light))) for light in (0.0, 1.0))
    at_mains = Pleth(Random(1), 60.0).draw(500, Truth(97, 0, 4, worn=Worn(light=1.0)))

    assert min(lit) > dark[0]
    assert len(set(lit)) > 2
    assert len(set(at_mains)) == 1


def test_a_dim_finger_beats_less() -> None:
    bare, polished = (Pleth(Random(1), 50.0).draw(200, Truth(97, 60, 2, worn=Worn(polish=dark))) for dark in (0.0, 1.0))

    assert max(polished) - min(polished) < 0.5 * (max(bare) - min(bare))


def test_compressions_are_less_even_than_a_heart() -> None:
    heart, hands = (Pleth(Random(1), 50.0).draw(3000, Truth(97, 110, 2, compressed=by)) for by in (False, True))

    assert spread(hands) > 1.5 * spread(heart)


def spread(samples: list[float]) -> float:
    beats = [at for at, (before, after) in enumerate(pairwise(samples)) if before < 60 <= after]
    return pstdev([after - before for before, after in pairwise(beats)])
