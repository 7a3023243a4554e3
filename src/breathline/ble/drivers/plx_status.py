"""The two status fields of the Bluetooth SIG's Pulse Oximeter Service, which ChoiceMMed's own protocol uses as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.words import Flag

if TYPE_CHECKING:
    from collections.abc import Mapping

ONGOING = 1 << 5
"""Measurement status: "measurement ongoing"."""

_STATUS_FLAGS = {
    6: Flag.UNQUALIFIED,  # early estimate
    9: Flag.UNQUALIFIED,  # from storage
    10: Flag.DEMO,
    11: Flag.DEMO,  # for testing
    12: Flag.UNQUALIFIED,  # calibration ongoing
    13: Flag.UNQUALIFIED,  # unavailable
    14: Flag.UNQUALIFIED,  # questionable
    15: Flag.UNQUALIFIED,  # invalid
}
_STATUS_NO_VALUE = 1 << 13 | 1 << 15
"""Unavailable or invalid: the numbers beside it are none."""
_SENSOR_FLAGS = {
    1: Flag.SENSOR_FAULT,  # equipment malfunction
    2: Flag.WEAK_SIGNAL,  # signal processing irregularity
    3: Flag.WEAK_SIGNAL,  # inadequate
    4: Flag.WEAK_SIGNAL,  # poor
    5: Flag.LOW_PERFUSION,
    6: Flag.WEAK_SIGNAL,  # erratic
    7: Flag.WEAK_SIGNAL,  # non-pulsatile
    8: Flag.UNQUALIFIED,  # pulse questionable
    9: Flag.SEARCHING,  # IEEE 11073-10404 calls the same state "signal searching"
    10: Flag.INTERFERENCE,
    11: Flag.NO_FINGER,  # unconnected to user
    12: Flag.SENSOR_FAULT,  # unknown sensor
    13: Flag.NO_FINGER,  # displaced: IEEE 11073-10404 says it prevents a measurement; the clip has to be put right
    14: Flag.SENSOR_FAULT,
    15: Flag.SENSOR_DISCONNECTED,
}
OLD_VALUES = frozenset({Flag.NO_FINGER, Flag.SENSOR_DISCONNECTED})
"""Under these a number can't be of this person."""

_NONE: frozenset[Flag] = frozenset()


def flags_of(status: int, sensor: int) -> frozenset[Flag]:
    """What measurement status (16 bits) and device and sensor status (the lower 16 bits; the rest are unused) say."""
    if not sensor and not status & ~ONGOING:
        return _NONE  # by far the commonest
    return frozenset([*_meant(status, _STATUS_FLAGS), *_meant(sensor, _SENSOR_FLAGS)])


def current(status: int, flags: frozenset[Flag]) -> bool:
    """Whether the numbers beside a status are of this person and this moment."""
    return not (status & _STATUS_NO_VALUE or flags & OLD_VALUES)


def _meant(bits: int, meaning: Mapping[int, Flag]) -> list[Flag]:
    return [flag for bit, flag in meaning.items() if bits >> bit & 1]
