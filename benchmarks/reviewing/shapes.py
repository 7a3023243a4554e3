"""Four shapes of an overdose, and what measures made for sleep find in them, beside ours.

The two libraries can't live with ours (pobm needs NumPy 1), so they get an environment of their own for the time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any


def _ramp(start: float, end: float, seconds: int) -> list[float]:
    return [round(start + (end - start) * i / seconds) for i in range(seconds)]


_BEFORE = [97.0] * 60
SHAPES: dict[str, list[float]] = {
    "apnoea: 97 to 90 in 40 s, back": [*_BEFORE, *_ramp(97, 90, 40), *_ramp(90, 97, 10), *_BEFORE, *_BEFORE],
    "97 to 70 in 240 s, 300 s low, back": [*_BEFORE, *_ramp(97, 70, 240), *[70.0] * 300, *_ramp(70, 97, 60), *_BEFORE],
    "97 to 60 in 600 s, no way back": [*_BEFORE, *_ramp(97, 60, 600)],
    "clipped on at 80": [80.0] * 300,
}
"""One whole percent a second, as a clip shows it."""

_NEEDED = ("pobm==1.2.0", "numpy<2", "pandas<3")
_NOT_WITH_ITS_OWN = "o2ring-analyzer==1.0.3"
"""Of its dependencies only pandas is needed for what is measured."""


def sleep_measures() -> dict[str, dict[str, int]]:
    """How many events each sleep measure finds in each shape. Installs both in a folder that is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="breathline-sleep-") as folder:
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, *_NEEDED], check=True)
        subprocess.run([*install, "--no-deps", _NOT_WITH_ITS_OWN], check=True)
        return counted_by(python)


def counted_by(python: Path) -> dict[str, dict[str, int]]:
    """The same with an environment that is there already."""
    command = [str(python), "-W", "ignore", str(Path(__file__).with_name("sleep_way.py"))]
    done = subprocess.run(command, input=json.dumps(SHAPES), text=True, stdout=subprocess.PIPE, check=True)
    found: dict[str, dict[str, int]] = json.loads(done.stdout)
    return found


def ours() -> dict[str, dict[str, Any]]:
    """Our figures of each shape."""
    import ibis
    import pyarrow as pa

    from breathline.review.parts import curve

    rows = [
        {"response": name, "n": t, "t": float(t), "kind": "vitals", "spo2": value, "trust": "live"}
        for name, values in SHAPES.items()
        for t, value in enumerate(values)
    ]
    con = ibis.duckdb.connect()
    table = pa.Table.from_pylist(rows)
    con.con.register("events", table.append_column("cause", pa.nulls(table.num_rows, pa.string())))
    stretches = curve.PART.rows(con.table("events"), con.table("events"))
    values = {figure.name: figure.value(stretches) for figure in curve.PART.figures}
    found = stretches.group_by("response").aggregate(**values).to_pyarrow().to_pylist()
    con.disconnect()
    return {row["response"]: row for row in found}


def table() -> list[str]:
    """The comparison as lines of Markdown."""
    sleep, found = sleep_measures(), ours()
    head = ["shape", "lowest", "below 90 %", "area below 90", "pobm relative", "pobm hard 90", "o2ring-analyzer"]
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for name in SHAPES:
        mine, theirs = found[name], sleep[name]
        cells = [
            name, f"{mine['lowest_spo2']:g} %", f"{mine['below_90_s']:g} s", f"{mine['area_below_90']:g} % s",
            *(str(theirs[way]) for way in ("pobm relative", "pobm hard 90", "o2ring-analyzer")),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return lines
