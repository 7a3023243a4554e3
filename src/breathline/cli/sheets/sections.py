"""A pack as tables that a medical lead can read: figure, action, wording, source, mark."""

from __future__ import annotations

from dataclasses import dataclass

from breathline.cli.sheets import figures, steps
from breathline.cli.sheets.row import Row
from breathline.guidelines.figures import Figures
from breathline.guidelines.pack import Pack
from breathline.guidelines.texts import texts_for
from breathline.guidelines.wording import Wording


@dataclass(frozen=True, slots=True)
class Section:
    """One table."""

    title: str
    rows: tuple[Row, ...]


def sections(pack: Pack) -> list[Section]:
    """The whole pack; tables with nothing in them are left out."""
    wording = Wording(texts_for(pack), Figures.of(pack))
    found = [
        Section("Alarms", figures.limits(pack, wording)),
        Section("What follows from what", figures.rules(pack)),
        Section("Steps and their words", steps.steps(pack, wording)),
        Section("Questions and their answers", steps.answers(pack, wording)),
        Section("Intervals", figures.timers(pack)),
        Section("Naloxone", figures.doses(pack)),
        Section("The guideline's words for numbers", figures.bands(pack)),
    ]
    return [section for section in found if section.rows]
