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


class QuietHost(Host):
    """A host that does not write a debug sentence for every packet.

    bumble formats each packet for its debug log whether or not anyone listens; at a pleth's packet rate that is most
    of the processor time of a link.
    """

    def send_hci_packet(self, packet: hci.HCI_Packet) -> None:
        """Hand a packet to the controller."""
        if self.hci_sink is not None:
            self.hci_sink.on_packet(bytes(packet))

    def on_hci_packet(self, packet: hci.HCI_Packet) -> None:
        """Take a packet from the controller."""
        if isinstance(packet, hci.HCI_AclDataPacket):
            self.on_hci_acl_data_packet(packet)
        elif isinstance(packet, hci.HCI_Event):
            self.on_hci_event_packet(packet)


def host_over(source: TransportSource, sink: TransportSink, *, name: str = "", address: str | None = None) -> Device:
    """A host that speaks to the controller behind `source` and `sink`; not powered on yet.

    Args:
        source: Where the controller's packets come from.
        sink: Where packets to the controller go.
        name: The device's name, as its Generic Access service gives it.
        address: A static random address ("C0:..." to "FF:..."); a fresh one by default, so that the air keeps no
            trace of which box this is.

    Returns:
        The device. `await device.power_on()` resets its controller and makes it ready.
    """
    own = hci.Address(address) if address else hci.Address.generate_static_address()
    configuration = DeviceConfiguration(name=name, address=own, irk=secrets.token_bytes(16))
    return Device(config=configuration, host=QuietHost(source, sink))
