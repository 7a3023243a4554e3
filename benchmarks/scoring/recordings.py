"""The volunteers' recordings: each oximeter against the consensus of the others on the same person.

Hoffman et al., npj Digital Medicine 2022;5:146 (ubicomplab/oximetry-phone-cam-data, MIT): three sessions of one second
a row, people breathing less and less oxygen, four clinical oximeters at a time.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from breathline.signal.recordings import Columns, read_recording
from scoring.course import Course, Numbers, undisturbed

OXIMETERS = ("1", "2", "4", "5")
"""The columns that hold one; set 3 is empty."""

WITH_PERFUSION = ("1", "5")
"""The two Nellcors (2 and 4) give a pulse amplitude up to 199, which is no percentage."""

FARTHEST_LAG_S = 40
"""Oximeters differ in averaging, and a finger lags an ear by up to half a minute."""


def find(root: Path) -> list[Path]:
    """The recordings beside this checkout; none where they are not."""
    return sorted((root.parent / "shared" / "captures" / "uw_hypoxemia").glob("[0-9]*.csv"))


def load(paths: list[Path]) -> list[Course]:
    """Every oximeter of every session, a course each."""
    return [course for path in paths for course in _session(path)]


def _session(path: Path) -> list[Course]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    tables = {
        name: read_recording(lines, Columns("Time", f"SpO2 {name}", f"Pulse {name}", f"PI {name}"))
        for name in OXIMETERS
    }
    courses = []
    for name, table in tables.items():
        others = [tables[other].spo2 for other in OXIMETERS if other != name]
        perfusion = table.perfusion if name in WITH_PERFUSION else np.full_like(table.spo2, np.nan)
        truth = consensus(table.spo2, others)
        courses.append(undisturbed(f"{path.stem}, oximeter {name}", table.spo2, table.pulse, perfusion, truth))
    return courses


def consensus(one: Numbers, others: list[Numbers]) -> Numbers:
    """The median of the others, each shifted in time to where its moves meet those of the one.

    A row is then not rewarded for being as late as a slower oximeter. Differences in level stay.
    """
    truth: Numbers = np.median([shifted(other, lag(one, other)) for other in others], axis=0)
    return truth


def lag(one: Numbers, other: Numbers) -> int:
    """Seconds by which the other is later, where their difference varies least."""
    return min(
        range(-FARTHEST_LAG_S, FARTHEST_LAG_S + 1), key=lambda seconds: float(np.std(one - shifted(other, seconds)))
    )


def shifted(values: Numbers, seconds: int) -> Numbers:
    """The values so many seconds earlier; the ends are held."""
    places = np.clip(np.arange(len(values)) + seconds, 0, len(values) - 1)
    moved: Numbers = values[places]
    return moved
