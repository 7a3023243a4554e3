"""Which radio bleak speaks through: the system's own, or ours over a bumble controller."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bleak.backends.client import BaseBleakClient
    from bleak.backends.scanner import BaseBleakScanner


@dataclass(frozen=True, slots=True)
class Backend:
    """The classes bleak builds its scanner and client from; None means the system's own."""

    scanner: type[BaseBleakScanner] | None = None
    client: type[BaseBleakClient] | None = None


SYSTEM = Backend()
"""BlueZ on Linux, CoreBluetooth on macOS, WinRT on Windows."""
