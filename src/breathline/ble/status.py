"""How a link to an oximeter stands, in words its owner can act on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from breathline.ble.drivers.driver import Family
    from breathline.words import LinkAdvice


class LinkState(StrEnum):
    """Where the link is in its life."""

    SEARCHING = "searching"
    """Listening for an oximeter; none heard for less than the search's patience."""
    NO_OXIMETER = "no_oximeter"
    """Still listening, but nothing was heard for a while."""
    CONNECTING = "connecting"
    WAITING = "waiting"
    """Connected and subscribed, no valid sample yet."""
    STREAMING = "streaming"
    """Valid samples arrive."""
    SILENT = "silent"
    """Connected, but no valid frame for too long."""
    LOST = "lost"
    """The connection ended; trying again."""
    ADAPTER_OFF = "adapter_off"
    """No Bluetooth adapter, switched off, blocked, or no permission."""
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """The state, the family once known, and what to do (None when nothing is needed)."""

    state: LinkState
    family: Family | None = None
    advice: LinkAdvice | None = None
