"""bleak's scanner over a bumble host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from bleak.backends.scanner import AdvertisementData, AdvertisementDataCallback, BaseBleakScanner

from breathline.ble.radio.advertising import read
from breathline.ble.radio.radio import Radio, spelled

if TYPE_CHECKING:
    from bumble.device import Advertisement


class RadioScanner(BaseBleakScanner):
    """Made by `bleak.BleakScanner(backend=...)`; see `breathline.ble.radio.backend`."""

    radio: ClassVar[Radio]

    def __init__(
        self,
        detection_callback: AdvertisementDataCallback | None,
        service_uuids: list[str] | None,
        scanning_mode: Literal["active", "passive"],
        **_kwargs: Any,
    ) -> None:
        super().__init__(detection_callback, service_uuids)
        self._active = scanning_mode != "passive"

    async def start(self) -> None:
        """Start scanning.

        Raises:
            BleakBluetoothNotAvailableError: The controller does not answer.
        """
        self.seen_devices = {}
        await self.radio.listen(self._heard, active=self._active)

    async def stop(self) -> None:
        """Stop scanning."""
        await self.radio.unhear(self._heard)

    def _heard(self, advertisement: Advertisement) -> None:
        said = read((int(kind), bytes(value)) for kind, value in advertisement.data.ad_structures)
        services = list(said.services)
        if not self.is_allowed_uuid(services):
            return
        address = spelled(advertisement.address)
        known = self.seen_devices.get(address)
        # A packet without the name does not take away the name already heard.
        name = said.name or (known[0].name if known else None)
        data = AdvertisementData(
            local_name=name,
            manufacturer_data=said.makers,
            service_data=said.service_data,
            service_uuids=services,
            tx_power=said.tx_power,
            rssi=advertisement.rssi,
            platform_data=(),
        )
        device = self.create_or_update_device(address, address, name, advertisement.address, data)
        self.call_detection_callbacks(device, data)
