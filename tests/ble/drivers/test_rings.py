"""What Viatom's two protocols share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.ble.drivers.rings import SAMPLES_KEPT, RingPleth, battery_or_none, pleth_from_ring


@pytest.mark.parametrize(
    ("samples", "pleth"),
    [
        ([40, 44, 48], (40, 44, 48)),
        ([40, 156, 48], (40, 44, 48)),
        ([40, 246, 47], (40, 43.5, 47)),
        ([156, 44], (44, 44)),
        ([44, 246], (44, 44)),
        ([40, 156, 156, 44], (40, 40, 44, 44)),
        ([156], (0,)),
        ([], ()),
    ],
)
def test_a_beat_mark_is_replaced_by_the_mean_of_its_neighbours(samples: list[int], pleth: tuple[float, ...]) -> None:
    assert pleth_from_ring(bytes(samples)) == pleth


@given(st.binary(max_size=300))
def test_the_time_axis_keeps_its_pace(samples: bytes) -> None:
    assert len(pleth_from_ring(samples)) == len(samples)


@given(st.lists(st.lists(st.floats(-10, 300), max_size=200), max_size=4))
def test_a_virtual_ring_sends_the_newest_it_has_measured_once(parts: list[list[float]]) -> None:
    pleth = RingPleth()
    for part in parts:
        pleth.add(tuple(part))
    every = [min(max(round(sample), 0), 255) for part in parts for sample in part]
    newest = bytes(each - (each in {156, 246}) for each in every[-SAMPLES_KEPT:])

    assert pleth.take() == len(newest).to_bytes(2, "little") + newest
    assert pleth.take() == b"\0\0"


def test_a_battery_has_at_most_a_hundred_percent() -> None:
    assert [battery_or_none(percent) for percent in (0, 100, 101, 255)] == [0, 100, None, None]
