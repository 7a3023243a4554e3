"""Oximeters that can't be read here, told by what they say, so that a person learns why and does not search on.

Some kinds are known and refused for good; they are told before any driver is asked that would only guess. Whatever
else calls itself an oximeter is at least called one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from breathline.ble.drivers.driver import Match, sig_uuid
from breathline.words import LinkAdvice

if TYPE_CHECKING:
    from breathline.ble.drivers.driver import Advertisement
    from breathline.ble.drivers.tables import Table


@dataclass(frozen=True, slots=True)
class Lookalike:
    """How one kind of oximeter shows itself, and why it can't be read.

    Attributes:
        models: What people know it by; "" for a kind that nobody knows.
        reason: Why it can't be read, in words that end a sentence; "" when nobody knows it yet.
        advice: The same for the screen.
        name: Names it goes by.
        service: A service that is its own.
        table: Services and characteristics that together only this kind has.
    """

    models: str
    reason: str
    advice: LinkAdvice
    name: re.Pattern[str] | None = None
    service: str | None = None
    table: Table = frozenset()

    def shows_in(self, advertisement: Advertisement) -> bool:
        """True when its name or its service is there."""
        named = self.name is not None and advertisement.name is not None and self.name.search(advertisement.name)
        return bool(named) or self.service in advertisement.services

    def serves(self, table: Table) -> bool:
        """True when a connected device's table is of this kind."""
        own = any(service == self.service for service, _ in table)
        return own or (bool(self.table) and self.table <= table)


def _name(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


REFUSED = (
    Lookalike(
        "iHealth PO3, PO3M, Air (all that do not speak plx)",
        "its maker keeps its language secret",
        LinkAdvice.UNDISCLOSED,
        _name(r"^(iHealth PO|PO3\b)"),
        "636f6d2e-6a69-7561-6e2e-504f56313100",
    ),
    Lookalike(
        "Beurer PO60",
        "it hands over old records only, no live numbers",
        LinkAdvice.OLD_RECORDS,
        _name(r"^(Beurer )?PO ?60"),
    ),
    Lookalike(
        "Wellue/Viatom O2Ring S while it records (T8520)",
        "it is recording, which a connection would disturb",
        LinkAdvice.RECORDING,
        _name(r"^T8520_"),
    ),
    Lookalike(
        "ACCARE WS20A",
        "too little is known of its language",
        LinkAdvice.LITTLE_KNOWN,
        _name(r"^(ACCARE|WS20A)"),
        table=frozenset({(sig_uuid(0xFFE0), sig_uuid(0xFFE4)), (sig_uuid(0xFFE5), sig_uuid(0xFFE9))}),
    ),
    Lookalike(
        "F7 (Crafish OX-831)",
        "too little is known of its language",
        LinkAdvice.LITTLE_KNOWN,
        _name(r"^F7$"),
        "6e40f431-b5a3-f393-e0a9-e50e24dcca9e",
    ),
)
"""Known and refused. A driver that is sure all the same goes first: newer models of some speak the standard."""

UNKNOWN = Lookalike("", "", LinkAdvice.NOT_SUPPORTED, _name(r"oximet|spo2|pulse ?ox"))
"""Calls itself an oximeter, and that is all that is known."""


def lookalike(advertisement: Advertisement, match: Match) -> Lookalike | None:
    """The kind of oximeter that this advertisement shows and that can't be read.

    Args:
        advertisement: What a device says.
        match: How sure the best driver is of it.

    Returns:
        None when it looks like none, or a driver is sure enough to read it.
    """
    if match >= Match.LIKELY:
        return None
    return next((each for each in (*REFUSED, UNKNOWN) if each.shows_in(advertisement)), None)


def refused(table: Table) -> Lookalike | None:
    """The refused kind that a connected device's table shows; None when it shows none."""
    return next((each for each in REFUSED if each.serves(table)), None)
