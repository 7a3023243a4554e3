"""Listening for oximeters: everything is found by what it says over the air, nothing by knocking."""

from __future__ import annotations

import asyncio
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bleak import BleakScanner

from breathline.ble.adapter import turn
from breathline.ble.deadline import tidy
from breathline.ble.drivers.driver import Advertisement, Family, Match
from breathline.ble.lookalikes import lookalike

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

    from breathline.ble.backend import Backend
    from breathline.ble.drivers.driver import Driver

SETTLE_S = 0.4
"""After the first fitting advertisement, how long to listen for a better or nearer one."""

START_S = 25.0
"""BlueZ answers in milliseconds, but after some disconnects only when twenty seconds of its own are over."""
STOP_S = 5.0
"""Nothing waits for the answer but the next scan or connection."""

_late: set[asyncio.Future[None]] = set()
"""Work of scanners that were left behind, kept from being collected before it is done."""


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
    """

    device: BLEDevice
    advertisement: Advertisement
    name: str | None
    family: Family | None
    match: Match
    rssi: int
    driver: Driver | None = None
    oximeter: bool = False

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
    kind = details.get("props", {}).get("AddressType") if isinstance(details, dict) else None
    return address[:8] if kind != "random" and _MAC.fullmatch(address) else None


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
            driver, match, family, oximeter = before.driver, before.match, before.family, before.oximeter
        else:
            driver, match = best_match(self._drivers, advertisement)
            like = lookalike(advertisement)
            family = driver.family if driver else like.family if like else None
            oximeter = match >= Match.LIKELY or like is not None
        found = Found(device, advertisement, advertisement.name, family, match, data.rssi, driver, oximeter)
        self._found[device.address] = found
        return found


def public_name(name: str | None) -> str:
    """A device's name without what tells one specimen from another: "Nonin3230_502644123" is "Nonin3230".

    Words after the first that hold three digits in a row or look like the end of an address are left out, and so
    is a run of five digits at the end of the first: model names are shorter than serial numbers.
    """
    words = re.split(r"[\s_#:]+", (name or "").strip())
    first = re.sub(r"[-\s]?(SN)?\d{5,}$", "", words[0])
    kept = [word for word in words[1:] if not re.search(r"\d{3}|^(?=.*\d)[0-9A-Fa-f]{4,}$", word)]
    return " ".join([first, *kept]).strip()


async def scan(backend: Backend, seconds: float, drivers: Sequence[Driver] | None = None) -> list[Found]:
    """Listen for a while.

    Args:
        backend: The radio.
        seconds: How long; oximeters advertise at least once a second, most ten times.
        drivers: The families that can be read; all by default.

    Returns:
        Every device heard, oximeters first, whether supported or not.

    Raises:
        Exception: One of `adapter.RADIO_ERRORS` when the adapter can't be used.
    """
    hearing = Hearing(all_drivers() if drivers is None else drivers)

    def hear(device: BLEDevice, data: AdvertisementData) -> None:
        hearing.hear(device, data)

    async with turn(backend), _listening(backend, hear):
        await asyncio.sleep(seconds)
    return hearing.found


async def wait_for_oximeter(
    backend: Backend,
    wanted: Callable[[Found], bool],
    drivers: Sequence[Driver] | None = None,
    *,
    seconds: float | None = None,
    settle_s: float = SETTLE_S,
    on_listening: Callable[[], None] = lambda: None,
) -> Found | None:
    """Listen until a wanted oximeter is heard.

    Waiting for an advertisement beats connecting blindly: it costs nothing while the oximeter is off, and
    answers within a tenth of a second when it comes on.

    Args:
        backend: The radio. It is held meanwhile: others wait.
        wanted: Says whether a device is one to connect to.
        drivers: The families that can be read; all by default.
        seconds: For how long at most; None: for ever.
        settle_s: After the first wanted one, seconds to listen for a surer or nearer one; 0 when only one can be
            meant.
        on_listening: Called once the adapter really listens.

    Returns:
        The surest match heard by then; of equal ones the strongest. None when `seconds` have passed.

    Raises:
        Exception: One of `adapter.RADIO_ERRORS` when the adapter can't be used.
    """
    hearing = Hearing(all_drivers() if drivers is None else drivers)
    first: asyncio.Future[Found] = asyncio.get_running_loop().create_future()

    def hear(device: BLEDevice, data: AdvertisementData) -> None:
        found = hearing.hear(device, data)
        if not first.done() and wanted(found):
            first.set_result(found)

    async with turn(backend), _listening(backend, hear):
        on_listening()
        await asyncio.wait({first}, timeout=seconds)
        if not first.done():
            return None
        await asyncio.sleep(settle_s)
    return next(filter(wanted, hearing.found), first.result())


@asynccontextmanager
async def _listening(backend: Backend, hear: Callable[[BLEDevice, AdvertisementData], None]) -> AsyncIterator[None]:
    """A scanner that is on, and stopped in the end.

    A start is never broken off: BlueZ would carry it out all the same, and refuse every later one as "in
    progress". One that comes too late is stopped as soon as it has come.
    """
    scanner = BleakScanner(hear, backend=backend.scanner)
    start: asyncio.Future[None] = asyncio.ensure_future(scanner.start())
    try:
        await asyncio.wait({start}, timeout=START_S)
        if not start.done():
            raise TimeoutError
        start.result()
        yield
    finally:
        if start.done():
            await _stop(scanner, start)
        else:
            start.add_done_callback(lambda _: _keep(asyncio.ensure_future(_stop(scanner, start))))
            _keep(start)


async def _stop(scanner: BleakScanner, start: asyncio.Future[None]) -> None:
    """Stop a scanner that has started; one that will not stop in time is left to the system."""
    if not start.cancelled() and start.exception() is None:
        await tidy(STOP_S, scanner.stop())


def _keep(work: asyncio.Future[None]) -> None:
    _late.add(work)
    work.add_done_callback(_late.discard)


def all_drivers() -> Sequence[Driver]:
    """The families that can be read."""
    from breathline.ble.drivers.registry import DRIVERS

    return tuple(DRIVERS.values())
