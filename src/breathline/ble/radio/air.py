"""A virtual air: Bluetooth devices in one process that hear each other, and links that can be cut.

Nothing is left out above the radio: hosts and controllers speak HCI, L2CAP, ATT and GATT in real bytes.
"""

from __future__ import annotations

import hashlib

from bumble import hci
from bumble.device import Device

from breathline.ble.radio.controller import AirController, AirLink
from breathline.ble.radio.host import host_over


class VirtualAir:
    """Devices on a shared virtual radio. Make it and use it inside one running event loop."""

    def __init__(self) -> None:
        self._link = AirLink()
        self._controllers: dict[str, AirController] = {}
        self._devices: dict[str, Device] = {}

    async def device(self, name: str) -> Device:
        """The device called `name`; made, powered on and put on the air the first time.

        Args:
            name: What this air calls it; it is not sent anywhere.
        """
        if name not in self._devices:
            controller = self.controller(name)
            self._devices[name] = device = host_over(controller, controller, address=address_of(name))
            await device.power_on()
        return self._devices[name]

    def controller(self, name: str) -> AirController:
        """A bare controller, for a host that speaks to it over a transport.

        Args:
            name: What this air calls it.
        """
        if name not in self._controllers:
            self._controllers[name] = AirController(name, self._link)
        return self._controllers[name]

    def forget(self, name: str) -> None:
        """Take a device or bare controller off the air for good; its own host is told nothing any more."""
        controller = self._controllers.pop(name, None)
        self._devices.pop(name, None)
        if controller is None:
            return
        controller.set_packet_sink(None)
        controller.fall_silent()
        self._link.controllers.discard(controller)

    def cut(self, name: str) -> None:
        """End every link of this device as a lost radio does: both ends learn that the other one fell silent."""
        self._controllers[name].lose(hci.HCI_ErrorCode.CONNECTION_TIMEOUT_ERROR)

    def take_away(self, name: str) -> None:
        """Cut its links and carry the device out of range: nobody hears it and it hears nobody."""
        self.cut(name)
        self._link.controllers.discard(self._controllers[name])

    def bring_back(self, name: str) -> None:
        """Carry the device back into range. It does now what its host last asked of it."""
        self._link.controllers.add(self._controllers[name])

    async def close(self) -> None:
        """End every link and switch every device off."""
        for name in list(self._controllers):
            device = self._devices.get(name)
            if device is not None:
                await device.power_off()
            self.forget(name)


def address_of(name: str) -> str:
    """The address of the device called `name`: the same static random one each time, as of a real oximeter."""
    octets = bytearray(hashlib.sha256(name.encode()).digest()[:6])
    octets[0] |= 0b1100_0000  # the two high bits mark a static random address
    return octets.hex(":").upper()
