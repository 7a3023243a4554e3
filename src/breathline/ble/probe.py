"""Describing a device that nobody knows yet, without saying which specimen it is.

The description holds what a driver is written from: the table of services and the first bytes of each stream. It
holds no address and no serial number, so that it can be sent to the project.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bleak import BleakClient

from breathline.ble.adapter import RADIO_ERRORS, adapter_advice, turn
from breathline.ble.connection import CONNECT_S, DISCONNECT_S
from breathline.ble.deadline import tidy, within
from breathline.ble.found import Found, public_name
from breathline.ble.gatt import SUBSCRIBE_S
from breathline.ble.scan import wait_for_oximeter
from breathline.errors import BreathlineError

if TYPE_CHECKING:
    from bleak.backends.characteristic import BleakGATTCharacteristic

    from breathline.ble.backend import Backend

FIND_S = 20.0
"""As long as the link's patience: a device that is on is heard within two seconds."""
NAME_S = 0.2
"""The name may come in a packet of its own, right after the one that was heard."""
KEPT = 150
"""Notifications kept of each characteristic. Beside a pleth of thirty a second, values come once: five of them."""

_WITHHELD = ""
"""Counts what was withheld, in the place of a characteristic."""


@dataclass(frozen=True, slots=True)
class Described:
    """A device's anonymous description.

    Attributes:
        found: What it advertises; its device and its full name stay here.
        services: Each service's UUID with its characteristics: UUID and properties.
        notifications: Seconds since the subscription, characteristic's UUID, value.
        withheld: Notifications that held the address or the serial number.
    """

    found: Found
    services: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
    notifications: tuple[tuple[float, str, bytes], ...]
    withheld: int = 0

    @property
    def left_out(self) -> list[str]:
        """What was seen and is not told, in words."""
        said = ["the address", "stored values such as the serial number (nothing was read)"]
        if public_name(self.found.name) != (self.found.name or ""):
            said.append("the end of the name")
        if self.withheld:
            said.append(f"{self.withheld} notifications with the address or the serial number in them")
        return said

    def as_row(self) -> dict[str, object]:
        """JSON-ready, without anything that tells this specimen from another."""
        advertisement = self.found.advertisement
        return {
            "name": public_name(self.found.name),
            "family": self.found.family,
            "supported": self.found.supported,
            "advertised": {
                "services": sorted(advertisement.services),
                "companies": sorted(advertisement.companies),
                "maker": advertisement.maker,
            },
            "services": [
                {"uuid": uuid, "characteristics": [{"uuid": one, "properties": list(can)} for one, can in table]}
                for uuid, table in self.services
            ],
            "notifications": [
                {"t": round(t, 3), "characteristic": uuid, "hex": data.hex()} for t, uuid, data in self.notifications
            ],
            "left_out": self.left_out,
        }


async def probe(backend: Backend, address: str, seconds: float) -> Described:
    """Find a device, read its table of services and listen to everything it sends by itself.

    Nothing is written to it but the subscriptions, and no value is read: those hold serial numbers.

    Args:
        backend: The radio.
        address: The device's address, in any case.
        seconds: How long to listen.

    Raises:
        BreathlineError: The adapter can't be used, the device is not heard, or it does not answer.
    """
    try:
        found = await wait_for_oximeter(
            backend, lambda each: each.device.address.upper() == address.upper(), seconds=FIND_S, settle_s=NAME_S
        )
        if found is None:
            raise BreathlineError("the device is not heard; switch it on, bring it near, and free it from any phone")
        return await _describe(backend, found, seconds)
    except TimeoutError as error:
        raise BreathlineError(
            "the device does not answer; switch it on, bring it near, and free it from any phone"
        ) from error
    except RADIO_ERRORS as error:
        raise BreathlineError(adapter_advice(error) or "the device ended the connection; switch it on again") from error


async def _describe(backend: Backend, found: Found, seconds: float) -> Described:
    client = BleakClient(found.device, timeout=CONNECT_S, backend=backend.client)
    heard: list[tuple[float, str, bytes]] = []
    count: Counter[str] = Counter()
    secrets = _secrets(found)
    began = asyncio.get_running_loop().time()

    def hear(characteristic: BleakGATTCharacteristic, data: bytearray) -> None:
        value = bytes(data)
        if any(secret in value for secret in secrets):
            count[_WITHHELD] += 1
            return
        count[characteristic.uuid] += 1
        if count[characteristic.uuid] <= KEPT:
            heard.append((asyncio.get_running_loop().time() - began, characteristic.uuid, value))

    try:
        async with turn(backend):
            await within(CONNECT_S, client.connect())
        services = tuple(
            (service.uuid, tuple((one.uuid, tuple(one.properties)) for one in service.characteristics))
            for service in client.services
        )
        for each in client.services.characteristics.values():
            if not {"notify", "indicate"}.isdisjoint(each.properties):
                # One that refuses (it may want a bond) must not hide the others.
                await tidy(SUBSCRIBE_S, client.start_notify(each, hear))
        await asyncio.sleep(seconds)
        return Described(found, services, tuple(heard), count[_WITHHELD])
    finally:
        await tidy(DISCONNECT_S, client.disconnect())


def _secrets(found: Found) -> list[bytes]:
    """What tells this specimen from another: its half of the address both ways round, its serial number as text."""
    digits = found.device.address.replace(":", "").replace("-", "")
    try:
        address = bytes.fromhex(digits)
    except ValueError:
        address = b""
    name = found.name or ""
    serial = name.removeprefix(public_name(name)).strip(" _#:-").encode()
    # The maker's half of an address is no secret; the other one alone is the specimen's.
    specimen = address[3:]
    return [secret for secret in (specimen, specimen[::-1], serial) if secret]
