"""What a link's state means for the guide (faults) and for the screen (one word)."""

from __future__ import annotations

from types import MappingProxyType

from breathline.ble.status import LinkState
from breathline.device.published import Link
from breathline.words import FaultId

_FAULTS = MappingProxyType(
    {
        LinkState.NO_OXIMETER: frozenset({FaultId.NO_OXIMETER}),
        LinkState.SILENT: frozenset({FaultId.SILENT_LINK}),
        LinkState.LOST: frozenset({FaultId.LINK_LOST}),
        LinkState.ADAPTER_OFF: frozenset({FaultId.ADAPTER_OFF}),
    }
)

ALL = frozenset[FaultId]().union(*_FAULTS.values())
"""The faults a link can tell of."""

_SHOWN = MappingProxyType(
    {
        LinkState.SEARCHING: Link.SEARCHING,
        LinkState.NO_OXIMETER: Link.NONE,
        LinkState.CONNECTING: Link.SEARCHING,
        LinkState.WAITING: Link.SEARCHING,
        LinkState.STREAMING: Link.GOOD,
        LinkState.SILENT: Link.SILENT,
        LinkState.LOST: Link.LOST,
        LinkState.ADAPTER_OFF: Link.OFF,
        LinkState.STOPPED: Link.OFF,
    }
)


def faults_of(state: LinkState) -> frozenset[FaultId] | None:
    """The faults that stand in this state; None when it says nothing about them.

    A stopped link says nothing: the program is ending, or the number grows old by itself and that alarms.
    """
    return None if state is LinkState.STOPPED else _FAULTS.get(state, frozenset())


def shown(state: LinkState) -> Link:
    """What the screen says."""
    return _SHOWN[state]
