"""Mode `fda` is the FDA's model: every run of the FDA's own code comes out the same."""

import math

import pytest

from tests.firmware_sim.person.reference import RUNS, names, published, rerun

pytestmark = pytest.mark.skipif(not RUNS.exists(), reason="the FDA's runs are not beside the checkout")

EVERY_SECOND_S = 900
"""Rows come every second until here; in every run that arrests it has happened by now."""


@pytest.mark.parametrize("name", names())
def test_breathing_and_gases_agree_at_every_second_until_collapse_and_the_arrest_to_the_second(name: str) -> None:
    _agree(name, EVERY_SECOND_S)


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_they_agree_to_the_end_of_the_run(name: str) -> None:
    _agree(name, math.inf)


def _agree(name: str, until_s: float) -> None:
    run = published(name)
    ours = rerun(run, until_s)

    ve, pao2, paco2 = ours.furthest(run)
    assert ve < 0.01
    assert pao2 < 0.5
    assert paco2 < 0.5
    if not run.can_arrest:
        return
    if run.arrest_s is None:
        assert ours.arrest_s > min(until_s, run.rows[-1]["time"])
    else:
        assert abs(ours.arrest_s - run.arrest_s) < 1
