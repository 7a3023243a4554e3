"""Where guidelines differ in what follows from what: six rules, each a choice from a closed list."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, TypeVar

from breathline.guidelines.pack_parts import Cited, Strict
from breathline.words import BreathMethod

Choice = TypeVar("Choice", bound=StrEnum)


class Call911(StrEnum):
    """When the 911 prompt comes."""

    AT_ONCE = "at_once"
    NOT_WAKING = "not_waking"
    NOT_BREATHING = "not_breathing"
    OFF = "off"
    """No prompt: in a nurse-run room a nurse decides."""


class FirstNaloxone(StrEnum):
    """When the first dose comes."""

    AFTER_BREATHS = "after_breaths"
    """After `timers.naloxone_ready` of breaths and a look."""
    NOT_BREATHING = "not_breathing"
    """As soon as they do not breathe normally."""


class NotBreathing(StrEnum):
    """What the answer "not breathing normally" leads to."""

    BREATHS = "breaths"
    CPR = "cpr"
    """Compressions with breaths; nobody feels for a pulse."""


class PulseUnsure(StrEnum):
    """What "can't tell" leads to when a pulse is felt for."""

    BREATHS = "breaths"
    COMPRESSIONS = "compressions"


class OxygenRule(StrEnum):
    """Where oxygen stands among the steps."""

    WITH_BREATHS = "with_breaths"
    FIRST = "first"
    """Airway and oxygen come before naloxone."""
    OFF = "off"


class Rule(Cited, Generic[Choice]):
    """One choice, with where it was read.

    Attributes:
        value: The choice.
        site_may: What a site's own pack may choose instead.
    """

    value: Choice
    site_may: tuple[Choice, ...] = ()


class Rules(Strict):
    """The guideline's choices. The engine obeys them."""

    call_911: Rule[Call911]
    first_naloxone: Rule[FirstNaloxone]
    not_breathing: Rule[NotBreathing]
    pulse_unsure: Rule[PulseUnsure]
    oxygen: Rule[OxygenRule]
    breath_method: Rule[BreathMethod]
