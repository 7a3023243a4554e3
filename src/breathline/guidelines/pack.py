"""A guideline pack: a published guideline as data, with a source and a mark on every figure and instruction.

Code holds no threshold, interval or dose; the engine asks the pack. A figure without a source, an unknown key or
an unknown mark is refused when the pack is read, with the place in the file and what to write instead.
"""

from __future__ import annotations

import hashlib
import tomllib
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from breathline.errors import UsageError
from breathline.events.model import Priority, PromptId
from breathline.words import QuestionId

_PACKS = "breathline.guidelines.packs"
Words = Annotated[str, Field(min_length=1)]


class PackError(UsageError):
    """A pack that can't be used; the text says where and what to write instead."""


class Mark(StrEnum):
    """How far a figure or an instruction can be traced."""

    PUBLISHED = "published"
    """Read in the source itself."""
    ADAPTED = "adapted"
    """Read in a text that adapts the source."""
    SITE = "site"
    """Chosen here; a clinical lead must confirm it."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Source(_Strict):
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


class Figure(_Strict):
    """One number with its unit, mark and source.

    Attributes:
        value: The number.
        unit: Its unit.
        mark: How far it can be traced.
        source: The key of one of the pack's sources; for `site` figures the reason for the choice in words.
        note: What a reader should know of it.
    """

    value: float
    unit: Unit
    mark: Mark
    source: Words
    note: str = ""


class Limit(Figure):
    """A limit with the delay after which crossing it becomes an alarm.

    Attributes:
        delay_s: Seconds the condition must hold before the alarm occurs.
        delay_mark: How far the delay can be traced.
        delay_source: As `source`, for the delay.
        clear_at: Where the condition ends (hysteresis), in the limit's unit; None: at the limit itself.
        clear_s: Seconds it must have ended before the alarm clears.
        priority: The alarm's priority.
    """

    delay_s: Annotated[float, Field(ge=0)]
    delay_mark: Mark
    delay_source: Words
    clear_at: float | None = None
    clear_s: Annotated[float, Field(ge=0)] = 0.0
    priority: Priority


class Timer(Figure):
    """An interval, in seconds."""

    value: Annotated[float, Field(gt=0)]
    unit: Unit = Unit.SECONDS


class Instruction(_Strict):
    """One step of the guideline: which prompt and question it is, and where it was read.

    Attributes:
        id: The prompt that says it; its words are in the text catalogue.
        question: The question asked with it, if any.
        mark: How far it can be traced.
        source: The key of a source; for `site` the reason in words.
        note: What a reader should know of it (disagreements between sources).
    """

    id: PromptId
    question: QuestionId | None = None
    mark: Mark
    source: Words
    note: str = ""


class Dose(_Strict):
    """A naloxone product as the guideline names it."""

    name: Words
    amount: Figure
    route: Words


class Pack(_Strict):
    """A whole guideline.

    Attributes:
        id: Its name on the command line.
        title: The guideline's title.
        publisher: Who published it.
        jurisdiction: Where it holds.
        dated: Its date as it gives it.
        address: Where it can be read.
        language: The language of its texts, as an ISO 639-1 code.
        version: The pack's own version.
        confirmed_by: The role that confirmed the `site` figures; "" while nobody has.
        superseded: What the pack knowingly leaves out because a newer text replaces it.
        sources: The documents figures refer to.
        limits: Limits by id.
        timers: Intervals by id.
        steps: The instructions, in the guideline's order.
        doses: Naloxone products.
        hash: SHA-256 of the pack's text in hex, so that a log says which pack it was.
    """

    id: Words
    title: Words
    publisher: Words
    jurisdiction: Words
    dated: Words
    address: Words
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    version: Words
    confirmed_by: str = ""
    superseded: tuple[str, ...] = ()
    sources: dict[str, Source]
    limits: dict[str, Limit]
    timers: dict[str, Timer]
    steps: tuple[Instruction, ...]
    doses: tuple[Dose, ...]
    hash: str

    def limit(self, name: str) -> Limit:
        """The limit of this id.

        Raises:
            PackError: The pack has none.
        """
        if name not in self.limits:
            raise PackError(f"pack {self.id}: [limits.{name}] is missing; write it with value, unit, mark and source")
        return self.limits[name]

    def timer(self, name: str) -> Timer:
        """The interval of this id.

        Raises:
            PackError: The pack has none.
        """
        if name not in self.timers:
            raise PackError(f"pack {self.id}: [timers.{name}] is missing; write it with value, mark and source")
        return self.timers[name]

    def step(self, prompt: PromptId) -> Instruction | None:
        """The instruction of this prompt, or None when the guideline has none."""
        return next((step for step in self.steps if step.id is prompt), None)

    @model_validator(mode="after")
    def _every_source_is_there(self) -> Self:
        for place, mark, source in self._citations():
            if mark is not Mark.SITE and source not in self.sources:
                raise ValueError(
                    f"{place}: source {source!r} is not one of [sources]; add it there, or mark the figure 'site' "
                    "and give the reason"
                )
        return self

    def _citations(self) -> list[tuple[str, Mark, str]]:
        found = [(f"limits.{name}", limit.mark, limit.source) for name, limit in self.limits.items()]
        found += [(f"limits.{name}.delay", limit.delay_mark, limit.delay_source) for name, limit in self.limits.items()]
        found += [(f"timers.{name}", timer.mark, timer.source) for name, timer in self.timers.items()]
        found += [(f"steps.{step.id}", step.mark, step.source) for step in self.steps]
        found += [(f"doses.{dose.name}", dose.amount.mark, dose.amount.source) for dose in self.doses]
        return found


def parse_pack(text: str, origin: str) -> Pack:
    """Read a pack from its TOML text.

    Args:
        text: The file's content.
        origin: What to call it in an error.

    Raises:
        PackError: It is not TOML, or something in it is missing, unknown or without a source.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackError(f"{origin}: not valid TOML: {error}") from error
    if "hash" in data:
        raise PackError(f"{origin}: hash: is worked out from the text; leave it out")
    data["hash"] = hashlib.sha256(text.encode()).hexdigest()
    try:
        return Pack.model_validate(data)
    except ValidationError as error:
        raise PackError(f"{origin}: {_first_complaint(error)}") from error


def _first_complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{place}: unknown key; leave it out or correct its name"
    if first["type"] == "missing":
        return f"{place}: is missing; every figure needs a value, a mark and a source"
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message


def pack_names() -> list[str]:
    """The packs that come with the program, in alphabetical order."""
    files = resources.files(_PACKS).iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


def load_pack(name_or_path: str) -> Pack:
    """A pack by its name, or from a file whose path ends in .toml.

    Raises:
        PackError: There is no such pack, the file can't be read, or it is refused.
    """
    if name_or_path.endswith(".toml"):
        try:
            text = Path(name_or_path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
            raise PackError(f"{name_or_path}: can't be read: {reason}") from error
        return parse_pack(text, name_or_path)
    if name_or_path not in pack_names():
        raise PackError(f"no pack called {name_or_path!r}; there are: {', '.join(pack_names())}")
    text = (resources.files(_PACKS) / f"{name_or_path}.toml").read_text(encoding="utf-8")
    return parse_pack(text, f"pack {name_or_path}")
