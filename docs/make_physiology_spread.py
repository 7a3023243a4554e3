"""Fits the spread that `breathline person --population` draws from to the FDA's published parameter sets.

    python docs/make_physiology_spread.py FOLDER

FOLDER holds the published files (breathline.firmware_sim.person.people names them). Writes spread.toml beside that
module. Each quantity is a normal distribution, of the logarithm where `log` is true; quantities of one group are drawn
together with the correlation matrix below them.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from breathline.firmware_sim.person import people

TARGET: Final = Path(people.__file__).with_name("spread.toml")
BIOAVAILABILITY_MOST: Final = 0.9
"""The published sets stop there: a sixth of the people (2 mg in 2 mL) have exactly this value."""
_KINETICS: Final = ("Ktr", "Kin", "Kout", "V1", "V2")


class Group(NamedTuple):
    """Quantities that are drawn together: file and column of each; correlated, or each for itself."""

    quantities: tuple[tuple[str, str], ...]
    correlated: bool


GROUPS: Final = (
    # Volumes, clearance and flows between the volumes: log-normal, each for itself (correlations below 0.05).
    Group(tuple(("opioid_pk", column) for column in ("VP", "VP2", "VP3", "Cl", "Q2", "Q3")), correlated=False),
    # Fentanyl's and naloxone's binding were estimated together: one bootstrap.
    Group(
        (
            *(("receptor_fentanyl", column) for column in ("A1", "B1", "n")),
            *(("receptor_naloxone_im", column) for column in ("A2", "B2", "n2")),
        ),
        correlated=True,
    ),
    Group(tuple(("receptor_carfentanil", column) for column in ("A1", "B1", "n")), correlated=True),
    Group(tuple(("naloxone_im2mg", column) for column in ("F", *_KINETICS, "k12")), correlated=False),
    Group(tuple(("naloxone_im2mg_auto", column) for column in ("F", *_KINETICS, "k12")), correlated=False),
    Group(tuple(("naloxone_in4mg", column) for column in ("F", "f1", "f2", *_KINETICS, "k12N")), correlated=False),
)
_PLAIN: Final = ("n", "n2")
"""Exponents are normal themselves; everything else is so in its logarithm."""


def column(folder: Path, file: str, name: str) -> NDArray[np.float64]:
    """A published column."""
    with (folder / f"{file}.csv").open(encoding="utf-8-sig", newline="") as lines:
        return np.array([float(row[name]) for row in csv.DictReader(lines)])


def quantity(file: str, name: str, values: NDArray[np.float64]) -> str:
    """One quantity's line."""
    log = name not in _PLAIN
    bounded = name == "F"
    scaled = np.log(values) if log else values
    if bounded:
        # Where values are cut off above, the middle and the lower half still show the whole distribution.
        mean = float(np.median(scaled))
        spread = mean - float(np.quantile(scaled, 0.15866))
    else:
        mean, spread = float(scaled.mean()), float(scaled.std())
    most = f", most = {BIOAVAILABILITY_MOST}" if bounded else ""
    return (
        f'    {{ file = "{file}", column = "{name}", log = {str(log).lower()}, '
        f"mean = {mean:.6g}, sd = {spread:.6g}{most} }},"
    )


def group(folder: Path, one: Group) -> list[str]:
    """The lines of a group."""
    columns = [column(folder, *each) for each in one.quantities]
    lines = ["[[group]]", "quantity = ["]
    lines += [quantity(file, name, values) for (file, name), values in zip(one.quantities, columns, strict=True)]
    lines += ["]"]
    if one.correlated:
        scaled = [
            values if name in _PLAIN else np.log(values)
            for (_, name), values in zip(one.quantities, columns, strict=True)
        ]
        rows = ["    [" + ", ".join(f"{value:.5f}" for value in row) + "]," for row in np.corrcoef(np.array(scaled))]
        lines += ["correlation = [", *rows, "]"]
    return lines


def main() -> None:
    """Read the sets, write the spread."""
    folder = Path(sys.argv[1])
    lines = [
        "# How people differ: normal distributions fitted to the 2,000 parameter sets published with the FDA's model",
        "# (Mann 2022, doi 10.1002/cpt.2696; Strauss 2024, JAMA Netw Open 7(1):e2351839; US Government work).",
        "# The fit is ours, made by docs/make_physiology_spread.py; docs/physiology.md says how well it holds.",
    ]
    for one in GROUPS:
        lines += ["", *group(folder, one)]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
