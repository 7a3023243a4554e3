"""A recording conditioned at once is the recording conditioned one reading at a time, bit for bit."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from breathline.signal.batch import condition
from breathline.signal.conditioned import Marks
from breathline.signal.conditioner import Conditioner
from breathline.signal.recordings import Columns, read_recording
from breathline.words import Frame, Reading, Vitals
from tests.signal.courses import Course, disturbed, undisturbed
from tests.signal.test_shapes import APNOEA, CLIPPED_ON_AT_80, FALL_AND_RECOVERY, SLOW_FALL, STEEP

NAN = math.nan
LOW = 90.0


def known(number: float) -> float | None:
    return None if math.isnan(number) else float(number)


def one_by_one(course: Course, period_s: float, looks: Marks | None) -> list[Vitals | None]:
    conditioner = Conditioner(period_s, low_limit=LOW)
    given: list[Vitals | None] = []
    for row, (t, spo2, pulse, perfusion) in enumerate(zip(*course, strict=True)):
        if looks is not None and looks[row]:
            given.append(conditioner.at(float(t)))
        else:
            given.append(conditioner.take(Reading(float(t), Frame.VALUES, known(spo2), known(pulse), known(perfusion))))
    return given


def check(course: Course, period_s: float = 1.0, looks: Marks | None = None) -> None:
    at_once = condition(*course, period_s=period_s, low_limit=LOW, looks=looks)
    for row, vitals in enumerate(one_by_one(course, period_s, looks)):
        assert at_once.vitals(row) == vitals, f"row {row}"


ANY = st.sampled_from([NAN, NAN, 97.0, 96.0, 80.0, 70.0, 0.0, 101.0, math.inf]) | st.floats()
STEPS = st.sampled_from([1.0, 1.0, 1.0, 1.0, 0.0, 0.1, 2.0, 5.0, 7.0, 61.0, -0.5, -9.0, NAN]) | st.floats(0.0, 3.0)
ROW = st.tuples(STEPS, ANY, ANY, ANY, st.booleans())


@given(st.lists(ROW, min_size=1, max_size=120), st.sampled_from([1.0, 0.01, 2.0, NAN]), st.booleans())
@settings(deadline=None)
def test_whatever_the_rows_are(
    rows: list[tuple[float, float, float, float, bool]], period_s: float, with_looks: bool
) -> None:
    steps = np.array([row[0] for row in rows])
    t = np.where(np.isnan(steps), NAN, np.nancumsum(steps))
    spo2, pulse, perfusion = (np.array([row[i] for row in rows], dtype=np.float64) for i in (1, 2, 3))
    looks = np.array([row[4] for row in rows]) if with_looks else None
    check((t, spo2, pulse, perfusion), period_s, looks)


@given(
    st.integers(0, 2**32),
    st.sampled_from([1.0, 1.0, 2.0, 4.0, 0.25]),
    st.sampled_from([0.0, 0.005, 0.05]),
    st.sampled_from([0.0, 0.0, 0.005, 0.05]),
)
@settings(max_examples=25, deadline=None)
@example(62, 2.0, 0.05, 0.005)
def test_however_a_recording_is_disturbed(seed: int, period_s: float, numbers: float, times: float) -> None:
    chance = np.random.default_rng(seed)
    course = disturbed(undisturbed(chance, int(chance.integers(100, 1500)), period_s), chance, numbers, times)
    looks = chance.random(len(course[0])) < 0.01 if seed % 3 == 0 else None
    check(course, period_s, looks)


@pytest.mark.slow
@given(st.integers(0, 2**32))
@settings(max_examples=300, deadline=None)
def test_however_a_long_recording_is_disturbed(seed: int) -> None:
    chance = np.random.default_rng(seed)
    course = disturbed(undisturbed(chance, int(chance.integers(1000, 40_000)), 1.0), chance, 0.01, 0.0005)
    check(course)


def test_blocks_join_without_a_seam() -> None:
    chance = np.random.default_rng(1)
    check(disturbed(undisturbed(chance, 40_000, 1.0), chance, 0.002, 0.0))


@pytest.mark.parametrize("numbers", [SLOW_FALL, FALL_AND_RECOVERY, CLIPPED_ON_AT_80, APNOEA, STEEP])
def test_the_shapes_of_an_overdose(numbers: list[float]) -> None:
    t = np.arange(len(numbers), dtype=np.float64)
    check((t, np.array(numbers, dtype=np.float64), 70 + t % 3, np.full(len(t), NAN)))


@pytest.mark.parametrize("step", [0.93, 1.07])
def test_rows_that_come_a_little_faster_or_slower_than_a_second(step: float) -> None:
    chance = np.random.default_rng(5)
    t, *numbers = disturbed(undisturbed(chance, 2000, 1.0), chance, 0.01, 0.0)
    spo2, pulse, perfusion = numbers
    check((t * step, spo2, pulse, perfusion))


def test_a_recording_without_a_number() -> None:
    none = np.full(300, NAN)
    check((np.arange(300.0), none, none, none))


def test_an_empty_recording() -> None:
    assert len(condition(*(np.empty(0) for _ in range(4))).t) == 0


def test_without_a_limit_there_is_no_time_to_it() -> None:
    t = np.arange(60.0)
    conditioned = condition(t, 97 - t / 10, 70 + t % 3, np.full(60, NAN))
    assert np.isnan(conditioned.low_in).all()
    assert conditioned.slope[-1] == pytest.approx(-6.0, abs=0.1)


SHARED = Path(__file__).parents[3] / "shared" / "captures" / "uw_hypoxemia"


@pytest.mark.skipif(not SHARED.exists(), reason="the shared recordings are not here")
@pytest.mark.parametrize("name", ["100001", "100002", "100003"])
@pytest.mark.parametrize("oximeter", [1, 4])
def test_real_recordings(name: str, oximeter: int) -> None:
    with (SHARED / f"{name}.csv").open(encoding="utf-8") as lines:
        recording = read_recording(lines, Columns("Time", f"SpO2 {oximeter}", f"Pulse {oximeter}", f"PI {oximeter}"))
    course = (recording.t, recording.spo2, recording.pulse, recording.perfusion)
    check(course)
    check(disturbed(course, np.random.default_rng(oximeter), 0.02, 0.002))
