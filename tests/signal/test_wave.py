"""The stretch of pleth keeps its time: holes are as long as what is missing, drifting clocks are followed."""

from __future__ import annotations

import math

import numpy as np
import pytest

from breathline.signal.wave import Wave


def filled(seconds: float, hz: float = 25.0) -> Wave:
    wave = Wave(hz, 20.0)
    for i in range(round(seconds * hz)):
        wave.add((i + 1) / hz, [float(i)])
    return wave


def test_fast_streams_are_averaged_down() -> None:
    wave = filled(1.0, 125.0)
    assert wave.rate == 25.0
    assert wave.count == 25
    assert wave.unbroken(25, 100).tolist() == [2.0 + 5 * i for i in range(25)]


def test_no_more_is_kept_than_asked_for_and_no_more_is_given_than_is_kept() -> None:
    wave = filled(60.0)
    assert wave.count == 1500
    assert len(wave.unbroken(1500, 10_000)) == 500
    assert wave.unbroken(1400, 3).tolist() == [1397.0, 1398.0, 1399.0]


def test_a_huge_block_leaves_its_end() -> None:
    wave = Wave(25.0, 20.0)
    wave.add(1000.0, list(map(float, range(10_000))))
    assert wave.count == 10_000
    assert wave.unbroken(10_000, 10_000).tolist() == list(map(float, range(9500, 10_000)))


def test_a_hole_takes_the_place_of_what_is_missing() -> None:
    wave = filled(4.0)
    wave.add(6.0, [0.0] * 25)
    assert wave.count == 150
    assert len(wave.unbroken(150, 1000)) == 25


def test_a_long_silence_or_a_clock_set_back_forgets_all() -> None:
    for t in (30.0, -5.0):
        wave = filled(4.0)
        stretch = wave.stretch
        wave.add(t, [7.0])
        assert wave.count == 1
        assert wave.stretch == stretch + 1
        assert wave.heard == t


def test_a_burst_after_a_stall_has_no_hole() -> None:
    wave = filled(4.0)
    for t in (4.6, 4.6, 4.6):
        wave.add(t, [1.0] * 5)
    assert len(wave.unbroken(wave.count, 1000)) == 115


@pytest.mark.parametrize("drift", [0.97, 1.03])
def test_a_device_whose_clock_is_not_ours_has_no_holes(drift: float) -> None:
    wave = Wave(50.0, 20.0)
    for i in range(3000):
        wave.add((i + 1) * drift / 10, [1.0] * 5)
    assert len(wave.unbroken(wave.count, 10_000)) == 500


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 1e300])
def test_what_is_no_number_is_a_hole(bad: float) -> None:
    wave = filled(2.0)
    wave.add(2.4, [1.0, bad, *range(8)])
    assert wave.count == 60
    assert np.array_equal(wave.unbroken(60, 1000), np.arange(8.0))


def test_what_has_no_time_or_no_samples_is_ignored() -> None:
    wave = filled(2.0)
    for t in (math.nan, math.inf, 1e300):
        wave.add(t, [1.0])
    wave.add(3.0, [])
    assert wave.count == 50
    assert wave.heard == 2.0


@pytest.mark.parametrize("hz", [0.0, -5.0, math.nan, math.inf, 0.5])
def test_a_rate_that_is_none_is_taken_for_the_slowest(hz: float) -> None:
    assert Wave(hz, 20.0).rate == 25.0
