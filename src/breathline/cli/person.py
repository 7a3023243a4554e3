"""`breathline person`: the physiology alone, as a table or as a population's percentages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

import click

from breathline.cli.person_flags import apnoea_spans, assist_spans, fio2_spans, naloxone_doses
from breathline.errors import UsageError
from breathline.firmware_sim.person.arithmetic import SCALARS
from breathline.firmware_sim.person.body import Body
from breathline.firmware_sim.person.course import Course, Run
from breathline.firmware_sim.person.fda import FdaBody, FdaPerson
from breathline.firmware_sim.person.parameters import OPIOIDS, TOLERANCES
from breathline.firmware_sim.person.population import Outcome
from breathline.firmware_sim.person.settings import LONGEST_S, STEP_S, FdaSettings, OpioidDose, checked
from breathline.firmware_sim.person.trainer_course import TrainerRun
from breathline.firmware_sim.person.trainer_settings import TrainerSettings

NO_OPIOID: Final = "none"
USUAL_MG: Final = {"fentanyl": 1.625, "carfentanil": 0.012}
"""The smaller overdose of Mann 2022, where no dose is named."""
COLUMNS: Final = (
    "t_s",
    "ve_l_min",
    "pao2_mmhg",
    "paco2_mmhg",
    "pbo2_mmhg",
    "sao2_pct",
    "cardiac_output_l_min",
    "opioid_bound",
    "naloxone_bound",
    "pulse_bpm",
    "breaths_per_min",
    "arrested",
)
Row: TypeAlias = dict[str, float | None]
"""A row's values by their columns; None is empty."""
_HAIR: Final = 1e-6
_DIGITS: Final = 7
"""Significant digits in a row."""


@click.command(
    epilog="""\b
Examples:
  breathline person --opioid fentanyl --dose-mg 1.625 --naloxone in4mg@76.6
  breathline person --dose-mg 0.5 --tolerance naive --assist 6@60-180 --fio2 0.5@60-180 --step 5
  breathline person --population 2000 --naloxone in4mg@low+60

A dose at "low+60" is given 60 s after breathing first fell below 40 % of what it was at rest.
Naloxone: in4mg, im2mg, im2mg-auto, im0.4mg, iv0.4mg or any iv<mg>mg; several with commas between.
"""
)
@click.option("--mode", type=click.Choice(["fda", "trainer"]), default="fda", show_default=True, help="Which person.")
@click.option("--opioid", type=click.Choice([*OPIOIDS, NO_OPIOID]), default="fentanyl", show_default=True)
@click.option("--dose-mg", type=float, metavar="X", help="Into a vein at t = 0. By default the FDA's smaller overdose.")
@click.option("--infuse-s", type=float, metavar="S", help="Evenly over so many seconds instead of at once.")
@click.option("--tolerance", type=click.Choice([*TOLERANCES]), default="chronic", show_default=True)
@click.option("--naloxone", multiple=True, metavar="PRODUCT@T[,...]", help="Doses and their times, in seconds.")
@click.option("--assist", multiple=True, metavar="L_MIN@T0-T1", help="Breaths given, litres a minute in all.")
@click.option("--fio2", multiple=True, metavar="F@T0-T1", help="Oxygen in what is breathed, a fraction.")
@click.option("--apnoea", multiple=True, metavar="T0-T1", help="Stop the person's own breathing.")
@click.option("--until", type=float, default=1200.0, show_default=True, metavar="S", help="The end, in seconds.")
@click.option("--step", type=float, default=1.0, show_default=True, metavar="S", help="From row to row.")
@click.option("--arrest-rule", type=click.Choice(["once", "rearm"]), default="once", show_default=True)
@click.option("--population", type=click.IntRange(1, 100_000), metavar="N", help="So many people; one JSON object.")
@click.option(
    "--population-from", type=click.Path(path_type=Path), metavar="DIR", help="Their parameters, as published."
)
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Same seed, same people.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row instead of CSV.")
def command(
    mode: str,
    opioid: str,
    dose_mg: float | None,
    infuse_s: float | None,
    tolerance: str,
    naloxone: tuple[str, ...],
    assist: tuple[str, ...],
    fio2: tuple[str, ...],
    apnoea: tuple[str, ...],
    until: float,
    step: float,
    arrest_rule: str,
    population: int | None,
    population_from: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Show what a person's body does after an opioid: breathing, gases, receptors, arrest."""
    course = Course(
        opioid=_opioid(opioid, dose_mg, infuse_s),
        naloxone=naloxone_doses(naloxone),
        assist=assist_spans(assist),
        fio2=fio2_spans(fio2),
        apnoea=apnoea_spans(apnoea),
    )
    checked(until, "--until", STEP_S, LONGEST_S, "s")
    if population_from is not None and population is None:
        raise UsageError("--population-from needs --population N: how many of them")
    named = None if opioid == NO_OPIOID else opioid
    if mode == "trainer":
        if population is not None or arrest_rule != "once":
            raise UsageError("--population and --arrest-rule are of --mode fda; leave them out, or write --mode fda")
        _check_rows(step)
        person = TrainerSettings(opioid=named, tolerance=tolerance, seed=seed, step_s=STEP_S)
        _table(map(_trainer_row, TrainerRun(person, course).bodies(until, step)), as_json)
        return
    settings = FdaSettings(
        opioid=named,
        tolerance=tolerance,
        arrest_rule="rearm" if arrest_rule == "rearm" else "once",
    )
    if population is None:
        _check_rows(step)
        _table(map(_fda_row, Run(SCALARS, FdaPerson(settings), course).bodies(until, step)), as_json)
        return
    outcome = _population(population, population_from, seed, settings, course, until)
    said = {
        "n": outcome.people,
        "arrest_pct": round(outcome.arrest_pct, 2),
        "breathed_low_pct": round(outcome.breathed_low_pct, 2),
        "mode": mode,
        "opioid": opioid,
        "dose_mg": course.opioid and course.opioid.mg,
        "infuse_s": course.opioid and course.opioid.over_s,
        "tolerance": tolerance,
        "naloxone": naloxone,
        "assist": assist,
        "fio2": fio2,
        "apnoea": apnoea,
        "until_s": until,
        "arrest_rule": arrest_rule,
        "population_from": population_from and str(population_from),
        "seed": None if population_from else seed,
    }
    click.echo(json.dumps(said, ensure_ascii=False))


def _check_rows(step: float) -> None:
    checked(step, "--step", STEP_S, LONGEST_S, "s")
    if abs(step / STEP_S - round(step / STEP_S)) > _HAIR:
        raise UsageError(f"--step {step:g} can't be; write a multiple of {STEP_S:g} s, the step of the computation")


def _table(rows: Iterable[Row], as_json: bool) -> None:
    if not as_json:
        sys.stdout.write(",".join(COLUMNS) + "\n")
    for row in rows:
        sys.stdout.write((json.dumps(row) if as_json else ",".join(_cell(value) for value in row.values())) + "\n")
    # A reader that went away is noticed here, where it can still be told from an error.
    sys.stdout.flush()


def _population(
    people: int, folder: Path | None, seed: int, settings: FdaSettings, course: Course, until: float
) -> Outcome:
    # numpy is slow to start, and one person does without it.
    from breathline.firmware_sim.person.people import draw_sets, read_sets
    from breathline.firmware_sim.person.population import POPULATION_STEP_S, follow, reports

    sets = draw_sets(people, seed) if folder is None else read_sets(folder, people)
    following = follow(sets, replace(settings, step_s=POPULATION_STEP_S), course, until)
    with click.progressbar(
        following, length=reports(people, until), label=f"{people} people", file=sys.stderr, show_pos=False
    ) as outcomes:
        for outcome in outcomes:
            last = outcome
    return last


def _opioid(opioid: str, dose_mg: float | None, infuse_s: float | None) -> OpioidDose | None:
    if opioid != NO_OPIOID:
        return OpioidDose(USUAL_MG[opioid] if dose_mg is None else dose_mg, infuse_s or 0.0)
    if dose_mg is not None or infuse_s is not None:
        raise UsageError("--opioid none has no dose; leave --dose-mg and --infuse-s out, or name the opioid")
    return None


def _fda_row(body: FdaBody[float]) -> Row:
    """One row; what mode fda does not model is empty."""
    measured = (
        body.t,
        body.ve_l_min,
        body.pao2_mmhg,
        body.paco2_mmhg,
        body.pbo2_mmhg,
        body.sao2_pct,
        body.cardiac_output_l_min,
        body.opioid_bound,
        body.naloxone_bound,
    )
    return _row(*measured, None, None, int(body.arrested))


def _trainer_row(body: Body) -> Row:
    measured = (
        body.t,
        body.ve_l_min,
        body.pao2,
        body.paco2,
        body.pbo2,
        body.sao2,
        body.cardiac_output_l_min,
        body.opioid_bound,
        body.naloxone_bound,
        body.pulse_bpm,
        body.breaths_per_min,
    )
    return _row(*measured, int(body.arrested))


def _row(*values: float | None) -> Row:
    rounded = [float(f"{value:.{_DIGITS}g}") if isinstance(value, float) else value for value in values]
    return dict(zip(COLUMNS, rounded, strict=True))


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.{_DIGITS}g}"
