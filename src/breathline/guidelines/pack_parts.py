"""What a guideline pack is made of: figures, limits, bands, steps and words, each with its source and mark."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from breathline.events.model import Priority, PromptId
from breathline.words import QuestionId

Words = Annotated[str, Field(min_length=1)]


class Mark(StrEnum):
    """How far a figure or an instruction can be traced."""

    PUBLISHED = "published"
    """Read in the source itself."""
    ADAPTED = "adapted"
    """Read in a text that adapts the source."""
    SITE = "site"
    """Chosen here; a clinical lead must confirm it."""


class Strict(BaseModel):
    """A table of a pack: an unknown key is refused, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Cited(Strict):
    """Anything in a pack that steers a hand, and so says where it comes from.

    Attributes:
        mark: How far it can be traced.
        source: The key of one of the pack's sources; for `site` the reason for the choice in words.
        note: What a reader should know of it.
    """

    mark: Mark
    source: Words
    note: str = ""


class Source(Strict):
    """Where something was read.

    Attributes:
        title: The document's title.
        publisher: Who published it.
        dated: Its date as it gives it, or "not dated".
        address: Where it can be read.
        read: How much of it was read ("whole", "opening part", "a text that adapts it").
    """

    title: Words
    publisher: Words
    dated: Words
    address: Words
    read: Words


class Unit(StrEnum):
    """The units a figure may have."""

    PERCENT = "%"
    PER_MINUTE = "/min"
    SECONDS = "s"
    MILLIGRAMS = "mg"
    PERCENT_SECONDS = "% s"
    """Points below the low limit, times the seconds they last."""


class Figure(Cited):
    """One number with its unit, mark and source.

    Attributes:
        value: The number.
        unit: Its unit.
        least: The lowest a site's own pack may set it to; None with `most`: a site may not change it.
        most: The highest.
    """

    value: float
    unit: Unit
    least: float | None = None
    most: float | None = None


class Limit(Figure):
    """A limit with the delay after which crossing it becomes an alarm.

    Attributes:
        delay_s: Seconds the condition must hold before the alarm occurs.
        delay_mark: How far the delay can be traced.
        delay_source: As `source`, for the delay.
        delay_least: As `least`, for the delay.
        delay_most: As `most`, for the delay.
        clear_at: Where the condition ends (hysteresis), in the limit's unit; None: at the limit itself.
        clear_s: Seconds it must have ended before the alarm clears.
        priority: The alarm's priority.
    """

    delay_s: Annotated[float, Field(ge=0)]
    delay_mark: Mark
    delay_source: Words
    delay_least: Annotated[float, Field(ge=0)] | None = None
    delay_most: Annotated[float, Field(ge=0)] | None = None
    clear_at: float | None = None
    clear_s: Annotated[float, Field(ge=0)] = 0.0
    priority: Priority


class Timer(Figure):
    """An interval, in seconds."""

    value: Annotated[float, Field(gt=0)]
    unit: Unit = Unit.SECONDS


class Band(Cited):
    """The guideline's own word for a range of numbers. It is shown in tables; no alarm follows from it.

    Attributes:
        id: The guideline's word for it ("normal", "low").
        start: Its lowest number, `from` in the file; in % for SpO2, in beats a minute for the pulse.
        end: Its highest number, `to` in the file; it still belongs to the band.
    """

    id: Words
    start: Annotated[float, Field(alias="from", ge=0)]
    end: Annotated[float, Field(alias="to", ge=0)]


class Bands(Strict):
    """The guideline's bands, highest or lowest first as it writes them."""

    spo2: tuple[Band, ...] = ()
    pulse: tuple[Band, ...] = ()


class Escalation(Strict):
    """When the low-SpO2 alarm grows more urgent: how long below the limit, times how far.

    Attributes:
        warning: From here its level is 2.
        emergency: From here its level is 3.
    """

    warning: Figure | None = None
    emergency: Figure | None = None


class Instruction(Cited):
    """One step of the guideline: which prompt and question it is, and where it was read.

    Attributes:
        id: The prompt that says it; its words are in the text catalogue.
        question: The question asked with it, if any.
    """

    id: PromptId
    question: QuestionId | None = None


class Dose(Strict):
    """A naloxone product as the guideline names it."""

    name: Words
    amount: Figure
    route: Words


class OwnWords(Cited):
    """A pack's own words in place of the catalogue's, in the pack's language."""

    def own(self) -> dict[str, str]:
        """The words by key; a key that is left out stays as the catalogue has it."""
        return self.model_dump(exclude_none=True, exclude=set(Cited.model_fields))


class OwnPrompt(OwnWords):
    """A pack's own words for a prompt: what to do, the same in a few words, spoken, and on its button."""

    text: Words | None = None
    next: Words | None = None
    voice: Words | None = None
    action_label: Words | None = None


class OwnQuestion(OwnWords):
    """A pack's own words for a question and its answers."""

    text: Words | None = None
    yes: Words | None = None
    no: Words | None = None
    cant_tell: Words | None = None
