"""The blood takes its time to the finger: more of it in the cold and with a weak heart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.firmware_sim.blood_way import AT_ONCE, IN_LIFE, LONGEST_WAY_S, BloodWay, Lag, way_s

UNMIXED = Lag(20.0, 0.0, 0.0)


def step(lag: Lag, flow: float = 1.0, cold: float = 0.0) -> list[float]:
    """What arrives each second when saturation falls from 97 to 70 at 10 s."""
    way = BloodWay(lag)
    return [way.arrives(float(t), 97.0 if t < 10 else 70.0, flow, cold) for t in range(100)]


def reaches(arrived: list[float], low: float) -> int:
    return next(t for t, spo2 in enumerate(arrived) if spo2 <= low)


def test_it_arrives_twenty_seconds_later() -> None:
    assert reaches(step(UNMIXED), 97 - 1) == reaches(step(UNMIXED), 70) == 30


def test_it_is_mixed_on_the_way() -> None:
    arrived = step(IN_LIFE)
    assert arrived[29] == 97
    assert arrived[34] == pytest.approx(97 - 27 * (1 - 1 / 2.72**1.25), abs=0.1)
    assert arrived[50] == pytest.approx(70, abs=0.3)


def test_it_takes_longer_to_a_cold_finger_and_with_little_flow_but_never_over_forty_seconds() -> None:
    usual, cool, cold, weak, dead = (
        reaches(step(UNMIXED, flow, cold), 70) for flow, cold in ((1, 0), (1, 0.5), (1, 1), (0.6, 0), (0, 1))
    )
    assert usual < cool < cold == dead == 10 + LONGEST_WAY_S
    assert usual < weak < cold


def test_without_a_lag_it_is_there_at_once() -> None:
    assert step(AT_ONCE) == [97.0] * 10 + [70.0] * 90


def test_a_long_way_may_be_asked_for() -> None:
    assert way_s(Lag(60.0), 1.0, 0.0) == 60


def test_blood_does_not_turn_back_when_the_hand_cools() -> None:
    way = BloodWay(UNMIXED)
    arrived = [way.arrives(float(t), 97.0 - t / 2, 1.0, float(t >= 50)) for t in range(150)]
    assert arrived == sorted(arrived, reverse=True)
    assert arrived[60] == arrived[69] == 97.0 - 29 / 2
    assert arrived[120] == 97.0 - 80 / 2


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 2), st.floats(0, 1)), min_size=1, max_size=120))
def test_what_arrives_was_sent(sent: list[tuple[float, float, float]]) -> None:
    way = BloodWay(IN_LIFE)
    for t, (spo2, flow, cold) in enumerate(sent):
        so_far = [each[0] for each in sent[: t + 1]]
        assert min(so_far) - 1e-9 <= way.arrives(float(t), spo2, flow, cold) <= max(so_far) + 1e-9
