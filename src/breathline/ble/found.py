"""What was heard over the air, and what it is: each device's advertisement, family and public name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from breathline.ble.drivers.driver import Advertisement, Family, Match
from breathline.ble.lookalikes import REFUSED, lookalike
from breathline.words import LinkAdvice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

    from breathline.ble.drivers.driver import Driver


@dataclass(frozen=True, slots=True)
class Found:
    """A device that was heard.

    Attributes:
        device: What bleak connects to. It holds the address: keep it out of logs.
        advertisement: What it says of itself, as drivers read it.
        name: Its local name as sent, which may hold a serial number; `public_name` cuts that off.
        family: The family it belongs to, or looks like; None when unknown.
        match: How sure the driver is; NO when there is no driver.
        rssi: Strength in dBm; nearer to 0 is stronger.
        driver: What can read it; None when it is not supported.
        oximeter: True when it is, or looks like, a pulse oximeter.
        reason: Why an oximeter can't be read, in words that end a sentence; "" when it can.
        advice: The same for the screen.
    """

    device: BLEDevice
    advertisement: Advertisement
    name: str | None
    family: Family | None
    match: Match
    rssi: int
    driver: Driver | None = None
    oximeter: bool = False
    reason: str = ""
    advice: LinkAdvice = LinkAdvice.NOT_SUPPORTED

    @property
    def supported(self) -> bool:
        """True when its readings can be used."""
        return self.driver is not None


_MAC = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2}){5}")


def _maker(device: BLEDevice) -> str | None:
    """The maker's part of a public address; None for random addresses and where the system hides them.

    Where the system does not say whether an address is public, it is taken for public: a random one hits a
    maker that a driver knows once in sixteen million.
    """
    address = device.address.upper()
    details = device.details
    if isinstance(details, dict):  # BlueZ
        public = details.get("props", {}).get("AddressType") != "random"
    else:  # a bumble address says it itself
        public = getattr(details, "is_public", True)
    return address[:8] if public and _MAC.fullmatch(address) else None


def best_match(drivers: Sequence[Driver], advertisement: Advertisement) -> tuple[Driver | None, Match]:
    """The driver that is surest of an advertisement, and how sure; (None, NO) when none knows it."""
    sure = [(driver.recognise(advertisement), driver) for driver in drivers]
    match, driver = max(sure, key=lambda pair: pair[0], default=(Match.NO, None))
    return (driver, match) if match is not Match.NO else (None, Match.NO)


class Hearing:
    """Gathers what each device says over several packets: the name often comes in another than the services.

    Args:
        drivers: The families that can be read.
    """

    def __init__(self, drivers: Sequence[Driver]) -> None:
        self._drivers = drivers
        self._found: dict[str, Found] = {}

    @property
    def found(self) -> list[Found]:
        """Every device heard: the surest matches first, then the strongest."""
        return sorted(self._found.values(), key=lambda each: (each.match, each.oximeter, each.rssi), reverse=True)

    def hear(self, device: BLEDevice, data: AdvertisementData) -> Found:
        """Take one advertisement and say what is known of its device by now."""
        before = self._found.get(device.address)
        old = before.advertisement if before else Advertisement()
        advertisement = Advertisement(
            name=data.local_name or old.name,
            services=old.services | {uuid.lower() for uuid in data.service_uuids},
            companies=old.companies | set(data.manufacturer_data),
            maker=_maker(device),
        )
        if before and advertisement == old:
            found = replace(before, device=device, rssi=data.rssi)
        else:
            found = judged(self._drivers, device, advertisement, data.rssi)
        self._found[device.address] = found
        return found


def judged(drivers: Sequence[Driver], device: BLEDevice, advertisement: Advertisement, rssi: int) -> Found:
    """What a device is, as far as its advertisement tells.

    Args:
        drivers: The families that can be read.
        device: What bleak connects to.
        advertisement: All that it has said.
        rssi: Strength in dBm.
    """
    driver, match = best_match(drivers, advertisement)
    like = lookalike(advertisement, match)
    if like in REFUSED:
        driver, match = None, Match.NO
    return Found(
        device,
        advertisement,
        advertisement.name,
        driver.family if driver else None,
        match,
        rssi,
        driver,
        oximeter=match >= Match.LIKELY or like is not None,
        reason=like.reason if like and driver is None else "",
        advice=like.advice if like else LinkAdvice.NOT_SUPPORTED,
    )


def public_name(name: str | None) -> str:
    """A device's name without what tells one specimen from another: "Nonin3230_502644123" is "Nonin3230".

    Words after the first that hold three digits in a row or look like the end of an address are left out, and so
    is a run of five digits at the end of the first: model names are shorter than serial numbers.
    """
    words = re.split(r"[\s_#:]+", (name or "").strip())
    first = re.sub(r"[-\s]?(SN)?\d{5,}$", "", words[0])
    kept = [word for word in words[1:] if not re.search(r"\d{3}|^(?=.*\d)[0-9A-Fa-f]{4,}$", word)]
    return " ".join([first, *kept]).strip()
