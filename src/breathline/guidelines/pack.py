"""A guideline pack: a published guideline as data, with a source and a mark on every figure and instruction.

Code holds no threshold, interval or dose; the engine asks the pack. `pack_file` reads one and refuses what can't be
traced.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from breathline.errors import UsageError
from breathline.events.model import PromptId
from breathline.guidelines.pack_parts import (
    Bands,
    Cited,
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
from breathline.toml_lines import Path
from breathline.words import QuestionId


class PackError(UsageError):
    """A pack that can't be used; the text says where and what to write instead."""


class Was(Strict):
    """What a figure or a rule was in the pack that a site's own pack extends."""

    value: float | str
    mark: Mark
    source: Words


class Pack(Strict):
    """A whole guideline.

    Attributes:
        id: Its name on the command line and in the log: small letters, digits and hyphens.
        title: The guideline's title.
        publisher: Who published it.
        jurisdiction: Where it holds.
        dated: Its date as it gives it.
        address: Where it can be read.
        language: The language of its texts, as an ISO 639-1 code.
        version: The pack's own version.
        confirmed_by: The role that confirmed the `site` figures; "" while nobody has.
        superseded: What the pack knowingly leaves out because a newer text replaces it.
        not_found: Documents and figures that were looked for and not found; the pack does without them.
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
        extends: The pack that a site's own pack starts from; "" for a whole one.
        was: By its place in the file, what a site's own pack has changed.
        hash: SHA-256 of the pack's text in hex (of both texts, for a site's own), so that a log says which pack it was.
    """

    id: Annotated[str, Field(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Words
    publisher: Words
    jurisdiction: Words
    dated: Words
    address: Words
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    version: Words
    confirmed_by: str = ""
    superseded: tuple[str, ...] = ()
    not_found: tuple[str, ...] = ()
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
    extends: str = ""
    was: dict[str, Was] = Field(default_factory=dict)
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

    def figures(self) -> Iterator[tuple[Path, Figure]]:
        """Every figure with its place in the file; a limit's delay is part of the limit."""
        for name, limit in self.limits.items():
            yield ("limits", name), limit
        if self.naloxone_spo2 is not None:
            yield ("limits", "naloxone_spo2"), self.naloxone_spo2
        for name, timer in self.timers.items():
            yield ("timers", name), timer
        for name, figure in self.escalation:
            if figure is not None:
                yield ("escalation", name), figure
        for number, dose in enumerate(self.doses):
            yield ("doses", number, "amount"), dose.amount

    def citations(self) -> Iterator[tuple[Path, Mark, str]]:
        """Everything that has a mark and a source: its place, the mark and the source."""
        cited: list[tuple[Path, Cited]] = [*self.figures()]
        cited += [(("bands", vital, n), band) for vital, bands in self.bands for n, band in enumerate(bands)]
        cited += [(("rules", name), rule) for name, rule in self.rules]
        cited += [(("steps", number), step) for number, step in enumerate(self.steps)]
        cited += [(("prompts", prompt), own) for prompt, own in self.prompts.items()]
        cited += [(("questions", question), asked) for question, asked in self.questions.items()]
        for place, each in cited:
            yield (*place, "source"), each.mark, each.source
            if isinstance(each, Limit):
                yield (*place, "delay_source"), each.delay_mark, each.delay_source
