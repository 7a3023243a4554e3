"""The alarm sounds have the shape that people who know a monitor know."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from breathline.device.sound.patterns import HARMONICS_DB, RATE_HZ, TICK_S, Samples, burst, tick
from breathline.device.sound.shapes import SHAPES
from breathline.events.model import Priority

QUIET = 0.02
SMOOTH_S = 0.008


def loudness(samples: Samples) -> NDArray[np.float64]:
    """The envelope, 0..1, smoothed over a few waves."""
    level = np.abs(samples.astype(np.float64)) / np.iinfo(np.int16).max
    width = round(SMOOTH_S * RATE_HZ)
    smoothed: NDArray[np.float64] = np.convolve(level, np.ones(width) / width, "same")
    return smoothed


def pulses(samples: Samples) -> list[tuple[float, float]]:
    """Start and end of each pulse, in seconds."""
    on = np.concatenate([[False], loudness(samples) > QUIET, [False]])
    edges = np.flatnonzero(np.diff(on.astype(np.int8))) / RATE_HZ
    return [(float(start), float(end)) for start, end in edges.reshape(-1, 2)]


@pytest.mark.parametrize(("priority", "count"), [(Priority.HIGH, 10), (Priority.MEDIUM, 3), (Priority.LOW, 1)])
def test_the_number_of_pulses_tells_the_priority(priority: Priority, count: int) -> None:
    assert len(pulses(burst(priority))) == count


def test_high_is_three_and_two_and_again() -> None:
    found = pulses(burst(Priority.HIGH))
    gaps = [later[0] - earlier[1] for earlier, later in pairwise(found)]
    short = min(gaps)
    longer = [index for index, gap in enumerate(gaps) if gap > 1.5 * short]
    assert longer == [2, 4, 7]
    assert 0.35 <= gaps[4] <= 1.3


@pytest.mark.parametrize(
    ("priority", "shortest", "longest"),
    [(Priority.HIGH, 0.075, 0.2), (Priority.MEDIUM, 0.125, 0.25), (Priority.LOW, 0.125, 0.25)],
)
def test_pulses_have_their_length(priority: Priority, shortest: float, longest: float) -> None:
    for start, end in pulses(burst(priority)):
        assert shortest <= end - start + SMOOTH_S
        assert end - start - SMOOTH_S <= longest


@pytest.mark.parametrize(
    ("priority", "shortest", "longest"),
    [(Priority.HIGH, 2.5, 15.0), (Priority.MEDIUM, 2.5, 30.0), (Priority.LOW, 15.0, 60.0)],
)
def test_bursts_come_again_in_their_time(priority: Priority, shortest: float, longest: float) -> None:
    shape = SHAPES[priority]
    assert shortest <= shape.again_s <= longest
    assert shape.length_s == pytest.approx(burst(priority).size / RATE_HZ, abs=0.001)
    assert shape.period_s == shape.length_s + shape.again_s


@pytest.mark.parametrize("priority", Priority)
def test_the_spectrum_survives_a_small_speaker(priority: Priority) -> None:
    start, end = pulses(burst(priority))[0]
    pulse = burst(priority)[round(start * RATE_HZ) : round(end * RATE_HZ)].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(pulse * np.hanning(pulse.size), 1 << 17))
    hertz = np.fft.rfftfreq(1 << 17, 1 / RATE_HZ)
    fundamental = SHAPES[priority].fundamental_hz
    assert 150.0 <= fundamental <= 1000.0

    def level_db(frequency: float) -> float:
        near = np.abs(hertz - frequency) < 20.0
        return float(20 * np.log10(spectrum[near].max()))

    harmonics = [number * fundamental for number in range(2, len(HARMONICS_DB) + 1)]
    assert len([each for each in harmonics if 300.0 <= each <= 4000.0]) >= 4
    for each in harmonics:
        assert abs(level_db(each) - level_db(fundamental)) <= 15.0


@pytest.mark.parametrize("priority", Priority)
def test_pulses_rise_and_fade_without_a_click(priority: Priority) -> None:
    samples = burst(priority).astype(np.float64) / np.iinfo(np.int16).max
    length = round(SHAPES[priority].pulse_s * RATE_HZ)
    assert np.abs(samples[: round(0.02 * length)]).max() < 0.25
    assert np.abs(samples[length - round(0.02 * length) : length]).max() < 0.15


@pytest.mark.parametrize("samples", [burst(Priority.HIGH), burst(Priority.LOW), tick()])
def test_full_loudness_is_nearly_all_there_is_and_never_clipped(samples: Samples) -> None:
    peak = int(np.abs(samples.astype(np.int32)).max())
    assert 0.8 * np.iinfo(np.int16).max < peak < np.iinfo(np.int16).max


def test_a_tick_is_far_shorter_than_any_pulse() -> None:
    assert tick().size / RATE_HZ == pytest.approx(TICK_S, abs=0.001)
    assert min(shape.pulse_s for shape in SHAPES.values()) > 3 * TICK_S
