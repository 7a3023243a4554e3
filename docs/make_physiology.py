"""Runs the virtual person beside the FDA's own runs, draws both and fills the tables of docs/physiology.md.

    make physiology

Needs the FDA's runs and sets beside the checkout (../shared/reference) and the `bench` extra for the pictures.
`--no-population` leaves the table of percentages as it is (it takes minutes).
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from breathline.firmware_sim.person.course import Course, Naloxone
from breathline.firmware_sim.person.people import draw_sets, read_sets
from breathline.firmware_sim.person.population import POPULATION_STEP_S, Outcome, follow
from breathline.firmware_sim.person.settings import FdaSettings, NaloxoneDose, OpioidDose
from scoring import trainer
from scoring.document import placed
from scoring.ink import BLUE, INK, ORANGE, save, sheet
from tests.firmware_sim.person.reference import POPULATION, PublishedRun, Rerun, names, published, rerun
from tests.firmware_sim.person.test_population import PUBLISHED

ROOT: Final = Path(__file__).parents[1]
DOCUMENT: Final = ROOT / "docs" / "physiology.md"
PICTURES: Final = ROOT / "docs" / "pictures" / "physiology"
PEOPLE: Final = 2000
UNTIL_S: Final = 1200.0
SEEDS: Final = (0, 1, 2)
"""The spread is drawn this often: the percentages differ by luck as well."""
DOTS_S: Final = 20
LOOKS: Final = ((INK, "-", "o"), (BLUE, "--", "s"), (ORANGE, "-.", "^"), (INK, ":", "D"))
"""Colour, our line and the FDA's mark: no need to tell them by colour."""
AXES: Final = (("VE", "ve_l_min", "L/min"), ("PaO2", "pao2_mmhg", "mmHg"), ("PaCO2", "paco2_mmhg", "mmHg"))

OVERLAYS: Final = {
    "rescue": (
        "Fentanyl 1.625 mg, tolerant: nothing, naloxone, breaths, oxygen alone",
        {
            "nothing": "fentanyl1.625_chronic_none",
            "IN 4 mg": "fentanyl1.625_chronic_IN4mg_x1",
            "breaths": "fentanyl1.625_chronic_breaths6Lmin",
            "oxygen 50 %": "fentanyl1.625_chronic_O2only_FiO2_0.5",
        },
    ),
    "products": (
        "Fentanyl 2.965 mg, tolerant: naloxone by product",
        {
            "IM 2 mg": "fentanyl2.965_chronic_IMgeneric2mg",
            "autoinjector": "fentanyl2.965_chronic_IMevzio2mg",
            "IN 4 mg twice": "fentanyl2.965_chronic_IN4mg_x2_rapid",
            "IV 0.04 mg": "fentanyl2.965_chronic_IVnal0.04mg",
        },
    ),
    "carfentanil": (
        "Carfentanil, tolerant",
        {
            "0.012 mg": "carfentanil0.012_chronic_none",
            "and IN 4 mg": "carfentanil0.012_chronic_IN4mg_x1",
            "0.02187 mg": "carfentanil0.02187_chronic_none",
        },
    ),
    "slow": (
        "Slow onset (300 s) and no tolerance",
        {
            "2 mg tolerant": "fentanyl2_chronic_inf300s_none",
            "0.8 mg naive": "fentanyl0.8_naive_inf300s_none",
            "0.5 mg naive": "fentanyl0.5_naive_inf300s_none",
            "and IN 4 mg": "fentanyl0.8_naive_inf300s_IN4mg",
        },
    ),
}
"""Pictures: file, title, and the runs with their names in it."""


def overlay(title: str, runs: dict[str, tuple[PublishedRun, Rerun]]) -> Any:
    """Our lines over the FDA's marks, until the circulation has collapsed."""
    figure, axes = sheet(len(AXES), heights=(1.8, 1.8, 1.8))
    axes[0].set_title(title, loc="left", pad=30)
    for (name, (run, ours)), (colour, line, mark) in zip(runs.items(), LOOKS, strict=False):
        bodies = [body for body in ours.bodies if body.t <= min(ours.collapse_s, 900)]
        rows = run.rows[: len(bodies) : DOTS_S]
        for axis, (column, value, _) in zip(axes, AXES, strict=True):
            axis.plot([row["time"] for row in rows], [row[column] for row in rows], mark, color=colour, markersize=3.5)
            ys = [getattr(body, value) for body in bodies]
            axis.plot([body.t for body in bodies], ys, line, color=colour, linewidth=1.2, label=name)
    for axis, (column, _, unit) in zip(axes, AXES, strict=True):
        axis.set_ylabel(f"{column}, {unit}")
    axes[0].legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=4, borderaxespad=0.2)
    axes[-1].set_xlabel("seconds since the opioid; lines: Breathline, marks: the FDA's code")
    return figure


def agreement(compared: dict[str, tuple[PublishedRun, Rerun]]) -> str:
    """Every run: the largest differences until collapse, and both arrests."""
    lines = ["| run | VE, L/min | PaO2, mmHg | PaCO2, mmHg | arrest, s: FDA | ours |", "|---|---|---|---|---|---|"]
    for name, (run, ours) in compared.items():
        ve, pao2, paco2 = ours.furthest(run)
        theirs = "no rule in the run" if not run.can_arrest else "-" if run.arrest_s is None else f"{run.arrest_s:.1f}"
        arrest = "-" if ours.arrest_s == float("inf") or not run.can_arrest else f"{ours.arrest_s:.1f}"
        lines.append(f"| {name} | {ve:.4f} | {pao2:.3f} | {paco2:.3f} | {theirs} | {arrest} |")
    return "\n".join(lines)


def arrests(sets: dict[str, dict[str, Any]], opioid: str, mg: float, product: str | None) -> float:
    """Percent that arrest."""
    rescue = () if product is None else (Naloxone(NaloxoneDose.named(product), 60, after_low_breathing=True),)
    settings = FdaSettings(opioid=opioid, step_s=POPULATION_STEP_S)
    last: Outcome | None = None
    for outcome in follow(sets, settings, Course(OpioidDose(mg), naloxone=rescue), UNTIL_S):
        last = outcome
    assert last is not None  # noqa: S101 - a course always reports
    return last.arrest_pct


def percentages() -> str:
    """The sixteen cases: published, with the FDA's people, with people drawn from the spread."""
    fda = read_sets(POPULATION, PEOPLE)
    drawn = [draw_sets(PEOPLE, seed) for seed in SEEDS]
    lines = ["| opioid, mg | naloxone | published | the FDA's sets | the spread |", "|---|---|---|---|---|"]
    for (opioid, mg), cases in PUBLISHED.items():
        for product, percent in cases.items():
            theirs = arrests(fda, opioid, mg, product)
            ours = [arrests(sets, opioid, mg, product) for sets in drawn]
            line = (
                f"| {opioid} {mg} | {product or 'none'} | {percent} | {theirs:.1f} "
                f"| {sum(ours) / len(ours):.1f} ({min(ours):.1f} to {max(ours):.1f}) |"
            )
            print(line, flush=True)  # noqa: T201 - it takes minutes; say how far it is
            lines.append(line)
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> None:
    """Run, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--no-population", action="store_true")
    chosen = parser.parse_args(words)
    compared = {name: (run := published(name), rerun(run, run.rows[-1]["time"])) for name in names()}
    PICTURES.mkdir(parents=True, exist_ok=True)
    for file, (title, runs) in OVERLAYS.items():
        figure = overlay(title, {label: compared[name] for label, name in runs.items()})
        save(figure, PICTURES / f"{file}.svg", title)
    save(trainer.picture(), PICTURES / "trainer.svg", trainer.TITLE)
    tables = {"agreement": agreement(compared), "trainer": trainer.table()}
    if not chosen.no_population:
        tables["population"] = percentages()
    document = DOCUMENT.read_text(encoding="utf-8")
    for name, table in tables.items():
        document = placed(document, name, table)
    DOCUMENT.write_text(document, encoding="utf-8")


if __name__ == "__main__":
    main()
