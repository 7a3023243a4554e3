from pathlib import Path

import numpy as np
import pytest

from scoring import recordings, shapes
from scoring.falls import true_falls
from scoring.sets import sets

ROOT = Path(__file__).parent.parent.parent


def fall() -> np.ndarray:
    return np.interp(np.arange(300), [0, 100, 200, 300], [97, 97, 75, 90])


def test_an_oximeter_that_is_later_is_shifted_to_where_its_moves_meet() -> None:
    one = fall()
    later = recordings.shifted(one, -12) - 2.0

    assert recordings.lag(one, later) == 12


def test_the_consensus_is_the_median_of_the_others_and_keeps_their_level() -> None:
    one = fall()
    others = [recordings.shifted(one, -5) + 1.0, recordings.shifted(one, -9) + 1.0, recordings.shifted(one, 3) - 30.0]

    assert recordings.consensus(one, others)[50:250] == pytest.approx(one[50:250] + 1.0)


def test_without_the_recordings_the_made_up_sets_are_left(tmp_path: Path) -> None:
    assert [one.key for one in sets(tmp_path / "main", [1])] == ["shapes", "shapes-disturbed"]


@pytest.mark.parametrize("name", [name for name in shapes.SHAPES if "no fall" not in name])
def test_every_overdose_shape_has_a_true_fall(name: str) -> None:
    assert true_falls(shapes.made(name, np.random.default_rng(1)), 90)


@pytest.mark.parametrize("name", [name for name in shapes.SHAPES if "no fall" in name])
def test_the_others_have_none(name: str) -> None:
    assert not true_falls(shapes.made(name, np.random.default_rng(1)), 90)


def test_the_volunteers_recordings_give_four_courses_each() -> None:
    found = recordings.find(ROOT)
    if not found:
        pytest.skip("no recordings beside the checkout (../shared/captures/uw_hypoxemia)")

    courses = recordings.load(found)

    assert len(courses) == 4 * len(found)
    assert min(course.spo2.min() for course in courses) == 65
