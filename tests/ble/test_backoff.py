"""Pauses grow, a little unevenly, and are forgotten when it works."""

from __future__ import annotations

from breathline.ble.backoff import JITTER, PAUSES_S, Backoff


def test_each_failure_in_a_row_waits_longer_until_the_longest() -> None:
    backoff = Backoff(lambda: 0.0)
    assert tuple(backoff.failed() for _ in PAUSES_S) == PAUSES_S
    assert backoff.failed() == PAUSES_S[-1]
    assert backoff.failures == len(PAUSES_S) + 1


def test_pauses_are_stretched_at_random() -> None:
    assert Backoff(lambda: 1.0).failed() == PAUSES_S[0] * (1 + JITTER)


def test_success_starts_from_the_beginning() -> None:
    backoff = Backoff(lambda: 0.0)
    backoff.failed()
    backoff.failed()
    backoff.reset()
    assert backoff.failed() == PAUSES_S[0]


def test_the_longest_pause_leaves_time_to_be_back_within_ten_seconds() -> None:
    assert max(PAUSES_S) * (1 + JITTER) < 4.0
