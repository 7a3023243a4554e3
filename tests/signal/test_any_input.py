"""Whatever comes in, in any order: no call raises, and a dead signal is never live."""

import math
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.signal.conditioner import Conditioner
from breathline.signal.plausibility import SPO2
from breathline.words import Fault, FaultId, Flag, Frame, Reading, Trust, Vitals
from tests.signal.feeding import living_pulse, values

ANY = st.floats() | st.floats(-5.0, 120.0) | st.integers(0, 127).map(float)
READINGS = st.builds(
    Reading,
    t=st.just(0.0),
    frame=st.sampled_from(Frame),
    spo2=st.none() | ANY,
    pulse=st.none() | ANY,
    perfusion=st.none() | ANY,
    flags=st.frozensets(st.sampled_from(Flag), max_size=2),
    battery=st.none() | st.integers(0, 100),
    pleth=st.just(()) | st.lists(ANY, max_size=30).map(tuple),
)
FAULTS = st.builds(Fault, st.sampled_from(FaultId), st.booleans())
STEPS = st.floats(0.0, 8.0) | st.sampled_from([0.0, 0.01, 1.0, 1.0, 1.0]) | st.floats()
EVENTS = st.lists(st.tuples(STEPS, READINGS | FAULTS | st.none()), max_size=60)
SHOWN = {Trust.LIVE, Trust.DOUBTFUL}


def check(vitals: Vitals) -> None:
    assert (vitals.spo2 is None) == (vitals.trust not in SHOWN)
    assert (vitals.cause is None) == (vitals.trust is Trust.LIVE)
    assert (vitals.pulse is None) == (vitals.pulse_trust not in SHOWN)
    assert (vitals.slope is None) == (vitals.slope_error is None)
    assert vitals.slope is None or vitals.trust is Trust.LIVE
    assert vitals.low_in is None or vitals.low_in > 0.0
    for number in (
        vitals.low_in,
        vitals.signal_quality,
        vitals.t,
        vitals.spo2,
        vitals.pulse,
        vitals.slope,
        vitals.slope_error,
        vitals.age,
        vitals.perfusion,
    ):
        assert number is None or math.isfinite(number)
    assert vitals.age is None or vitals.age >= 0.0
    if vitals.trust is Trust.LIVE:
        assert vitals.spo2 is not None
        assert SPO2.lowest <= vitals.spo2 <= SPO2.highest
        assert vitals.age is not None


@pytest.mark.hazard("H-14")
@given(EVENTS, st.sampled_from([0.01, 1.0, 2.0, math.nan]), st.sampled_from([None, 25.0, 100.0, math.nan]))
def test_no_input_raises_and_every_answer_holds_together(
    events: list[tuple[float, Reading | Fault | None]], period_s: float, pleth_hz: float | None
) -> None:
    conditioner = Conditioner(period_s, pleth_hz=pleth_hz, low_limit=90.0)
    t = 0.0
    for step, event in events:
        t = t + step
        match event:
            case Reading():
                vitals = conditioner.take(replace(event, t=t))
                if vitals is not None:
                    check(vitals)
            case Fault():
                check(conditioner.hear(event, t))
            case None:
                check(conditioner.at(t))


@given(
    st.lists(st.tuples(st.floats(0.0, 4.0), st.none() | st.floats(1.0, 100.0), st.sampled_from([None, *Flag]))),
    st.floats(0.0, 10.0),
)
def test_a_live_number_lies_among_the_last_numbers_sent_and_dies_with_them(
    sent: list[tuple[float, float | None, Flag | None]], later: float
) -> None:
    conditioner = Conditioner()
    t = 0.0
    numbers: list[tuple[float, float]] = []
    for step, spo2, flag in sent:
        t += step
        flags = () if flag is None else (flag,)
        vitals = conditioner.take(values(t, spo2, 70.0, *flags))
        if spo2 is not None and vitals is not None and flag is not Flag.NO_FINGER:
            numbers.append((t, spo2))
        if vitals is not None and vitals.trust is Trust.LIVE:
            recent = [number for at, number in numbers if t - at <= 5.0]
            assert vitals.spo2 is not None
            assert len(recent) >= 3
            assert min(recent[-3:]) <= vitals.spo2 <= max(recent[-3:])
    vitals = conditioner.at(t + later)
    if not numbers or t + later - numbers[-1][0] > 3.0:
        assert vitals.trust is not Trust.LIVE
    if not numbers or t + later - numbers[-1][0] > 5.0:
        assert vitals.spo2 is None


@given(st.integers(0, 2**32), st.sampled_from([1.0, 0.25, 2.0]))
@settings(max_examples=10, deadline=None)
def test_only_the_window_counts(seed: int, period_s: float) -> None:
    chance = random.Random(seed)
    long, fresh = Conditioner(period_s), Conditioner(period_s)
    spo2 = 97.0
    total = int(400 / period_s)
    for i in range(total):
        t = i * period_s
        spo2 = min(100.0, max(60.0, spo2 + chance.choice([-1, 0, 0, 0, 1])))
        flags = (Flag.MOTION,) if chance.random() < 0.03 else ()
        number = None if chance.random() < 0.05 else spo2
        reading = values(t, number, living_pulse(i // 200), *flags, perfusion=None)
        mine = long.take(reading)
        if t < total * period_s - long.window_s - 20.0:
            continue
        other = fresh.take(reading)
        if t >= total * period_s - 20.0:
            assert mine == other
