"""EXPERIMENTAL breathing: counted where the waves agree, noticed where it stops, refused where nothing can be known."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.signal.breath_waves import GOOD
from breathline.signal.breathing import BreathingMonitor, BreathSigns
from tests.signal.made_pleth import Made
from tests.signal.streaming import signs

HZ = 50.0


def said(made: Made) -> dict[float, BreathSigns | None]:
    return dict(signs(BreathingMonitor(made.hz), made.samples().tolist(), made.hz, blocks=[25]))


def known(made: Made) -> list[BreathSigns]:
    return [each for each in said(made).values() if each is not None]


@pytest.mark.parametrize("breaths", [5.0, 8.0, 12.0, 16.0, 22.0])
def test_breathing_that_moves_the_pleth_is_counted(breaths: float) -> None:
    given = known(Made(breaths=breaths, seconds=120.0))
    rates = [each.rate for each in given if each.rate is not None]
    assert len(rates) > 0.9 * len(given)
    assert rates == pytest.approx([breaths] * len(rates), abs=1.0)
    assert all(each.quality >= GOOD for each in given if each.rate is not None)


@pytest.mark.parametrize("hz", [24.0, 31.25, 125.0])
def test_it_is_counted_at_every_rate_a_family_sends(hz: float) -> None:
    assert known(Made(breaths=12.0, seconds=90.0, hz=hz))[-1].rate == pytest.approx(12.0, abs=1.0)


def test_a_clip_that_shows_more_blood_as_less_says_the_same() -> None:
    made = Made(breaths=12.0, seconds=90.0)
    given = signs(BreathingMonitor(HZ), (-made.samples()).tolist(), HZ, blocks=[25])[-1][1]
    assert given is not None
    assert given.rate == pytest.approx(12.0, abs=1.0)


def test_a_clip_that_shows_no_baseline_or_a_heart_that_does_not_follow_leaves_enough() -> None:
    for made in (Made(breaths=12.0, seconds=90.0, baseline=0.0), Made(breaths=12.0, seconds=90.0, interval=0.0)):
        assert known(made)[-1].rate == pytest.approx(12.0, abs=1.0)


@pytest.mark.parametrize(
    "made",
    [
        Made(seconds=300.0),
        Made(seconds=300.0, jitter=0.03),
        Made(seconds=300.0, noise=4.0),
        Made(seconds=200.0, breaths=12.0, baseline=0.0, interval=0.0),
        Made(seconds=200.0, breaths=18.0, pulse=30.0),
    ],
    ids=["nothing breathes", "an uneven heart", "noise", "one wave alone", "too few beats"],
)
def test_where_nothing_can_be_known_nothing_is_said(made: Made) -> None:
    given = known(made)
    assert given
    assert sum(each.rate is not None for each in given) <= 0.02 * len(given)
    assert all(each.gap is None for each in given if each.rate is None)


@pytest.mark.parametrize("breaths", [8.0, 12.0, 18.0])
def test_breaths_that_stop_are_noticed(breaths: float) -> None:
    given = said(Made(seconds=180.0, breaths=breaths, without=((120.0, 180.0),), seed=2))
    for t in range(60, 121):
        before = given[float(t)]
        assert before is not None
        assert before.gap is not None
        assert before.gap < 10.0
    for t in range(145, 181):
        after = given[float(t)]
        assert after is not None
        assert after.gap is not None
        assert after.gap == pytest.approx(t - 120.0, abs=12.0)  # the last breath fades out
        assert after.rate is None
        assert after.quality >= GOOD


def test_what_a_breath_looked_like_long_ago_is_forgotten() -> None:
    given = said(Made(seconds=260.0, breaths=12.0, without=((80.0, 260.0),), seed=2))
    long = given[190.0]
    assert long is not None
    assert long.gap == pytest.approx(110.0, abs=9.0)
    last = given[260.0]
    assert last is not None
    assert last == BreathSigns(None, last.quality, None)


def test_breathing_that_comes_back_is_counted_again() -> None:
    last = known(Made(seconds=240.0, breaths=12.0, without=((100.0, 140.0),)))[-1]
    assert last.rate == pytest.approx(12.0, abs=1.0)
    assert last.gap == pytest.approx(0.0, abs=3.0)


def test_who_never_seemed_to_breathe_is_not_said_to_have_stopped() -> None:
    assert all(each.gap is None for each in known(Made(seconds=200.0)))


def test_motion_makes_it_forget() -> None:
    given = said(Made(seconds=160.0, breaths=12.0, motion=((80.0, 90.0),), seed=3))
    during, after, later = given[88.0], given[110.0], given[160.0]
    assert during == BreathSigns(None, 0.0, None)
    assert after is None
    assert later is not None
    assert later.rate == pytest.approx(12.0, abs=1.0)


def test_it_needs_half_a_minute_and_a_pleth() -> None:
    monitor = BreathingMonitor(HZ)
    assert monitor.at(0.0) is None
    given = dict(signs(monitor, Made(breaths=12.0, seconds=60.0).samples().tolist(), HZ))
    assert given[30.0] is None
    assert given[44.0] is not None
    assert monitor.at(61.0) is not None
    assert monitor.at(63.0) is None
    monitor.clear()
    assert monitor.at(60.0) is None
    again = dict(signs(monitor, Made(breaths=12.0, seconds=60.0).samples().tolist(), HZ))
    assert again == given


def test_a_hole_in_the_pleth_makes_it_start_afresh() -> None:
    samples = Made(breaths=12.0, seconds=60.0).samples().tolist()
    monitor = BreathingMonitor(HZ)
    signs(monitor, samples, HZ)
    given = dict(signs(monitor, samples, HZ, start=65.0))
    assert given[20.0] is None
    assert given[60.0] is not None


@given(st.lists(st.sampled_from([1, 5, 25, 125, 1000]), min_size=1), st.sampled_from([24.0, 60.0, 125.0]))
@settings(max_examples=8, deadline=None)
def test_how_a_stream_is_cut_into_blocks_changes_nothing(blocks: list[int], hz: float) -> None:
    made = Made(seconds=75.0, hz=hz, breaths=12.0, without=((55.0, 75.0),)).samples().tolist()
    whole = BreathingMonitor(hz)
    whole.take(75.0, made)
    cut = BreathingMonitor(hz)
    last = signs(cut, made, hz, blocks=blocks)[-1][1]
    assert last is not None
    assert whole.at(75.0) == last


NUMBERS = st.floats() | st.floats(-1e3, 1e3) | st.integers(0, 127).map(float)
BLOCKS = st.lists(NUMBERS, max_size=20) | st.builds(
    lambda size, seconds: [size * each for each in Made(seconds=seconds, breaths=12.0).samples().tolist()],
    NUMBERS,
    st.sampled_from([8.0, 50.0]),
)
STEPS = st.sampled_from([0.0, 1.0, 8.0, 8.0, 50.0, 50.0]) | st.floats()


@given(st.lists(st.tuples(STEPS, BLOCKS), max_size=15), st.sampled_from([24.0, 50.0, 125.0, 0.0, math.nan]))
@settings(deadline=None, max_examples=60)
def test_no_input_raises_and_nothing_is_said_without_quality(
    blocks: list[tuple[float, list[float]]], hz: float
) -> None:
    monitor = BreathingMonitor(hz)
    t = 0.0
    for step, samples in blocks:
        t += step
        monitor.take(t, samples)
        given = monitor.at(t)
        if given is None:
            continue
        assert 0.0 <= given.quality <= 1.0
        assert given.quality >= GOOD or (given.rate is None and given.gap is None)
        assert given.rate is None or 4.0 <= given.rate <= 40.0
        assert given.gap is None or 0.0 <= given.gap <= 120.0
