"""`replay --csv` takes a recording at once and says what a response would, second by second."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from breathline.cli.replay import period, play
from breathline.cli.watched import watch
from breathline.events.model import VitalsEvent
from breathline.guidelines.engine import Engine
from breathline.guidelines.pack_file import load_pack
from breathline.guidelines.texts import texts_for
from breathline.signal.recordings import Recording
from tests.signal.courses import disturbed, undisturbed

PACK = load_pack("bc")
ENGINE = Engine(PACK, texts_for(PACK))
LOW = 90.0


def check(recording: Recording) -> None:
    played = [event.vitals for event in play(ENGINE, recording, LOW) if isinstance(event, VitalsEvent)]
    assert list(watch(recording, period(recording), LOW)) == played


@given(st.integers(0, 2**32), st.sampled_from([1.0, 2.0, 0.2, 7.0]), st.sampled_from([0.0, 0.02]))
@settings(max_examples=10, deadline=None)
def test_it_says_what_a_response_would(seed: int, period_s: float, times: float) -> None:
    chance = np.random.default_rng(seed)
    t, spo2, pulse, perfusion = disturbed(undisturbed(chance, 200, period_s), chance, 0.03, times)
    check(Recording(t - t[0], np.where(spo2 > 0, spo2, np.nan), np.where(pulse > 0, pulse, np.nan), perfusion))


@pytest.mark.parametrize("t", [[0.0], [0.0, 0.0, 0.1], [0.0, 1.0, 1.1, 1.2, 9.7, 9.8]])
def test_few_rows(t: list[float]) -> None:
    times = np.array(t)
    spo2 = np.where(np.arange(len(t)) % 3 == 2, np.nan, 97.0)
    check(Recording(times, spo2, np.full(len(t), 70.0), np.full(len(t), np.nan)))
