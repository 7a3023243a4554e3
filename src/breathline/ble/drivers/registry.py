"""The driver of every family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breathline.ble.drivers.berrymed import BerryMed
from breathline.ble.drivers.choicemmed import ChoiceMMed
from breathline.ble.drivers.contec import Contec
from breathline.ble.drivers.driver import Driver, Family
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
        UsageError: There is no such family.
    """
    found = next((each for each in DRIVERS.values() if each.family == name), None)
    if found is None:
        raise UsageError(f'there is no oximeter family "{name}"; choose one of: {", ".join(DRIVERS)}')
    return found
