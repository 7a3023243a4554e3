"""Oximeters that are known but not supported, so that a person is told so and does not search on.

Only what a device says over the air is used. A family leaves this list's reach by getting a driver: what a
driver recognises is never looked up here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from breathline.ble.drivers.driver import Family

if TYPE_CHECKING:
    from breathline.ble.drivers.driver import Advertisement


@dataclass(frozen=True, slots=True)
class Lookalike:
    """How one kind of oximeter shows itself. `family` is None for kinds that have no family here."""

    family: Family | None
    name: re.Pattern[str] | None = None
    service: str | None = None
    company: int | None = None

    def fits(self, advertisement: Advertisement) -> bool:
        """True when any of its marks is there."""
        named = self.name is not None and advertisement.name is not None and self.name.search(advertisement.name)
        return bool(named) or self.service in advertisement.services or self.company in advertisement.companies


def _name(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


# The narrow ones come first: the first that fits wins.
_LOOKALIKES = (
    Lookalike(Family.NONIN, _name(r"^Nonin"), "46a970e0-0d5f-11e2-8b5e-0002a5d5c51b"),
    Lookalike(
        Family.OXYII, _name(r"^(O2Ring S\b|S8-AW|SHQO2Pro|PF-10AW|T8520_)"), "e8fb0001-a14b-98f9-831b-4e2941d01248"
    ),
    Lookalike(
        Family.VIATOM,
        _name(r"^(O2Ring|Checkme O2|SleepU|KidsO2|BabyO2|WearO2|O2 \d|Oxylink|OxyRing|OxyU|BBSM|CMRing)"),
        "14839ac4-7d7e-415c-9a42-167340cf2339",
    ),
    Lookalike(Family.JUMPER, _name(r"^(My Oximeter|JPD-500|AOJ-70B|iREd_OXI)"), "cdeacb80-5235-4c07-8846-93a37ee6b86d"),
    Lookalike(Family.CHOICEMMED, _name(r"^(MD300|Choicemmed)"), "00000001-0000-6465-6d6d-65636c6f6843"),
    Lookalike(Family.MASIMO, _name(r"^(MightySat|MSat)"), "54c21000-a720-4b4f-11e4-9fe20002a5d5", 0x0243),
    Lookalike(Family.FS20F, _name(r"^(FS20F|VTM|YX110)")),
    Lookalike(Family.CONTEC, _name(r"^(CMS50|EMAY|PO60|Beurer PO60)")),
    Lookalike(Family.TAIDOC, _name(r"^(TAIDOC TD82|TD-?82)")),
    Lookalike(Family.JKS50F, _name(r"^(OXIMETER|JKS50)")),
    Lookalike(None, _name(r"^iHealth PO|^PO3\b"), "636f6d2e-6a69-7561-6e2e-504f56313100"),
    Lookalike(None, service="6e40f431-b5a3-f393-e0a9-e50e24dcca9e"),
    Lookalike(None, _name(r"oximet|spo2|pulse ?ox")),
)


def lookalike(advertisement: Advertisement) -> Lookalike | None:
    """The kind of oximeter this advertisement looks like; None when it does not look like one."""
    return next((each for each in _LOOKALIKES if each.fits(advertisement)), None)
