"""bleak's backend classes bound to one radio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.ble.backend import Backend
from breathline.ble.radio.client import RadioClient
from breathline.ble.radio.radio import Radio
from breathline.ble.radio.scanner import RadioScanner

if TYPE_CHECKING:
    from bumble.device import Device


def backend_for(device: Device) -> Backend:
    """The backend that scans and connects with this host.

    Args:
        device: A bumble host, powered on.
    """
    return backend_of(Radio(device))


def backend_of(radio: Radio) -> Backend:
    """The backend of a radio that the caller keeps."""

    class BumbleScanner(RadioScanner):
        """bleak builds it with its own arguments only; the radio comes in as the class."""

    class BumbleClient(RadioClient):
        """As the scanner."""

    BumbleScanner.radio = BumbleClient.radio = radio
    return Backend(scanner=BumbleScanner, client=BumbleClient)
