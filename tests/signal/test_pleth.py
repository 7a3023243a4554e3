"""A pulse is told from motion, noise and a dead wave, and counted."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.signal.pleth import GOOD, PlethMonitor, PlethSigns
from tests.signal.made_pleth import Made, Samples
from tests.signal.streaming import signs

HZ = 50.0


def said(samples: Samples, hz: float = HZ) -> list[PlethSigns]:
    return [each for _, each in signs(PlethMonitor(hz), samples.tolist(), hz) if each is not None]


@pytest.mark.parametrize("hz", [24.0, 31.25, 50.0, 60.0, 75.0, 100.0, 125.0])
@pytest.mark.parametrize("pulse", [25.0, 45.0, 72.0, 130.0, 230.0])
def test_a_plain_pulse_is_counted_at_every_rate_a_family_sends(pulse: float, hz: float) -> None:
    given = said(Made(pulse=pulse, hz=hz, seconds=20.0).samples(), hz)[7:]
    assert given
    for each in given:
        assert each.quality > 0.9
        assert each.pulse == pytest.approx(pulse, abs=0.02 * pulse)
        assert each.alive


def test_intervals_and_amplitude_are_those_of_the_wave() -> None:
    last = said(Made(pulse=60.0, height=40.0, jitter=0.0).samples())[-1]
    assert last.intervals == pytest.approx([1.0] * len(last.intervals), abs=0.02)
    assert len(last.intervals) >= 8
    assert last.amplitude == pytest.approx(40.0, abs=2.0)


def test_a_wave_that_is_upside_down_says_the_same() -> None:
    upright, upside_down = (said(sign * Made().samples())[-1] for sign in (1, -1))
    assert upside_down.pulse == pytest.approx(upright.pulse, abs=0.5)
    assert upside_down.amplitude == pytest.approx(upright.amplitude, abs=2.0)


def test_a_pulse_on_a_slope_or_on_deep_breaths_is_still_a_pulse() -> None:
    wave = Made().samples()
    deep = Made(breaths=10.0, amplitude=0.2, baseline=0.5).samples()
    for samples in (wave + np.arange(len(wave)), deep):
        assert min(each.quality for each in said(samples)) >= GOOD


def test_a_thin_pulse_of_a_few_steps_is_one() -> None:
    assert all(each.pulse == pytest.approx(72.0, abs=3.0) for each in said(Made(height=4.0).samples()))


def white(many: int) -> Samples:
    return np.random.default_rng(1).normal(size=many)


@pytest.mark.parametrize(
    "shape",
    [
        np.zeros_like,
        lambda wave: np.full_like(wave, 1e-300),
        lambda wave: np.arange(len(wave)) * 1.0,
        lambda wave: np.minimum(wave, np.quantile(wave, 0.6)),
        lambda wave: np.clip(wave, np.quantile(wave, 0.3), np.quantile(wave, 0.7)),
        lambda wave: white(len(wave)),
        lambda wave: np.round(0.4 * white(len(wave))),
        lambda wave: np.cumsum(white(len(wave))),
        lambda wave: np.where(np.arange(len(wave)) == 1500, 100.0, 0.0),
        lambda wave: np.arange(len(wave)) % 2 * 10.0,
        lambda wave: np.exp(np.arange(len(wave)) / 400.0),
    ],
    ids=[
        "flat", "tiny", "ramp", "clipped at the top", "clipped at both ends", "noise", "a bit of noise", "drift",
        "one spike", "flicker", "runaway",
    ],
)  # fmt: skip
def test_what_is_no_pulse_gets_none(shape: Callable[[Samples], Samples]) -> None:
    given = said(shape(Made().samples()))
    assert given
    assert max(each.quality for each in given) < GOOD
    assert {each.pulse for each in given} == {None}


def test_motion_is_refused_and_forgotten_after_ten_seconds() -> None:
    given = signs(PlethMonitor(HZ), Made(motion=((20.0, 30.0),), seed=3).samples().tolist(), HZ)
    quality = {t: each.quality for t, each in given if each is not None}
    assert min(quality[t] for t in map(float, range(8, 21))) > 0.9
    assert max(quality[t] for t in map(float, range(24, 38))) < GOOD
    assert min(quality[t] for t in map(float, range(42, 60))) > 0.9


def test_a_heart_that_beats_without_any_order_has_no_pulse_here() -> None:
    given = said(Made(jitter=0.3).samples())
    assert sum(each.pulse is None for each in given) > 0.9 * len(given)


@pytest.mark.parametrize("level", [10.0, 0.0])
def test_a_pulse_that_stops_is_dead_within_seconds(level: float) -> None:
    wave = Made().samples()
    wave[1500:] = level
    given = dict(signs(PlethMonitor(HZ), wave.tolist(), HZ))
    alive = given[30.0]
    assert alive is not None
    assert alive.alive
    for t in range(34, 60):
        stopped = given[float(t)]
        assert stopped is not None
        assert not stopped.alive
        assert stopped.pulse is None


def test_the_first_answer_comes_after_five_seconds() -> None:
    given = dict(signs(PlethMonitor(HZ), Made().samples().tolist(), HZ))
    assert given[4.0] is None
    assert given[5.0] is not None


def test_after_a_hole_only_what_came_since_counts() -> None:
    wave = Made().samples().tolist()
    monitor = PlethMonitor(HZ)
    signs(monitor, wave, HZ)
    assert monitor.at(60.0) is not None
    given = dict(signs(monitor, wave, HZ, start=61.7))
    assert given[4.0] is None
    after = given[6.0]
    assert after is not None
    assert after.pulse == pytest.approx(72.0, abs=2.0)


def test_without_blocks_there_is_no_pleth() -> None:
    monitor = PlethMonitor(HZ)
    assert monitor.at(0.0) is None
    signs(monitor, Made().samples().tolist(), HZ)
    assert monitor.at(61.9) is not None
    assert monitor.at(62.0) is None
    assert monitor.at(math.nan) is None


def test_another_finger_starts_afresh() -> None:
    monitor = PlethMonitor(HZ)
    samples = Made().samples().tolist()
    signs(monitor, samples, HZ)
    monitor.clear()
    assert monitor.at(60.0) is None
    # The same count of samples as before, of another wave: nothing of the first is left.
    given = dict(signs(monitor, Made(pulse=120.0).samples().tolist(), HZ, start=100.0))
    assert given[5.0] == dict(signs(PlethMonitor(HZ), Made(pulse=120.0).samples().tolist(), HZ, start=100.0))[5.0]


@given(
    st.lists(st.sampled_from([1, 2, 5, 25, 100, 125, 300]), min_size=1),
    st.sampled_from([24.0, 31.25, 60.0, 125.0]),
    st.integers(0, 3),
)
@settings(max_examples=25, deadline=None)
def test_how_a_stream_is_cut_into_blocks_changes_nothing(blocks: list[int], hz: float, seed: int) -> None:
    made = Made(seconds=25.0, hz=hz, breaths=12.0, motion=((12.0, 13.0),), seed=seed).samples().tolist()
    assert signs(PlethMonitor(hz), made, hz, blocks=blocks) == signs(PlethMonitor(hz), made, hz, blocks=[1])


NUMBERS = st.floats() | st.floats(-1e3, 1e3) | st.integers(0, 127).map(float)
BLOCKS = (
    st.lists(NUMBERS, max_size=20)
    | st.builds(lambda number, many: [number] * many, NUMBERS, st.integers(0, 400))
    | st.builds(lambda size: [size * each for each in Made(seconds=8.0, pulse=80.0).samples().tolist()], NUMBERS)
)
STEPS = st.floats(0.0, 3.0) | st.sampled_from([0.0, 1.0, 8.0]) | st.floats()


@given(st.lists(st.tuples(STEPS, BLOCKS), max_size=25), st.sampled_from([24.0, 50.0, 125.0, 0.0, -1.0, math.nan]))
@settings(deadline=None)
def test_no_input_raises_and_a_pulse_is_never_beyond_a_heart(
    blocks: list[tuple[float, list[float]]], hz: float
) -> None:
    monitor = PlethMonitor(hz)
    t = 0.0
    for step, samples in blocks:
        t += step
        monitor.take(t, samples)
        given = monitor.at(t)
        if given is None:
            continue
        assert 0.0 <= given.quality <= 1.0
        assert (given.pulse is None) == (given.quality < GOOD)
        assert given.pulse is None or 15.0 < given.pulse < 260.0
        assert math.isfinite(given.amplitude)
        assert all(interval > 0.0 for interval in given.intervals)
