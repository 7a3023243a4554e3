"""Which family a connected device's table of services fits.

Makers share service numbers: a serial module's, a chip maker's example. So a service alone decides nothing where it is
such a one; the characteristics in it say more, and the first frames say the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from breathline.ble.drivers.berrymed import TRANSPARENT_UART
from breathline.ble.drivers.driver import Driver, Match, sig_uuid
from breathline.ble.drivers.fs20f import SERIAL
from breathline.ble.drivers.pc60fw import UART
from breathline.ble.drivers.taidoc import BUTTON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from breathline.ble.drivers.driver import Service

Table: TypeAlias = frozenset[tuple[str, str]]
"""Service and characteristic (full UUIDs) of everything a device serves."""

SHARED = frozenset({UART, SERIAL, TRANSPARENT_UART, BUTTON, sig_uuid(0xFFF0), sig_uuid(0xFF12)})
"""Services that more than one kind of device uses. FFF0 is any maker's own number, FF12 Contec's and Beurer's."""


def table_of(services: Iterable[Service]) -> Table:
    """The table of a device that serves these."""
    return frozenset((service.uuid, each.uuid) for service in services for each in service.characteristics)


def fits(driver: Driver, table: Table) -> Match:
    """How well a table fits a family.

    Returns:
        CERTAIN when its live values are there, in a service of its own; LIKELY when they are, in a shared service
        that is otherwise as the family's; POSSIBLE when only a part is there; NO when nothing is.
    """
    lively = next(each for each in driver.services if _has(each, driver.values_characteristic))
    served = {characteristic for service, characteristic in table if service == lively.uuid}
    if driver.values_characteristic in served:
        if lively.uuid not in SHARED:
            return Match.CERTAIN
        whole = {each.uuid for each in lively.characteristics} <= served
        return Match.LIKELY if whole else Match.POSSIBLE
    elsewhere = any(characteristic == driver.values_characteristic for _, characteristic in table)
    return Match.POSSIBLE if elsewhere or served & set(driver.subscriptions) else Match.NO


def _has(service: Service, characteristic: str) -> bool:
    return any(each.uuid == characteristic for each in service.characteristics)
