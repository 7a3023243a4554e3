import numpy as np
import pytest

from breathline.words import Flag
from scoring.artefacts import KINDS, Artefact, Draft, disturbed
from scoring.course import Course
from tests.benchmarks.courses import course, stretch

LONG = course(stretch((97, 3000)))


def luck(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def same(one: Course, other: Course) -> bool:
    return (
        np.array_equal(one.spo2, other.spo2, equal_nan=True)
        and np.array_equal(one.pulse, other.pulse, equal_nan=True)
        and one.laid == other.laid
        and one.flags == other.flags
    )


def test_the_same_luck_gives_the_same_artefacts() -> None:
    assert same(disturbed(LONG, luck(1)), disturbed(LONG, luck(1)))
    assert not same(disturbed(LONG, luck(1)), disturbed(LONG, luck(2)))


def test_where_nothing_is_laid_over_the_reading_is_as_it_was() -> None:
    after = disturbed(LONG, luck(3))
    apart = ~after.disturbed

    assert apart.any()
    assert after.disturbed.any()
    assert np.array_equal(after.spo2[apart], LONG.spo2[apart])
    assert np.array_equal(after.pulse[apart], LONG.pulse[apart])
    assert all(not flags for flags, there in zip(after.flags, apart, strict=True) if there)
    assert after.sent[apart].all()


def test_truth_and_undisturbed_reading_stay() -> None:
    after = disturbed(LONG, luck(4))

    assert after.truth is LONG.truth
    assert after.undisturbed is LONG.undisturbed


def test_what_is_shown_stays_a_device_display() -> None:
    after = disturbed(LONG, luck(5))
    shown = after.spo2[~np.isnan(after.spo2)]

    assert shown.min() >= 1
    assert shown.max() <= 100
    assert np.array_equal(shown, np.round(shown))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(getattr(kind, "__name__", kind)))
def test_an_artefact_ends_with_the_course(kind: Artefact) -> None:
    for seed in range(20):
        draft = Draft(course(stretch((97, 40))), luck(seed))

        assert kind(draft, 38).stop <= 40
        assert draft.laid[38]


def test_every_kind_comes_and_half_of_what_can_be_flagged_is() -> None:
    laid = {what for seed in range(3) for what in disturbed(LONG, luck(seed)).laid}

    assert laid >= {
        "dropout",
        "spike",
        "frozen",
        *(what + said for what in ("motion", "step", "low perfusion") for said in ("", ", flagged")),
    }


def test_a_silent_link_gives_no_reading_and_an_empty_frame_one_without_numbers() -> None:
    readings = [reading for seed in range(5) for reading in disturbed(LONG, luck(seed)).readings]

    assert None in readings
    assert any(one is not None and one.spo2 is None and not one.flags for one in readings)
    assert any(one is not None and one.spo2 is None and Flag.SEARCHING in one.flags for one in readings)
