from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from breathline.events.fields import RowError
from breathline.events.resume import cover, new_key, uncover

KEY = new_key()


@given(st.binary(max_size=600))
def test_what_was_covered_comes_back_with_its_key(data: bytes) -> None:
    assert uncover(KEY, cover(KEY, data)) == data


def test_the_same_row_never_looks_the_same_twice() -> None:
    assert cover(KEY, b"spo2") != cover(KEY, b"spo2")


@pytest.mark.parametrize(
    "damaged",
    [b"", b"short", cover(KEY, b"spo2")[:-1], cover(new_key(), b"spo2")],
    ids=["nothing", "short", "cut", "other key"],
)
def test_another_key_and_changed_bytes_give_nothing(damaged: bytes) -> None:
    with pytest.raises(RowError, match="damaged"):
        uncover(KEY, damaged)
