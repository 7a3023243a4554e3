"""A guideline pack: a published guideline as data, with a source and a mark on every figure and instruction.

Code holds no threshold, interval or dose; the engine asks the pack. `pack_file` reads one and refuses what can't be
traced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from breathline.errors import UsageError
from breathline.events.model import PromptId
from breathline.guidelines.pack_parts import (
    Bands,
    Dose,
    Escalation,
    Figure,
    Instruction,
    Limit,
    Mark,
    OwnPrompt,
    OwnQuestion,
    Source,
    Strict,
    Timer,
    Words,
)
from breathline.guidelines.pack_rules import Rules
from breathline.words import QuestionId


class PackError(UsageError):
    """A pack that can't be used; the text says where and what to write instead."""


class Pack(Strict):
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
        limits: The alarms' limits by id.
        naloxone_spo2: `[limits.naloxone_spo2]` in the file: SpO2 below it, after breaths, counts as not breathing well
            enough; None: the guideline gives none. It is no alarm, so it stands apart from `limits`.
        timers: Intervals by id.
        bands: The guideline's own words for numbers.
        rules: What follows from what.
        escalation: When the low-SpO2 alarm grows more urgent.
        steps: The instructions, in the guideline's order.
        doses: Naloxone products.
        prompts: Words of its own for prompts.
        questions: Words of its own for questions.
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
    naloxone_spo2: Annotated[Figure | None, Field(alias="limits.naloxone_spo2")] = None
    timers: dict[str, Timer]
    bands: Bands = Bands()
    rules: Rules
    escalation: Escalation = Escalation()
    steps: tuple[Instruction, ...]
    doses: tuple[Dose, ...]
    prompts: dict[PromptId, OwnPrompt] = Field(default_factory=dict)
    questions: dict[QuestionId, OwnQuestion] = Field(default_factory=dict)
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

    def _citations(self) -> Iterator[tuple[str, Mark, str]]:
        for name, limit in self.limits.items():
            yield f"limits.{name}", limit.mark, limit.source
            yield f"limits.{name}.delay", limit.delay_mark, limit.delay_source
        for name, timer in self.timers.items():
            yield f"timers.{name}", timer.mark, timer.source
        for step in self.steps:
            yield f"steps.{step.id}", step.mark, step.source
        for dose in self.doses:
            yield f"doses.{dose.name}", dose.amount.mark, dose.amount.source
