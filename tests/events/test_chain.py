from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from breathline.events.chain import first_link, links, next_link

rows = st.lists(st.binary(max_size=20), max_size=6)


def test_a_link_is_sha_256_over_the_one_before_and_the_row() -> None:
    before = hashlib.sha256(b"breathline response 5f3a").digest()
    assert first_link("5f3a") == before
    assert next_link(before, b"row") == hashlib.sha256(before + b"row").digest()


@given(rows, rows)
def test_links_go_on_where_they_stopped(early: list[bytes], late: list[bytes]) -> None:
    start = first_link("5f3a")
    first = links(start, early)
    assert first + links([start, *first][-1], late) == links(start, early + late)


@given(rows, rows)
def test_other_rows_have_another_end(some: list[bytes], others: list[bytes]) -> None:
    ends = [[b"", *links(first_link("5f3a"), each)][-1] for each in (some, others)]
    assert (ends[0] == ends[1]) is (some == others)
