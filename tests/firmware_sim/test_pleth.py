"""The pulse wave looks like one."""

from itertools import pairwise
from random import Random

from breathline.firmware_sim.pleth import Pleth, beat_height
from breathline.firmware_sim.truth import Truth


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
