"""The FDA's own runs of its model (its C code under R), named by what was done; beside the checkout, not in it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from breathline.firmware_sim.person.arithmetic import SCALARS
from breathline.firmware_sim.person.course import Course, Naloxone, Run, Span
from breathline.firmware_sim.person.fda import FdaBody, FdaPerson
from breathline.firmware_sim.person.settings import FdaSettings, NaloxoneDose, OpioidDose

SHARED: Final = Path(__file__).parents[4] / "shared" / "reference"
RUNS: Final = SHARED / "person"
POPULATION: Final = SHARED / "population"
_NAME: Final = re.compile(r"(?P<opioid>fentanyl|carfentanil)(?P<mg>[\d.]+)_(?P<tolerance>chronic|naive)_(?P<rest>.+)")
_ARREST_L_MIN: Final = 0.01
_END_S: Final = 1e6
_PRODUCTS: Final = {
    "IMgeneric2mg": "im2mg",
    "IMevzio2mg": "im2mg-auto",
    "IM0.4mg": "im0.4mg",
    "IN4mg": "in4mg",
}


@dataclass(frozen=True)
class PublishedRun:
    """One run: what was done, and every row of what came of it."""

    name: str
    settings: FdaSettings
    course: Course
    rows: tuple[dict[str, float], ...]

    @property
    def can_arrest(self) -> bool:
        """The two runs without an opioid were made without the rule for arrest."""
        return self.settings.opioid is not None

    @property
    def arrest_s(self) -> float | None:
        """When the flow was first at or below 0.01 L/min, between the rows; None when it never was."""
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            if after["CO"] <= _ARREST_L_MIN:
                part = (before["CO"] - _ARREST_L_MIN) / (before["CO"] - after["CO"])
                return before["time"] + part * (after["time"] - before["time"])
        return None


def names() -> list[str]:
    """Every run that is there."""
    return sorted(path.stem for path in RUNS.glob("*.csv") if not path.stem.startswith("summary"))


def published(name: str) -> PublishedRun:
    """A run by its name."""
    with (RUNS / f"{name}.csv").open(encoding="utf-8") as lines:
        rows = tuple({key: float(value) for key, value in row.items()} for row in csv.DictReader(lines))
    parts = _NAME.fullmatch(name)
    if parts is None:
        taken_l_min = {"physio_apnoea_roomair": -200.0, "physio_hypovent_assist_minus5Lmin": -5.0}[name]
        return PublishedRun(name, FdaSettings(opioid=None), Course(assist=(Span(taken_l_min, 0.0, _END_S),)), rows)
    settings = FdaSettings(opioid=parts["opioid"], tolerance=parts["tolerance"])
    dose = OpioidDose(float(parts["mg"]), 300.0 if "inf300s" in name else 0.0)
    course = Course(opioid=dose, naloxone=_naloxone(parts["rest"]))
    return PublishedRun(name, settings, _with_breaths(course, parts["rest"]), rows)


def _naloxone(rest: str) -> tuple[Naloxone, ...]:
    """Naloxone 60 s (or 180 s) after breathing first fell below 40 %, and the second spray."""
    first_s = 180.0 if "delay180" in rest else 60.0
    into_vein = re.search(r"IVnal([\d.]+)mg", rest)
    if into_vein:
        return (Naloxone(NaloxoneDose("iv", float(into_vein[1])), first_s, after_low_breathing=True),)
    product = next((product for said, product in _PRODUCTS.items() if said in rest), None)
    if product is None:
        return ()
    seconds = {"x2_150s": (0.0, 150.0), "x2_rapid": (0.0, 0.0)}.get("_".join(rest.split("_")[1:]), (0.0,))
    dose = NaloxoneDose.named(product)
    return tuple(Naloxone(dose, first_s + later_s, after_low_breathing=True) for later_s in seconds)


def _with_breaths(course: Course, rest: str) -> Course:
    """Breaths and oxygen from 76.6 s on: 60 s after breathing first fell below 40 % in every run that has them."""
    began_s = 76.6
    # With naloxone they are given for five minutes.
    until_s = began_s + 300.0 if "plus_IN4mg" in rest else _END_S
    oxygen = re.search(r"FiO2_([\d.]+)", rest)
    return replace(
        course,
        assist=(Span(6.0, began_s, until_s),) if "breaths6Lmin" in rest else (),
        fio2=(Span(float(oxygen[1]), began_s, until_s),) if oxygen else (),
    )


@dataclass(frozen=True)
class Rerun:
    """The same by our model: a body for each row up to a time, and when it collapsed and arrested (infinite: never)."""

    bodies: tuple[FdaBody[float], ...]
    collapse_s: float
    arrest_s: float

    def furthest(self, run: PublishedRun) -> tuple[float, float, float]:
        """The largest differences of breathing (L/min), PaO2 and PaCO2 (mmHg) before the circulation collapses."""
        pairs = [(body, row) for body, row in zip(self.bodies, run.rows, strict=False) if body.t < self.collapse_s]
        return (
            max(abs(body.ve_l_min - row["VE"]) for body, row in pairs),
            max(abs(body.pao2_mmhg - row["PaO2"]) for body, row in pairs),
            max(abs(body.paco2_mmhg - row["PaCO2"]) for body, row in pairs),
        )


def rerun(run: PublishedRun, until_s: float) -> Rerun:
    """Our model through the same course."""
    person = FdaPerson(run.settings)
    by_second = {
        round(body.t): body for body in Run(SCALARS, person, run.course).bodies(min(until_s, run.rows[-1]["time"]), 1.0)
    }
    bodies = tuple(by_second[round(row["time"])] for row in run.rows if row["time"] <= until_s)
    return Rerun(bodies, person.collapse_s, person.arrest_s)
