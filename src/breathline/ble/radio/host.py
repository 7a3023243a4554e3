"""A Bluetooth host (bumble's) made ready for our use: quiet, nameless, with no keys on disk."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING

from bumble import hci
from bumble.device import Device, DeviceConfiguration
from bumble.host import Host

if TYPE_CHECKING:
    from bumble.transport.common import TransportSink, TransportSource

# bumble's log lines carry Bluetooth addresses, and its warnings would land in the middle of the screen.
_bumble_log = logging.getLogger("bumble")
_bumble_log.addHandler(logging.NullHandler())
_bumble_log.propagate = False


def host_over(source: TransportSource, sink: TransportSink, *, address: str | None = None) -> Device:
    """A host that speaks to the controller behind `source` and `sink`; not powered on yet.

    Args:
        source: Where the controller's packets come from.
        sink: Where packets to the controller go.
        address: A static random address ("C0:..." to "FF:..."); a fresh one by default, so that the air keeps no
            trace of which box this is.

    Returns:
        The device. `await device.power_on()` resets its controller and makes it ready.
    """
    own = hci.Address(address) if address else hci.Address.generate_static_address()
    configuration = DeviceConfiguration(name="", address=own, irk=secrets.token_bytes(16))
    return Device(config=configuration, host=Host(source, sink))
