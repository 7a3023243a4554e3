"""Alive is who says something that counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.liveness import Liveness, Verdict
from breathline.words import Flag, Frame, Reading

VALUES = Frame.VALUES


def test_it_waits_then_is_silent_then_dead() -> None:
    liveness = Liveness(1.0, 100.0)
    assert [liveness.at(t) for t in (100.0, 104.9, 105.0, 109.9, 110.0)] == [
        Verdict.WAITING,
        Verdict.WAITING,
        Verdict.SILENT,
        Verdict.SILENT,
        Verdict.DEAD,
    ]


def test_it_counts_from_the_subscription_but_does_not_forget_what_came_before() -> None:
    liveness = Liveness(1.0, 0.0)
    liveness.begin(8.0)
    assert liveness.at(12.0) is Verdict.WAITING
    liveness.hear(Reading(12.0, VALUES))
    liveness.begin(16.9)
    assert liveness.at(17.0) is Verdict.SILENT


@pytest.mark.parametrize(
    ("reading", "counts"),
    [
        (Reading(1.0, VALUES, 97.0, 70.0), True),
        (Reading(1.0, VALUES), True),
        (Reading(1.0, Frame.STATUS, flags=frozenset({Flag.NO_FINGER})), True),
        (Reading(1.0, Frame.STATUS, battery=50), False),
        (Reading(1.0, Frame.PLETH, pleth=(1.0,)), False),
    ],
)
def test_a_wave_or_a_battery_level_alone_is_not_alive(reading: Reading, counts: bool) -> None:
    liveness = Liveness(1.0, 0.0)
    assert liveness.hear(reading) is counts
    assert liveness.at(5.5) is (Verdict.ALIVE if counts else Verdict.SILENT)


def test_a_slow_family_has_more_time_and_a_fast_one_no_less_than_a_second_each() -> None:
    assert Liveness(2.0, 0.0).at(9.9) is Verdict.WAITING
    assert Liveness(0.01, 0.0).at(4.9) is Verdict.WAITING


def test_good_data_is_counted_from_the_last_silence() -> None:
    liveness = Liveness(1.0, 0.0)
    assert liveness.good_for == 0.0
    for t in range(1, 11):
        liveness.hear(Reading(float(t), VALUES))
    assert liveness.good_for == 9.0
    liveness.hear(Reading(17.0, VALUES))
    liveness.hear(Reading(18.0, VALUES))
    assert liveness.good_for == 1.0


@given(st.lists(st.floats(0.0, 20.0), max_size=20), st.floats(0.0, 30.0))
def test_the_next_change_is_when_the_verdict_changes(gaps: list[float], wait: float) -> None:
    liveness = Liveness(1.0, 0.0)
    t = 0.0
    for gap in gaps:
        t += gap
        liveness.hear(Reading(t, VALUES))
    now = t + wait
    verdict, due = liveness.at(now), liveness.next_change(now)
    if verdict is not Verdict.DEAD:
        assert due > now
        assert liveness.at(due) is not verdict
