"""Confidence intervals: known values, ends around the estimate, and how often they hold the truth."""

from __future__ import annotations

import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.review import intervals
from breathline.review.intervals import Interval, Sums


def sums(pairs: list[tuple[float, float]]) -> Sums:
    kept = [(num, den) for num, den in pairs if den > 0]
    return Sums(
        len(kept),
        sum(n for n, _ in kept),
        sum(d for _, d in kept),
        sum(n * n for n, _ in kept),
        sum(n * d for n, d in kept),
        sum(d * d for _, d in kept),
    )


def test_the_share_of_the_pilot_has_wilsons_interval() -> None:
    # 436 of 599 events had SpO2 that could be analysed (Moe et al. 2024); ends by R's binom::binom.wilson.
    found = intervals.share(436, 599)
    assert found == pytest.approx(Interval(0.7279, 0.6909, 0.7619), abs=1e-4)


def test_none_of_twelve_may_still_be_a_quarter() -> None:
    assert intervals.share(0, 12) == pytest.approx(Interval(0.0, 0.0, 0.2425), abs=1e-4)
    assert intervals.share(12, 12) == pytest.approx(Interval(1.0, 0.7575, 1.0), abs=1e-4)


def test_of_nobody_nothing_is_said() -> None:
    assert intervals.share(0, 0) == intervals.median([]) == intervals.part(sums([])) == Interval(None)
    assert intervals.rate(sums([]), 3600) == Interval(None)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_between_its_ends(counted: tuple[int, int]) -> None:
    value, low, high = intervals.share(*counted)
    assert value is not None
    assert low is not None
    assert high is not None
    assert 0 <= low <= value <= high <= 1


def test_a_median_of_few_has_no_interval_and_of_six_has_the_whole_range() -> None:
    assert intervals.median([1, 2, 3, 4, 5]) == Interval(3.0)
    assert intervals.median([1, 2, 3, 4, 5, 6]) == Interval(3.5, 1.0, 6.0)


def test_the_interval_of_a_hundred_has_the_published_ranks() -> None:
    # Campbell and Gardner 1988: of a hundred values the 40th and the 61st.
    assert intervals.median(list(range(1, 101))) == Interval(50.5, 40.0, 61.0)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(0, 1))
def test_a_quantile_is_what_the_standard_library_says(values: list[float], at: float) -> None:
    ordered = sorted(values)
    assert ordered[0] - 1e-6 <= intervals.quantile(ordered, at) <= ordered[-1] + 1e-6
    assert intervals.quantile(ordered, 0.5) == pytest.approx(statistics.median(ordered), abs=1e-6)


def test_nineteen_of_twenty_medians_lie_in_their_interval() -> None:
    draw = random.Random(1)
    held = 0
    for _ in range(2000):
        found = intervals.median(sorted(draw.expovariate(1.0) for _ in range(25)))
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 0.693147 <= found.high
    assert held / 2000 > 0.94


def test_nineteen_of_twenty_rates_lie_in_their_interval_though_alarms_cluster() -> None:
    draw = random.Random(2)
    held = 0
    for _ in range(1000):
        # Half the responses have alarms at all: counted one by one the interval would be far too narrow.
        pairs = [(draw.choice([0, 0, 3, 9]), draw.uniform(600, 1200)) for _ in range(60)]
        found = intervals.rate(sums([(float(n), d) for n, d in pairs]), 1.0)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 3 / 900 <= found.high
    assert held / 1000 > 0.92


def test_no_alarm_at_all_is_not_known_to_be_none() -> None:
    assert intervals.rate(sums([(0.0, 1800.0), (0.0, 1800.0)]), 3600) == pytest.approx(
        Interval(0.0, 0.0, 3.69), abs=0.01
    )


def test_one_response_has_a_rate_but_no_interval() -> None:
    assert intervals.rate(sums([(2.0, 1800.0)]), 3600) == Interval(4.0)
    assert intervals.part(sums([(1.0, 4.0)])) == Interval(0.25)


def test_none_or_all_counted_is_judged_by_the_number_of_responses() -> None:
    assert intervals.part(sums([(0.0, 100.0)] * 12)) == intervals.share(0, 12)
    assert intervals.part(sums([(100.0, 100.0)] * 12)) == intervals.share(12, 12)
