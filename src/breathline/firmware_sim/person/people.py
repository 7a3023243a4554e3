"""Whole populations' parameters: read from the published sets, or drawn from the spread that was fitted to them.

Either way they are held as published: by file and column, one value for each person; row i of every file is person i.
Rates are 1/s, volumes L (opioid) and mL (naloxone), clearances mL/s.
"""

from __future__ import annotations

import csv
import math
import tomllib
from dataclasses import fields
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from breathline.errors import BreathlineError
from breathline.firmware_sim.person.drugs import DrugParameters
from breathline.firmware_sim.person.parameters import (
    ABSORBED,
    FASTEST_PER_S,
    IM2MG,
    IM2MG_AUTO,
    IN4MG,
    INJECTED,
    OPIOIDS,
    AbsorbedKinetics,
    Binding,
    IntravenousKinetics,
)

if TYPE_CHECKING:
    from breathline.firmware_sim.person.number import FloatArray

    Sets: TypeAlias = dict[str, dict[str, FloatArray]]

FILES: Final[dict[str, tuple[str, ...]]] = {
    "opioid_pk": ("VP", "kout", "k12", "k21", "k13", "k31"),
    "receptor_fentanyl": ("A1", "B1", "n"),
    "receptor_carfentanil": ("A1", "B1", "n"),
    "receptor_naloxone_im": ("A2", "B2", "n2"),
    "naloxone_im2mg": ("F", "Ktr", "Kin", "Kout", "V1", "k12", "V2"),
    "naloxone_im2mg_auto": ("F", "Ktr", "Kin", "Kout", "V1", "k12", "V2"),
    "naloxone_in4mg": ("F", "f1", "f2", "Ktr", "Kin", "Kout", "V1", "k12N", "V2"),
}
"""The published files and the columns that the model uses. Kout is the clearance, k12 (k12N) the exchange."""
_DEVICES: Final = {
    IM2MG: ("naloxone_im2mg", "F", "F", "k12"),
    IM2MG_AUTO: ("naloxone_im2mg_auto", "F", "F", "k12"),
    IN4MG: ("naloxone_in4mg", "f1", "f2", "k12N"),
}
"""A product's file, and its columns for a used nostril, for one after two sprays at once, and for the exchange."""
_SPREAD: Final = "spread.toml"


def read_sets(folder: Path, people: int) -> Sets:
    """The first so many people of a folder that holds the published files.

    Raises:
        BreathlineError: A file is missing, too short, or holds what is not a number above 0.
    """
    return {name: _read(folder / f"{name}.csv", columns, people) for name, columns in FILES.items()}


def _read(path: Path, columns: tuple[str, ...], people: int) -> dict[str, FloatArray]:
    import numpy as np

    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
    except OSError as error:
        raise BreathlineError(
            f"{path}: can't be read: {error.strerror}; --population-from needs the FDA's sets"
        ) from error
    if len(rows) < people:
        raise BreathlineError(f"{path} holds {len(rows)} people; write --population {len(rows)} or fewer")
    table = [
        [_above_0(row.get(column), path, line, column) for column in columns]
        for line, row in enumerate(rows[:people], 2)
    ]
    return dict(zip(columns, np.array(table).T, strict=True))


def _above_0(text: str | None, path: Path, line: int, column: str) -> float:
    try:
        value = float(text or "")
    except ValueError:
        value = math.nan
    if 0 < value < math.inf:
        return value
    raise BreathlineError(f'{path} line {line}: column {column} must hold a number above 0, not "{text}"')


def draw_sets(people: int, seed: int) -> Sets:
    """People drawn from the spread that comes with the program; docs/physiology.md says how it was fitted.

    The same seed gives the same people, whatever is done with them.
    """
    import numpy as np

    spread = tomllib.loads((resources.files(__package__) / _SPREAD).read_text(encoding="utf-8"))
    sets: Sets = {name: {} for name in FILES}
    for number, group in enumerate(spread["group"]):
        width = len(group["quantity"])
        normal = np.random.default_rng([seed, number]).standard_normal((people, width))
        together = normal @ np.linalg.cholesky(np.array(group.get("correlation", np.eye(width)))).T
        for quantity, column in zip(group["quantity"], together.T, strict=True):
            sets[quantity["file"]][quantity["column"]] = _drawn(quantity, column)
    _volumes_to_rates(sets["opioid_pk"])
    return sets


def _drawn(quantity: dict[str, Any], normal: FloatArray) -> FloatArray:
    """A quantity from a standard normal variable."""
    import numpy as np

    value: FloatArray = quantity["mean"] + quantity["sd"] * normal
    if quantity["log"]:
        value = np.exp(value)
    bounded: FloatArray = np.minimum(value, quantity.get("most", math.inf))
    return bounded


def _volumes_to_rates(opioid: dict[str, FloatArray]) -> None:
    """Fentanyl was published as volumes and flows between them; the model runs on their ratios."""
    opioid["kout"] = opioid["Cl"] / opioid["VP"]
    opioid["k12"], opioid["k21"] = opioid["Q2"] / opioid["VP"], opioid["Q2"] / opioid["VP2"]
    opioid["k13"], opioid["k31"] = opioid["Q3"] / opioid["VP"], opioid["Q3"] / opioid["VP3"]


def parameters(sets: Sets, opioid: str | None) -> DrugParameters[FloatArray]:
    """How drugs move and bind in each person of the sets.

    Naloxone into a vein and the 0.4 mg injection are the typical person's in everybody: no sets are published.

    Args:
        sets: As published.
        opioid: "fentanyl", "carfentanil", or None for an opioid that is never given.
    """
    name = opioid or "fentanyl"
    receptor, naloxone = sets[f"receptor_{name}"], sets["receptor_naloxone_im"]
    people = len(naloxone["A2"])
    products = {product: _everybody(kinetics, people) for product, kinetics in ABSORBED.items()}
    for product, columns in _DEVICES.items():
        products[product] = _device(ABSORBED[product].dose_mg, sets, *columns)
    return DrugParameters(
        opioid=_opioid(sets["opioid_pk"], name),
        opioid_binding=Binding(receptor["A1"], receptor["B1"], receptor["n"]),
        naloxone_binding=Binding(naloxone["A2"], naloxone["B2"], naloxone["n2"]),
        injected=_injected(people),
        products=products,
    )


def _opioid(pk: dict[str, FloatArray], name: str) -> IntravenousKinetics[FloatArray]:
    """Fentanyl's sets; another opioid's rates vary with them, in the proportion of the two typical persons."""
    mean, base = OPIOIDS[name], OPIOIDS["fentanyl"]
    return IntravenousKinetics(
        out=pk["kout"] * (mean.out / base.out),
        k12=pk["k12"] * (mean.k12 / base.k12),
        k21=pk["k21"] * (mean.k21 / base.k21),
        k13=pk["k13"] * (mean.k13 / base.k13),
        k31=pk["k31"] * (mean.k31 / base.k31),
        volume_l=pk["VP"] * (mean.volume_l / base.volume_l),
        effect=mean.effect,
        molar_mass=mean.molar_mass,
    )


def _device(
    dose_mg: float, sets: Sets, file: str, again: str, again_after_two: str, exchange: str
) -> AbsorbedKinetics[FloatArray]:
    import numpy as np

    own = sets[file]
    return AbsorbedKinetics(
        dose_mg=dose_mg,
        bioavailable=own["F"],
        again=own[again],
        again_after_two=own[again_after_two],
        transit=np.minimum(own["Ktr"], FASTEST_PER_S),
        uptake=np.minimum(own["Kin"], FASTEST_PER_S),
        clearance=own["Kout"],
        volume_ml=own["V1"],
        exchange=own[exchange],
        volume2_ml=own["V2"],
    )


def _everybody(kinetics: AbsorbedKinetics[float], people: int) -> AbsorbedKinetics[FloatArray]:
    import numpy as np

    same: dict[str, Any] = {field.name: np.full(people, getattr(kinetics, field.name)) for field in fields(kinetics)}
    return AbsorbedKinetics(**{**same, "dose_mg": kinetics.dose_mg})


def _injected(people: int) -> IntravenousKinetics[FloatArray]:
    import numpy as np

    same: dict[str, Any] = {field.name: np.full(people, getattr(INJECTED, field.name)) for field in fields(INJECTED)}
    return IntravenousKinetics(**{**same, "effect": INJECTED.effect, "molar_mass": INJECTED.molar_mass})
