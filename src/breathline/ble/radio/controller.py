"""A virtual Bluetooth controller and the air between such controllers.

bumble's own virtual controller is the ground; what is added here is what a link that breaks needs: a reset that
resets, a create-connection that can be cancelled, scan responses, and air that a device can leave.
"""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING

from bumble import hci, ll
from bumble.controller import Connection, Controller
from bumble.link import LocalLink

if TYPE_CHECKING:
    from bumble.core import PhysicalTransport

# What a real oximeter in the same room is heard at, dBm.
_RSSI_DBM = -58

_ERROR = hci.HCI_ErrorCode
_REPORT = hci.HCI_LE_Advertising_Report_Event
# What we imitate advertises with legacy packets, as every pulse oximeter does. Link-layer privacy is left out too:
# Linux then resolves addresses in the controller, which bumble's does not do, and stalls 8 to 20 s after some losses.
_LEGACY_FEATURES = Controller.le_features & ~(
    hci.LeFeatureMask.LE_EXTENDED_ADVERTISING | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING | hci.LeFeatureMask.LL_PRIVACY
)
_public_addresses = count(1)


class AirController(Controller):
    """One controller on a `AirLink`."""

    le_features = _LEGACY_FEATURES
    le_acl_data_packet_length = 251

    def __init__(self, name: str, link: AirLink) -> None:
        number = next(_public_addresses)
        # A locally administered address: it belongs to no maker.
        super().__init__(name, link=link, public_address=f"02:00:00:00:{number >> 8:02X}:{number & 0xFF:02X}")
        self.air = link

    # Commands.

    def on_hci_reset_command(self, _command: hci.HCI_Reset_Command) -> hci.HCI_StatusReturnParameters:
        """Forget everything; whoever was connected notices as with any lost radio."""
        self.fall_silent()
        return hci.HCI_StatusReturnParameters(_ERROR.SUCCESS)

    def on_hci_disconnect_command(self, command: hci.HCI_Disconnect_Command) -> None:
        """End a connection; a connection that is already gone is said to be so."""
        if self.find_le_connection_by_handle(command.connection_handle) is None:
            self._send_hci_command_status(_ERROR.UNKNOWN_CONNECTION_IDENTIFIER_ERROR, command.op_code)
            return
        super().on_hci_disconnect_command(command)

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Stop waiting for a device to advertise."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return hci.HCI_StatusReturnParameters(_ERROR.COMMAND_DISALLOWED_ERROR)
        # The command completes first, then the attempt ends: the order of Core 5.4, vol 4, part E, 7.8.13.
        asyncio.get_running_loop().call_soon(
            self.send_hci_packet,
            hci.HCI_LE_Connection_Complete_Event(
                status=_ERROR.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
                connection_handle=0,
                role=hci.Role.CENTRAL,
                peer_address_type=hci.Address.RANDOM_DEVICE_ADDRESS,
                peer_address=hci.Address.ANY_RANDOM,
                connection_interval=0,
                peripheral_latency=0,
                supervision_timeout=0,
                central_clock_accuracy=0,
            ),
        )
        return hci.HCI_StatusReturnParameters(_ERROR.SUCCESS)

    def on_hci_acl_data_packet(self, packet: hci.HCI_AclDataPacket) -> None:
        """Send data; data that crossed the end of its connection is nothing."""
        if self.find_connection_by_handle(packet.connection_handle) is not None:
            super().on_hci_acl_data_packet(packet)

    # What comes over the air.

    def on_ll_control_pdu(self, sender_address: hci.Address, packet: ll.ControlPdu) -> None:
        """Take a control packet; one that crossed the end of its connection is nothing."""
        if sender_address in self.le_connections:
            super().on_ll_control_pdu(sender_address, packet)

    def on_link_acl_data(self, sender_address: hci.Address, transport: PhysicalTransport, data: bytes) -> None:
        """Take data; data that crossed the end of its connection is nothing."""
        if sender_address in self.le_connections:
            super().on_link_acl_data(sender_address, transport, data)

    def hear(self, packet: ll.AdvInd, scan_response: bytes) -> None:
        """An advertisement is in the air: report it when scanning, connect when waiting for it."""
        if self.le_scan_enable:
            self._report(_REPORT.EventType.ADV_IND, packet.advertiser_address, packet.data)
            if self.le_scan_type:
                self._report(_REPORT.EventType.SCAN_RSP, packet.advertiser_address, scan_response)
        pending = self.pending_le_connection
        if pending is not None and pending.peer_address == packet.advertiser_address:
            self.create_le_connection(packet.advertiser_address)

    def _report(self, kind: int, address: hci.Address, data: bytes) -> None:
        report = _REPORT.Report(
            event_type=kind, address_type=address.address_type, address=address, data=bytes(data), rssi=_RSSI_DBM
        )
        self.send_hci_packet(_REPORT([report]))

    # Losing the radio.

    def lose(self, reason: int) -> None:
        """End every connection at both ends, as when the packets no longer get through.

        Args:
            reason: What both hosts are told.
        """
        for connection in list(self.le_connections.values()):
            other = self.air.other_end(connection)
            if other is not None:
                other.controller.on_le_disconnected(other, reason)
            self.on_le_disconnected(connection, reason)

    def fall_silent(self) -> None:
        """Stop advertising, scanning and connecting; end every connection."""
        self.le_legacy_advertiser.stop()
        self.le_scan_enable = False
        self.pending_le_connection = None
        self.lose(_ERROR.CONNECTION_TIMEOUT_ERROR)


class AirLink(LocalLink):
    """The air: every controller on it hears every other one."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # bumble's is not annotated

    def send_advertising_pdu(self, sender_controller: Controller, packet: ll.AdvertisingPdu) -> None:
        """Carry an advertisement to all, or a connection request to the one it is for."""
        if sender_controller not in self.controllers:
            return
        if isinstance(packet, ll.ConnectInd):
            self._request_connection(sender_controller, packet)
        elif isinstance(packet, ll.AdvInd):
            response = sender_controller.le_legacy_advertiser.scan_response_data
            loop = asyncio.get_running_loop()
            for controller in self.controllers:
                if controller is not sender_controller and isinstance(controller, AirController):
                    loop.call_soon(controller.hear, packet, response)

    def _request_connection(self, central: Controller, packet: ll.ConnectInd) -> None:
        for controller in self.controllers:
            advertiser = controller.le_legacy_advertiser
            if advertiser.enabled and advertiser.address == packet.advertiser_address:
                controller.on_le_connect_ind(packet)
                return
        # It stopped listening between its advertisement and the request: the central finds out at once.
        asyncio.get_running_loop().call_soon(self._fail, central, packet.advertiser_address)

    @staticmethod
    def _fail(central: Controller, address: hci.Address) -> None:
        connection = central.le_connections.get(address)
        if connection is not None:
            central.on_le_disconnected(connection, _ERROR.CONNECTION_FAILED_TO_BE_ESTABLISHED_ERROR)

    def send_ll_control_pdu(
        self, sender_address: hci.Address, receiver_address: hci.Address, packet: ll.ControlPdu
    ) -> None:
        """Carry a control packet; nobody there to take it is not an error, as in the air."""
        receiver = self.find_le_controller(receiver_address)
        if receiver is not None:
            asyncio.get_running_loop().call_soon(receiver.on_ll_control_pdu, sender_address, packet)

    def send_acl_data(
        self,
        sender_controller: Controller,
        destination_address: hci.Address,
        transport: PhysicalTransport,
        data: bytes,
    ) -> None:
        """Carry data over an existing connection."""
        connection = sender_controller.le_connections.get(destination_address)
        receiver = self.find_le_controller(destination_address)
        if connection is not None and receiver is not None:
            asyncio.get_running_loop().call_soon(receiver.on_link_acl_data, connection.self_address, transport, data)

    def other_end(self, connection: Connection) -> Connection | None:
        """The same connection as its other controller holds it; None when it holds none."""
        controller = self.find_le_controller(connection.peer_address)
        return controller.le_connections.get(connection.self_address) if controller is not None else None
