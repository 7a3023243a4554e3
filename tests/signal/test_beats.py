"""Beats are found where they are."""

from __future__ import annotations

import numpy as np
import pytest

from breathline.signal import beats
from tests.signal.made_pleth import Made


def test_every_beat_is_found_once() -> None:
    made = Made(pulse=75.0, hz=25.0, seconds=40.0, jitter=0.05)
    found = beats.find(made.samples(), 25.0)
    assert found is not None
    assert len(found.at) == pytest.approx(50, abs=1)
    assert np.diff(found.at).min() > 0.6 * 20
    assert np.diff(found.at).max() < 1.4 * 20
    assert found.period == pytest.approx(20.0, abs=1.0)


def test_feet_and_tops_are_in_device_units_and_an_upside_down_wave_is_turned() -> None:
    samples = Made(hz=25.0, height=60.0).samples()
    upright, turned = beats.find(samples, 25.0), beats.find(-samples, 25.0)
    assert upright is not None
    assert turned is not None
    assert (upright.upside_down, turned.upside_down) == (False, True)
    assert np.median(upright.feet) == pytest.approx(12.0, abs=1.0)
    assert np.median(upright.tops) == pytest.approx(70.0, abs=3.0)
    assert np.median(turned.tops) == pytest.approx(np.median(upright.tops), abs=0.5)


def test_a_second_bump_in_each_beat_is_no_beat() -> None:
    t = np.arange(1000) / 25.0
    bumps = np.sin(2 * np.pi * t) + 0.8 * np.sin(4 * np.pi * t + 0.5)
    found = beats.find(bumps, 25.0)
    assert found is not None
    assert found.period == pytest.approx(25.0, abs=0.5)
    assert len(found.at) == pytest.approx(40, abs=1)


@pytest.mark.parametrize("many", [1, 2, 8, 15])
def test_too_short_a_stretch_has_none(many: int) -> None:
    assert beats.find(np.sin(np.arange(many) * 1.0), 25.0) is None


def test_two_beats_are_too_few() -> None:
    wave = np.zeros(125)
    wave[[30, 31, 32]] = wave[[90, 91, 92]] = (5.0, 10.0, 5.0)
    assert beats.find(wave, 25.0) is None


def test_a_single_kink_at_the_edge_is_no_beat() -> None:
    assert beats.find(np.sqrt(np.abs(np.arange(50) - 3.5)), 25.0) is None


def test_the_higher_of_two_in_the_middle_is_taken() -> None:
    assert beats.middle([3.0, 1.0, 2.0, 4.0]) == 3.0
