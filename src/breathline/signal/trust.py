"""What a device's flags, faults and silence mean for its number."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from breathline.words import Cause, FaultId, Flag, Trust

LIVE_PERIODS = 3.0
"""A number may stand so many periods without a new one: single frames get lost on the air."""

SHOWN_PERIODS = 5.0
"""Dimmed up to here, then it is gone. For an oximeter that sends once a second: 3 s and 5 s."""

OLD_S = 30.0
"""A number gone for so long is no longer old, it is missing."""

ROUNDING_S = 1e-6

GONE = {
    Flag.NO_FINGER: Cause.NO_FINGER,
    Flag.SENSOR_DISCONNECTED: Cause.SENSOR_FAULT,
    Flag.SENSOR_FAULT: Cause.SENSOR_FAULT,
}
"""With these there is nothing to measure: whatever number the frame holds is an old one."""

DOUBT = {
    Flag.DEMO: Cause.IMPLAUSIBLE,
    Flag.SEARCHING: Cause.SEARCHING,
    Flag.INTERFERENCE: Cause.INTERFERENCE,
    Flag.MOTION: Cause.MOTION,
    Flag.LOW_PERFUSION: Cause.LOW_PERFUSION,
    Flag.WEAK_SIGNAL: Cause.WEAK_SIGNAL,
    Flag.UNQUALIFIED: Cause.WEAK_SIGNAL,
}
"""With these the number is dimmed. In the order in which one is named when several hold: a demonstration is nobody's
number; then what a person can mend at once."""

FAULTS = {
    FaultId.ADAPTER_OFF: Cause.ADAPTER_OFF,
    FaultId.NO_OXIMETER: Cause.NO_OXIMETER,
    FaultId.LINK_LOST: Cause.LINK_LOST,
    FaultId.SILENT_LINK: Cause.SILENT_LINK,
}
"""The faults that take the number away, the one that explains the others first."""


def gone(flags: AbstractSet[Flag]) -> Cause | None:
    """Why there is nothing to measure; None when the flags do not say so."""
    return next((cause for flag, cause in GONE.items() if flag in flags), None) if flags else None


def doubt(flags: AbstractSet[Flag]) -> Cause | None:
    """Why the device itself doubts its number; None when it does not."""
    return next((cause for flag, cause in DOUBT.items() if flag in flags), None) if flags else None


def standing(faults: AbstractSet[FaultId]) -> Cause | None:
    """Which standing fault takes the number away; None when none does."""
    return next((cause for fault, cause in FAULTS.items() if fault in faults), None) if faults else None


def is_full(age: float, seconds: float) -> bool:
    """Whether so many seconds are over.

    They are at the very moment: who looks once a second would otherwise see it a second late. Times are sums, so a
    millionth of a second short counts as there.
    """
    return age >= seconds - ROUNDING_S


def by_age(age: float, period_s: float) -> Trust:
    """The most trust a number of this age can have.

    Args:
        age: Seconds since the last reading that had one.
        period_s: Seconds between two readings.
    """
    if not is_full(age, LIVE_PERIODS * period_s):
        return Trust.LIVE
    if age <= SHOWN_PERIODS * period_s:
        return Trust.DOUBTFUL
    return Trust.STALE if age <= OLD_S + SHOWN_PERIODS * period_s else Trust.NONE
