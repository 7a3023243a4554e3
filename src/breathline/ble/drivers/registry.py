"""Which families have a driver, by name and by what a device advertises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.choicemmed import ChoiceMMed
from breathline.ble.drivers.contec import Contec
from breathline.ble.drivers.driver import Advertisement, Driver, Family, Match
from breathline.ble.drivers.fs20f import Fs20f
from breathline.ble.drivers.jks50f import Jks50f
from breathline.ble.drivers.jumper import Jumper
from breathline.ble.drivers.masimo import Masimo
from breathline.ble.drivers.nonin import Nonin
from breathline.ble.drivers.oxyii import Oxyii
from breathline.ble.drivers.pc60fw import Pc60fw
from breathline.ble.drivers.plx import Plx
from breathline.ble.drivers.taidoc import TaiDoc
from breathline.ble.drivers.viatom import Viatom
from breathline.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

DRIVERS: Mapping[Family, Driver] = {
    each.family: each
    for each in (
        Plx(),
        Nonin(),
        Oxyii(),
        Masimo(),
        Viatom(),
        Jumper(),
        Pc60fw(),
        BerryMed(),
        Contec(),
        ChoiceMMed(),
        TaiDoc(),
        Fs20f(),
        Jks50f(),
    )
}
"""In the order that breaks a tie between two matches: a family's own service before a shared one."""


def driver(name: str) -> Driver:
    """The driver of a family.

    Args:
        name: The family's name on the command line.

    Raises:
        UsageError: No such family, or none that has a driver.
    """
    known = ", ".join(DRIVERS)
    if name not in Family.__members__.values():
        raise UsageError(f'there is no oximeter family "{name}"; choose one of: {known}')
    found = DRIVERS.get(Family(name))
    if found is None:
        raise UsageError(f'the oximeter family "{name}" is not supported yet; choose one of: {known}')
    return found


def best_match(advertisement: Advertisement) -> tuple[Driver, Match] | None:
    """The driver that is surest of an advertisement and how sure; None when no driver knows it."""
    matches = [(each, each.recognise(advertisement)) for each in DRIVERS.values()]
    best = max(matches, key=lambda pair: pair[1])
    return best if best[1] > Match.NO else None
